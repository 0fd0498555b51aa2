SELECT
  (
    json_build_object(
      'rows',
      (
        SELECT
          coalesce(json_agg(r), '[]'::json)
        FROM
          (
            SELECT
              t1."id" AS "id",
              t1."name" AS "name",
              t1."kind" AS "kind",
              t1."domain" AS "domain",
              (
                SELECT
                  row_to_json(r)
                FROM
                  (
                    SELECT
                      t2."id" AS "id",
                      t2."name" AS "name"
                    FROM
                      "Entity" t2
                    WHERE
                      t2."id" = t1."entityId"
                      AND t2."articleCount" > 0
                  ) r
              ) AS "@entity",
              json_build_object(
                'rows',
                (
                  SELECT
                    coalesce(json_agg(r), '[]'::json)
                  FROM
                    (
                      SELECT
                        t3."id" AS "id",
                        t3."headline" AS "headline",
                        (
                          SELECT
                            row_to_json(r)
                          FROM
                            (
                              SELECT
                                t4."id" AS "id",
                                t4."format" AS "format",
                                t4."uri" AS "uri"
                              FROM
                                "Document" t4
                              WHERE
                                t4."articleId" = t3."id"
                                AND t4."isPrimary"
                            ) r
                        ) AS "@document",
                        json_build_array(
                          coalesce(t3."datePublished", timestamptz '-infinity'),
                          t3."id"
                        ) AS "$keys"
                      FROM
                        "Article" t3
                      WHERE
                        t3."publisherId" = t1."id"
                        AND t3."isVisible"
                      ORDER BY
                        coalesce(t3."datePublished", timestamptz '-infinity') DESC,
                        t3."id" DESC
                      LIMIT
                        $1::int
                    ) r
                ),
                'total',
                (
                  SELECT
                    count(*)::int
                  FROM
                    "Article" t5
                  WHERE
                    t5."publisherId" = t1."id"
                    AND t5."isVisible"
                )
              ) AS "@articles",
              json_build_object(
                'rows',
                (
                  SELECT
                    coalesce(json_agg(r), '[]'::json)
                  FROM
                    (
                      SELECT
                        t6."id" AS "id",
                        t6."exact" AS "exact",
                        t6."isNamed" AS "isNamed",
                        (
                          SELECT
                            coalesce(json_agg(r), '[]'::json)
                          FROM
                            (
                              SELECT
                                t7."id" AS "id",
                                t7."content" AS "content"
                              FROM
                                "Quote" t7
                              WHERE
                                t7."citationId" = t6."id"
                                AND NOT t7."isRejected"
                              ORDER BY
                                t7."start",
                                t7."id"
                            ) r
                        ) AS "@citedQuotes",
                        json_build_array(
                          coalesce(
                            t6_article."datePublished",
                            timestamptz '-infinity'
                          ),
                          t6_article."id",
                          t6."start",
                          t6."id"
                        ) AS "$keys"
                      FROM
                        "Citation" t6
                        JOIN "Article" t6_article ON t6_article."id" = t6."articleId"
                      WHERE
                        t6."sourceId" = t1."id"
                        AND t6_article."isVisible"
                      ORDER BY
                        coalesce(
                          t6_article."datePublished",
                          timestamptz '-infinity'
                        ) DESC,
                        t6_article."id" DESC,
                        t6."start" ASC,
                        t6."id" ASC
                      LIMIT
                        $2::int
                    ) r
                ),
                'total',
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
              ) AS "@citations",
              json_build_array(t1."name", t1."id") AS "$keys"
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
              $3::int
          ) r
      ),
      'total',
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
  )::text AS "json";
