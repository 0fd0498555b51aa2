import { describe, expect, it } from 'vitest';
import { ask, newsgraph, temporaryFolder } from '../support/cli.ts';
import { childrenOf } from '../support/command.ts';
import { IS_SERVER, openDatabase } from '../support/database.ts';

const URL_LINE = /GraphiQL\s+(http:\S+)/;

it.skipIf(IS_SERVER)('the embedded database is served by one process: more are refused, with the way out', async () => {
  const { status, stderr } = await newsgraph(['serve', '--workers', '2'], { DATA_DIR: await temporaryFolder() })
    .finished;
  expect(status).toBe(2);
  expect(stderr).toContain('DATABASE_URL');
  expect(stderr).not.toMatch(/^\s+at /m);
});

it.each(['0', 'two', '1.5', '1000'])('--workers %s is refused', async (count) => {
  const { status, stderr } = await newsgraph(['serve', '--workers', count], {}).finished;
  expect(status).toBe(2);
  expect(stderr).toContain('whole number');
});

describe.runIf(IS_SERVER && process.platform === 'linux')('two workers on a server', () => {
  it('share one port; one that is killed is replaced, and all end with the first process', async () => {
    const db = await openDatabase();
    try {
      const [{ url: DATABASE_URL = '' } = {}] = await db.prisma.$queryRaw<{ url: string }[]>`
        SELECT 'postgresql://' || current_user || '@127.0.0.1:' || current_setting('port') || '/' || current_database() AS url`;
      const running = newsgraph(['serve', '--workers', '2'], { DATABASE_URL });
      const [, url = ''] = await running.output(URL_LINE);
      const connected = async () => {
        const [{ count } = { count: 0n }] = await db.prisma.$queryRaw<{ count: bigint }[]>`
          SELECT count(*) FROM pg_stat_activity WHERE application_name = 'newsgraph watch' AND datname = current_database()`;
        return Number(count);
      };
      await expect.poll(connected, { timeout: 20_000 }).toBe(2);
      expect(await ask(url, '{ corpus { articleCount } }')).toEqual({ corpus: { articleCount: 0 } });
      // Whichever answers tells of both.
      for (let i = 1; i < 4; i++) await ask(url, '{ corpus { articleCount } }');
      const metrics = await (await fetch(new URL('/metrics', url))).text();
      expect(metrics).toMatch(
        /newsgraph_http_request_duration_seconds_count\{method="POST",path="\/graphql",status="200"\} 4$/m,
      );
      const workers = childrenOf(running.pid);
      expect(workers).toHaveLength(2);
      process.kill(workers[0] ?? 0, 'SIGKILL');
      await expect
        .poll(() => childrenOf(running.pid).filter((pid) => pid !== workers[0]), { timeout: 20_000 })
        .toHaveLength(2);
      await expect.poll(connected, { timeout: 20_000 }).toBe(2);
      expect(await ask(url, '{ corpus { articleCount } }')).toEqual({ corpus: { articleCount: 0 } });
      running.kill('SIGTERM');
      expect(await running.finished).toMatchObject({ status: 0 });
      await expect.poll(connected, { timeout: 10_000 }).toBe(0);
    } finally {
      await db.close();
    }
  });
});
