import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PostgresCluster } from '../support/postgres-clusters.ts';
import { CLUSTERS, startPrimary, startStandby } from '../support/postgres-clusters.ts';

describe.skipIf(CLUSTERS.isMissing)(`a primary and its streaming standby ${CLUSTERS.reason}`, () => {
  let primary: PostgresCluster;
  let standby: PostgresCluster;

  beforeAll(async () => {
    primary = await startPrimary();
    standby = await startStandby(primary);
    await primary.query('CREATE TABLE line (text text)');
  });

  afterAll(async () => {
    await Promise.all([primary?.remove(), standby?.remove()]);
  });

  const linesOf = async (cluster: PostgresCluster) =>
    (await cluster.query('SELECT text FROM line ORDER BY text')).map(({ text }) => text);
  const write = (cluster: PostgresCluster, text: string) => cluster.query('INSERT INTO line VALUES ($1)', [text]);

  it('show what was written, the standby once it has replayed it', async () => {
    await write(primary, 'a');
    await standby.catchUp(primary);
    expect(await linesOf(standby)).toEqual(['a']);

    await standby.pauseReplay();
    await write(primary, 'b');
    expect(await linesOf(standby)).toEqual(['a']);
    await standby.resumeReplay();
    await standby.catchUp(primary);
    expect(await linesOf(standby)).toEqual(['a', 'b']);
  });

  it('can be killed, paused and started again', async () => {
    await standby.kill();
    expect(standby.isRunning).toBe(false);
    await expect(linesOf(standby)).rejects.toThrow();
    await write(primary, 'c');
    await standby.start();
    await standby.catchUp(primary);
    expect(await linesOf(standby)).toEqual(['a', 'b', 'c']);

    standby.pause();
    await expect(linesOf(standby)).rejects.toThrow();
    standby.resume();
    expect(await linesOf(standby)).toEqual(['a', 'b', 'c']);

    await primary.kill();
    await primary.start();
    await write(primary, 'd');
    await standby.catchUp(primary);
  });

  it('change places: the standby is promoted, and the old primary made its standby', async () => {
    await primary.kill();
    await standby.promote();
    await write(standby, 'e');
    await primary.copy(standby);
    await primary.start();
    await primary.catchUp(standby);
    expect(await linesOf(primary)).toEqual(['a', 'b', 'c', 'd', 'e']);
    await expect(write(primary, 'f')).rejects.toThrow(/read-only/);
  });
});
