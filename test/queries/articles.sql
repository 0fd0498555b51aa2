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
                t1."headline",
                t1."datePublished",
                (
                  SELECT
                    json_build_array(t2."name", t2."domain")
                  FROM
                    "Source" t2
                  WHERE
                    t2."id" = t1."publisherId"
                ),
                json_build_array(
                  (
                    SELECT
                      coalesce(json_agg(a.r), '[]'::json)
                    FROM
                      (
                        SELECT
                          json_build_array(
                            t3."mentionType",
                            t3."exact",
                            t3."start",
                            t3."end",
                            (
                              SELECT
                                json_build_array(t4."name")
                              FROM
                                "Entity" t4
                              WHERE
                                t4."id" = t3."entityId"
                            )
                          ) AS r
                        FROM
                          "EntityMention" t3
                        WHERE
                          t3."articleId" = t1."id"
                        ORDER BY
                          t3."start" ASC,
                          t3."id" ASC
                        LIMIT
                          2
                      ) a
                  ),
                  (
                    SELECT
                      count(*)::int
                    FROM
                      "EntityMention" t5
                    WHERE
                      t5."articleId" = t1."id"
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
                            t6."content",
                            t6."quoteType",
                            t6."method",
                            t6."confidence",
                            (
                              SELECT
                                json_build_array(t7."name")
                              FROM
                                "Entity" t7
                              WHERE
                                t7."id" = t6."speakerId"
                            )
                          ) AS r
                        FROM
                          "Quote" t6
                        WHERE
                          t6."articleId" = t1."id"
                          AND NOT t6."isRejected"
                        ORDER BY
                          t6."start" ASC,
                          t6."id" ASC
                        LIMIT
                          20
                      ) a
                  )
                )
              ) AS r
            FROM
              "Article" t1
            WHERE
              t1."isVisible"
            ORDER BY
              coalesce(t1."datePublished", timestamptz '-infinity') DESC,
              t1."id" DESC
            LIMIT
              3
          ) a
      ),
      (
        SELECT
          count(*)::int
        FROM
          "Article" t8
        WHERE
          t8."isVisible"
      )
    )
  )::text;
