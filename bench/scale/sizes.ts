/** What rows and indexes take, table by table. */
import { z } from 'zod';
import { connected } from './database.ts';

const Table = z.object({
  table: z.string(),
  rows: z.coerce.number(),
  /** Bytes, as all below: rows themselves, the long texts beside them, all indexes. */
  heap: z.coerce.number(),
  toast: z.coerce.number(),
  indexes: z.coerce.number(),
});
const Index = z.object({ index: z.string(), table: z.string(), method: z.string(), bytes: z.coerce.number() });

export interface Sizes {
  readonly articles: number;
  readonly bytes: number;
  readonly bytesAnArticle: number;
  readonly tables: readonly z.infer<typeof Table>[];
  readonly indexes: readonly z.infer<typeof Index>[];
}

const OURS = `c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'`;

/** Rows are counted where `ANALYZE` has estimated them; articles are counted. */
export function sizesOf(url: string): Promise<Sizes> {
  return connected(url, async (ask) => {
    const [counted] = await ask(z.object({ n: z.coerce.number() }), 'SELECT count(*) AS n FROM "Article"');
    const articles = counted?.n ?? 0;
    const tables = await ask(
      Table,
      `SELECT c.relname AS table, c.reltuples AS rows, pg_relation_size(c.oid) AS heap,
          coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0) AS toast, pg_indexes_size(c.oid) AS indexes
        FROM pg_class c WHERE ${OURS} AND c.relkind = 'r' ORDER BY pg_total_relation_size(c.oid) DESC`,
    );
    const indexes = await ask(
      Index,
      `SELECT c.relname AS index, t.relname AS table, m.amname AS method, pg_relation_size(c.oid) AS bytes
        FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_am m ON m.oid = c.relam
        WHERE ${OURS} AND c.relkind = 'i' ORDER BY 4 DESC`,
    );
    const bytes = tables.reduce((sum, { heap, toast, indexes: own }) => sum + heap + toast + own, 0);
    return { articles, bytes, bytesAnArticle: Math.round(bytes / articles), tables, indexes };
  });
}

/**
 * How far a smaller corpus foretells a greater one: bytes an article of each, and what the smaller one would have made of the
 * greater one by a straight line.
 */
export function foretold(small: Sizes, great: Sizes) {
  const off = (a: number, b: number) => Number((a / small.articles / (b / great.articles) - 1).toFixed(3));
  const sum = (sizes: Sizes, of: 'heap' | 'toast' | 'indexes') => sizes.tables.reduce((all, each) => all + each[of], 0);
  return {
    /** 0.05: the straight line says 5 in 100 too much. */
    all: off(small.bytes, great.bytes),
    heap: off(sum(small, 'heap'), sum(great, 'heap')),
    toast: off(sum(small, 'toast'), sum(great, 'toast')),
    indexes: off(sum(small, 'indexes'), sum(great, 'indexes')),
  };
}
