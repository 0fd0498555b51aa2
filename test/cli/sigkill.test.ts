import { describe, expect, it } from 'vitest';
import { ask, BY_WORKERS, commandDatabase, newsgraph, SERVES_BY_WORKERS } from '../support/cli.ts';
import { childrenOf } from '../support/command.ts';
import { KeepAliveClient } from '../support/keep-alive.ts';

const URL_LINE = /GraphiQL\s+(http:\S+)/;

describe.skipIf(!SERVES_BY_WORKERS)('SIGKILL of one of two workers', () => {
  const { args } = BY_WORKERS;

  it('leaves the other at work, and it is replaced', async () => {
    const database = await commandDatabase();
    const running = newsgraph(args, { ...database.settings, LOG_LEVEL: 'silent' });
    const [, url = ''] = await running.output(URL_LINE);
    const [killed = 0, survivor = 0] = childrenOf(running.pid);
    let isOver = false;
    let answered = 0;
    /** Reads on and on; a connection that breaks is opened anew, as clients do. @returns answers that were no good */
    const readers = Array.from({ length: 8 }, async () => {
      const wrong: unknown[] = [];
      while (!isOver) {
        const client = new KeepAliveClient(url);
        while (!isOver) {
          const { answer } = await client.query('{ corpus { articleCount } }');
          if (answer === null) break;
          answered += 1;
          if (answer.status !== 200 || !answer.text.startsWith('{"data":')) wrong.push(answer);
        }
        client.close();
      }
      return wrong;
    });
    const goesOn = async (count: number) => {
      const before = answered;
      await expect.poll(() => answered - before, { timeout: 20_000 }).toBeGreaterThan(count);
    };
    await goesOn(50);
    process.kill(killed, 'SIGKILL');
    await goesOn(50);
    expect(childrenOf(running.pid)).toContain(survivor);

    // The one in its place is killed before it serves: another comes, and nothing ends.
    const newcomer = () => childrenOf(running.pid).find((pid) => pid !== survivor && pid !== killed) ?? 0;
    await expect.poll(newcomer, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0);
    const unborn = newcomer();
    process.kill(unborn, 'SIGKILL');
    const others = () => childrenOf(running.pid).filter((pid) => ![killed, unborn].includes(pid));
    await expect.poll(others, { timeout: 20_000 }).toHaveLength(2);
    expect(others()).toContain(survivor);
    await goesOn(50);
    isOver = true;
    expect((await Promise.all(readers)).flat()).toEqual([]);
    expect(await ask(url, '{ corpus { articleCount } }')).toEqual({ corpus: { articleCount: 0 } });

    // Also when one has died just now, and nobody has noticed yet.
    process.kill(survivor, 'SIGKILL');
    running.kill('SIGTERM');
    expect(await running.finished).toMatchObject({ status: 0 });
  });

  it('breaks off what it was handed and had not taken: nobody waits for ever', async () => {
    const database = await commandDatabase();
    const running = newsgraph(args, { ...database.settings, LOG_LEVEL: 'silent' });
    const [, url = ''] = await running.output(URL_LINE);
    const [stopped = 0] = childrenOf(running.pid);
    process.kill(stopped, 'SIGSTOP');
    let answered = 0;
    const asked = Array.from({ length: 6 }, async () => {
      const client = new KeepAliveClient(url);
      const { answer } = await client.query('{ corpus { articleCount } }');
      client.close();
      if (answer !== null) answered += 1;
      return answer?.status;
    });
    // Connections go round: one is handed to the worker that stands still.
    await expect.poll(() => answered, { timeout: 20_000 }).toBe(5);
    process.kill(stopped, 'SIGKILL');
    expect((await Promise.all(asked)).filter((status) => status !== 200)).toEqual([undefined]);
  });
});
