SELECT
  (
    (
      SELECT
        coalesce(json_agg(a.r), '[]'::json)
      FROM
        (
          SELECT
            json_build_array(
              (
                SELECT
                  count(*)::int
                FROM
                  "Article" a
                WHERE
                  a."isVisible"
              ),
              (
                SELECT
                  count(*)::int
                FROM
                  "Entity" a
                WHERE
                  a."articleCount" > 0
              ),
              (
                SELECT
                  count(*)::int
                FROM
                  "Quote" a
                WHERE
                  NOT a."isRejected"
                  AND EXISTS (
                    SELECT
                    FROM
                      "Article" v
                    WHERE
                      v."id" = a."articleId"
                      AND v."isVisible"
                  )
              ),
              (
                SELECT
                  count(*)::int
                FROM
                  "Source" a
                WHERE
                  (
                    (
                      SELECT
                        true
                      FROM
                        "Article" w
                      WHERE
                        w."publisherId" = a."id"
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
                        w."sourceId" = a."id"
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
                        w."viaId" = a."id"
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
                        w."addresseeId" = a."id"
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
              ),
              (
                SELECT
                  min(a."datePublished")
                FROM
                  "Article" a
                WHERE
                  a."isVisible"
              ),
              (
                SELECT
                  max(a."datePublished")
                FROM
                  "Article" a
                WHERE
                  a."isVisible"
              )
            ) AS r
          FROM
            "Corpus" t1
          WHERE
            true
          ORDER BY
            t1."id"
        ) a
    )
  )::text;
