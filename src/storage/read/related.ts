/**
 * Which articles are about the same things as another: the cosine between the two articles' entities, each weighted by its
 * salience in the article and by how few articles name it (TF-IDF: Salton and Buckley, "Term-weighting approaches in automatic text
 * retrieval", 1988). docs/adr/0004-graph-questions.md says what it costs, and why it is bounded as it is.
 */

/** The weightiest entities of an article, by which others are looked for. */
const ENTITIES_LOOKED_UP = 8;
/** Of an entity that more articles name, the articles that came in last are looked at. */
const ARTICLES_LOOKED_AT = 2_000;
/** How many are compared in full, and so the most that `Article.related` gives. */
const MOST_RELATED = 100;

/** Entities that the world is divided into: to share nothing but these is not to be about the same. */
const isBroad = (entity: string, link: string): string =>
  `(${entity}."type" IN ('PLACE', 'GROUP') AND ${link}."linkRule" = 'KNOWN_NAME')`;

/** The copies of an article's text: they tell nothing else, so they are not related to it. */
const copiesOf = (p: string): string =>
  `SELECT copy."id" FROM "Article" copy WHERE copy."copyGroupId" = ${p}."copyGroupId"`;

/** Inverse document frequency. The corpus is measured by its commonest entity, read off an index: articles are not counted. */
const idf = (entity: string): string =>
  `ln(1 + (SELECT max(c."articleCount") FROM "Entity" c)::float8 / greatest(${entity}."articleCount", 1))`;

/** Products of weights are added up as whole numbers, so that a sum does not depend on the order of its parts. */
const sumOf = (product: string): string => `sum((1e9 * ${product})::bigint)`;

/** A subselect of the visible articles that are about the same as the article `p`: "articleId", "score" (above 0, up to 1). */
export function relatedTo(p: string): string {
  return `(WITH own AS MATERIALIZED (
      SELECT e."id", ${idf('e')} AS "idf", l."salience" * ${idf('e')} AS "weight", ${isBroad('e', 'l')} AS "isBroad"
      FROM "ArticleEntity" l JOIN "Entity" e ON e."id" = l."entityId" WHERE l."articleId" = ${p}."id")
    SELECT found."articleId",
      round(shared."dot" / sqrt(shared."norm" * (SELECT ${sumOf('"weight" ^ 2')} FROM own)), 6)::float8 AS "score"
    FROM (
      SELECT l."articleId"
      FROM (SELECT * FROM own WHERE NOT "isBroad" ORDER BY "weight" DESC, "id" LIMIT ${ENTITIES_LOOKED_UP}) o
      CROSS JOIN LATERAL (
        SELECT n."articleId", n."salience" FROM "ArticleEntity" n WHERE n."entityId" = o."id" AND n."isVisible"
        ORDER BY n."articleId" DESC LIMIT ${ARTICLES_LOOKED_AT}) l
      WHERE l."articleId" <> ${p}."id" AND l."articleId" NOT IN (${copiesOf(p)})
      GROUP BY l."articleId"
      ORDER BY ${sumOf('o."weight" * o."idf" * l."salience"')} DESC, l."articleId" LIMIT ${MOST_RELATED}) found
    CROSS JOIN LATERAL (
      SELECT ${sumOf('theirs."weight" * own."weight"')} AS "dot", ${sumOf('theirs."weight" ^ 2')} AS "norm"
      FROM (SELECT e."id", l."salience" * ${idf('e')} AS "weight"
        FROM "ArticleEntity" l JOIN "Entity" e ON e."id" = l."entityId" WHERE l."articleId" = found."articleId") theirs
      LEFT JOIN own ON own."id" = theirs."id") shared
    WHERE shared."dot" > 0)`;
}
