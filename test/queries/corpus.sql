SELECT
  (
    (
      SELECT
        coalesce(json_agg(r), '[]'::json)
      FROM
        (
          SELECT
            t1."id" AS "id",
            (
              SELECT
                count(*)::int
              FROM
                "Article" a
              WHERE
                a."pubStatus" = 'USABLE'
                AND (
                  a."embargoedUntil" IS NULL
                  OR a."embargoedUntil" <= now()
                )
            ) AS "articleCount",
            (
              SELECT
                count(*)::int
              FROM
                "Entity" a
              WHERE
                EXISTS (
                  SELECT
                  FROM
                    "ArticleEntity" w
                  WHERE
                    w."entityId" = a."id"
                    AND EXISTS (
                      SELECT
                      FROM
                        "Article" v
                      WHERE
                        v."id" = w."articleId"
                        AND v."pubStatus" = 'USABLE'
                        AND (
                          v."embargoedUntil" IS NULL
                          OR v."embargoedUntil" <= now()
                        )
                    )
                )
            ) AS "entityCount",
            (
              SELECT
                count(*)::int
              FROM
                "Quote" a
              WHERE
                EXISTS (
                  SELECT
                  FROM
                    "Article" v
                  WHERE
                    v."id" = a."articleId"
                    AND v."pubStatus" = 'USABLE'
                    AND (
                      v."embargoedUntil" IS NULL
                      OR v."embargoedUntil" <= now()
                    )
                )
            ) AS "quoteCount",
            (
              SELECT
                count(*)::int
              FROM
                "Source" a
              WHERE
                (
                  EXISTS (
                    SELECT
                    FROM
                      "Article" w
                    WHERE
                      w."publisherId" = a."id"
                      AND w."pubStatus" = 'USABLE'
                      AND (
                        w."embargoedUntil" IS NULL
                        OR w."embargoedUntil" <= now()
                      )
                  )
                  OR EXISTS (
                    SELECT
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
                          AND v."pubStatus" = 'USABLE'
                          AND (
                            v."embargoedUntil" IS NULL
                            OR v."embargoedUntil" <= now()
                          )
                      )
                  )
                  OR EXISTS (
                    SELECT
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
                          AND v."pubStatus" = 'USABLE'
                          AND (
                            v."embargoedUntil" IS NULL
                            OR v."embargoedUntil" <= now()
                          )
                      )
                  )
                  OR EXISTS (
                    SELECT
                    FROM
                      "Quote" w
                    WHERE
                      w."addresseeId" = a."id"
                      AND EXISTS (
                        SELECT
                        FROM
                          "Article" v
                        WHERE
                          v."id" = w."articleId"
                          AND v."pubStatus" = 'USABLE'
                          AND (
                            v."embargoedUntil" IS NULL
                            OR v."embargoedUntil" <= now()
                          )
                      )
                  )
                )
            ) AS "sourceCount",
            (
              SELECT
                min(a."datePublished")
              FROM
                "Article" a
              WHERE
                a."pubStatus" = 'USABLE'
                AND (
                  a."embargoedUntil" IS NULL
                  OR a."embargoedUntil" <= now()
                )
            ) AS "firstPublished",
            (
              SELECT
                max(a."datePublished")
              FROM
                "Article" a
              WHERE
                a."pubStatus" = 'USABLE'
                AND (
                  a."embargoedUntil" IS NULL
                  OR a."embargoedUntil" <= now()
                )
            ) AS "lastPublished"
          FROM
            "Corpus" t1
          WHERE
            true
          ORDER BY
            t1."id"
        ) r
    )
  )::text AS "json";
