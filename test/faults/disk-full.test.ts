import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openEmbedded, openServer } from '../../src/storage/database.ts';
import { databaseTemplate, IS_SERVER } from '../support/database.ts';
import { KeepAliveClient } from '../support/keep-alive.ts';
import { bring } from '../support/numbered-stories.ts';
import { CLUSTERS, startPrimary } from '../support/postgres-clusters.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { KeptGateway } from './kept-gateway.ts';
import { Ledger } from './ledger.ts';
import { LOAD_SETTINGS } from './settings.ts';

const disk = IS_SERVER && CLUSTERS.isMissing ? null : mountSmallDisk(256);
afterAll(() => disk?.remove());

/** More than what is kept free for them in files that are there. */
const MOST_WHEN_FULL = 3_000;

describe.skipIf(disk === null)(
  `a full disk${disk ? '' : ' (skipped: no folder of a limited size can be mounted)'}`,
  () => {
    it('costs no document that was acknowledged; with room again all goes on', async () => {
      if (!disk) throw new Error('there is no disk');
      const dataDir = join(disk.folder, 'data');
      const cluster = IS_SERVER
        ? await startPrimary(
            { max_wal_size: '32MB', min_wal_size: '32MB', wal_keep_size: '0' },
            { parent: disk.folder },
          )
        : null;
      const open = async (template?: Blob) =>
        cluster
          ? openServer({ url: cluster.url })
          : openEmbedded({ dataDir: join(dataDir, 'pg'), ...(template ? { template } : {}) });
      await (await open(cluster ? undefined : await databaseTemplate())).close();
      const settings = { ...LOAD_SETTINGS, ...(cluster ? { DATABASE_URL: cluster.url } : { DATA_DIR: dataDir }) };
      const gateway = await KeptGateway.start(['serve'], { ...settings, LOG_LEVEL: 'silent' });
      const ledger = new Ledger();
      const client = new KeepAliveClient(gateway.url);
      const tries = async (story = ledger.newStory()) => {
        const { acknowledged } = await bring(client, story.number, null);
        if (acknowledged) ledger.acknowledge(story, 1, acknowledged);
        ledger.giveBack(story);
        return { story, isIn: acknowledged !== null };
      };
      try {
        for (let i = 0; i < 20; i++) expect(await tries()).toMatchObject({ isIn: true });
        disk.fill();
        let last = await tries();
        for (let i = 0; last.isIn && i < MOST_WHEN_FULL; i++) last = await tries();
        expect(last.isIn).toBe(false);
        for (let i = 0; i < 5; i++) await tries(last.story);
        disk.free();
        // A server that cannot write its journal ends itself.
        if (cluster && !cluster.isRunning) await cluster.start();
        const isInAgain = async () => (await tries(last.story)).isIn;
        await expect.poll(isInAgain, { timeout: 60_000, interval: 100 }).toBe(true);
        for (let i = 0; i < 20; i++) expect(await tries()).toMatchObject({ isIn: true });
        client.close();
        await gateway.stop();
        const db = await open();
        expect(await ledger.rowFaultsOf(db)).toEqual([]);
        await db.close();
      } finally {
        gateway.killAll();
        await gateway.stop();
        await cluster?.remove();
      }
    });
  },
);
