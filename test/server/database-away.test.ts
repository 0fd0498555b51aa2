import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openServer } from '../../src/storage/database.ts';
import type { PostgresCluster } from '../support/postgres-clusters.ts';
import { CLUSTERS, startPrimary } from '../support/postgres-clusters.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

const KEY = 'admin-key';
const API_KEYS = `desk:admin:${createHash('sha256').update(KEY).digest('hex')}`;
const CHIEF_HEADERS = { authorization: `Bearer ${KEY}`, 'x-graphql-yoga-csrf': '1' };
const DELETE = 'mutation ($id: ID!) { deleteArticle(input: { id: $id }) { deletedId } }';

describe.skipIf(CLUSTERS.isMissing)(`a gateway whose database goes away ${CLUSTERS.reason}`, () => {
  let cluster: PostgresCluster;
  let proxy: TcpProxy;
  let db: Database;
  let gateway: RunningGateway;
  let number = 0;

  /** Words that were not asked before are never answered from what was kept. */
  const count = () => gateway.post({ query: `query Count${++number} { corpus { articleCount } }` });

  beforeAll(async () => {
    cluster = await startPrimary();
    proxy = await TcpProxy.open(cluster.port);
    db = await openServer({ url: proxy.through(cluster.url) });
    gateway = await startGateway(db, { API_KEYS }, { closeAfterTest: false });
  });

  afterAll(async () => {
    await gateway?.close();
    await db?.close();
    await proxy?.close();
    await cluster?.remove();
  });

  it('answers queries on, when only connections are broken', async () => {
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 5 }, count));
      proxy.cut();
      const answers = await Promise.all(Array.from({ length: 5 }, count));
      expect(answers.map(({ status, codes }) => [status, codes])).toEqual(answers.map(() => [200, []]));
    }
  });

  it('asks who queries to try again, tells its log why, and answers when the database is back', async () => {
    await cluster.stop('immediate');
    const away = await count();
    expect([away.status, away.codes, away.headers.get('retry-after')]).toEqual([503, ['UNAVAILABLE'], '1']);
    expect(gateway.log()).toMatch(/"level":40.*connection terminated.*"msg":"unavailable"/i);
    await cluster.start();
    await expect.poll(async () => (await count()).status).toBe(200);
  });

  it('asks nobody to send a mutation again, of which it does not know whether it was done', async () => {
    await cluster.stop('immediate');
    const id = Buffer.from('Article:00000000-0000-7000-8000-000000000001').toString('base64');
    const away = await gateway.post({ query: DELETE, variables: { id } }, CHIEF_HEADERS);
    expect([away.codes, away.headers.get('retry-after')]).toEqual([['INTERNAL_SERVER_ERROR'], null]);
    await cluster.start();
  });
});
