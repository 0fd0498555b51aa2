-- The articles from bench.first to bench.last (settings) of bench.articles, with all that hangs on them. No trigger runs and no index
-- but those of bench exists meanwhile; corpus.ts sees to both.
-- Bodies have 2 to 10 kB, most of them less than 5. Dates do not follow the order in which articles came: an archive, the harder case for a reader.
CREATE TEMP TABLE written AS
  SELECT a.n, a.outlet, b.body, length(b.body) AS size
  FROM (SELECT n::bigint, 1 + floor(300 * power(bench.chance(n, 11), 3))::int AS outlet, 5 + floor(15 * power(bench.chance(n, 12), 2))::int AS paragraphs
      FROM generate_series(current_setting('bench.first')::int, current_setting('bench.last')::int) n) a
    CROSS JOIN LATERAL (SELECT string_agg(p.text, E'\n\n' ORDER BY i) AS body
      FROM generate_series(1, a.paragraphs) i JOIN bench.paragraph p ON p.n = floor(10000 * bench.chance(a.n * 100 + i, 13))::int) b;
INSERT INTO "Article" ("id", "key", "headline", "headlineBasis", "body", "description", "url", "datePublished",
    "datePublishedPrecision", "inLanguage", "articleSection", "authors", "wordCount", "publisherId", "ingestedAt", "updatedAt")
  SELECT bench.id('article', n), 'outlet' || outlet || '.example/' || n,
    initcap(split_part(left(body, 80), '.', 1)), 'STATED', body, left(body, 200),
    'https://outlet' || outlet || '.example/' || n,
    bench.published(n),
    CASE WHEN n % 50 <> 0 THEN 'MINUTE'::"DatePrecision" END,
    CASE WHEN n % 20 = 0 THEN 'fr' ELSE 'en' END,
    (ARRAY['world','politics','business','sport','culture','science',NULL])[1 + n % 7], '{}',
    array_length(string_to_array(body, ' '), 1), bench.id('outlet', outlet),
    timestamptz '2026-01-01Z' + n * interval '1 second', timestamptz '2026-01-01Z' + n * interval '1 second'
  FROM written;

INSERT INTO "Document" ("id", "uri", "format", "sha256", "content", "extractorVersion", "isPrimary", "articleId")
  SELECT bench.id('document', n), 'https://outlet.example/' || n, 'TEXT', md5(n::text), '', 'bench', true, bench.id('article', n)
  FROM generate_series(current_setting('bench.first')::int, current_setting('bench.last')::int) n;

-- Twelve draws of entities an article; those drawn twice are mentioned more often. The k-th entity is drawn about as often as
-- 1 / k^(3/4): the first is named in four articles of ten or more, most in a few.
CREATE TEMP TABLE draw AS
  SELECT n::bigint AS article, d, 1 + floor(total * power(bench.chance(n::bigint * 100 + d, 20), 4))::int AS entity
  FROM generate_series(current_setting('bench.first')::int, current_setting('bench.last')::int) n
    CROSS JOIN generate_series(1, 12) d CROSS JOIN (SELECT count(*) AS total FROM bench.entity) t;
CREATE TEMP TABLE named AS
  SELECT d.article, bench.id('article', d.article) AS "articleId", e.id AS "entityId", e.n AS entity, e.name, d.times, d.first,
    bench.published(d.article) AS published
  FROM (SELECT article, entity, count(*)::int AS times, min(d) AS first FROM draw GROUP BY 1, 2) d JOIN bench.entity e ON e.n = d.entity
  ORDER BY d.article, e.n;
INSERT INTO "ArticleEntity" ("articleId", "entityId", "mentionCount", "salience", "name", "linkKey", "via", "articleDate")
  SELECT "articleId", "entityId", times, 1.0 / (1 + first), name, 'PERSON:' || entity, ARRAY["entityId"], published FROM named;
INSERT INTO "EntityName" ("articleId", "entityId", "name", "normalized")
  SELECT "articleId", "entityId", name, lower(name) FROM named;
INSERT INTO bench.tally SELECT entity, count(*), sum(times) FROM named GROUP BY 1;
INSERT INTO "EntityMention" ("id", "mentionType", "start", "end", "exact", "prefix", "suffix", "articleId", "entityId", "articleDate")
  SELECT bench.id('mention', d.article * 12 + d.d), (ARRAY['NAME','NAME','PRONOUN','NOMINAL']::"MentionType"[])[1 + d.d % 4],
    t.start, t.start + length(n.name), substr(w.body, t.start + 1, length(n.name)), substr(w.body, t.start - 12, 13),
    substr(w.body, t.start + length(n.name) + 1, 12), n."articleId", n."entityId", n.published
  FROM draw d JOIN named n USING (article, entity) JOIN written w ON w.n = d.article
    -- In a body that is shorter than they come, of `bodies.sql`, they stand closer together.
    CROSS JOIN LATERAL (SELECT least(120, (w.size - 60) / 13) * d.d AS start) t
  ORDER BY d.article, d.d;

INSERT INTO "Citation" ("id", "kind", "start", "end", "exact", "prefix", "suffix", "cue", "isNamed", "articleId", "sourceId", "articleDate")
  SELECT bench.id('citation', n * 4 + c), 'PERSON', 150 * c, 150 * c + 8, substr(body, 150 * c + 1, 8), substr(body, 150 * c - 12, 13),
    substr(body, 150 * c + 9, 12), 'said', c % 2 = 0,
    bench.id('article', n), CASE WHEN c % 2 = 0 THEN bench.id('source', 1 + floor(total / 20 * power(bench.chance(n * 10 + c, 30), 3))::int) END, bench.published(n)
  FROM written CROSS JOIN generate_series(1, 4) c CROSS JOIN (SELECT count(*) AS total FROM bench.entity) t;

-- Six quotes an article, said by those whom it names; one in six by nobody who can be named.
INSERT INTO "Quote" ("id", "quoteType", "content", "start", "end", "exact", "prefix", "suffix", "stretches", "speakerText", "cue", "method",
    "confidence", "evidence", "articleId", "speakerId", "articleDate")
  SELECT bench.id('quote', d.article * 6 + d.d), (ARRAY['DIRECT','MIXED','INDIRECT']::"QuoteType"[])[1 + d.d % 3], q.content, t.start,
    t.start + 160, q.content, substr(w.body, t.start - 12, 13), substr(w.body, t.start + 161, 12), '[]', n.name, 'said', 'bench',
    bench.chance(d.article * 6 + d.d, 40), '[]', n."articleId", CASE WHEN d.d <> 6 THEN n."entityId" END, n.published
  FROM draw d JOIN named n USING (article, entity) JOIN written w ON w.n = d.article
    CROSS JOIN LATERAL (SELECT least(250, (w.size - 160) / 6) * d.d AS start) t
    CROSS JOIN LATERAL (SELECT substr(w.body, t.start + 1, 160) AS content) q
  WHERE d.d <= 6 ORDER BY d.article, d.d;
DROP TABLE draw, named, written;
