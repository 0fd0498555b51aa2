/**
 * What of our schema PostgreSQL refuses when everything that hangs on an article is partitioned: by publication date, or by the id of
 * the article. The tables are made anew, empty, with all their definitions, in a transaction that is rolled back.
 */
import { z } from 'zod';
import type { Ask } from './database.ts';
import { connected, Nothing } from './database.ts';

const Table = z.object({ name: z.string(), date: z.string().nullable(), article: z.string() });
const Definition = z.object({ name: z.string(), kind: z.string(), statement: z.string() });

export interface Refusals {
  readonly tables: readonly string[];
  readonly definitions: number;
  readonly refused: readonly { readonly what: string; readonly why: string }[];
}

/** Tables of articles and of what hangs on them, with the columns that would be keys. Those without a date stay whole. */
const TABLES = `SELECT c.relname AS name,
    CASE WHEN c.relname = 'Article' THEN 'id' ELSE 'articleId' END AS article,
    (SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attname IN ('datePublished', 'articleDate')) AS date
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p' AND (c.relname = 'Article'
    OR EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid = '"Article"'::regclass
      AND f.confdeltype = 'c' AND c.relname <> 'Correction'))
  ORDER BY c.relname = 'Article' DESC, c.relname`;

/** Primary keys come first, then what else is unique, indexes, triggers, and references last: to tables that are there by then. */
const DEFINITIONS = `SELECT * FROM (
    SELECT 1 AS rank, conname AS name, 'constraint' AS kind,
      format('ALTER TABLE parted.%I ADD CONSTRAINT %I %s', r.relname, conname, pg_get_constraintdef(k.oid)) AS statement
    FROM pg_constraint k JOIN pg_class r ON r.oid = conrelid WHERE contype IN ('p', 'u') AND relname = $1 AND relnamespace = 'public'::regnamespace
    UNION ALL SELECT 2, indexname, 'index', replace(indexdef, 'public.', 'parted.') FROM pg_indexes
      WHERE schemaname = 'public' AND tablename = $1 AND indexname NOT IN (SELECT conname FROM pg_constraint)
    UNION ALL SELECT 3, tgname, 'trigger', replace(pg_get_triggerdef(t.oid), ' ON public.', ' ON parted.')
      FROM pg_trigger t JOIN pg_class r ON r.oid = tgrelid WHERE NOT tgisinternal AND relname = $1 AND relnamespace = 'public'::regnamespace
  ) d ORDER BY rank, name`;
const REFERENCES = `SELECT conname AS name, 'reference' AS kind,
    format('ALTER TABLE parted.%I ADD CONSTRAINT %I %s', r.relname, conname,
      CASE WHEN k.confrelid::regclass::text = ANY(SELECT quote_ident(n) FROM unnest($2::text[]) n)
        THEN replace(pg_get_constraintdef(k.oid), 'REFERENCES ', 'REFERENCES parted.') ELSE pg_get_constraintdef(k.oid) END) AS statement
  FROM pg_constraint k JOIN pg_class r ON r.oid = conrelid WHERE contype = 'f' AND relname = $1 AND relnamespace = 'public'::regnamespace ORDER BY 1`;

export function findRefusals(url: string): Promise<Record<'date' | 'article', Refusals>> {
  return connected(url, async (ask) => ({
    date: await refusalsBy('date', ask),
    article: await refusalsBy('article', ask),
  }));
}

async function refusalsBy(key: 'date' | 'article', ask: Ask): Promise<Refusals> {
  await ask(Nothing, 'BEGIN');
  try {
    await ask(Nothing, 'CREATE SCHEMA parted');
    const tables = await ask(Table, TABLES);
    const names = tables.map(({ name }) => name);
    const refused: { what: string; why: string }[] = [];
    let definitions = 0;
    const tried = async (what: string, statement: string) => {
      definitions += 1;
      await ask(Nothing, 'SAVEPOINT tried');
      try {
        await ask(Nothing, statement);
      } catch (error) {
        await ask(Nothing, 'ROLLBACK TO tried');
        refused.push({ what, why: error instanceof Error ? error.message : String(error) });
      }
    };
    for (const table of tables) {
      const column = table[key];
      await tried(
        `table ${table.name}`,
        `CREATE TABLE parted."${table.name}" (LIKE public."${table.name}" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING STATISTICS)
          ${column === null ? '' : `PARTITION BY RANGE ("${column}")`}`,
      );
    }
    for (const query of [DEFINITIONS, REFERENCES]) {
      for (const { name } of tables) {
        const values = query === REFERENCES ? [name, names] : [name];
        for (const each of await ask(Definition, query, values))
          await tried(`${each.kind} ${each.name}`, each.statement);
      }
    }
    return { tables: tables.filter((each) => each[key] !== null).map(({ name }) => name), definitions, refused };
  } finally {
    await ask(Nothing, 'ROLLBACK');
  }
}
