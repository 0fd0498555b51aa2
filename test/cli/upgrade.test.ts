import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { openServer } from '../../src/storage/database.ts';
import type { Finding } from '../../src/storage/doctor/doctor.ts';
import { examine } from '../../src/storage/doctor/doctor.ts';
import { newsgraph } from '../support/cli.ts';
import type { Running } from '../support/command.ts';
import { createOnServer, IS_SERVER } from '../support/database.ts';
import type { Exchange } from '../support/keep-alive.ts';
import { KeepAliveClient } from '../support/keep-alive.ts';
import type { Acknowledged } from '../support/numbered-stories.ts';
import { bring, INGEST_KEY } from '../support/numbered-stories.ts';
import { allMigrations, checkOut, olderCommit } from '../support/older-release.ts';

const URL_LINE = /GraphiQL\s+(http:\S+)/;
const CORPUS =
  '{ corpus { articleCount revision } articles(first: 20) { edges { cursor node { id headline body } } } }';

/** @returns how many migrations a database has */
async function appliedTo(connectionString: string): Promise<number> {
  const client = new Client({ connectionString });
  await client.connect();
  const { rowCount } = await client.query('SELECT FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL');
  await client.end();
  return rowCount ?? 0;
}

/**
 * Whether a client sends it again: a gateway closes a connection that was idle, which may cross with a request; and it may still be
 * at work on that one.
 */
function isWorthAnother({ answer, isReused }: Exchange): boolean {
  return answer ? answer.status === 409 : isReused;
}

/** Brings documents and reads, on and on. */
interface Traffic {
  /** Resolves when so many documents more have been acknowledged, and as many answers read. */
  goesOn(count: number): Promise<void>;
  /** @returns what was no good */
  end(): Promise<unknown[]>;
}

const older = IS_SERVER ? await olderCommit() : null;

it.skipIf(older === null)(
  'processes of the last release go on reading and bringing documents while the next migrates their database, and beside it' +
    (!IS_SERVER ? ' (for a server only)' : older ? '' : ' (there is no history of the project)'),
  async () => {
    const { url: DATABASE_URL, drop } = await createOnServer();
    onTestFinished(drop);
    const settings = { DATABASE_URL, ...INGEST_KEY.settings };
    const old = await checkOut(older ?? '');
    const ledger = new Map<string, Acknowledged>();
    let nextStory = 0;

    async function start(file?: string): Promise<{ running: Running; url: string }> {
      const running = newsgraph(['serve'], settings, file);
      const [, url = ''] = await running.output(URL_LINE);
      return { running, url };
    }

    function trafficTo(url: string): Traffic {
      let isOver = false;
      const wrong: unknown[] = [];
      const done = { written: 0, read: 0 };
      const writer = async () => {
        const client = new KeepAliveClient(url);
        while (!isOver) {
          const number = nextStory++;
          let { acknowledged, exchange } = await bring(client, number, `key-${number}`);
          while (isWorthAnother(exchange)) ({ acknowledged, exchange } = await bring(client, number, `key-${number}`));
          if (acknowledged) {
            ledger.set(acknowledged.uri, acknowledged);
            done.written += 1;
          } else wrong.push(exchange);
        }
        client.close();
      };
      const reader = async () => {
        const client = new KeepAliveClient(url);
        while (!isOver) {
          const exchange = await client.query(CORPUS);
          const { answer } = exchange;
          if (isWorthAnother(exchange)) continue;
          if (answer?.status === 200 && answer.text.startsWith('{"data":')) done.read += 1;
          else wrong.push(exchange);
        }
        client.close();
      };
      const all = Promise.all([writer(), reader()]);
      return {
        async goesOn(count) {
          const { written, read } = done;
          const hasGoneOn = () => done.written - written >= count && done.read - read >= count;
          await expect.poll(() => wrong[0] ?? hasGoneOn(), { timeout: 120_000, interval: 20 }).toBe(true);
        },
        async end() {
          isOver = true;
          await all;
          return wrong;
        },
      };
    }

    const before = await start(old);
    const applied = await appliedTo(DATABASE_URL);
    const toOld = trafficTo(before.url);
    await toOld.goesOn(5);

    const after = await start();
    const db = await openServer({ url: DATABASE_URL });
    expect(db.migrated, 'the new process has migrated').toEqual([]);
    const all = await allMigrations();
    expect(await appliedTo(DATABASE_URL)).toBe(all.length);
    expect(applied, 'the older process lacks migrations').toBeLessThan(all.length);
    const toNew = trafficTo(after.url);
    await Promise.all([toOld.goesOn(10), toNew.goesOn(10)]);

    // One of the old, as it is started again after a fault, or to go back.
    const again = await start(old);
    const toAgain = trafficTo(again.url);
    await Promise.all([toOld.goesOn(5), toNew.goesOn(5), toAgain.goesOn(5)]);

    const wrong = await Promise.all([toOld.end(), toNew.end(), toAgain.end()]);
    expect(wrong).toEqual([[], [], []]);

    // Each hears of what the others have written, and answers the same.
    const textOf = async ({ url }: { url: string }) => {
      const client = new KeepAliveClient(url);
      const { answer } = await client.query(CORPUS);
      client.close();
      return answer?.text;
    };
    for (const gateway of [before, after, again]) {
      await expect.poll(() => textOf(gateway), { timeout: 10_000 }).toContain(`"articleCount":${ledger.size},`);
    }
    const texts = await Promise.all([before, after, again].map(textOf));
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]).toBe(texts[0]);

    for (const { running } of [before, again, after]) {
      running.kill('SIGTERM');
      expect(await running.finished).toMatchObject({ status: 0, stderr: '' });
    }
    const stored = await db.prisma.document.findMany({ select: { uri: true } });
    expect(stored.map(({ uri }) => uri).sort()).toEqual([...ledger.keys()].sort());
    const unsound: Finding[] = [];
    for await (const finding of examine(db.prisma, { mend: false })) if (finding.wrong > 0) unsound.push(finding);
    await db.close();
    expect(unsound).toEqual([]);
  },
);
