import { expect, it } from 'vitest';
import { ask, newsgraph, settingsOfNewDatabase, temporaryFolder } from '../support/cli.ts';
import { IS_SERVER } from '../support/database.ts';

const URL_LINE = /GraphiQL\s+(http:\S+)/;
const STATE =
  '{ corpus { articleCount entityCount quoteCount sourceCount revision } articles(first: 100) { nodes { id headline } } }';

it('start seeds an empty database, prints what it loaded and where it serves; a second start changes nothing', async () => {
  const settings = await settingsOfNewDatabase();
  const first = newsgraph(['start'], settings);
  const [, url = ''] = await first.output(URL_LINE);
  const state = await ask(url, STATE);
  first.kill('SIGTERM');
  const { status, stdout } = await first.finished;
  expect(status).toBe(0);
  expect(
    stdout.match(/^CREATED .*seeds\/.*\.txt {2}\(\d+ mentions, \d+ quotes, \d+ citations\)$/gm)?.length,
  ).toBeGreaterThan(12);
  expect(stdout).toMatch(/migrated\s+\d+_init/);
  expect(stdout).toMatch(/to stop\s+Ctrl\+C/);

  const second = newsgraph(['start'], settings);
  const [, again = ''] = await second.output(URL_LINE);
  expect(await ask(again, STATE)).toEqual(state);
  second.kill('SIGTERM');
  expect((await second.finished).stdout).not.toMatch(/CREATED|UPDATED|UNCHANGED|migrated/);
});

it('a first start that was killed while it loaded the seeds is gone on with by the next', async () => {
  const settings = await settingsOfNewDatabase();
  const killed = newsgraph(['start'], settings);
  await killed.output(/CREATED/);
  killed.kill('SIGKILL');
  const { stdout } = await killed.finished;
  const next = newsgraph(['start'], settings);
  const [, url = ''] = await next.output(URL_LINE);
  const { corpus } = (await ask(url, '{ corpus { articleCount } }')) as { corpus: { articleCount: number } };
  expect(corpus.articleCount).toBeGreaterThan(stdout.match(/CREATED/g)?.length ?? 0);
  expect(corpus.articleCount).toBeGreaterThan(12);
});

it.skipIf(IS_SERVER)(
  'one process owns the data folder: any other stops with a sentence that names the owner and the ways out',
  async () => {
    const DATA_DIR = await temporaryFolder();
    const owner = newsgraph(['start'], { DATA_DIR });
    const [, url = ''] = await owner.output(URL_LINE);
    for (const command of ['start', 'serve', 'seed', 'reextract']) {
      const { status, stdout, stderr } = await newsgraph([command], { DATA_DIR }).finished;
      expect({ command, status, stdout }).toEqual({ command, status: 1, stdout: '' });
      expect(stderr).toContain(String(owner.pid));
      expect(stderr).toMatch(/newsgraph start/);
      expect(stderr).toMatch(/DATA_DIR/);
      expect(stderr).toMatch(/DATABASE_URL/);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
    expect(await ask(url, '{ corpus { articleCount } }')).toMatchObject({
      corpus: { articleCount: expect.any(Number) },
    });

    owner.kill('SIGKILL');
    await owner.finished;
    const heir = newsgraph(['serve'], { DATA_DIR });
    const [, next = ''] = await heir.output(URL_LINE);
    expect(await ask(next, '{ __typename }')).toEqual({ __typename: 'Query' });
  },
);

it.skipIf(IS_SERVER).each([
  [{ PORT: 'abc' }, /PORT/],
  [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL/],
  [{ LOG_LEVEL: 'loud', NODE_ENV: 'prod' }, /LOG_LEVEL[\s\S]*NODE_ENV/],
])('a wrong setting stops it with a sentence that names the variable: %o', async (settings, message) => {
  const { status, stderr } = await newsgraph(['serve'], { DATA_DIR: await temporaryFolder(), ...settings }).finished;
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

it.skipIf(IS_SERVER)('a server that does not answer is said so', async () => {
  const { status, stderr } = await newsgraph(['serve'], {
    DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/nothing',
  }).finished;
  expect(status).toBe(1);
  expect(stderr).toMatch(/127\.0\.0\.1:1/);
  expect(stderr).not.toMatch(/secret|^\s+at /m);
});
