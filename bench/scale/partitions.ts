/**
 * What partitions would do to our hot statements: articles and their mentions, once as they are, once in months of publication, once in
 * as many ranges of ids. Made beside the corpus, in a schema of its own, and dropped again.
 */
import { z } from 'zod';
import type { Ask } from './database.ts';
import { connected, Nothing } from './database.ts';

const MONTHS = 132;
const TIMES = 15;

const Plan = z.object({
  'QUERY PLAN': z.tuple([z.object({ 'Planning Time': z.number(), 'Execution Time': z.number(), Plan: z.unknown() })]),
});

interface Layout {
  readonly name: string;
  /** Of articles and of mentions: the clause, and the columns of the primary key. */
  readonly article: { readonly by: string; readonly key: string };
  readonly mention: { readonly by: string; readonly key: string };
  /** Bounds of the partitions, MONTHS + 1 of them; none where there are no partitions. */
  readonly bounds: readonly string[];
}

/** `date` is what the key would have to be: never null, `-infinity` where an article does not say. */
const COLUMNS = {
  article:
    'id uuid NOT NULL, date timestamptz NOT NULL, headline text NOT NULL, publisher uuid, visible boolean NOT NULL',
  mention:
    'id uuid NOT NULL, article uuid NOT NULL, entity uuid NOT NULL, date timestamptz NOT NULL, "start" int NOT NULL, "end" int NOT NULL',
};

/** @param articles so many of the corpus are copied */
export function measurePartitions(url: string, articles: number, log: (line: string) => void) {
  return connected(url, async (ask) => {
    const layouts = await layoutsOf(ask, articles);
    const results: Record<string, Record<string, unknown>> = {};
    for (const layout of layouts) {
      await make(ask, layout, articles);
      for (const [name, statement] of Object.entries(statementsOf(layout.name))) {
        const figures = await measured(ask, statement);
        results[name] = { ...results[name], [layout.name]: figures };
        log(`partitions: ${name}, ${layout.name}: ${JSON.stringify(figures)}`);
      }
    }
    for (const { name } of layouts) await ask(Nothing, `DROP SCHEMA ${name} CASCADE`);
    return { articles, partitions: MONTHS, results };
  });
}

async function layoutsOf(ask: Ask, articles: number): Promise<Layout[]> {
  const Bound = z.object({ bound: z.string() });
  const dates = await ask(
    Bound,
    `SELECT to_char(timestamptz '2015-01-01Z' + m * interval '1 month', 'YYYY-MM-DD') AS bound FROM generate_series(0, ${MONTHS}) m`,
  );
  const ids = await ask(
    Bound,
    `SELECT "id"::text AS bound FROM (SELECT "id", row_number() OVER (ORDER BY "id") AS n FROM "Article" ORDER BY "id" LIMIT ${articles}) a
      WHERE n % ${Math.ceil(articles / MONTHS)} = 0 ORDER BY "id"`,
  );
  const texts = (rows: readonly { bound: string }[]) => rows.map(({ bound }) => `'${bound}'`);
  return [
    { name: 'whole', article: { by: '', key: 'id' }, mention: { by: '', key: 'id' }, bounds: [] },
    {
      name: 'dates',
      article: { by: 'PARTITION BY RANGE (date)', key: 'date, id' },
      mention: { by: 'PARTITION BY RANGE (date)', key: 'date, id' },
      // Below the first: articles that do not say.
      bounds: ['MINVALUE', ...texts(dates).slice(0, -1), 'MAXVALUE'],
    },
    {
      name: 'ids',
      article: { by: 'PARTITION BY RANGE (id)', key: 'id' },
      mention: { by: 'PARTITION BY RANGE (article)', key: 'article, id' },
      bounds: ['MINVALUE', ...texts(ids), 'MAXVALUE'],
    },
  ];
}

async function make(ask: Ask, { name, article, mention, bounds }: Layout, articles: number): Promise<void> {
  await ask(Nothing, `DROP SCHEMA IF EXISTS ${name} CASCADE`);
  await ask(Nothing, `CREATE SCHEMA ${name}`);
  for (const [table, { by }] of Object.entries({ article, mention })) {
    const columns = table === 'article' ? COLUMNS.article : COLUMNS.mention;
    await ask(Nothing, `CREATE TABLE ${name}.${table} (${columns}) ${by}`);
    for (const [i, from] of bounds.slice(0, -1).entries()) {
      const to = bounds[i + 1] ?? 'MAXVALUE';
      await ask(
        Nothing,
        `CREATE TABLE ${name}.${table}_${i} PARTITION OF ${name}.${table} FOR VALUES FROM (${from}) TO (${to})`,
      );
    }
  }
  const copied = `SELECT * FROM "Article" ORDER BY "id" LIMIT ${articles}`;
  const date = (t: string) => `coalesce(${t}, timestamptz '-infinity')`;
  await ask(
    Nothing,
    `INSERT INTO ${name}.article SELECT "id", ${date('"datePublished"')}, "headline", "publisherId", "isVisible" FROM (${copied}) a`,
  );
  await ask(
    Nothing,
    `INSERT INTO ${name}.mention SELECT m."id", m."articleId", m."entityId", ${date('m."articleDate"')}, m."start", m."end"
      FROM (${copied}) a JOIN "EntityMention" m ON m."articleId" = a."id"`,
  );
  await ask(Nothing, `ALTER TABLE ${name}.article ADD PRIMARY KEY (${article.key})`);
  await ask(Nothing, `ALTER TABLE ${name}.mention ADD PRIMARY KEY (${mention.key})`);
  await ask(Nothing, `CREATE INDEX ON ${name}.article (date DESC, id DESC) WHERE visible`);
  if (!article.key.startsWith('id')) await ask(Nothing, `CREATE INDEX ON ${name}.article (id)`);
  await ask(Nothing, `CREATE INDEX ON ${name}.mention (article, "start", "end")`);
  await ask(Nothing, `CREATE INDEX ON ${name}.mention (entity, date DESC, article DESC, "start", id)`);
  await ask(Nothing, `VACUUM (ANALYZE) ${name}.article`);
  await ask(Nothing, `VACUUM (ANALYZE) ${name}.mention`);
}

