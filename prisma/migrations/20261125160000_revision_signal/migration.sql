-- Tells every process that listens of each new revision, when it is committed.
CREATE FUNCTION tell_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('newsgraph_revision', NEW."revision"::text);
  RETURN NULL;
END
$$;
CREATE TRIGGER tell_revision AFTER UPDATE OF "revision" ON "Corpus" FOR EACH ROW EXECUTE FUNCTION tell_revision();
