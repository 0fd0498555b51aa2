import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { copyCorpus } from '../../src/open-corpus.ts';
import { makeKey } from '../../src/server/api-keys.ts';
import { openEmbedded } from '../../src/storage/database.ts';
import { createKeyStore } from '../../src/storage/key-store.ts';
import { IS_SERVER, openDatabase } from '../support/database.ts';
import { documentOf, extractionOf } from '../support/documents.ts';
import { createGraph } from '../support/graph.ts';
import { startGateway } from '../support/running-gateway.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'newsgraph-backup-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('/backup', () => {
  it.skipIf(IS_SERVER)(
    'gives an admin the embedded database as it is at one moment, while documents are taken in',
    async () => {
      const folder = await temporaryFolder();
      const db = await openEmbedded({ dataDir: join(folder, 'data', 'pg') });
      onTestFinished(() => db.close());
      const [admin, reader] = [makeKey(), makeKey()];
      const keys = createKeyStore(db.prisma);
      await keys.create({ name: 'desk', scope: 'admin', sha256: admin.sha256 });
      await keys.create({ name: 'web', scope: 'ingest', sha256: reader.sha256 });
      const gateway = await startGateway(db);
      const as = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

      expect(await gateway.send('/backup')).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
      expect(await gateway.send('/backup', as(reader.key))).toMatchObject({ status: 403, codes: ['FORBIDDEN'] });

      const { store } = createGraph(db);
      const save = async (i: number) => {
        const body = `Ada Quill said bridge ${i} would open. Jo Marsh doubted it.`;
        await store.save(
          documentOf(`/${i}.txt`, { body, headline: `Bridge ${i}` }),
          extractionOf(body, 'Ada Quill'),
          '1',
        );
      };
      let acknowledged = 0;
      let isOver = false;
      let next = () => {};
      const writing = (async () => {
        while (!isOver) {
          await save(acknowledged);
          acknowledged += 1;
          next();
          // PGlite works in this thread, and would leave requests no turn.
          await setImmediate();
        }
      })();
      await new Promise<void>((resolve) => {
        next = () => acknowledged >= 5 && resolve();
      });
      const before = acknowledged;
      const response = await fetch(`${gateway.url}/backup`, as(admin.key));
      const file = join(folder, 'newsgraph.tar.gz');
      await writeFile(file, new Uint8Array(await response.arrayBuffer()));
      isOver = true;
      await writing;
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/gzip');

      // A copy compares each table, and makes the foreign keys anew.
      await copyCorpus({ from: file, to: join(folder, 'restored') }, loadConfig({}), {});
      const restored = await openEmbedded({ dataDir: join(folder, 'restored', 'pg') });
      onTestFinished(() => restored.close());
      const articles = await restored.prisma.article.findMany({ include: { documents: true, mentions: true } });
      expect(articles.length).toBeGreaterThanOrEqual(before);
      expect(articles.length).toBeLessThanOrEqual(acknowledged);
      for (const { documents, mentions } of articles) expect([documents.length, mentions.length]).toEqual([1, 1]);
      const [corpus] = await restored.prisma.corpus.findMany();
      expect(corpus?.revision).toBe(BigInt(articles.length));
      const ids = articles.map(({ id }) => id);
      expect(await db.prisma.article.count({ where: { id: { in: ids } } })).toBe(ids.length);
    },
  );

  it.runIf(IS_SERVER)('says on a server how that is backed up', async () => {
    const db = await openDatabase();
    onTestFinished(() => db.close());
    const { key, sha256 } = makeKey();
    const gateway = await startGateway(db, { API_KEYS: `desk:admin:${sha256}` });
    const answer = await gateway.send('/backup', { headers: { authorization: `Bearer ${key}` } });
    expect(answer).toMatchObject({ status: 404, codes: ['NOT_FOUND'] });
    expect(answer.text).toContain('pg_dump');
    await gateway.close();
  });
});
