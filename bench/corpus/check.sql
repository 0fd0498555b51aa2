-- What the fill wrote by itself against what the rows say; a line for each thing that is not so.
SELECT 'entities whose counts are not those of their articles' AS fault, count(*)::int AS rows FROM "Entity" e
  LEFT JOIN (SELECT l."entityId", count(*) AS articles, sum(l."mentionCount") AS mentions FROM "ArticleEntity" l
    JOIN "Article" a ON a."id" = l."articleId" WHERE a."isVisible" GROUP BY 1) c ON c."entityId" = e."id"
  WHERE e."articleCount" <> coalesce(c.articles, 0) OR e."mentionCount" <> coalesce(c.mentions, 0)
UNION ALL SELECT 'links whose mentions are not counted right', count(*)::int FROM "ArticleEntity" l
  FULL JOIN (SELECT "articleId", "entityId", count(*) AS mentions FROM "EntityMention" GROUP BY 1, 2) m USING ("articleId", "entityId")
  WHERE l."mentionCount" IS DISTINCT FROM m.mentions
UNION ALL SELECT 'entities whose names are not those of their articles', count(*)::int FROM "Entity" e
  LEFT JOIN (SELECT "entityId", string_agg(DISTINCT "normalized", E'\n') AS names FROM "EntityName" GROUP BY 1) n ON n."entityId" = e."id"
  WHERE e."searchNames" <> coalesce(n.names, '')
UNION ALL SELECT 'articles that are not seen as they should be', count(*)::int FROM "Article"
  WHERE "isVisible" <> ("pubStatus" = 'USABLE' AND "embargoedUntil" IS NULL)
UNION ALL SELECT 'links that are not seen as their articles are', count(*)::int FROM "ArticleEntity" l JOIN "Article" a ON a."id" = l."articleId"
  WHERE l."isVisible" <> a."isVisible"
UNION ALL SELECT 'bodies of less than 2 or more than 10 kB', count(*)::int FROM "Article" WHERE octet_length("body") NOT BETWEEN 1500 AND 11000
UNION ALL SELECT 'rows of ArticleEntity with another date than their articles', count(*)::int FROM "ArticleEntity" r JOIN "Article" a ON a."id" = r."articleId"
  WHERE r."articleDate" IS DISTINCT FROM a."datePublished"
UNION ALL SELECT 'rows of Citation with another date than their articles', count(*)::int FROM "Citation" r JOIN "Article" a ON a."id" = r."articleId"
  WHERE r."articleDate" IS DISTINCT FROM a."datePublished"
UNION ALL SELECT 'rows of EntityMention with another date than their articles', count(*)::int FROM "EntityMention" r JOIN "Article" a ON a."id" = r."articleId"
  WHERE r."articleDate" IS DISTINCT FROM a."datePublished"
UNION ALL SELECT 'rows of Quote with another date than their articles', count(*)::int FROM "Quote" r JOIN "Article" a ON a."id" = r."articleId"
  WHERE r."articleDate" IS DISTINCT FROM a."datePublished"
