import { executeByDriver } from './driver.ts';
import { Prisma } from './generated/client.ts';
import type { Transaction } from './transaction.ts';

/** The tables that are filled by many rows at a time, and what a row of each may hold. */
interface Rows {
  Article: Prisma.ArticleCreateManyInput;
  ArticleEntity: Prisma.ArticleEntityCreateManyInput;
  ArticleSource: Prisma.ArticleSourceCreateManyInput;
  Citation: Prisma.CitationCreateManyInput;
  CopyPair: Prisma.CopyPairCreateManyInput;
  Document: Prisma.DocumentCreateManyInput;
  EntityMention: Prisma.EntityMentionCreateManyInput;
  EntityName: Prisma.EntityNameCreateManyInput;
  Quote: Prisma.QuoteCreateManyInput;
  Sketch: Prisma.SketchCreateManyInput;
  Source: Prisma.SourceCreateManyInput;
}

/** Columns that repeat what the row's article has, by table. */
const OF_ARTICLE: { readonly [T in keyof Rows]?: Readonly<Record<string, string>> } = {
  ArticleEntity: { articleDate: 'datePublished', isVisible: 'isVisible' },
  Citation: { articleDate: 'datePublished' },
  EntityMention: { articleDate: 'datePublished' },
  Quote: { articleDate: 'datePublished' },
};

/** Rows of one statement: an article of 5 MB has 100,000 mentions. */
const AT_ONCE = 10_000;

/**
 * Inserts rows by one statement with one parameter, whatever their number: Prisma's `createMany` takes a parameter for each
 * value, and ten times the processor time. A column that no row has gets its default; one that some rows leave out is null
 * in those.
 */
export async function insertRows<T extends keyof Rows>(
  tx: Transaction,
  table: T,
  rows: readonly Rows[T][],
): Promise<void> {
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    const some = rows.slice(i, i + AT_ONCE);
    const given = new Set<string>();
    for (const row of some) for (const name of Object.keys(row)) given.add(name);
    const names = [...given];
    const ofArticle = Object.entries(OF_ARTICLE[table] ?? {});
    const columns = [...names, ...ofArticle.map(([column]) => column)].map((name) => `"${name}"`);
    const values = [...names.map((name) => `r."${name}"`), ...ofArticle.map(([, column]) => `a."${column}"`)];
    const into = Prisma.raw(`"${table}"`);
    await executeByDriver(
      tx,
      Prisma.sql`
        INSERT INTO ${into} (${Prisma.raw(columns.join(', '))})
        SELECT ${Prisma.raw(values.join(', '))} FROM json_populate_recordset(NULL::${into}, ${JSON.stringify(some)}::json) r
        ${Prisma.raw(ofArticle.length > 0 ? 'JOIN "Article" a ON a."id" = r."articleId"' : '')}`,
    );
  }
}

/** Writes all columns of stored rows anew, found by their ids. All of them have the same columns. */
export async function updateRows(
  tx: Transaction,
  table: 'Source',
  rows: readonly (Partial<Rows['Source']> & { readonly id: string })[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const set = Object.keys(first).map((name) => `"${name}" = r."${name}"`);
  const into = Prisma.raw(`"${table}"`);
  await executeByDriver(
    tx,
    Prisma.sql`
      UPDATE ${into} t SET ${Prisma.raw(set.join(', '))}
      FROM json_populate_recordset(NULL::${into}, ${JSON.stringify(rows)}::json) r WHERE t."id" = r."id"`,
  );
}
