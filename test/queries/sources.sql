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
                t1."name",
                t1."kind",
                t1."domain",
                (
                  SELECT
                    json_build_array(t2."name")
                  FROM
                    "Entity" t2
                  WHERE
                    t2."id" = t1."entityId"
                    AND t2."articleCount" > 0
                ),
                json_build_array(
                  (
                    SELECT
                      coalesce(json_agg(a.r), '[]'::json)
                    FROM
                      (
                        SELECT
                          json_build_array(
                            t3."headline",
                            (
                              SELECT
                                json_build_array(t4."format", t4."uri")
                              FROM
                                "Document" t4
                              WHERE
                                t4."articleId" = t3."id"
                                AND t4."isPrimary"
                            )
                          ) AS r
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
                      ) a
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
                            t6."exact",
                            t6."isNamed",
                            (
                              SELECT
                                coalesce(json_agg(a.r), '[]'::json)
                              FROM
                                (
                                  SELECT
                                    json_build_array(t7."content") AS r
                                  FROM
                                    "Quote" t7
                                  WHERE
                                    t7."citationId" = t6."id"
                                    AND NOT t7."isRejected"
                                  ORDER BY
                                    t7."start",
                                    t7."id"
                                ) a
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
