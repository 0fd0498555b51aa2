import { existsSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { introspectionModule } from '../../scripts/introspection-module.ts';
import type { Consumer } from '../support/consumer.ts';
import { codeBlocks, consumerWith } from '../support/consumer.ts';

const CONSUMER = fileURLToPath(new URL('consumer', import.meta.url));
const BUILT = new URL('../../dist/client/client.d.ts', import.meta.url);

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    strict: true,
    target: 'ES2022',
    lib: ['ES2022', 'DOM'],
    module: 'ESNext',
    moduleResolution: 'bundler',
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  },
  include: ['src'],
});

let sdl: string;
let changed: string;
beforeAll(async () => {
  if (!existsSync(BUILT)) throw new Error('The client is not built: npm run build');
  sdl = await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8');
  changed = sdl.replace(/(\ntype Article implements [\s\S]*?\n {2}headline: )String!/, '$1Int!');
  expect(changed).not.toBe(sdl);
});

async function consumer(packages: string[], files: Record<string, string>): Promise<Consumer> {
  const made = await consumerWith(packages);
  await cp(CONSUMER, join(made.folder, 'src'), { recursive: true });
  for (const [path, text] of Object.entries({ 'tsconfig.json': TSCONFIG, ...files })) await made.write(path, text);
  return made;
}

const CHANGE = /article\.ts\(\d+,\d+\): error TS2322: Type 'true' is not assignable to type 'never'/;

describe('what a query answers is typed', () => {
  it('by gql.tada', async () => {
    const { run } = await consumer(['gql.tada'], { 'src/graphql.ts': "export { graphql } from 'newsgraph/gql-tada';" });
    expect(await run('tsc -p .')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('by gql.tada: a field that changes its type is an error', async () => {
    const { run } = await consumer(['gql.tada'], {
      'src/introspection.ts': introspectionModule(buildSchema(changed)),
      'src/graphql.ts': `
        import { initGraphQLTada } from 'gql.tada';
        import type { Scalars } from 'newsgraph/scalars';
        import type { introspection } from './introspection.ts';
        export const graphql = initGraphQLTada<{ introspection: introspection; scalars: Scalars }>();`,
    });
    const { status, stdout } = await run('tsc -p .');
    expect(stdout).toMatch(CHANGE);
    expect(status).not.toBe(0);
  });

  it.each(['string', 'documentNode'])('by GraphQL Code Generator, documents as %s', async (documentMode) => {
    const [config = ''] = await codeBlocks('docs/client.md', '### GraphQL Code Generator', 'ts');
    const packages = [
      '@graphql-codegen/cli',
      '@graphql-codegen/client-preset',
      '@graphql-typed-document-node/core',
      'graphql',
    ];
    const { run, write } = await consumer(packages, {
      'codegen.ts': config.replace("documentMode: 'string'", `documentMode: '${documentMode}'`),
      'src/graphql.ts': "export { graphql } from './gql/index.ts';",
      'package.json': '{ "type": "module" }',
    });
    expect(await run('graphql-codegen')).toMatchObject({ status: 0 });
    // It has no types of Node's, which the configuration's own types want.
    await run('rm codegen.ts');
    expect(await run('tsc -p .')).toEqual({ status: 0, stdout: '', stderr: '' });

    await write('codegen.ts', config.replace('node_modules/newsgraph/schema.graphql', 'changed.graphql'));
    await write('changed.graphql', changed);
    expect(await run('graphql-codegen')).toMatchObject({ status: 0 });
    await run('rm codegen.ts');
    expect((await run('tsc -p .')).stdout).toMatch(CHANGE);
  });
});

it('src/client/introspection.ts is what the schema gives', async () => {
  const committed = await readFile(new URL('../../src/client/introspection.ts', import.meta.url), 'utf8');
  expect(introspectionModule(buildSchema(sdl)) === committed, 'write it again: npm run schema').toBe(true);
});

it('the client imports nothing that a browser does not have, and is small', async () => {
  const { build } = await import('vite');
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry: fileURLToPath(new URL('../../dist/client/client.js', import.meta.url)), formats: ['es'] },
    },
  });
  const [output] = [built].flat();
  if (!output || !('output' in output)) throw new Error('nothing was built');
  const [chunk] = output.output;
  expect(chunk.imports).toEqual([]);
  expect(chunk.code).not.toMatch(/\b(?:process|Buffer|require)\b/);
  expect(chunk.code.length).toBeLessThan(16_000);
});
