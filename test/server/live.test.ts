import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { IS_SERVER, openDatabase } from '../support/database.ts';
import { documentOf, NOTHING_FOUND } from '../support/documents.ts';
import type { Answer } from '../support/graph.ts';
import { contextOf, fill } from '../support/graph.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';
import { connectSocket } from '../support/sockets.ts';

const EVENTS = `subscription Live($after: String) {
  articleEvents(after: $after) {
    ... on ArticleIngested { cursor article { headline } }
    ... on EventGap { cursor missed }
  }
}`;

let db: Database;
let store: ReturnType<typeof contextOf>['store'];
beforeAll(async () => {
  db = await openDatabase();
  ({ store } = contextOf(db));
  await fill({ store }, 1);
});
afterAll(() => db.close());

// Read again by the same extractor, nothing would be saved, and nobody told.
let reading = 0;
const save = (headline: string, body = headline) =>
  store.save(documentOf(`/${headline}.txt`, { headline, body }), NOTHING_FOUND, `${++reading}`);

/** Resolves when so many streams are open: from then on each is told of what happens. */
const followed = ({ send }: RunningGateway, count: number) =>
  expect
    .poll(async () => (await send('/metrics')).text, { timeout: 30_000 })
    .toContain(`newsgraph_subscriptions ${count}\n`);

interface Asked {
  readonly query?: string;
  readonly after?: string;
}

/** A client that follows events, and reads nothing until it is asked for the next. */
interface Follower {
  next(): Promise<Answer>;
  leave(): void;
}

const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
afterAll(() => agent.destroy());

/** Opens a stream of Server-Sent Events, and leaves it unread. */
async function openStream({ url }: RunningGateway, { query = EVENTS, after }: Asked): Promise<IncomingMessage> {
  const parameters = new URLSearchParams({ query, variables: JSON.stringify(after === undefined ? {} : { after }) });
  const request = get(`${url}/graphql?${parameters}`, { agent, headers: { accept: 'text/event-stream' } });
  onTestFinished(() => void request.destroy());
  const [response]: IncomingMessage[] = await once(request, 'response');
  if (response?.headers['content-type'] !== 'text/event-stream') throw new Error('no stream was opened');
  response.on('error', () => {});
  return response.setEncoding('utf8');
}

async function followByHttp(gateway: RunningGateway, asked: Asked = {}): Promise<Follower> {
  const response = await openStream(gateway, asked);
  const chunks: AsyncIterator<string> = response[Symbol.asyncIterator]();
  let text = '';
  return {
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end < 0) {
          const { done, value } = await chunks.next();
          if (done) throw new Error('the stream has ended');
          text += value;
          continue;
        }
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (data) return JSON.parse(data).data.articleEvents;
      }
    },
    leave: () => response.destroy(),
  };
}

async function followBySocket({ url }: RunningGateway, { query = EVENTS, after }: Asked = {}): Promise<Follower> {
  const { socket, follow } = await connectSocket(url);
  const events = follow({ query, variables: after === undefined ? {} : { after } });
  socket.pause();
  return {
    async next() {
      socket.resume();
      const { type, payload } = await events.next();
      if (type !== 'next') throw new Error(`the stream has ended: ${type}`);
      return payload.data.articleEvents;
    },
    leave: () => socket.terminate(),
  };
}

describe.each([
  { way: 'Server-Sent Events', follow: followByHttp },
  { way: 'WebSocket', follow: followBySocket },
])('articleEvents over $way', ({ follow }) => {
  it('goes on where a connection broke off, while more happens: no event is left out, and none comes twice', async () => {
    const gateway = await startGateway(db);
    let follower = await follow(gateway);
    await followed(gateway, 1);
    const expected = Array.from({ length: 60 }, (_, i) => `event ${i}`);
    const saved = (async () => {
      for (const headline of expected) await save(headline);
    })();
    const seen: string[] = [];
    let after = '';
    while (seen.length < expected.length) {
      for (let i = 0; i < 7 && seen.length < expected.length; i++) {
        const event = await follower.next();
        seen.push(event.article.headline);
        after = event.cursor;
      }
      follower.leave();
      follower = await follow(gateway, { after });
    }
    await saved;
    expect(seen).toEqual(expected);
  });

  it('is read no faster than its client reads: what he does not take is not kept for him, and he is told of the gap', async () => {
    const gateway = await startGateway(db);
    const names = Array.from({ length: 25 }, (_, i) => `a${i}: body`).join(' ');
    const query = EVENTS.replace('headline', `headline ${names}`);
    const follower = await follow(gateway, { query });
    await followed(gateway, 1);
    // Of half a megabyte each, several times what the system keeps for a connection.
    const count = 80;
    for (let i = 0; i < count; i++) await save(`large ${i}`, `${i} ${'word '.repeat(4_000)}`);
    const { lastEvent } = await db.prisma.corpus.findFirstOrThrow();
    await db.prisma.articleEvent.deleteMany({ where: { position: { lt: lastEvent } } });
    const seen: string[] = [];
    let event = await follower.next();
    for (; event.missed === undefined; event = await follower.next()) seen.push(event.article.headline);
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, i) => `large ${i}`));
    expect(event.missed).toBe(count - 1 - seen.length);
    // A batch of events was on its way, and what the system keeps.
    expect(event.missed).toBeGreaterThan(count / 3);
    expect((await follower.next()).article.headline).toBe(`large ${count - 1}`);
    follower.leave();
    await followed(gateway, 0);
  });
});

it('a stream of Server-Sent Events shows signs of life while nothing happens', async () => {
  const response = await openStream(await startGateway(db), {});
  let text = '';
  for await (const chunk of response) {
    text += chunk;
    if (text.length >= 3 * ':\n\n'.length) break;
  }
  expect(text).toBe(':\n\n'.repeat(3));
});

it('500 who follow over sockets of either kind are told of a change, which is read by one statement', async () => {
  const gateway = await startGateway(db);
  const read: string[] = [];
  db.onStatement(({ sql }) => {
    if (sql.includes('"ArticleEvent"') && sql.startsWith('SELECT (')) read.push(sql);
  });
  const crowd = await Promise.all(
    Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? followByHttp(gateway) : followBySocket(gateway))),
  );
  await followed(gateway, 500);
  await save('to all');
  const events = await Promise.all(crowd.map(({ next }) => next()));
  for (const { article } of events) expect(article.headline).toBe('to all');
  // When they came, and when it happened: of which a gateway on a server hears once more, by the server.
  expect(read.length).toBeGreaterThanOrEqual(2);
  expect(read.length).toBeLessThanOrEqual(IS_SERVER ? 3 : 2);
  for (const { leave } of crowd) leave();
  await followed(gateway, 0);
});
