SELECT
  (
    array_to_json(
      ARRAY(
        SELECT
          ARRAY[
            (
              SELECT
                count(*)
              FROM
                "Article" a
              WHERE
                a."isVisible"
            )::text,
            (
              SELECT
                count(*)
              FROM
                "Entity" a
              WHERE
                a."articleCount" > 0
            )::text,
            (
              SELECT
                count(*)
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
            )::text,
            (
              SELECT
                count(*)
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
            )::text,
            to_char(
              (
                SELECT
                  min(a."datePublished")
                FROM
                  "Article" a
                WHERE
                  a."isVisible"
              ) AT TIME ZONE 'UTC',
              'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
            ),
            to_char(
              (
                SELECT
                  max(a."datePublished")
                FROM
                  "Article" a
                WHERE
                  a."isVisible"
              ) AT TIME ZONE 'UTC',
              'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
            )
          ]::text[]
        FROM
          "Corpus" t1
        WHERE
          true
        ORDER BY
          t1."id"
      )
    )
  )::text;
