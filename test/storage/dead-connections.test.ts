import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openServer } from '../../src/storage/database.ts';
import { createOnServer, IS_SERVER } from '../support/database.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

describe.runIf(IS_SERVER)('a transaction whose connection is lost', () => {
  it.each(['at once', 'when the server is reached again'])('is ended there %s, with its locks', async (moment) => {
    const { url, drop } = await createOnServer();
    onTestFinished(drop);
    const proxy = await TcpProxy.open(Number(new URL(url).port || '5432'));
    const db = await openServer({ url: proxy.through(url) });
    onTestFinished(async () => {
      await db.close();
      await proxy.close();
    });
    const other = new Client({ connectionString: url });
    await other.connect();
    onTestFinished(() => other.end());

    await expect(
      db.prisma.$transaction(
        async (tx) => {
          await tx.corpus.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
          if (moment === 'at once') proxy.loseConnections();
          else proxy.isStopped = true;
          await tx.corpus.findFirst();
        },
        { timeout: 60_000 },
      ),
    ).rejects.toThrow();
    proxy.isStopped = false;

    // The server by itself would wait for two minutes.
    await other.query(`SET statement_timeout = '30s'`);
    await other.query('UPDATE "Corpus" SET "revision" = "revision" + 1');
    await expect(db.prisma.corpus.findFirst()).resolves.toMatchObject({ revision: 1n });
  });
});
