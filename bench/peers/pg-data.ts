/** One prepared statement for whatever is read of all rows of a level. */
import { Pool } from 'pg';
import type { Data, Row } from './data.ts';
import { settings } from './settings.ts';

const COLUMNS = {
  Article:
    '"id", "headline", "description", "url", "datePublished", "inLanguage", "articleSection", "wordCount", "publisherId"',
  Entity: '"id", "name", "type", "countryCode", "articleCount", "mentionCount"',
  Source: '"id", "name", "domain"',
};
const VISIBLE = { Article: ' AND "isVisible"', Entity: ' AND "articleCount" > 0', Source: '' };
const QUOTE = 'q."quoteType", q."content", q."speakerText", q."speakerId", q."articleId"';

const { url, poolSize } = settings();
const pool = new Pool({ connectionString: url, max: poolSize, options: '-c TimeZone=UTC -c jit=off' });

export const data: Data = {
  sql: rows,
  byId: (table, ids) =>
    rows(`by id ${table}`, `SELECT ${COLUMNS[table]} FROM "${table}" WHERE "id" = ANY($1::uuid[])${VISIBLE[table]}`, [
      ids,
    ]),
  mentions: firstOf(
    'mentions',
    `SELECT m."mentionType", m."start", m."end", m."exact", m."entityId"
      FROM "EntityMention" m WHERE m."articleId" = p.id ORDER BY m."start", m."end"`,
  ),
  quotes: firstOf(
    'quotes',
    `SELECT ${QUOTE} FROM "Quote" q WHERE q."articleId" = p.id AND NOT q."isRejected" ORDER BY q."start", q."end"`,
  ),
  said: firstOf(
    'said',
    `SELECT ${QUOTE} FROM "Quote" q JOIN "Article" a ON a."id" = q."articleId"
      WHERE q."speakerId" = p.id AND NOT q."isRejected" AND a."isVisible"
      ORDER BY coalesce(q."articleDate", timestamptz '-infinity') DESC, q."articleId" DESC, q."start", q."id"`,
  ),
};

async function rows(name: string, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  return (await pool.query<Row>({ name, text, values: [...values] })).rows;
}

/** The first rows of a list of each parent `p`. */
function firstOf(name: string, list: string) {
  const text = `SELECT p.place, r.* FROM unnest($1::uuid[]) WITH ORDINALITY AS p(id, place)
    CROSS JOIN LATERAL (${list} LIMIT $2::int) r`;
  return async (ids: readonly string[], first: number): Promise<readonly (readonly Row[])[]> => {
    const lists: Row[][] = ids.map(() => []);
    for (const row of await rows(name, text, [ids, first])) lists[Number(row['place']) - 1]?.push(row);
    return lists;
  };
}
