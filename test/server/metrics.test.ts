import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { contextOf, fill } from '../support/graph.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';

const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const API_KEYS = ['ingest', 'admin'].map((scope) => `${scope}er:${scope}:${sha256(`${scope}-key`)}`).join(',');
const INGESTER = { authorization: 'Bearer ingest-key', 'x-graphql-yoga-csrf': '1' };

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
  await fill(contextOf(db), 3);
});
afterAll(() => db.close());

const start = (env: Record<string, string> = {}) => startGateway(db, { API_KEYS, ...env });

/** The values of a metric by its labels, as they stand in the text. */
async function read({ send }: RunningGateway, name: string): Promise<Record<string, number>> {
  const { text } = await send('/metrics');
  const lines = text.split('\n').filter((line) => line.startsWith(name) && /^[{ ]/.test(line.slice(name.length)));
  return Object.fromEntries(
    lines.map((line) => [
      line.slice(name.length, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  );
}

const QUERY = {
  query: 'query Secret { articles(first: 2, filter: { headline: { contains: "Bridge" } }) { nodes { id } } }',
};

describe('/metrics', () => {
  it('is text as Prometheus reads it, and is never kept', async () => {
    const gateway = await start();
    const { status, headers } = await gateway.send('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('counts requests by path, method and status, those for what is not there as one', async () => {
    const gateway = await start();
    for (let i = 0; i < 5; i++) await gateway.post(QUERY);
    await gateway.send('/nothing/here');
    await gateway.send('/nor/here');
    const counts = await read(gateway, 'newsgraph_http_request_duration_seconds_count');
    expect(counts['{method="POST",path="/graphql",status="200"}']).toBe(5);
    expect(counts['{method="GET",path="other",status="404"}']).toBe(2);
  });

  it('tells kept answers from those that were made', async () => {
    const gateway = await start();
    for (let i = 0; i < 5; i++) await gateway.post(QUERY);
    await gateway.post({ query: '{ nonsense }' });
    expect(await read(gateway, 'newsgraph_response_cache_total')).toEqual({
      '{outcome="miss"}': 1,
      '{outcome="hit"}': 4,
      '{outcome="none"}': 1,
    });
  });

  it('measures resolvers of root fields, and statements', async () => {
    const gateway = await start({ RESPONSE_CACHE_MB: '0' });
    const before = (await read(gateway, 'newsgraph_sql_statement_duration_seconds_count'))[''] ?? 0;
    for (let i = 0; i < 4; i++) await gateway.post(QUERY);
    const fields = await read(gateway, 'newsgraph_resolver_duration_seconds_count');
    expect(fields['{field="Query.articles"}']).toBe(4);
    const after = (await read(gateway, 'newsgraph_sql_statement_duration_seconds_count'))[''] ?? 0;
    expect(after - before).toBeGreaterThanOrEqual(4);
  });

  it('counts receipts, and mutations', async () => {
    const gateway = await start();
    const query = 'mutation ($input: IngestDocumentInput!) { ingestDocument(input: $input) { receipts { outcome } } }';
    const ingest = (content: string, dryRun = false) =>
      gateway.post({ query, variables: { input: { format: 'TEXT', uri: '/counted.txt', content, dryRun } } }, INGESTER);
    await ingest('Ada Quill said the pier was safe.', true);
    await ingest('Ada Quill said the pier was safe.');
    await ingest('Ada Quill said the pier was safe.');
    await ingest('');
    const documents = await read(gateway, 'newsgraph_ingested_documents_total');
    expect(documents).toEqual({ '{outcome="created"}': 1, '{outcome="unchanged"}': 1, '{outcome="rejected"}': 1 });
    const fields = await read(gateway, 'newsgraph_resolver_duration_seconds_count');
    expect(fields['{field="Mutation.ingestDocument"}']).toBe(4);
  });

  it('tells who follows, what is at work, and how the event loop does', async () => {
    const gateway = await start();
    const leave = new AbortController();
    const query = 'subscription { articleEvents { __typename } }';
    const following = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
      signal: leave.signal,
    });
    expect(following.status).toBe(200);
    expect(await read(gateway, 'newsgraph_subscriptions')).toEqual({ '': 1 });
    leave.abort();
    await expect.poll(() => read(gateway, 'newsgraph_subscriptions')).toEqual({ '': 0 });
    expect(await read(gateway, 'newsgraph_operations')).toMatchObject({
      '{kind="read",state="working"}': 0,
      '{kind="write",state="waiting"}': 0,
    });
    expect((await read(gateway, 'nodejs_eventloop_lag_p99_seconds'))['']).toBeGreaterThan(0);
  });

  it('says nothing of what was asked, or by whom', async () => {
    const gateway = await start();
    await gateway.post(QUERY, INGESTER);
    expect((await gateway.send('/metrics')).text).not.toMatch(/Secret|Bridge|ingester|ingest-key/);
  });

  it.each<[string, Record<string, string>, number]>([
    ['no key', {}, 401],
    ['a key of another scope', INGESTER, 403],
    ['a key of the scope admin', { authorization: 'Bearer admin-key' }, 200],
  ])('closed, with %s', async (_what, headers, expected) => {
    const gateway = await start({ METRICS: 'closed' });
    const { status, text } = await gateway.send('/metrics', { headers });
    expect(status).toBe(expected);
    if (expected !== 200) expect(text).toContain('a key of the scope admin');
  });
});
