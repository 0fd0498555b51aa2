SELECT
  (
    json_build_array(
      (
        SELECT
          coalesce(json_agg(a.r), '[]'::json)
        FROM
          (
            SELECT
              CASE
                WHEN t1."place" <= 2 THEN json_build_array(
                  array_to_json(
                    ARRAY[
                      t1."headline"::text,
                      to_char(
                        t1."datePublished" AT TIME ZONE 'UTC',
                        'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
                      ),
                      t2."id"::text,
                      t2."name"::text,
                      t2."domain"::text
                    ]::text[]
                  ),
                  json_build_array(
                    array_to_json(
                      ARRAY(
                        SELECT
                          ARRAY[
                            t3."mentionType"::text,
                            t3."exact"::text,
                            t3."start"::text,
                            t3."end"::text,
                            t4."id"::text,
                            t4."name"::text
                          ]::text[]
                        FROM
                          (
                            SELECT
                              t3.*,
                              t3."start" AS "k0",
                              t3."end" AS "k1"
                            FROM
                              "EntityMention" t3
                            WHERE
                              t3."articleId" = t1."id"
                            ORDER BY
                              t3."start" ASC,
                              t3."end" ASC
                            LIMIT
                              2
                          ) t3
                          LEFT JOIN "Entity" t4 ON t4."id" = t3."entityId"
                        ORDER BY
                          t3."k0" ASC,
                          t3."k1" ASC
                      )
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
                    array_to_json(
                      ARRAY(
                        SELECT
                          ARRAY[
                            t6."content"::text,
                            t6."quoteType"::text,
                            t6."method"::text,
                            t6."confidence"::text,
                            t7."id"::text,
                            t7."name"::text
                          ]::text[]
                        FROM
                          (
                            SELECT
                              t6.*,
                              t6."start" AS "k0",
                              t6."end" AS "k1"
                            FROM
                              "Quote" t6
                            WHERE
                              t6."articleId" = t1."id"
                              AND NOT t6."isRejected"
                            ORDER BY
                              t6."start" ASC,
                              t6."end" ASC
                            LIMIT
                              20
                          ) t6
                          LEFT JOIN "Entity" t7 ON t7."id" = t6."speakerId"
                        ORDER BY
                          t6."k0" ASC,
                          t6."k1" ASC
                      )
                    )
                  )
                )
              END AS r
            FROM
              (
                SELECT
                  t1.*,
                  coalesce(t1."datePublished", timestamptz '-infinity') AS "k0",
                  t1."id" AS "k1",
                  row_number() OVER (
                    ORDER BY
                      coalesce(t1."datePublished", timestamptz '-infinity') DESC,
                      t1."id" DESC
                  ) AS "place"
                FROM
                  "Article" t1
                WHERE
                  t1."isVisible"
                ORDER BY
                  coalesce(t1."datePublished", timestamptz '-infinity') DESC,
                  t1."id" DESC
                LIMIT
                  3
              ) t1
              LEFT JOIN "Source" t2 ON t2."id" = t1."publisherId"
            ORDER BY
              t1."k0" DESC,
              t1."k1" DESC
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
