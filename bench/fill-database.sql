-- A corpus of realistic shape in an empty, migrated database, the same each time: `psql -v articles=50000 -f bench/fill-database.sql`.
-- Entities, outlets and speakers are long-tailed: the k-th is named about as often as 1/k (Zipf). Bodies have 2 to 10 kB.
\set ON_ERROR_STOP on
SELECT setseed(0.20261125);
SET synchronous_commit = off;

CREATE TEMP TABLE word AS
  SELECT i, (ARRAY['ba','co','di','fe','gu','ha','jo','ki','le','mo','nu','pa','ri','so','tu','va'])[1 + i % 16]
    || (ARRAY['lan','mer','nor','pas','ret','sil','ton','ver','win','zar','dek','fos'])[1 + (i / 16) % 12]
    || (ARRAY['','a','er','ing','s','ed','ion','ly'])[1 + (i / 192) % 8] AS w
  FROM generate_series(0, 1535) i;
CREATE FUNCTION pg_temp.prose(words int) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT string_agg(w || CASE WHEN n % 60 = 0 THEN E'.\n' WHEN n % 12 = 0 THEN '.' ELSE '' END, ' ' ORDER BY n)
  FROM (SELECT n, floor(1536 * power(random(), 2))::int AS pick FROM generate_series(1, words) n) p JOIN word ON word.i = pick
$$;

INSERT INTO "Source" ("id", "key", "name", "kind", "domain", "normalizedNames", "label")
  SELECT gen_random_uuid(), 'domain:outlet' || i || '.example', 'Outlet ' || i, 'NEWS_OUTLET', 'outlet' || i || '.example',
    ARRAY['outlet ' || i], 'outlet' || i
  FROM generate_series(1, 300) i;
CREATE TEMP TABLE outlet AS SELECT row_number() OVER (ORDER BY "label" COLLATE "C")::int AS n, "id" FROM "Source";

INSERT INTO "Entity" ("id", "key", "name", "type", "countryCode", "sameAs")
  SELECT gen_random_uuid(), 'PERSON:' || i, initcap((SELECT w FROM word WHERE word.i = e.i * 7 % 1536)) || ' '
      || initcap((SELECT w FROM word WHERE word.i = e.i * 31 % 1536)) || ' ' || i,
    (ARRAY['PERSON','PERSON','ORGANIZATION','PLACE','GROUP']::"EntityType"[])[1 + i % 5],
    (ARRAY['FR','SY','US','GB','DE','TR','IQ',NULL])[1 + i % 8], '{}'
  FROM generate_series(1, greatest(1000, :articles / 2)) e(i);
CREATE TEMP TABLE entity AS
  SELECT row_number() OVER (ORDER BY "key" COLLATE "C")::int AS n, "id", "name", count(*) OVER ()::int AS total FROM "Entity";
CREATE INDEX ON entity (n);

-- A body is one of 2,000 texts with a number of its own at the end.
CREATE TEMP TABLE body AS SELECT n, pg_temp.prose((300 + 1200 * random())::int) AS text FROM generate_series(0, 1999) n;
CREATE INDEX ON body (n);
INSERT INTO "Article" ("id", "key", "headline", "headlineBasis", "body", "description", "url", "datePublished",
    "datePublishedPrecision", "inLanguage", "articleSection", "wordCount", "publisherId", "ingestedAt")
  SELECT gen_random_uuid(), 'outlet.example/' || i, 'Story ' || i || ' ' || left(b.text, 40), 'STATED', b.text || ' ' || i, left(b.text, 200),
    'https://outlet.example/' || i,
    CASE WHEN i % 50 = 0 THEN NULL ELSE timestamptz '2015-01-01Z' + random() * interval '11 years' END,
    CASE WHEN i % 50 = 0 THEN NULL ELSE 'MINUTE'::"DatePrecision" END, CASE WHEN i % 20 = 0 THEN 'fr' ELSE 'en' END,
    (ARRAY['world','politics','business','sport','culture','science',NULL])[1 + i % 7], array_length(string_to_array(b.text, ' '), 1),
    o."id", now() - (:articles - i) * interval '1 second'
  FROM (SELECT i, 1 + floor(300 * power(random(), 3))::int AS pick FROM generate_series(1, :articles) i) p
    JOIN body b ON b.n = i % 2000 JOIN outlet o ON o.n = pick;
