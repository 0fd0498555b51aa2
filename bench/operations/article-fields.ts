/** An article with its publisher, mentions with entities, and quotes with speakers: the depth of operations (a) and (b). */

export const ARTICLE_FIELDS = `
  id headline description url datePublished inLanguage articleSection wordCount
  publisher { id name domain }
  mentions(first: 30) { nodes { mentionType anchor { start end exact } entity { id name type countryCode } } }
  quotes(first: 20) { nodes { quoteType content speakerText speaker { id name type } } }`;

/** Of the article `a`. */
export const ARTICLE_SQL = `
  a."id", a."headline", a."description", a."url", a."datePublished", a."inLanguage", a."articleSection", a."wordCount",
  (SELECT r FROM (SELECT s."id", s."name", s."domain" FROM "Source" s WHERE s."id" = a."publisherId") r) AS "publisher",
  json_build_object('nodes', (SELECT coalesce(json_agg(r), '[]') FROM (
    SELECT m."mentionType", (SELECT r FROM (SELECT m."start", m."end", m."exact") r) AS "anchor",
      (SELECT r FROM (SELECT e."id", e."name", e."type", e."countryCode" FROM "Entity" e WHERE e."id" = m."entityId") r) AS "entity"
    FROM "EntityMention" m WHERE m."articleId" = a."id" ORDER BY m."start", m."end" LIMIT 30) r)) AS "mentions",
  json_build_object('nodes', (SELECT coalesce(json_agg(r), '[]') FROM (
    SELECT q."quoteType", q."content", q."speakerText",
      (SELECT r FROM (SELECT e."id", e."name", e."type" FROM "Entity" e WHERE e."id" = q."speakerId") r) AS "speaker"
    FROM "Quote" q WHERE q."articleId" = a."id" AND NOT q."isRejected" ORDER BY q."start", q."end" LIMIT 20) r)) AS "quotes"`;

/** Anchors are flat here; they are compared flat. */
export const ARTICLE_POSTGRAPHILE = `
  id: rowId headline description url datePublished inLanguage articleSection wordCount
  publisher: sourceByPublisherId { id: rowId name domain }
  mentions: entityMentionsByArticleId(first: 30, orderBy: [START_ASC, END_ASC]) {
    nodes { mentionType start end exact entity: entityByEntityId { id: rowId name type countryCode } }
  }
  quotes: quotesByArticleId(first: 20, orderBy: [START_ASC, END_ASC], condition: { isRejected: false }) {
    nodes { quoteType content speakerText speaker: entityBySpeakerId { id: rowId name type } }
  }`;
