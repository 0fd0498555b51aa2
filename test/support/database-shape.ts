import type { PGlite } from '@electric-sql/pglite';

/** What a process that runs counts on in its database, and what may refuse what it writes. */
export interface DatabaseShape {
  readonly columns: readonly Column[];
  /** Checks, foreign keys, and unique indexes, those of primary keys included. */
  readonly rules: readonly Rule[];
  /** Values of enums, functions by what they take and give, triggers, extensions. */
  readonly names: readonly string[];
}

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** Whether an INSERT may leave it out. */
  readonly hasDefault: boolean;
  readonly isGenerated: boolean;
}

interface Rule {
  readonly table: string;
  readonly definition: string;
  /** Those that it is about; null where it is about an expression. */
  readonly columns: readonly string[] | null;
}

/** What the tables of the schema `public` are like, as PostgreSQL's catalogue has it. */
export async function shapeOf(pglite: Pick<PGlite, 'query'>): Promise<DatabaseShape> {
  const { rows: columns } = await pglite.query<Column>(`
    SELECT c.relname AS "table", a.attname AS "name", format_type(a.atttypid, a.atttypmod) AS "type",
      a.attnotnull AS "isRequired", a.atthasdef OR a.attidentity <> '' AS "hasDefault", a.attgenerated <> '' AS "isGenerated"
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY 1, a.attnum`);
  const { rows: rules } = await pglite.query<Rule>(`
    SELECT c.relname AS "table", pg_get_constraintdef(k.oid) AS "definition", (
        SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey)
      ) AS "columns"
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('c', 'f', 'x')
    UNION ALL
    SELECT c.relname, regexp_replace(pg_get_indexdef(i.indexrelid), '^CREATE UNIQUE INDEX .* ON ', 'UNIQUE ON '),
      CASE WHEN 0 <> ALL(i.indkey) THEN (
        SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
      ) END
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique
    ORDER BY 1, 2`);
  const { rows: names } = await pglite.query<{ name: string }>(`
    SELECT 'value ' || e.enumlabel || ' of ' || t.typname AS "name" FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
    WHERE t.typnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'function ' || p.oid::regprocedure || ' returning ' || pg_get_function_result(p.oid) FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
    UNION ALL
    SELECT 'trigger ' || t.tgname || ' of ' || c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
    UNION ALL
    SELECT 'extension ' || extname FROM pg_extension`);
  return { columns, rules, names: names.map(({ name }) => name) };
}

/**
 * What would make a process stumble that was written for `before` when its database becomes `after`: what it reads is gone
 * or has another type, what it writes is refused.
 * @returns a sentence each
 */
export function breaksBetween(before: DatabaseShape, after: DatabaseShape): string[] {
  const tables = new Set(before.columns.map(({ table }) => table));
  const keyOf = ({ table, name }: Column) => `${table}.${name}`;
  const known = new Map(before.columns.map((column) => [keyOf(column), column]));
  const found = new Map(after.columns.map((column) => [keyOf(column), column]));
  const breaks: string[] = [];
  for (const [key, { type, isRequired, hasDefault, isGenerated }] of known) {
    const now = found.get(key);
    if (!now) breaks.push(`${key} is gone.`);
    else if (now.type !== type) breaks.push(`${key} was ${type} and is ${now.type}.`);
    else if (now.isGenerated && !isGenerated) breaks.push(`${key} is generated: nothing may be written to it.`);
    else if (now.isRequired && !isRequired) breaks.push(`${key} may not be null any more.`);
    else if (now.isRequired && hasDefault && !now.hasDefault) breaks.push(`${key} has no default any more.`);
  }
  const isNew = (column: Column) => tables.has(column.table) && !known.has(keyOf(column));
  for (const [key, column] of found) {
    if (isNew(column) && column.isRequired && !column.hasDefault) breaks.push(`${key} is required and has no default.`);
  }
  const textOf = ({ table, definition }: Rule) => `${table}: ${definition}`;
  const [rulesBefore, rulesAfter] = [before.rules.map(textOf), after.rules.map(textOf)];
  for (const rule of rulesBefore) if (!rulesAfter.includes(rule)) breaks.push(`A rule is gone. ${rule}`);
  for (const rule of after.rules) {
    const isOfNewColumns = rule.columns?.every((name) => !known.has(`${rule.table}.${name}`)) ?? false;
    if (tables.has(rule.table) && !isOfNewColumns && !rulesBefore.includes(textOf(rule))) {
      breaks.push(`A rule has come, of what older processes write. ${textOf(rule)}`);
    }
  }
  for (const name of before.names) if (!after.names.includes(name)) breaks.push(`There is no ${name} any more.`);
  return breaks;
}