CREATE TEMP TABLE article AS SELECT row_number() OVER (ORDER BY "key" COLLATE "C")::int AS n, "id", length("body") AS chars FROM "Article";
INSERT INTO "Document" ("id", "uri", "format", "sha256", "content", "extractorVersion", "isPrimary", "articleId")
  SELECT gen_random_uuid(), 'https://outlet.example/' || n, 'TEXT', md5(n::text), '', 'bench', true, "id" FROM article;

-- Twelve draws of entities an article; those drawn twice are mentioned more often.
CREATE TEMP TABLE draw AS
  SELECT a.n AS article, a."id" AS "articleId", a.chars, d, 1 + floor((SELECT total FROM entity LIMIT 1) * power(random(), 4))::int AS entity
  FROM article a CROSS JOIN generate_series(1, 12) d;
CREATE TEMP TABLE named AS SELECT d.article, d."articleId", min(d.chars) AS chars, d.entity, count(*)::int AS times, min(d.d) AS first
  FROM draw d GROUP BY 1, 2, 4;
INSERT INTO "ArticleEntity" ("articleId", "entityId", "mentionCount", "salience", "name", "linkKey")
  SELECT m."articleId", e."id", m.times, 1.0 / (1 + m.first), e."name", e."id"::text FROM named m JOIN entity e ON e.n = m.entity;
INSERT INTO "EntityName" ("articleId", "entityId", "name", "normalized")
  SELECT m."articleId", e."id", e."name", lower(e."name") FROM named m JOIN entity e ON e.n = m.entity;
INSERT INTO "EntityMention" ("id", "mentionType", "start", "end", "exact", "prefix", "suffix", "articleId", "entityId")
  SELECT gen_random_uuid(), 'NAME', 40 * d.d, 40 * d.d + 10, e."name", '', '', d."articleId", e."id" FROM draw d JOIN entity e ON e.n = d.entity;

-- Sources that are cited: the first twentieth of the entities.
INSERT INTO "Source" ("id", "key", "name", "kind", "normalizedNames", "label", "entityId")
  SELECT gen_random_uuid(), 'entity:' || "id", "name", 'PERSON', ARRAY[lower("name")], lower("name"), "id" FROM entity WHERE n <= total / 20;
CREATE TEMP TABLE cited AS SELECT row_number() OVER (ORDER BY e.n)::int AS n, s."id" FROM "Source" s JOIN entity e ON e."id" = s."entityId";
CREATE INDEX ON cited (n);
INSERT INTO "Citation" ("id", "kind", "start", "end", "exact", "prefix", "suffix", "cue", "isNamed", "articleId", "sourceId")
  SELECT gen_random_uuid(), 'PERSON', 60 * d, 60 * d + 5, 'a source', '', '', 'said', d % 2 = 0, a."id",
    CASE WHEN d % 2 = 0 THEN c."id" END
  FROM (SELECT a."id", d, 1 + floor((SELECT count(*) FROM cited) * power(random(), 3))::int AS pick
    FROM article a CROSS JOIN generate_series(1, 4) d) a JOIN cited c ON c.n = pick;
-- Six quotes an article, said by those whom it names; one in six by nobody who can be named.
INSERT INTO "Quote" ("id", "quoteType", "content", "start", "end", "exact", "prefix", "suffix", "stretches", "speakerText", "cue", "method",
    "confidence", "evidence", "articleId", "speakerId")
  SELECT gen_random_uuid(), (ARRAY['DIRECT','MIXED','INDIRECT']::"QuoteType"[])[1 + d.d % 3], q.content, 40 * d.d, 40 * d.d + length(q.content),
    q.content, '', '', '[]', e."name", 'said', 'bench', random(), '[]', d."articleId", CASE WHEN d.d <> 6 THEN e."id" END
  FROM draw d JOIN entity e ON e.n = d.entity
    CROSS JOIN LATERAL (SELECT substr(b.text, 1 + (d.article * 7 + d.d * 131) % 800, 160) AS content FROM body b WHERE b.n = (d.article + d.d * 17) % 2000) q
  WHERE d.d <= 6;
UPDATE "Corpus" SET "revision" = "revision" + 1;
VACUUM (ANALYZE);
