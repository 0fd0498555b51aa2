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
              t1."headline" AS "headline",
              t1."datePublished" AS "datePublished",
              (
                SELECT
                  row_to_json(r)
                FROM
                  (
                    SELECT
                      t2."id" AS "id",
                      t2."name" AS "name",
                      t2."domain" AS "domain"
                    FROM
                      "Source" t2
                    WHERE
                      t2."id" = t1."publisherId"
                  ) r
              ) AS "@publisher",
              json_build_object(
                'rows',
                (
                  SELECT
                    coalesce(json_agg(r), '[]'::json)
                  FROM
                    (
                      SELECT
                        t3."id" AS "id",
                        t3."mentionType" AS "mentionType",
                        t3."start" AS "start",
                        t3."end" AS "end",
                        t3."exact" AS "exact",
                        t3."prefix" AS "prefix",
                        t3."suffix" AS "suffix",
                        (
                          SELECT
                            row_to_json(r)
                          FROM
                            (
                              SELECT
                                t4."id" AS "id",
                                t4."name" AS "name"
                              FROM
                                "Entity" t4
                              WHERE
                                t4."id" = t3."entityId"
                            ) r
                        ) AS "@entity",
                        json_build_array(t3."start", t3."id") AS "$keys"
                      FROM
                        "EntityMention" t3
                      WHERE
                        t3."articleId" = t1."id"
                      ORDER BY
                        t3."start" ASC,
                        t3."id" ASC
                      LIMIT
                        $1::int
                    ) r
                ),
                'total',
                (
                  SELECT
                    count(*)::int
                  FROM
                    "EntityMention" t5
                  WHERE
                    t5."articleId" = t1."id"
                )
              ) AS "@mentions",
              json_build_object(
                'rows',
                (
                  SELECT
                    coalesce(json_agg(r), '[]'::json)
                  FROM
                    (
                      SELECT
                        t6."id" AS "id",
                        t6."content" AS "content",
                        t6."quoteType" AS "quoteType",
                        t6."method" AS "method",
                        t6."confidence" AS "confidence",
                        t6."abstained" AS "abstained",
                        t6."evidence" AS "evidence",
                        (
                          SELECT
                            row_to_json(r)
                          FROM
                            (
                              SELECT
                                t7."id" AS "id",
                                t7."name" AS "name"
                              FROM
                                "Entity" t7
                              WHERE
                                t7."id" = t6."speakerId"
                            ) r
                        ) AS "@speaker",
                        json_build_array(t6."start", t6."id") AS "$keys"
                      FROM
                        "Quote" t6
                      WHERE
                        t6."articleId" = t1."id"
                        AND NOT t6."isRejected"
                      ORDER BY
                        t6."start" ASC,
                        t6."id" ASC
                      LIMIT
                        $2::int
                    ) r
                )
              ) AS "@quotes",
              json_build_array(
                coalesce(t1."datePublished", timestamptz '-infinity'),
                t1."id"
              ) AS "$keys"
            FROM
              "Article" t1
            WHERE
              t1."isVisible"
            ORDER BY
              coalesce(t1."datePublished", timestamptz '-infinity') DESC,
              t1."id" DESC
            LIMIT
              $3::int
          ) r
      ),
      'total',
      (
        SELECT
          count(*)::int
        FROM
          "Article" t8
        WHERE
          t8."isVisible"
      )
    )
  )::text AS "json";
