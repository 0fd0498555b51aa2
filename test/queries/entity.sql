SELECT
  t."id"::text AS "id",
  t."name",
  t."type"::text AS "kind"
FROM
  "Entity" t
WHERE
  t."id" IN (
    SELECT
      n."entityId"
    FROM
      "EntityName" n
    WHERE
      n."normalized" = $1
      AND EXISTS (
        SELECT
        FROM
          "Article" v
        WHERE
          v."id" = n."articleId"
          AND v."isVisible"
      )
  )
  AND (
    $2::text IS NULL
    OR t."type"::text = $2
  )
  AND t."articleCount" > 0
ORDER BY
  t."name",
  t."id"
LIMIT
  20;

SELECT
  (
    (
      SELECT
        coalesce(json_agg(r), '[]'::json)
      FROM
        (
          SELECT
            t1."id" AS "id",
            t1."name" AS "name",
            t1."articleCount" AS "articleCount",
            t1."mentionCount" AS "mentionCount",
            json_build_object(
              'rows',
              (
                SELECT
                  coalesce(json_agg(r), '[]'::json)
                FROM
                  (
                    SELECT
                      t2."id" AS "id",
                      t2."content" AS "content",
                      (
                        SELECT
                          row_to_json(r)
                        FROM
                          (
                            SELECT
                              t3."id" AS "id",
                              t3."exact" AS "exact",
                              (
                                SELECT
                                  row_to_json(r)
                                FROM
                                  (
                                    SELECT
                                      t4."id" AS "id",
                                      t4."name" AS "name",
                                      t4."kind" AS "kind"
                                    FROM
                                      "Source" t4
                                    WHERE
                                      t4."id" = t3."sourceId"
                                  ) r
                              ) AS "@source",
                              (
                                SELECT
                                  row_to_json(r)
                                FROM
                                  (
                                    SELECT
                                      t5."id" AS "id",
                                      t5."name" AS "name"
                                    FROM
                                      "Source" t5
                                    WHERE
                                      t5."id" = t3."viaId"
                                  ) r
                              ) AS "@via"
                            FROM
                              "Citation" t3
                            WHERE
                              t3."id" = t2."citationId"
                          ) r
                      ) AS "@citation",
                      (
                        SELECT
                          row_to_json(r)
                        FROM
                          (
                            SELECT
                              t6."id" AS "id",
                              t6."headline" AS "headline",
                              (
                                SELECT
                                  row_to_json(r)
                                FROM
                                  (
                                    SELECT
                                      t7."id" AS "id",
                                      t7."name" AS "name"
                                    FROM
                                      "Source" t7
                                    WHERE
                                      t7."id" = t6."publisherId"
                                  ) r
                              ) AS "@publisher"
                            FROM
                              "Article" t6
                            WHERE
                              t6."id" = t2."articleId"
                          ) r
                      ) AS "@article",
                      json_build_array(
                        coalesce(
                          t2_article."datePublished",
                          timestamptz '-infinity'
                        ),
                        t2_article."id",
                        t2."start",
                        t2."id"
                      ) AS "$keys"
                    FROM
                      "Quote" t2
                      JOIN "Article" t2_article ON t2_article."id" = t2."articleId"
                    WHERE
                      t2."speakerId" = t1."id"
                      AND NOT t2."isRejected"
                      AND t2_article."isVisible"
                    ORDER BY
                      coalesce(
                        t2_article."datePublished",
                        timestamptz '-infinity'
                      ) ASC,
                      t2_article."id" ASC,
                      t2."start" DESC,
                      t2."id" DESC
                    LIMIT
                      $1::int
                  ) r
              ),
              'total',
              (
                SELECT
                  count(*)::int
                FROM
                  "Quote" t8
                  JOIN "Article" t8_article ON t8_article."id" = t8."articleId"
                WHERE
                  t8."speakerId" = t1."id"
                  AND NOT t8."isRejected"
                  AND t8_article."isVisible"
              )
            ) AS "@quotes",
            json_build_object(
              'rows',
              (
                SELECT
                  coalesce(json_agg(r), '[]'::json)
                FROM
                  (
                    SELECT
                      t9."id" AS "id",
                      t9."headline" AS "headline",
                      json_build_object(
                        'rows',
                        (
                          SELECT
                            coalesce(json_agg(r), '[]'::json)
                          FROM
                            (
                              SELECT
                                t10."id" AS "id",
                                t10."name" AS "name",
                                json_build_array(t10_edge."salience", t10."id") AS "$keys",
                                t10_edge."mentionCount" AS "$edge:mentionCount"
                              FROM
                                "ArticleEntity" t10_edge
                                JOIN "Entity" t10 ON t10."id" = t10_edge."entityId"
                              WHERE
                                t10_edge."articleId" = t9."id"
                              ORDER BY
                                t10_edge."salience" DESC,
                                t10."id" DESC
                              LIMIT
                                $2::int
                            ) r
                        )
                      ) AS "@entities",
                      json_build_array(
                        coalesce(t9."datePublished", timestamptz '-infinity'),
                        t9."id"
                      ) AS "$keys"
                    FROM
                      "ArticleEntity" t9_edge
                      JOIN "Article" t9 ON t9."id" = t9_edge."articleId"
                    WHERE
                      t9_edge."entityId" = t1."id"
                      AND t9."isVisible"
                    ORDER BY
                      coalesce(t9."datePublished", timestamptz '-infinity') DESC,
                      t9."id" DESC
                    LIMIT
                      $3::int
                  ) r
              )
            ) AS "@articles"
          FROM
            "Entity" t1
          WHERE
            t1."id" = ANY (
              ARRAY(
                WITH RECURSIVE
                  way AS (
                    SELECT
                      unnest($4::uuid[]) AS "id"
                    UNION
                    SELECT
                      e."mergedIntoId"
                    FROM
                      way
                      JOIN "Entity" e ON e."id" = way."id"
                    WHERE
                      e."mergedIntoId" IS NOT NULL
                  )
                SELECT
                  "id"
                FROM
                  way
              )
            )
            AND t1."articleCount" > 0
          ORDER BY
            t1."id"
        ) r
    )
  )::text AS "json";
