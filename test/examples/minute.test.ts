import { expect, it, onTestFinished } from 'vitest';
import { newsgraph, temporaryFolder } from '../support/cli.ts';
import { codeBlocks, consumerWith } from '../support/consumer.ts';

it("the README's typed query prints who said it, over the documents that come with the project", async () => {
  const gateway = newsgraph(['start'], { DATA_DIR: await temporaryFolder() });
  onTestFinished(() => gateway.kill('SIGTERM'));
  const [, url = ''] = await gateway.output(/GraphiQL\s+(http:\S+)/);

  const heading = '## A typed nested query in a minute';
  const [code = ''] = await codeBlocks('README.md', heading, 'ts');
  const [, command = ''] = await codeBlocks('README.md', heading, 'sh');
  const { run, write } = await consumerWith(['gql.tada', 'tsx', 'typescript']);
  await write('speaker.mts', code.replace('http://127.0.0.1:4000/graphql', url));
  const { stdout, stderr, status } = await run(command);
  expect([status, stderr]).toEqual([0, '']);
  const said = /# (?<start>.+) …/.exec(command)?.groups?.['start'] ?? 'nothing';
  expect(stdout.startsWith(said), stdout).toBe(true);

  const checked = 'tsc --noEmit --strict --module nodenext --target es2022 --lib es2022,dom --skipLibCheck speaker.mts';
  expect(await run(checked)).toEqual({ status: 0, stdout: '', stderr: '' });
});
