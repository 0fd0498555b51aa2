import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { contextOf, fill } from '../support/graph.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';
import { connectSocket } from '../support/sockets.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: { key: string; value: Record<string, unknown> }[];
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
  await fill(contextOf(db), 3);
});
afterAll(() => db.close());

/** What a collector was sent while a gateway was used, which is closed then. */
async function spansOf(use: (gateway: RunningGateway) => Promise<unknown>, env: Record<string, string> = {}) {
  const sent: string[] = [];
  const collector = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    sent.push(Buffer.concat(chunks).toString());
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
  const gateway = await startGateway(db, { ...endpoint, ...env }, { closeAfterTest: false });
  try {
    await use(gateway);
  } finally {
    await gateway.close();
    collector.close();
  }
  const spans: Span[] = sent.flatMap((body) =>
    JSON.parse(body).resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: { spans: Span[] }[] }) =>
      scopeSpans.flatMap(({ spans: each }) => each),
    ),
  );
  const lines: Record<string, unknown>[] = gateway
    .log()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return { spans, text: sent.join(), lines };
}

const attribute = ({ attributes }: Span, name: string) =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];
const QUERY =
  'query Newest($words: String!) { articles(first: 2, filter: { headline: { contains: $words } }) { nodes { headline } } }';
const ask = ({ post }: RunningGateway, words = 'Bridge') =>
  post({ query: QUERY, variables: { words } }, { traceparent: `00-${TRACE}-${CALLER}-01` });

it('a trace that a request brings is continued to the statements, on the shortcuts, too', async () => {
  const words = ['Bridge', 'Bridge 1', 'Bridge 2', 'Bridge 0'];
  const { spans } = await spansOf(async (gateway) => {
    for (const each of words) expect((await ask(gateway, each)).status).toBe(200);
  });
  const named = (name: string) => spans.filter((span) => span.name === name);
  const requests = named('POST /graphql');
  expect(requests.map(({ traceId, parentSpanId }) => [traceId, parentSpanId])).toEqual(
    words.map(() => [TRACE, CALLER]),
  );
  expect(requests.map((span) => attribute(span, 'http.response.status_code'))).toEqual(words.map(() => 200));
  const operations = named('GraphQL query');
  expect(operations.map(({ parentSpanId }) => parentSpanId).sort()).toEqual(
    requests.map(({ spanId }) => spanId).sort(),
  );
  for (const span of operations) expect(attribute(span, 'graphql.operation.name')).toBe('Newest');
  const statements = named('SQL').filter((span) => String(attribute(span, 'db.query.text')).includes('"Article"'));
  expect(statements.map(({ parentSpanId }) => parentSpanId).sort()).toEqual(
    operations.map(({ spanId }) => spanId).sort(),
  );
});

it('a kept answer has no operation in its trace', async () => {
  const { spans } = await spansOf(async (gateway) => {
    for (let i = 0; i < 3; i++) await ask(gateway);
  });
  expect(spans.filter(({ name }) => name === 'POST /graphql')).toHaveLength(3);
  expect(spans.filter(({ name }) => name === 'GraphQL query')).toHaveLength(1);
});

it('holds no value of what was asked, no text and no key', async () => {
  const { text } = await spansOf(async ({ post }) => {
    await post({ query: QUERY, variables: { words: 'Bridge 1' } }, { authorization: 'Bearer the-secret-key' });
  });
  expect(text).toContain('GraphQL query');
  expect(text).not.toMatch(/Bridge|the-secret-key/);
});

it('each line of the log that is about a request names its trace and span, on the shortcuts, too, and answers do not', async () => {
  const words = ['Bridge', 'Bridge 1', 'Bridge 2', 'Bridge 2'];
  const { spans, lines } = await spansOf(async (gateway) => {
    for (const each of words) {
      const { text, headers } = await ask(gateway, each);
      expect(JSON.stringify([text, ...headers])).not.toContain(TRACE);
    }
  });
  const requests = lines.filter(({ msg, path }) => msg === 'request' && path === '/graphql');
  expect(requests).toHaveLength(words.length);
  for (const line of requests) expect(line).toMatchObject({ requestId: expect.any(String), traceId: TRACE });
  expect(requests.map(({ spanId }) => spanId).sort()).toEqual(
    spans
      .filter(({ name }) => name === 'POST /graphql')
      .map(({ spanId }) => spanId)
      .sort(),
  );
});

it('an internal error is logged under the trace in which it happened', async () => {
  await db.prisma.$executeRaw`ALTER TABLE "Quote" RENAME TO "Lost"`;
  try {
    const { lines } = await spansOf(async ({ post }) => {
      const { text } = await post(
        { query: '{ quotes { nodes { id } } }' },
        { traceparent: `00-${TRACE}-${CALLER}-01` },
      );
      expect(text).toContain('INTERNAL_SERVER_ERROR');
      expect(text).not.toContain(TRACE);
    });
    expect(lines.filter(({ msg }) => msg === 'internal error')).toMatchObject([{ traceId: TRACE }]);
  } finally {
    await db.prisma.$executeRaw`ALTER TABLE "Lost" RENAME TO "Quote"`;
  }
});

it('an operation that comes over a socket has a span in the trace in which the socket was opened', async () => {
  const { spans, lines } = await spansOf(async ({ url }) => {
    const socket = await connectSocket(url, {}, { headers: { traceparent: `00-${TRACE}-${CALLER}-01` } });
    await socket.query(QUERY, { words: 'Bridge 3' });
  });
  const operation = spans.find(({ name }) => name === 'WS /graphql');
  expect(operation).toMatchObject({ traceId: TRACE, parentSpanId: CALLER });
  expect(spans.find(({ name }) => name === 'GraphQL query')).toMatchObject({ parentSpanId: operation?.spanId });
  expect(lines.find(({ method }) => method === 'WS')).toMatchObject({ traceId: TRACE, spanId: operation?.spanId });
});

it('where nothing is traced, the log names no trace', async () => {
  const gateway = await startGateway(db);
  await ask(gateway, 'Bridge 4');
  expect(gateway.log()).toContain('"path":"/graphql"');
  expect(gateway.log()).not.toMatch(/traceId|spanId/);
});

it('of requests without a trace only so many get one', async () => {
  const { spans } = await spansOf(({ post }) => post({ query: '{ corpus { articleCount } }' }), { TRACE_RATIO: '0' });
  expect(spans).toEqual([]);
});
