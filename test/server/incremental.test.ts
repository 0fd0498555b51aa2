import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { Answer } from '../support/graph.ts';
import { contextOf, fill } from '../support/graph.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';

let db: Database;
let gateway: RunningGateway;
beforeAll(async () => {
  db = await openDatabase();
  await fill(contextOf(db), 3);
  gateway = await startGateway(db, {}, { closeAfterTest: false });
});
afterAll(async () => {
  await gateway.close();
  await db.close();
});

const MULTIPART = { accept: 'multipart/mixed' };
const PLAIN = '{ articles(first: 2) { nodes { headline quotes { nodes { content speaker { name } } } } } }';
const DEFERRED =
  '{ articles(first: 2) { nodes { headline ... @defer(label: "quotes") { quotes { nodes { content speaker { name } } } } } } }';

/** The parts of a multipart answer, each parsed. */
function partsOf(text: string): Answer[] {
  return text.split(/\r\n---?-?\r\n|\r\n-----\r\n/).flatMap((part) => {
    const body = /\r\n\r\n([\s\S]*)$/.exec(part)?.[1];
    return body === undefined ? [] : [JSON.parse(body)];
  });
}

/** What a client that puts the parts together has in the end. */
function assembled(parts: readonly Answer[]): Answer {
  const [{ data }] = parts;
  for (const { path, data: part, items } of parts.flatMap(({ incremental = [] }) => incremental)) {
    const at = path.slice(0, items ? -1 : undefined).reduce((value: Answer, key: string | number) => value[key], data);
    if (items) at.push(...items);
    else Object.assign(at, part);
  }
  return data;
}

describe('a query with @defer', () => {
  it.each([1, 2, 3])('is answered in parts that come to the whole, time %i', async () => {
    const { json } = await gateway.post({ query: PLAIN });
    const { status, headers, text } = await gateway.post({ query: DEFERRED }, MULTIPART);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('multipart/mixed; boundary="-"');
    const parts = partsOf(text);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts[0].hasNext).toBe(true);
    expect(parts[0].data.articles.nodes[0]).not.toHaveProperty('quotes');
    expect(parts.at(-1).hasNext).toBe(false);
    expect(assembled(parts)).toEqual(json.data);
  });

  it('is answered whole where the client takes no parts for an answer, or switches it off', async () => {
    const off = DEFERRED.replace('@defer(label: "quotes")', '@defer(if: false)');
    const { json } = await gateway.post({ query: off }, { accept: 'application/json' });
    expect(json).toEqual((await gateway.post({ query: PLAIN })).json);
  });

  it.each([
    [
      'two fragments of one label',
      '{ a: articles { ... @defer(label: "x") { totalCount } } b: articles { ... @defer(label: "x") { totalCount } } }',
    ],
    [
      'one at the root of a mutation',
      'mutation { ... @defer { liftTombstone(input: { uri: "x" }) { tombstones { by } } } }',
    ],
  ])('is refused: %s', async (_what, query) => {
    const { text } = await gateway.post({ query }, { ...MULTIPART, 'x-graphql-yoga-csrf': '1' });
    expect(text).toContain('"code":"GRAPHQL_VALIDATION_FAILED"');
    expect(text).not.toContain('"data"');
  });
});

it('a list with @stream is answered, whole: it came whole from the database', async () => {
  const query = '{ articles(first: 3) { nodes @stream(initialCount: 1) { headline } } }';
  const parts = partsOf((await gateway.post({ query }, MULTIPART)).text);
  expect(assembled(parts).articles.nodes).toHaveLength(3);
});
