import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createClient } from '../../src/client/client.ts';
import { ReadPoint } from '../../src/domain/read-point.ts';
import type { Database } from '../../src/storage/database.ts';
import { openServer } from '../../src/storage/database.ts';
import type { PostgresCluster } from '../support/postgres-clusters.ts';
import { CLUSTERS, startPrimary, startStandby } from '../support/postgres-clusters.ts';
import type { Answered, RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';

const KEY = 'admin-key';
const API_KEYS = `desk:admin:${createHash('sha256').update(KEY).digest('hex')}`;
const COUNT = '{ corpus { articleCount } }';

let number = 0;
/** Brings a document that nobody has brought before. */
function bring(gateway: RunningGateway): Promise<Answered> {
  number += 1;
  return gateway.send(`/ingest?uri=/stories/${number}.txt`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', authorization: `Bearer ${KEY}` },
    body: `Story number ${number}\n\nThe ${number}th bridge of Port Vella has opened.\n`,
  });
}

/** How many articles a gateway says there are; words that were not asked before are never answered from what was kept. */
async function countAt(gateway: RunningGateway, revision?: string | null): Promise<number> {
  number += 1;
  const answer = await gateway.post(
    { query: `query Count${number} ${COUNT}` },
    revision == null ? {} : { 'newsgraph-revision': revision },
  );
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer.json.data.corpus.articleCount;
}

const revisionOf = ({ headers }: Answered) => headers.get('newsgraph-revision');

/** What each server has answered so far: of DATABASE_URL, then of each of DATABASE_REPLICA_URLS. */
const answeredBy = (db: Database) => db.servers?.health().map(({ answered }) => answered) ?? [];

