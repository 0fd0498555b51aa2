-- What PostGraphile's documentation would have one write for a search with facets: functions, in a schema of its own.
CREATE SCHEMA IF NOT EXISTS bench_postgraphile;
CREATE OR REPLACE FUNCTION bench_postgraphile.search_articles(words text, language text, since timestamptz, until timestamptz)
RETURNS SETOF "Article" LANGUAGE sql STABLE AS $$
  SELECT a.* FROM "Article" a
  WHERE a."isVisible" AND a."searchVector" @@ websearch_to_tsquery('newsgraph', words) AND a."inLanguage" = language
    AND a."datePublished" >= since AND a."datePublished" < until
  ORDER BY ts_rank_cd(a."searchVector", websearch_to_tsquery('newsgraph', words), 1)::float8 DESC, a."id" DESC
$$;
CREATE OR REPLACE FUNCTION bench_postgraphile.article_facets(words text, language text, since timestamptz, until timestamptz)
RETURNS json LANGUAGE sql STABLE AS $$
  WITH matched AS MATERIALIZED (
    SELECT a."id", a."publisherId", a."articleSection" FROM "Article" a
    WHERE a."isVisible" AND a."searchVector" @@ websearch_to_tsquery('newsgraph', words) AND a."inLanguage" = language
      AND a."datePublished" >= since AND a."datePublished" < until)
  SELECT json_build_object(
    'sections', (SELECT coalesce(json_agg(r), '[]') FROM (
      SELECT "articleSection" AS "value", count(*) FROM matched WHERE "articleSection" IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10) r),
    'publishers', (SELECT coalesce(json_agg(json_build_object('count', c.count, 'source', json_build_object('id', s."id", 'name', s."name"))
        ORDER BY c.count DESC, c.id), '[]')
      FROM (SELECT "publisherId" AS id, count(*) FROM matched WHERE "publisherId" IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10) c
      JOIN "Source" s ON s."id" = c.id),
    'entities', (SELECT coalesce(json_agg(json_build_object('count', c.count, 'entity', json_build_object('id', e."id", 'name', e."name", 'type', e."type"))
        ORDER BY c.count DESC, c.id), '[]')
      FROM (SELECT l."entityId" AS id, count(*) FROM matched m JOIN "ArticleEntity" l ON l."articleId" = m."id" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10) c
      JOIN "Entity" e ON e."id" = c.id))
$$;
