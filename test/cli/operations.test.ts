import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readManifest } from '../../src/server/trusted-documents.ts';
import { newsgraph, temporaryFolder } from '../support/cli.ts';

it('newsgraph operations writes what stands in .graphql files, each with its fragments, the same bytes every time', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'parts'));
  await writeFile(
    join(folder, 'pages.graphql'),
    'query Page { articles { ...P } } query Count { corpus { articleCount } }',
  );
  await writeFile(
    join(folder, 'parts', 'p.gql'),
    'fragment P on ArticleConnection { nodes { ...H } } fragment H on Article { headline }',
  );
  await writeFile(join(folder, 'notes.txt'), 'not a query');
  const out = join(folder, 'operations.json');
  const made = await newsgraph(['operations', folder, '--out', out], {}).finished;
  expect(made).toMatchObject({ status: 0, stdout: '', stderr: expect.stringContaining('2 operations') });
  const text = await readFile(out, 'utf8');
  const [count = '', page = ''] = readManifest(text).values();
  expect(count).toMatch(/^query Count \{/);
  expect(page).toMatch(/^query Page \{[\s\S]*fragment H on Article[\s\S]*fragment P on ArticleConnection/);
  expect((await newsgraph(['operations', folder], {}).finished).stdout).toBe(text);
});

it('what the schema or the limits do not allow is named with its file, and nothing is written', async () => {
  const folder = await temporaryFolder();
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write('a.graphql', 'query A { articels { id } } { corpus { revision } }');
  await write('b.graphql', 'query B { articles { ...Nowhere } } query C {');
  await write('c.graphql', 'query D { corpus { revision } }');
  await write('d.graphql', 'query D { corpus { revision } } type Query { a: Int }');
  await write('e.graphql', 'query E { a: corpus { revision } b: corpus { revision } }');
  const { status, stdout, stderr } = await newsgraph(['operations', folder], { MAX_ALIASES: '1' }).finished;
  expect([status, stdout]).toEqual([1, '']);
  for (const problem of [
    'a.graphql: A: Cannot query field "articels"',
    'a.graphql: an operation has no name',
    'b.graphql: Syntax Error',
    "d.graphql: there are two operations 'D'",
    'd.graphql: ObjectTypeDefinition is no operation',
    'e.graphql: E: The query has 2 aliases, and may have at most 1.',
  ]) {
    expect(stderr).toContain(problem);
  }
});