describe.skipIf(CLUSTERS.isMissing)(`reading from replicas ${CLUSTERS.reason}`, () => {
  let primary: PostgresCluster;
  let standby: PostgresCluster;
  /** Two processes of the gateway, as it were. */
  let here: Database;
  let there: Database;
  let gateway: RunningGateway;
  let other: RunningGateway;

  const open = () => openServer({ url: primary.url, replicaUrls: [standby.url] });
  const stateOfReplica = (db: Database = here) => db.servers?.health()[1]?.state;
  const untilReplicaIs = (state: string, db: Database = here) =>
    expect.poll(() => stateOfReplica(db), { timeout: 20_000 }).toBe(state);

  beforeAll(async () => {
    primary = await startPrimary();
    standby = await startStandby(primary, { max_standby_streaming_delay: '0' });
    here = await open();
    there = await open();
    gateway = await startGateway(here, { API_KEYS }, { closeAfterTest: false });
    other = await startGateway(there, { API_KEYS }, { closeAfterTest: false });
    await bring(gateway);
  });

  afterAll(async () => {
    await Promise.all([gateway?.close(), other?.close()]);
    await Promise.all([here?.close(), there?.close()]);
    await Promise.all([primary?.remove(), standby?.remove()]);
  });

  afterEach(async () => {
    await standby.resumeReplay();
    await untilReplicaIs('UP');
    await untilReplicaIs('UP', there);
  });

  it('queries go to the replica, and their answers say of which revision they are', async () => {
    await standby.catchUp(primary);
    await untilReplicaIs('UP');
    const before = answeredBy(here);
    for (let i = 0; i < 10; i++) await countAt(gateway);
    const [ofPrimary, ofReplica] = answeredBy(here).map((answered, i) => answered - (before[i] ?? 0));
    expect([ofPrimary, ofReplica]).toEqual([0, 10]);

    const answer = await gateway.post({ query: '{ corpus { revision } articles { totalCount } }' });
    expect(revisionOf(answer)).toBe(answer.json.data.corpus.revision);
    const kept = await gateway.post({ query: '{ corpus { revision } articles { totalCount } }' });
    expect([kept.headers.get('x-newsgraph-cache'), revisionOf(kept)]).toEqual(['HIT', revisionOf(answer)]);
  });

  it('a process shows what it has acknowledged, however far behind the replica is', async () => {
    await standby.pauseReplay();
    for (let i = 0; i < 3; i++) {
      const before = await countAt(gateway);
      await bring(gateway);
      expect(await countAt(gateway)).toBe(before + 1);
    }
  });

  it('other processes show it who are told its revision, at once; and the others after a second', async () => {
    await standby.pauseReplay();
    for (let i = 0; i < 5; i++) {
      const before = await countAt(gateway);
      const brought = await bring(gateway);
      expect(await countAt(other, revisionOf(brought))).toBe(before + 1);
    }
    const before = await countAt(gateway);
    await bring(gateway);
    await sleep(1_000);
    expect(await countAt(other)).toBe(before + 1);
  });

  it('a mutation names its revision, and reads what it has done', async () => {
    await standby.pauseReplay();
    number += 1;
    const answer = await gateway.post(
      {
        query:
          'mutation ($input: IngestDocumentInput!) { ingestDocument(input: $input) { receipts { article { headline } } revision } }',
        variables: {
          input: { content: `Mutation ${number}\n\nA text.\n`, format: 'TEXT', uri: `/mutations/${number}.txt` },
        },
      },
      { authorization: `Bearer ${KEY}`, 'x-graphql-yoga-csrf': '1' },
    );
    expect(answer.json.data.ingestDocument.receipts).toEqual([{ article: { headline: `Mutation ${number}` } }]);
    expect(revisionOf(answer)).toBe(answer.json.data.ingestDocument.revision);
  });

  it('the client reads what it has written, whichever process it asks', async () => {
    await standby.pauseReplay();
    let asked = 0;
    const client = createClient({
      url: `${gateway.url}/graphql`,
      key: KEY,
      // As a balancer does.
      fetch: (_url, init) => fetch(`${(asked++ % 2 === 0 ? gateway : other).url}/graphql`, init),
    });
    const count = async () => {
      const { corpus } = await client.query<{ corpus: { articleCount: number } }>(COUNT);
      return corpus.articleCount;
    };
    for (let i = 0; i < 5; i++) {
      const before = await count();
      number += 1;
      await client.mutate('mutation ($input: IngestDocumentInput!) { ingestDocument(input: $input) { revision } }', {
        input: { content: `Client ${number}\n\nA text.\n`, format: 'TEXT', uri: `/client/${number}.txt` },
      });
      expect(await count()).toBe(before + 1);
      // The other one next.
      asked += i % 2;
    }
  });

  it('an answer that a replica gave late is not kept', async () => {
    // Behind by more than the process waits before it asks the primary.
    await standby.set('recovery_min_apply_delay', '300ms');
    onTestFinished(() => standby.set('recovery_min_apply_delay', '0'));
    const ask = async () => (await other.post({ query: COUNT })).json.data.corpus.articleCount;
    for (let i = 0; i < 5; i++) {
      const before = await countAt(gateway);
      await bring(gateway);
      const end = performance.now() + 1_000;
      // Many ask for the same while it changes.
      while (performance.now() < end) {
        expect([before, before + 1]).toContain(await ask());
        await sleep(5);
      }
      expect(await ask()).toBe(before + 1);
    }
  });

  it('a header that names no revision is refused', async () => {
    for (const headers of [{ 'newsgraph-revision': 'now' }, { 'newsgraph-revision': '-1' }]) {
      const answer = await gateway.post({ query: COUNT }, headers);
      expect([answer.status, answer.codes]).toEqual([400, ['BAD_USER_INPUT']]);
    }
  });

  it('how far the replica is behind is measured, and told by /metrics and /ready', async () => {
    const metric = async (name: string, server: number) => {
      const { text } = await gateway.send('/metrics');
      return Number(new RegExp(`^newsgraph_database_${name}\\{server="${server}"\\} (\\S+)$`, 'm').exec(text)?.[1]);
    };
    await standby.pauseReplay();
    await bring(gateway);
    await bring(gateway);
    await expect.poll(() => metric('lag_revisions', 1), { timeout: 5_000 }).toBe(2);
    await expect.poll(() => metric('lag_seconds', 1), { timeout: 5_000 }).toBeGreaterThan(0.5);
    expect(await metric('lag_bytes', 1)).toBeGreaterThan(0);
    expect([await metric('is_primary', 0), await metric('is_primary', 1), await metric('up', 1)]).toEqual([1, 0, 1]);
    const ready = await gateway.send('/ready');
    expect(ready.json).toMatchObject({
      status: 'ok',
      database: [
        { index: 0, isPrimary: true, state: 'UP', lagRevisions: 0 },
        { index: 1, isPrimary: false, state: 'STALE', lagRevisions: 2 },
      ],
    });
    expect(ready.text).not.toContain('127.0.0.1');

    await standby.resumeReplay();
    await expect.poll(() => metric('lag_revisions', 1), { timeout: 5_000 }).toBe(0);
    expect(await metric('lag_seconds', 1)).toBe(0);
  });

  it('what a replica breaks off for the sake of its replay is asked of the primary', async () => {
    await primary.query('CREATE TABLE IF NOT EXISTS swept (id int)');
    await primary.query('INSERT INTO swept SELECT generate_series(1, 1000)');
    await standby.catchUp(primary);
    await untilReplicaIs('UP');
    const [ofPrimary = 0, ofReplica] = answeredBy(here);
    const { servers } = here;
    if (!servers) throw new Error('there are no servers');
    const asked = servers.reading(new ReadPoint())(
      'SELECT count(*) FROM swept s WHERE (SELECT pg_sleep(2)) IS NOT NULL AND s.id > 0',
      [],
      undefined,
    );
    await sleep(300);
    await primary.query('DELETE FROM swept');
    await primary.query('VACUUM swept');
    expect(await asked).toBe('0');
    expect(answeredBy(here)).toEqual([ofPrimary + 1, ofReplica]);
  });

  it('a dead replica is left out without anybody seeing an error, and taken back', async () => {
    await untilReplicaIs('UP');
    const expected = await countAt(gateway);
    let isOver = false;
    const counts: number[] = [];
    const readers = Array.from({ length: 4 }, async () => {
      while (!isOver) counts.push(await countAt(gateway));
    });
    await sleep(300);
    await standby.kill();
    await sleep(700);
    expect(stateOfReplica()).toBe('DOWN');
    expect((await gateway.send('/ready')).status).toBe(200);
    await standby.start();
    await untilReplicaIs('UP');
    const [, before = 0] = answeredBy(here);
    await expect.poll(() => answeredBy(here)[1], { timeout: 20_000 }).toBeGreaterThan(before);
    isOver = true;
    await Promise.all(readers);
    expect(counts.length).toBeGreaterThan(8);
    expect(new Set(counts)).toEqual(new Set([expected]));
    expect(gateway.log()).toMatch(/database server lost/);
    expect(gateway.log()).toMatch(/database server taken back/);
  });

  it('what a replica does not answer any more is asked of the primary', async () => {
    await untilReplicaIs('UP');
    standby.pause();
    onTestFinished(() => standby.resume());
    const asked = Array.from({ length: 4 }, () => countAt(gateway));
    expect(new Set(await Promise.all(asked)).size).toBe(1);
    await untilReplicaIs('DOWN');
    standby.resume();
    await untilReplicaIs('UP');
  });
});

