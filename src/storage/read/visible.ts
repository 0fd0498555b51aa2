/**
 * What readers may see. Every statement that reads for them goes through these: an article that is withheld, cancelled
 * or under an embargo in force does not exist for them, and neither does what only such articles support.
 * `t` is the alias of a row in the statement.
 */

/** The one rule: triggers keep the column, and the counts of entities that follow from it. */
export const articleIsVisible = (t: string): string => `${t}."isVisible"`;

/** Whether the row, which has an "articleId", belongs to a visible article. */
export const inVisibleArticle = (t: string): string =>
  `EXISTS (SELECT FROM "Article" v WHERE v."id" = ${t}."articleId" AND ${articleIsVisible('v')})`;

export const entityIsVisible = (t: string): string => `${t}."articleCount" > 0`;

/** Of the quotes of an article that is visible: people may have said that it is none. */
export const quoteStands = (t: string): string => `NOT ${t}."isRejected"`;

/** Not by EXISTS, whose alternative of reading all articles and citations once looks cheaper to PostgreSQL than it is for a page. */
export const sourceIsVisible = (t: string): string =>
  `(${[
    `"Article" w WHERE w."publisherId" = ${t}."id" AND ${articleIsVisible('w')}`,
    `"Citation" w WHERE w."sourceId" = ${t}."id" AND ${inVisibleArticle('w')}`,
    `"Citation" w WHERE w."viaId" = ${t}."id" AND ${inVisibleArticle('w')}`,
    `"Quote" w WHERE w."addresseeId" = ${t}."id" AND ${quoteStands('w')} AND ${inVisibleArticle('w')}`,
  ]
    .map((rows) => `(SELECT true FROM ${rows} LIMIT 1)`)
    .join(' OR ')})`;
