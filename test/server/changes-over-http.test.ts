import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toGraphQLError } from '../../src/graphql/errors.ts';
import { schema } from '../../src/graphql/schema.ts';
import { createKeyCheck } from '../../src/server/api-keys.ts';
import { listen } from '../../src/server/listen.ts';
import { measureCost } from '../../src/storage/cost.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, NOTHING_FOUND } from '../support/documents.ts';
import type { Answer } from '../support/graph.ts';
import { contextOf, fill } from '../support/graph.ts';
import type { TestGateway } from './test-gateway.ts';
import { createTestGateway, ORIGIN } from './test-gateway.ts';

const KEY = 'open-sesame';
const DESK = { name: 'desk', scope: 'ingest', sha256: createHash('sha256').update(KEY).digest('hex') } as const;
const EVENTS =
  'subscription { articleEvents { ... on ArticleIngested { cursor outcome article { headline } } ... on ArticleRemoved { articleId } } }';
const SUBSCRIBE = `${ORIGIN}/graphql?query=${encodeURIComponent(EVENTS)}`;

let db: Database;
let gateway: TestGateway;
let context: ReturnType<typeof contextOf>;
beforeAll(async () => {
  db = await openDatabase();
  context = contextOf(db);
  gateway = createTestGateway({
    schema,
    toGraphQLError,
    identify: createKeyCheck([DESK]),
    createContext: (caller) => ({ ...context, key: caller }),
    documentBytes: (caller) => (caller === null ? 0 : 10_000_000),
    measure: measureCost,
  });
  await fill(context, 3);
});
afterAll(async () => {
  context.events.close();
  await db.close();
});

const save = (headline: string) => context.store.save(documentOf(`/${headline}.txt`, { headline }), NOTHING_FOUND, '1');

describe('a document over HTTP', () => {
  const ingest = async (content: string, headers: Record<string, string>): Promise<Answer> => {
    const query =
      'mutation ($input: IngestDocumentInput!) { ingestDocument(input: $input) { receipts { outcome problems { code } } } }';
    const body = { query, variables: { input: { format: 'TEXT', content, dryRun: true } } };
    const response = await gateway.post(body, { 'x-graphql-yoga-csrf': '1', ...headers });
    return response.json();
  };
  const authorization = `Bearer ${KEY}`;

  it.each<[string, Record<string, string>]>([
    ['no key', {}],
    ['a key that is none', { authorization: 'Bearer sesame' }],
    ['the hash of the key', { authorization: `Bearer ${DESK.sha256}` }],
  ])('with %s is refused', async (_name, headers) => {
    const { data, errors } = await ingest('Ada Quill spoke.', headers);
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('with a key is taken in, and the key is nowhere in the log', async () => {
    const { data } = await ingest('Ada Quill spoke.', { authorization });
    expect(data.ingestDocument.receipts).toMatchObject([{ outcome: 'CREATED' }]);
    expect(gateway.log()).not.toContain(KEY);
  });

  it('may be longer than a query may be', async () => {
    const long = 'Nothing to see here.\n'.repeat(60_000);
    expect((await ingest(long, {})).errors).toMatchObject([{ extensions: { code: 'REQUEST_TOO_LARGE' } }]);
    const { data } = await ingest(long.repeat(5), { authorization });
    expect(data.ingestDocument.receipts).toMatchObject([
      { outcome: 'REJECTED', problems: [{ code: 'DOCUMENT_TOO_LONG' }] },
    ]);
  });
});

describe('the header x-newsgraph-cost', () => {
  const ask = async (query: string, headers: Record<string, string> = { 'x-newsgraph-cost': '1' }): Promise<Answer> =>
    (await gateway.post({ query }, headers)).json();

  it('asks what the answer has cost: statements, rows and milliseconds', async () => {
    const { extensions } = await ask('{ articles { nodes { id quotes { nodes { id } } } } corpus { articleCount } }');
    expect(extensions).toEqual({ cost: { statements: 2, rows: 7, milliseconds: expect.any(Number) } });
    expect(extensions.cost.milliseconds).toBeGreaterThan(0);
  });

  it.each<Record<string, string>>([{}, { 'x-newsgraph-cost': '0' }])('with %j, nothing is told', async (headers) => {
    expect(await ask('{ corpus { articleCount } }', headers)).not.toHaveProperty('extensions');
  });

  it('counts each request for itself', async () => {
    const costs = await Promise.all(
      [1, 2, 3, 1, 2, 3].map(async (first) => {
        const { extensions } = await ask(`{ articles(first: ${first}) { nodes { id } } }`);
        return extensions.cost;
      }),
    );
    expect(costs.map(({ statements, rows }) => [statements, rows])).toEqual(
      [1, 2, 3, 1, 2, 3].map((first) => [1, first]),
    );
  });

  it('costs nothing where the database is not asked, and is told beside errors', async () => {
    expect(await ask('{ __typename }')).toMatchObject({
      extensions: { cost: { statements: 0, rows: 0, milliseconds: 0 } },
    });
    expect(await ask('{ article { id } corpus { revision } }')).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
      extensions: { cost: { statements: 1, rows: 1 } },
    });
  });
});

/** The data of the events of a stream, one by one. */
async function* eventsOf(response: Response): AsyncGenerator<Answer> {
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk);
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data) yield JSON.parse(data).data?.articleEvents;
    }
  }
}
const nextOf = async (events: AsyncGenerator<Answer>) => (await events.next()).value;
const SSE = { headers: { accept: 'text/event-stream' } };

describe('articleEvents as Server-Sent Events', () => {
  it('without a socket: events as they happen, then an end', async () => {
    const response = await gateway.fetch(SUBSCRIBE, SSE);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const events = eventsOf(response);
    await save('first');
    expect(await nextOf(events)).toMatchObject({ outcome: 'CREATED', article: { headline: 'first' } });
    await save('second');
    expect(await nextOf(events)).toMatchObject({ article: { headline: 'second' } });
    await events.return(undefined);
  });

  it('over a socket, to several, each going on from where it was', async () => {
    const server = await listen(gateway, { port: 0, host: '127.0.0.1' });
    const open = async (after?: string) => {
      const query = EVENTS.replace('articleEvents', after ? `articleEvents(after: "${after}")` : 'articleEvents');
      return eventsOf(await fetch(`${server.url}/graphql?query=${encodeURIComponent(query)}`, SSE));
    };
    const [one, other] = [await open(), await open()];
    await save('third');
    const third = await nextOf(one);
    expect(third).toMatchObject({ article: { headline: 'third' } });
    expect(await nextOf(other)).toEqual(third);
    await one.return(undefined);
    await save('fourth');
    await save('fifth');
    const again = await open(third.cursor);
    for (const events of [again, other]) {
      expect(await nextOf(events)).toMatchObject({ article: { headline: 'fourth' } });
      expect(await nextOf(events)).toMatchObject({ article: { headline: 'fifth' } });
    }
    await again.return(undefined);
    await other.return(undefined);
    await server.close();
  });

  it('a cursor that is none is refused before anything is sent', async () => {
    const query = encodeURIComponent('subscription { articleEvents(after: "x") { __typename } }');
    const response = await gateway.fetch(`${ORIGIN}/graphql?query=${query}`, SSE);
    expect(await response.text()).toContain('INVALID_CURSOR');
  });

  it('when the gateway stops, streams end', async () => {
    const response = await gateway.fetch(SUBSCRIBE, SSE);
    context.events.close();
    expect(await response.text()).toContain('event: complete');
  });
});
