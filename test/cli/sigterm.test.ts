import { describe, expect, it } from 'vitest';
import { commandDatabase, newsgraph, SERVED_BY } from '../support/cli.ts';
import { childrenOf } from '../support/command.ts';
import type { Exchange } from '../support/keep-alive.ts';
import { KeepAliveClient } from '../support/keep-alive.ts';
import { bring, INGEST_KEY, uriOf } from '../support/numbered-stories.ts';

const URL_LINE = /GraphiQL\s+(http:\S+)/;
const READERS = 20;
const WRITERS = 6;
/** Requests answered before the signal. */
const BEFORE = 300;
/** A process that has not ended by then hangs. */
const DEADLINE_MS = 20_000;
const query = (n: number) => `{ articles(first: ${1 + (n % 30)}) { nodes { headline quotes { nodes { content } } } } }`;

/** What a client was answered, until it found nobody any more. */
interface Told {
  readonly exchanges: Exchange[];
  readonly stories: number[];
}

const WAYS = SERVED_BY.flatMap((served) =>
  // As a terminal and systemd do, to all processes at once; each order of what a worker hears of first.
  served.args.length > 1
    ? [
        { ...served, toAll: false },
        { ...served, how: `${served.how}, all of them signalled`, toAll: true },
      ]
    : [{ ...served, toAll: false }],
);

describe('SIGTERM under load', () => {
  it.each(WAYS)('loses no request that was read: $how', async ({ args, toAll }) => {
    const database = await commandDatabase();
    const running = newsgraph(args, { ...database.settings, ...INGEST_KEY.settings, LOG_LEVEL: 'info' });
    const [, url = ''] = await running.output(URL_LINE);
    let answered = 0;
    let nextStory = 0;
    let tellEnough = () => {};
    const enough = new Promise<void>((resolve) => (tellEnough = resolve));

    async function ask(send: (client: KeepAliveClient, told: Told, n: number) => Promise<Exchange>): Promise<Told> {
      const client = new KeepAliveClient(url);
      const told: Told = { exchanges: [], stories: [] };
      for (let n = 0; ; n++) {
        const exchange = await send(client, told, n);
        told.exchanges.push(exchange);
        if (exchange.answer === null) break;
        answered += 1;
        if (answered >= BEFORE) tellEnough();
      }
      client.close();
      return told;
    }
    const clients = [
      ...Array.from({ length: READERS }, () => ask((client, _, n) => client.query(query(n)))),
      ...Array.from({ length: WRITERS }, () =>
        ask(async (client, { stories }) => {
          const number = nextStory++;
          const { acknowledged, exchange } = await bring(client, number, null);
          if (acknowledged) stories.push(number);
          return exchange;
        }),
      ),
    ];
    await enough;
    const processes = toAll ? [running.pid, ...childrenOf(running.pid)] : [running.pid];
    for (const pid of processes) process.kill(pid, 'SIGTERM');
    const late = setTimeout(() => running.kill('SIGKILL'), DEADLINE_MS);
    const { status, stderr } = await running.finished;
    clearTimeout(late);
    const told = await Promise.all(clients);
    expect(status).toBe(0);

    const exchanges = told.flatMap((each) => each.exchanges);
    for (const { answer } of exchanges) {
      if (!answer) continue;
      expect([200, 503]).toContain(answer.status);
      expect(answer.text.trimEnd()).toSatisfy((text: string) => JSON.parse(text) !== undefined);
    }
    // The log has each request that was read.
    const whole = new Set(exchanges.flatMap(({ id, answer }) => (answer ? id : [])));
    const read = [...stderr.matchAll(/"requestId":"([\w-]+)"/g)].map(([, id = '']) => id);
    expect(read.length).toBeGreaterThanOrEqual(BEFORE);
    expect(read.filter((id) => !whole.has(id))).toEqual([]);
    for (const { exchanges: own } of told) {
      // Nobody had a connection closed under what it had just sent: its last answer told it to send nothing more.
      expect(own.at(-1)).toMatchObject({
        isReused: false,
        answer: null,
        error: expect.stringMatching(/ECONNREFUSED|ECONNRESET/),
      });
      expect(own.at(-2)?.answer?.connection).toBe('close');
    }

    const acknowledged = told.flatMap(({ stories }) => stories.map(uriOf));
    expect(acknowledged.length).toBeGreaterThan(0);
    const db = await database.open();
    const stored = await db.prisma.document.findMany({ select: { uri: true } });
    await db.close();
    const uris = new Set(stored.map(({ uri }) => uri));
    expect(acknowledged.filter((uri) => !uris.has(uri))).toEqual([]);
    expect(await newsgraph(['doctor'], database.settings).finished).toMatchObject({ status: 0 });
  });
});
