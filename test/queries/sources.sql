SELECT
  (
    json_build_array(
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
                    t1."kind"::text,
                    t1."domain"::text,
                    t2."id"::text,
                    t2."name"::text
                  ]::text[]
                ),
                json_build_array(
                  array_to_json(
                    ARRAY(
                      SELECT
                        ARRAY[
                          t3."headline"::text,
                          t4."id"::text,
                          t4."format"::text,
                          t4."uri"::text
                        ]::text[]
                      FROM
                        (
                          SELECT
                            t3.*,
                            coalesce(t3."datePublished", timestamptz '-infinity') AS "k0",
                            t3."id" AS "k1"
                          FROM
                            "Article" t3
                          WHERE
                            t3."publisherId" = t1."id"
                            AND t3."isVisible"
                          ORDER BY
                            coalesce(t3."datePublished", timestamptz '-infinity') DESC,
                            t3."id" DESC
                          LIMIT
                            1
                        ) t3
                        LEFT JOIN "Document" t4 ON t4."articleId" = t3."id"
                        AND t4."isPrimary"
                      ORDER BY
                        t3."k0" DESC,
                        t3."k1" DESC
                    )
                  ),
                  (
                    SELECT
                      count(*)::int
                    FROM
                      "Article" t5
                    WHERE
                      t5."publisherId" = t1."id"
                      AND t5."isVisible"
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
                            array_to_json(
                              ARRAY[t6."exact"::text, t6."isNamed"::text]::text[]
                            ),
                            array_to_json(
                              ARRAY(
                                SELECT
                                  ARRAY[t7."content"::text]::text[]
                                FROM
                                  "Quote" t7
                                WHERE
                                  t7."citationId" = t6."id"
                                  AND NOT t7."isRejected"
                                ORDER BY
                                  t7."start",
                                  t7."id"
                              )
                            )
                          ) AS r
                        FROM
                          "Citation" t6
                          JOIN "Article" t6_article ON t6_article."id" = t6."articleId"
                        WHERE
                          t6."sourceId" = t1."id"
                          AND t6_article."isVisible"
                        ORDER BY
                          coalesce(t6."articleDate", timestamptz '-infinity') DESC,
                          t6."articleId" DESC,
                          t6."start" ASC,
                          t6."id" ASC
                        LIMIT
                          2
                      ) a
                  ),
                  (
                    SELECT
                      count(*)::int
                    FROM
                      "Citation" t8
                      JOIN "Article" t8_article ON t8_article."id" = t8."articleId"
                    WHERE
                      t8."sourceId" = t1."id"
                      AND t8_article."isVisible"
                  )
                )
              ) AS r
            FROM
              (
                SELECT
                  t1.*,
                  t1."name" AS "k0",
                  t1."id" AS "k1"
                FROM
                  "Source" t1
                WHERE
                  (
                    (
                      SELECT
                        true
                      FROM
                        "Article" w
                      WHERE
                        w."publisherId" = t1."id"
                        AND w."isVisible"
                      LIMIT
                        1
                    )
                    OR (
                      SELECT
                        true
                      FROM
                        "Citation" w
                      WHERE
                        w."sourceId" = t1."id"
                        AND EXISTS (
                          SELECT
                          FROM
                            "Article" v
                          WHERE
                            v."id" = w."articleId"
                            AND v."isVisible"
                        )
                      LIMIT
                        1
                    )
                    OR (
                      SELECT
                        true
                      FROM
                        "Citation" w
                      WHERE
                        w."viaId" = t1."id"
                        AND EXISTS (
                          SELECT
                          FROM
                            "Article" v
                          WHERE
                            v."id" = w."articleId"
                            AND v."isVisible"
                        )
                      LIMIT
                        1
                    )
                    OR (
                      SELECT
                        true
                      FROM
                        "Quote" w
                      WHERE
                        w."addresseeId" = t1."id"
                        AND NOT w."isRejected"
                        AND EXISTS (
                          SELECT
                          FROM
                            "Article" v
                          WHERE
                            v."id" = w."articleId"
                            AND v."isVisible"
                        )
                      LIMIT
                        1
                    )
                  )
                ORDER BY
                  t1."name" ASC,
                  t1."id" ASC
                LIMIT
                  3
              ) t1
              LEFT JOIN "Entity" t2 ON t2."id" = t1."entityId"
              AND t2."articleCount" > 0
            ORDER BY
              t1."k0" ASC,
              t1."k1" ASC
          ) a
      ),
      (
        SELECT
          count(*)::int
        FROM
          "Source" t9
        WHERE
          (
            (
              SELECT
                true
              FROM
                "Article" w
              WHERE
                w."publisherId" = t9."id"
                AND w."isVisible"
              LIMIT
                1
            )
            OR (
              SELECT
                true
              FROM
                "Citation" w
              WHERE
                w."sourceId" = t9."id"
                AND EXISTS (
                  SELECT
                  FROM
                    "Article" v
                  WHERE
                    v."id" = w."articleId"
                    AND v."isVisible"
                )
              LIMIT
                1
            )
            OR (
              SELECT
                true
              FROM
                "Citation" w
              WHERE
                w."viaId" = t9."id"
                AND EXISTS (
                  SELECT
                  FROM
                    "Article" v
                  WHERE
                    v."id" = w."articleId"
                    AND v."isVisible"
                )
              LIMIT
                1
            )
            OR (
              SELECT
                true
              FROM
                "Quote" w
              WHERE
                w."addresseeId" = t9."id"
                AND NOT w."isRejected"
                AND EXISTS (
                  SELECT
                  FROM
                    "Article" v
                  WHERE
                    v."id" = w."articleId"
                    AND v."isVisible"
                )
              LIMIT
                1
            )
          )
      )
    )
  )::text;
