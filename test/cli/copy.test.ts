import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ask, newsgraph, temporaryFolder } from '../support/cli.ts';

const IDS = '{ corpus { revision } articles(first: 5) { edges { cursor node { id headline } } } }';

describe('newsgraph copy', () => {
  it('moves an embedded corpus to another folder, which is served as the first was', async () => {
    const folder = await temporaryFolder();
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    const story = join(folder, 'story.txt');
    await writeFile(story, 'Bridge opens\n\nThe bridge will open in April, said Ada Quill of Harnby.');
    expect((await newsgraph(['seed', story], { DATA_DIR: from }).finished).status).toBe(0);

    const copied = await newsgraph(['copy', '--from', from, '--to', to], {}).finished;
    expect(copied).toMatchObject({ status: 0, stderr: '' });
    expect(copied.stdout).toMatch(/^1 +Article$/m);
    expect(copied.stdout).toMatch(/\d+ tables copied and compared\. Nothing was changed in the source\.\n$/);

    const answers: unknown[] = [];
    for (const DATA_DIR of [from, to]) {
      const gateway = newsgraph(['serve'], { DATA_DIR });
      const [, url = ''] = await gateway.output(/GraphiQL +(\S+)/);
      answers.push(await ask(url, IDS));
      if (DATA_DIR === from) {
        const inUse = await newsgraph(['copy'], { COPY_FROM: from, COPY_TO: join(folder, 'other') }).finished;
        expect(inUse).toMatchObject({
          status: 1,
          stdout: '',
          stderr: expect.stringContaining("in use by 'newsgraph serve'"),
        });
      }
      gateway.kill('SIGTERM');
      await gateway.finished;
    }
    expect(answers[0]).toMatchObject({ articles: { edges: [{ node: { headline: 'Bridge opens' } }] } });
    expect(answers[1]).toEqual(answers[0]);

    const again = await newsgraph(['copy', '--from', from, '--to', to], {}).finished;
    expect(again).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('is not empty') });
  });

  it.each([
    [['--from', 'nowhere'], "There is no embedded database in 'nowhere'"],
    [['--from', 'mysql://user:secret@host/news'], 'A database is named by postgresql://'],
    [[], "required option '--from <place>'"],
  ])('%j: says what is wrong', async (args, message) => {
    const to = join(await temporaryFolder(), 'to');
    const { status, stdout, stderr } = await newsgraph(['copy', ...args, '--to', to], {}).finished;
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('secret');
  });
});