describe.skipIf(CLUSTERS.isMissing)(`a standby that is promoted ${CLUSTERS.reason}`, () => {
  it('under load: reads go on, writes resume, and every answer is right', async () => {
    const primary = await startPrimary();
    onTestFinished(() => primary.remove());
    const standby = await startStandby(primary);
    onTestFinished(() => standby.remove());
    // What is acknowledged is there after the primary is lost.
    await primary.set('synchronous_commit', 'remote_apply');
    await primary.set('synchronous_standby_names', '*');
    const db = await openServer({ url: primary.url, replicaUrls: [standby.url] });
    onTestFinished(() => db.close());
    const gateway = await startGateway(db, { API_KEYS }, { closeAfterTest: false });
    onTestFinished(() => gateway.close());

    let acknowledged = 0;
    let begun = 0;
    let isOver = false;
    const faults: string[] = [];
    const answers: number[] = [];
    const reader = async () => {
      while (!isOver) {
        const least = acknowledged;
        const count = await countAt(gateway).catch((error: unknown) => String(error));
        if (typeof count === 'string') faults.push(count);
        else if (count < least || count > begun) faults.push(`${count}, and not ${least} to ${begun}`);
        else answers.push(performance.now());
      }
    };
    const writer = async () => {
      while (!isOver) {
        begun += 1;
        const { text } = await bring(gateway);
        if (text.includes('"outcome":"CREATED"')) acknowledged += 1;
        else {
          // Said so, and not done: or done without anybody being told.
          if (!/INGEST_FAILED|UNAVAILABLE|INTERNAL_SERVER_ERROR/.test(text)) faults.push(text);
          await sleep(50);
        }
      }
    };
    const load = [reader(), reader(), writer()];
    onTestFinished(async () => {
      isOver = true;
      await Promise.allSettled(load);
    });
    const untilAcknowledged = (count: number) =>
      expect.poll(() => acknowledged, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
    await untilAcknowledged(5);

    await primary.kill();
    const killedAt = performance.now();
    await sleep(1_500);
    await expect
      .poll(() => answers.filter((at) => at > killedAt + 500).length, { timeout: 20_000 })
      .toBeGreaterThan(10);
    expect((await gateway.send('/ready')).status).toBe(200);

    const before = acknowledged;
    await standby.promote();
    await untilAcknowledged(before + 3);

    // The old primary returns as if nothing had happened.
    await primary.start();
    const [{ revision: left } = {}] = await primary.query('SELECT "revision"::text FROM "Corpus"');
    await expect.poll(() => db.servers?.health()[0]?.state, { timeout: 20_000 }).toBe('PARTED');
    await untilAcknowledged(acknowledged + 3);
    expect(await primary.query('SELECT "revision"::text FROM "Corpus"')).toEqual([{ revision: left }]);

    // A standby of the new one, it is read from.
    await primary.stop('immediate');
    await primary.copy(standby);
    await primary.start();
    await expect.poll(() => db.servers?.health()[0]?.state, { timeout: 20_000 }).toBe('UP');
    const [ofOld = 0] = answeredBy(db);
    await expect.poll(() => answeredBy(db)[0], { timeout: 10_000 }).toBeGreaterThan(ofOld);

    isOver = true;
    await Promise.all(load);
    expect(faults).toEqual([]);
    expect(await countAt(gateway)).toBeGreaterThanOrEqual(acknowledged);

    // A process that starts now writes to the new one, too, whichever DATABASE_URL names.
    const late = await openServer({ url: primary.url, replicaUrls: [standby.url] });
    expect(late.servers?.health().map(({ isPrimary }) => isPrimary)).toEqual([false, true]);
    await late.close();
  });

  it('a client that knows of more than any replica has is told to wait while there is no primary', async () => {
    const primary = await startPrimary();
    onTestFinished(() => primary.remove());
    const standby = await startStandby(primary);
    onTestFinished(() => standby.remove());
    const db = await openServer({ url: primary.url, replicaUrls: [standby.url] });
    onTestFinished(() => db.close());
    const gateway = await startGateway(db, { API_KEYS }, { closeAfterTest: false });
    onTestFinished(() => gateway.close());
    await bring(gateway);
    await standby.catchUp(primary);
    await standby.pauseReplay();
    const revision = revisionOf(await bring(gateway)) ?? '';
    await primary.kill();

    // The newest that there is, and it says how new that is.
    const stale = await gateway.post({ query: COUNT });
    expect(stale.json.data.corpus.articleCount).toBe(1);
    expect(Number(revisionOf(stale))).toBe(Number(revision) - 1);
    const refused = await gateway.post({ query: COUNT }, { 'newsgraph-revision': revision });
    expect([refused.status, refused.codes, refused.headers.get('retry-after')]).toEqual([503, ['UNAVAILABLE'], '1']);
    await standby.resumeReplay();
    await expect
      .poll(() => gateway.post({ query: COUNT }, { 'newsgraph-revision': revision }).then(({ status }) => status))
      .toBe(200);
  });

  it('is not mistaken: no server that can be written to, or one that was left behind, is an error at the start', async () => {
    const primary = await startPrimary();
    onTestFinished(() => primary.remove());
    const standby = await startStandby(primary);
    onTestFinished(() => standby.remove());
    await expect(openServer({ url: standby.url, replicaUrls: ['postgresql://127.0.0.1:1/none'] })).rejects.toThrow(
      /No server of DATABASE_URL and DATABASE_REPLICA_URLS can be written to: .* is a standby, 127\.0\.0\.1:1 cannot be reached/,
    );
  });
});
