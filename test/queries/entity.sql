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
        coalesce(json_agg(a.r), '[]'::json)
      FROM
        (
          SELECT
            json_build_array(
              t1."name",
              t1."articleCount",
              t1."mentionCount",
              json_build_array(
                (
                  SELECT
                    coalesce(json_agg(a.r), '[]'::json)
                  FROM
                    (
                      SELECT
                        json_build_array(
                          t2."content",
                          (
                            SELECT
                              json_build_array(
                                t3."exact",
                                (
                                  SELECT
                                    json_build_array(t4."name", t4."kind")
                                  FROM
                                    "Source" t4
                                  WHERE
                                    t4."id" = t3."sourceId"
                                ),
                                (
                                  SELECT
                                    json_build_array(t5."name")
                                  FROM
                                    "Source" t5
                                  WHERE
                                    t5."id" = t3."viaId"
                                )
                              )
                            FROM
                              "Citation" t3
                            WHERE
                              t3."id" = t2."citationId"
                          ),
                          (
                            SELECT
                              json_build_array(
                                t6."headline",
                                (
                                  SELECT
                                    json_build_array(t7."name")
                                  FROM
                                    "Source" t7
                                  WHERE
                                    t7."id" = t6."publisherId"
                                )
                              )
                            FROM
                              "Article" t6
                            WHERE
                              t6."id" = t2."articleId"
                          )
                        ) AS r
                      FROM
                        "Quote" t2
                        JOIN "Article" t2_article ON t2_article."id" = t2."articleId"
                      WHERE
                        t2."speakerId" = t1."id"
                        AND NOT t2."isRejected"
                        AND t2_article."isVisible"
                      ORDER BY
                        coalesce(t2."articleDate", timestamptz '-infinity') ASC,
                        t2."articleId" ASC,
                        t2."start" DESC,
                        t2."id" DESC
                      LIMIT
                        2
                    ) a
                ),
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
              ),
              json_build_array(
                (
                  SELECT
                    coalesce(json_agg(a.r), '[]'::json)
                  FROM
                    (
                      SELECT
                        json_build_array(
                          t9."headline",
                          json_build_array(
                            (
                              SELECT
                                coalesce(json_agg(a.r), '[]'::json)
                              FROM
                                (
                                  SELECT
                                    json_build_array(t10."name", t10_edge."mentionCount") AS r
                                  FROM
                                    "ArticleEntity" t10_edge
                                    JOIN "Entity" t10 ON t10."id" = t10_edge."entityId"
                                  WHERE
                                    t10_edge."articleId" = t9."id"
                                  ORDER BY
                                    t10_edge."salience" DESC,
                                    t10."id" DESC
                                  LIMIT
                                    3
                                ) a
                            )
                          )
                        ) AS r
                      FROM
                        "ArticleEntity" t9_edge
                        JOIN "Article" t9 ON t9."id" = t9_edge."articleId"
                      WHERE
                        t9_edge."entityId" = t1."id"
                        AND t9_edge."isVisible"
                      ORDER BY
                        coalesce(t9_edge."articleDate", timestamptz '-infinity') DESC,
                        t9_edge."articleId" DESC
                      LIMIT
                        2
                    ) a
                )
              )
            ) AS r
          FROM
            "Entity" t1
          WHERE
            t1."id" = ANY (
              ARRAY(
                WITH RECURSIVE
                  way AS (
                    SELECT
                      unnest($1::uuid[]) AS "id"
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
        ) a
    )
  )::text;