interface Statement {
  readonly types: string;
  readonly text: string;
  /** An SQL query for the values of one execution. */
  readonly values: string;
}

function statementsOf(schema: string): Record<string, Statement> {
  const some = `SELECT quote_literal(id) AS v FROM ${schema}.article ORDER BY md5(id::text) LIMIT ${TIMES}`;
  const page = (where: string) =>
    `SELECT id, headline FROM ${schema}.article WHERE visible AND ${where} ORDER BY date DESC, id DESC LIMIT 21`;
  return {
    'the 20 newest': {
      types: 'timestamptz',
      text: page('date < $1'),
      values: `SELECT quote_literal(date) AS v FROM ${schema}.article WHERE date > timestamptz '2016-01-01Z' ORDER BY md5(id::text) LIMIT ${TIMES}`,
    },
    'one article by id': { types: 'uuid', text: `SELECT headline FROM ${schema}.article WHERE id = $1`, values: some },
    'the mentions of one article': {
      types: 'uuid',
      text: `SELECT "start", "end" FROM ${schema}.mention WHERE article = $1 ORDER BY "start", "end" LIMIT 30`,
      values: some,
    },
    'the 20 newest, with their mentions': {
      types: 'timestamptz',
      text: `SELECT a.id, (SELECT count(*) FROM (SELECT FROM ${schema}.mention m WHERE m.article = a.id ORDER BY m."start", m."end" LIMIT 30) x)
        FROM (${page('date < $1')}) a`,
      values: `SELECT quote_literal(date) AS v FROM ${schema}.article WHERE date > timestamptz '2016-01-01Z' ORDER BY md5(id::text) LIMIT ${TIMES}`,
    },
    'the 20 newest mentions of an entity': {
      types: 'uuid',
      text: `SELECT id FROM ${schema}.mention WHERE entity = $1 ORDER BY date DESC, article DESC, "start", id LIMIT 21`,
      values: `SELECT quote_literal(entity) AS v FROM ${schema}.mention ORDER BY md5(id::text) LIMIT ${TIMES}`,
    },
  };
}

/** Medians in milliseconds: planned for its values, and by one plan for all, which prepared statements come to. */
async function measured(ask: Ask, { types, text, values }: Statement) {
  const drawn = await ask(z.object({ v: z.string() }), values);
  await ask(Nothing, 'DEALLOCATE ALL');
  await ask(Nothing, `PREPARE hot (${types}) AS ${text}`);
  const runs = async (mode: string) => {
    await ask(Nothing, `SET plan_cache_mode = ${mode}`);
    const plans: z.infer<typeof Plan>[] = [];
    // Twice: what is measured is the second time, with everything in memory.
    for (const { v } of [...drawn, ...drawn]) {
      plans.push(...(await ask(Plan, `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE hot (${v})`)));
    }
    return plans.slice(drawn.length).map((plan) => plan['QUERY PLAN'][0]);
  };
  const custom = await runs('force_custom_plan');
  const generic = await runs('force_generic_plan');
  return {
    planning: median(custom.map((each) => each['Planning Time'])),
    execution: median(custom.map((each) => each['Execution Time'])),
    genericExecution: median(generic.map((each) => each['Execution Time'])),
    /** Partitions that were read from, of one execution. */
    partitionsRead: median(custom.map(({ Plan: plan }) => partitionsRead(plan))),
  };
}

const Node = z.looseObject({
  'Relation Name': z.string().optional(),
  'Actual Loops': z.number().optional(),
  Plans: z.array(z.unknown()).optional(),
});

function partitionsRead(plan: unknown): number {
  const names = new Set<string>();
  const walk = (node: unknown): void => {
    const { 'Relation Name': name, 'Actual Loops': loops = 0, Plans = [] } = Node.parse(node);
    if (name && loops > 0) names.add(name);
    for (const each of Plans) walk(each);
  };
  walk(plan);
  return names.size;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return Number((sorted[sorted.length >> 1] ?? 0).toFixed(3));
}
