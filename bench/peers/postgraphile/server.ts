/**
 * PostGraphile 5 on Node 24, as its documentation has it for production: its own schema over the tables, orders and conditions
 * that the indexes answer, functions for what tables cannot say.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { Client } from 'pg';
import { postgraphile } from 'postgraphile';
import type { PgSelectQueryBuilder } from 'postgraphile/@dataplan/pg';
import { TYPES } from 'postgraphile/@dataplan/pg';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { sql } from 'postgraphile/pg-sql2';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { addPgTableCondition, addPgTableOrderBy } from 'postgraphile/utils';
import { settings } from '../settings.ts';

const { url, port, poolSize } = settings();
await prepare();

const ARTICLE = { schemaName: 'public', tableName: 'Article' };
const QUOTE = { schemaName: 'public', tableName: 'Quote' };

const preset: GraphileConfig.Preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [
    addPgTableOrderBy(ARTICLE, () => ({
      NEWEST: order((articles) => {
        const fragment = sql`coalesce(${articles.alias}."datePublished", timestamptz '-infinity')`;
        articles.orderBy({ fragment, codec: TYPES.timestamptz, direction: 'DESC' });
        articles.orderBy({ attribute: 'id', direction: 'DESC' });
        articles.setOrderIsUnique();
      }),
    })),
    addPgTableOrderBy(QUOTE, () => ({
      NEWEST: order((quotes) => {
        const fragment = sql`coalesce(${quotes.alias}."articleDate", timestamptz '-infinity')`;
        quotes.orderBy({ fragment, codec: TYPES.timestamptz, direction: 'DESC' });
        quotes.orderBy({ attribute: 'articleId', direction: 'DESC' });
      }),
    })),
    flag(ARTICLE, 'isVisible'),
    flag(QUOTE, 'isRejected'),
    addPgTableCondition(
      ARTICLE,
      'publishedBefore',
      ({ getTypeByName }) => ({ type: scalar(getTypeByName('Datetime')) }),
      (value, { sqlTableAlias: a, sqlValueWithCodec }) =>
        sql`coalesce(${a}."datePublished", timestamptz '-infinity') < ${sqlValueWithCodec(value, TYPES.timestamptz)} AND ${a}."datePublished" IS NOT NULL`,
    ),
    addPgTableCondition(
      ARTICLE,
      'wordsAtLeast',
      ({ graphql }) => ({ type: graphql.GraphQLInt }),
      (value, { sqlTableAlias: a, sqlValueWithCodec }) =>
        sql`${a}."wordCount" >= ${sqlValueWithCodec(value, TYPES.int)}`,
    ),
  ],
  pgServices: [
    makePgService({
      connectionString: url,
      schemas: ['public', 'bench_postgraphile'],
      poolConfig: { max: poolSize, options: '-c TimeZone=UTC' },
    }),
  ],
  grafserv: { watch: false, graphiql: false, websockets: false, graphqlPath: '/graphql' },
  grafast: { explain: false },
};

const server = createServer();
const serv = postgraphile(preset).createServ(grafserv);
await serv.addTo(server);
server.listen(port, '127.0.0.1');

function order(apply: (builder: PgSelectQueryBuilder) => void) {
  return { extensions: { grafast: { apply } } };
}

/** PostGraphile has conditions on columns with an index. Written so that PostgreSQL sees what a partial index is about. */
function flag(table: { schemaName: string; tableName: string }, column: string) {
  return addPgTableCondition(
    table,
    column,
    ({ graphql }) => ({ type: graphql.GraphQLBoolean }),
    (value, { sqlTableAlias: t }) =>
      value === true ? sql`${t}.${sql.identifier(column)}` : sql`NOT ${t}.${sql.identifier(column)}`,
  );
}

async function prepare(): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(await readFile(new URL('functions.sql', import.meta.url), 'utf8'));
  await client.end();
}

function scalar(type: ReturnType<GraphileBuild.Build['getTypeByName']>) {
  if (!type || !('serialize' in type)) throw new Error('PostGraphile has no Datetime here.');
  return type;
}
