-- When all articles are there: the sources that nobody cites go, as the gateway would have it.
DELETE FROM "Source" s WHERE NOT EXISTS (SELECT FROM "Article" a WHERE a."publisherId" = s."id")
  AND NOT EXISTS (SELECT FROM "Citation" c WHERE c."sourceId" = s."id");
UPDATE "Source" s SET "entityId" = NULL WHERE "entityId" IS NOT NULL AND NOT EXISTS (
  SELECT FROM bench.entity e JOIN bench.tally t ON t.entity = e.n WHERE e.id = s."entityId");
-- The entities that somebody names, with the counts and names that triggers keep otherwise.
INSERT INTO "Entity" ("id", "key", "name", "type", "countryCode", "sameAs", "articleCount", "mentionCount", "searchNames")
  SELECT e.id, 'PERSON:' || e.n, e.name, (ARRAY['PERSON','PERSON','ORGANIZATION','PLACE','GROUP']::"EntityType"[])[1 + e.n % 5],
    (ARRAY['FR','SY','US','GB','DE','TR','IQ',NULL])[1 + e.n % 8], '{}', coalesce(t.articles, 0), coalesce(t.mentions, 0),
    CASE WHEN t.articles > 0 THEN lower(e.name) ELSE '' END
  FROM bench.entity e
    LEFT JOIN (SELECT entity, sum(articles) AS articles, sum(mentions) AS mentions FROM bench.tally GROUP BY 1) t ON t.entity = e.n
  WHERE t.articles > 0
  ORDER BY e.n;
UPDATE "Corpus" SET "revision" = current_setting('bench.articles')::bigint, "lastEvent" = 0, "seeding" = false;
DROP SCHEMA bench CASCADE;
