import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newsgraph, temporaryFolder } from '../support/cli.ts';

it('brings the tables of a new database up to date, and says so; once more it has nothing to do', async () => {
  const settings = { DATA_DIR: join(await temporaryFolder(), 'data') };
  const first = await newsgraph(['migrate'], settings).finished;
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(first.stdout).toMatch(/^database +embedded .*\nmigrated +\d+_init\n/);
  const second = await newsgraph(['migrate'], settings).finished;
  expect(second.stdout).toMatch(/^database .*\nmigrated +nothing was missing\n$/);
});
