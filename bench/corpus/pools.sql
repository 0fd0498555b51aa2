-- What articles are made of: words, paragraphs, outlets, names. All is a function of numbers, so that a corpus of one size is
-- the same each time, in whatever order and by however many connections it is written.
-- bench.articles (a setting) is the size of the corpus.
CREATE SCHEMA bench;

-- A number from 0 to 1 that depends on n and on what it is for.
CREATE FUNCTION bench.chance(n bigint, purpose int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (hashint8extended(n, purpose) & 4503599627370495)::float8 / 4503599627370496
$$;

-- The id of the n-th row of a kind, in the form of version 7 that the gateway gives, and in the order of n, as ids of rows
-- that came one after the other are.
CREATE FUNCTION bench.id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex(1735689600000 + n), 12, '0') || '7' || left(md5(kind || n), 3) || '8' || right(md5(kind || n), 15))::uuid
$$;

-- When the n-th article was published; one in fifty does not say.
CREATE FUNCTION bench.published(n bigint) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN n % 50 <> 0 THEN date_trunc('minute', timestamptz '2015-01-01Z' + bench.chance(n, 10) * interval '11 years') END
$$;

-- 20,000 words; the k-th is about as frequent as 1/k, as in a language.
CREATE UNLOGGED TABLE bench.word AS
  SELECT k,
    (ARRAY['ba','co','di','fe','gu','ha','jo','ki','le','mo','nu','pa','ri','so','tu','va','we','za','cli','bro'])[1 + k % 20]
    || (ARRAY['lan','mer','nor','pas','ret','sil','ton','ver','win','zar','dek','fos','gim','hul','jas','kob','pil','rud','tam','vex'])[1 + k / 20 % 20]
    || (ARRAY['','a','er','ing','o','ed','ion','ly','um','ist','et','is','al','or','en','ic','il','ant','ive','ock'])[1 + k / 400 % 20]
    || (ARRAY['','den','mark'])[1 + k / 8000] AS w
  FROM generate_series(0, 19999) k;
CREATE UNIQUE INDEX ON bench.word (k);

-- 10,000 paragraphs of 40 to 90 words.
CREATE UNLOGGED TABLE bench.paragraph AS
  SELECT p AS n, string_agg(w || CASE WHEN i = size THEN '.' WHEN i % 14 = 0 THEN '.' WHEN i % 9 = 0 THEN ',' ELSE '' END, ' ' ORDER BY i) AS text
  FROM (SELECT p, i, size, floor(power(20000, bench.chance(p * 100 + i, 1)))::int - 1 AS k
    FROM (SELECT p, 40 + floor(51 * bench.chance(p, 2))::int AS size FROM generate_series(0, 9999) p) sized
      CROSS JOIN generate_series(1, size) i) drawn
    JOIN bench.word USING (k)
  GROUP BY p;
CREATE UNIQUE INDEX ON bench.paragraph (n);

-- 300 outlets; one entity to two articles.
CREATE UNLOGGED TABLE bench.entity AS
  SELECT n, bench.id('entity', n) AS id,
    initcap((SELECT w FROM bench.word WHERE k = n * 7 % 20000)) || ' ' || initcap((SELECT w FROM bench.word WHERE k = n * 31 % 20000)) || ' ' || n AS name
  FROM generate_series(1, greatest(1000, current_setting('bench.articles')::int / 2)) n;
CREATE UNIQUE INDEX ON bench.entity (n);
-- What the articles name, for the counts of entities.
CREATE UNLOGGED TABLE bench.tally (entity int, articles int, mentions int);
INSERT INTO "Source" ("id", "key", "name", "kind", "domain", "aliases", "normalizedNames", "label")
  SELECT bench.id('outlet', n), 'domain:outlet' || n || '.example', 'Outlet ' || n, 'NEWS_OUTLET', 'outlet' || n || '.example',
    '{}', ARRAY['outlet ' || n], 'outlet' || n
  FROM generate_series(1, 300) n;
-- Whoever is cited: the first twentieth of the entities.
INSERT INTO "Source" ("id", "key", "name", "kind", "aliases", "normalizedNames", "label", "entityId")
  SELECT bench.id('source', n), 'entity:' || id, name, 'PERSON', '{}', ARRAY[lower(name)], lower(name), id
  FROM bench.entity WHERE n <= (SELECT count(*) FROM bench.entity) / 20;
ANALYZE bench.word, bench.paragraph, bench.entity;
