SELECT
  (
    SELECT
      json_agg(f)
    FROM
      (
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
          20
      ) f
  )::text;

SELECT
  (
    (
      SELECT
        coalesce(json_agg(a.r), '[]'::json)
      FROM
        (
          SELECT
            json_build_array(
              array_to_json(
                ARRAY[
                  t1."name"::text,
                  t1."articleCount"::text,
                  t1."mentionCount"::text
                ]::text[]
              ),
              json_build_array(
                array_to_json(
                  ARRAY(
                    SELECT
                      ARRAY[
                        t2."content"::text,
                        t3."id"::text,
                        t3."exact"::text,
                        t4."id"::text,
                        t4."name"::text,
                        t4."kind"::text,
                        t5."id"::text,
                        t5."name"::text,
                        t2_article."id"::text,
                        t2_article."headline"::text,
                        t6."id"::text,
                        t6."name"::text
                      ]::text[]
                    FROM
                      "Quote" t2
                      JOIN "Article" t2_article ON t2_article."id" = t2."articleId"
                      LEFT JOIN "Citation" t3 ON t3."id" = t2."citationId"
                      LEFT JOIN "Source" t4 ON t4."id" = t3."sourceId"
                      LEFT JOIN "Source" t5 ON t5."id" = t3."viaId"
                      LEFT JOIN "Source" t6 ON t6."id" = t2_article."publisherId"
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
                  )
                ),
                (
                  SELECT
                    count(*)::int
                  FROM
                    "Quote" t7
                    JOIN "Article" t7_article ON t7_article."id" = t7."articleId"
                  WHERE
                    t7."speakerId" = t1."id"
                    AND NOT t7."isRejected"
                    AND t7_article."isVisible"
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
                          array_to_json(ARRAY[t8."headline"::text]::text[]),
                          json_build_array(
                            array_to_json(
                              ARRAY(
                                SELECT
                                  ARRAY[t9."name"::text, t9_edge."mentionCount"::text]::text[]
                                FROM
                                  "ArticleEntity" t9_edge
                                  JOIN "Entity" t9 ON t9."id" = t9_edge."entityId"
                                WHERE
                                  t9_edge."articleId" = t8."id"
                                ORDER BY
                                  t9_edge."salience" DESC,
                                  t9."id" DESC
                                LIMIT
                                  3
                              )
                            )
                          )
                        ) AS r
                      FROM
                        "ArticleEntity" t8_edge
                        JOIN "Article" t8 ON t8."id" = t8_edge."articleId"
                      WHERE
                        t8_edge."entityId" = t1."id"
                        AND t8_edge."isVisible"
                      ORDER BY
                        coalesce(t8_edge."articleDate", timestamptz '-infinity') DESC,
                        t8_edge."articleId" DESC
                      LIMIT
                        2
                    ) a
                )
              )
            ) AS r
          FROM
            "Entity" t1
          WHERE
            t1."id" = (
              SELECT
                CASE
                  WHEN o."mergedIntoId" IS NULL THEN o."id"
                  ELSE (
                    SELECT
                      e."id"
                    FROM
                      "Entity" e
                    WHERE
                      e."id" = ANY (
                        ARRAY(
                          WITH RECURSIVE
                            way AS (
                              SELECT
                                unnest(ARRAY[o."id"]) AS "id"
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
                      AND e."mergedIntoId" IS NULL
                  )
                END
              FROM
                "Entity" o
              WHERE
                o."id" = $1::uuid
            )
            AND t1."articleCount" > 0
          ORDER BY
            t1."id"
        ) a
    )
  )::text;
