import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import type { Node } from 'oxc-parser';
import { parseSync, visitorKeys } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** What each folder of src/ may import besides itself. What is not listed here is forbidden. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  text: ['domain'],
  formats: ['text', 'domain'],
  extract: ['text', 'domain'],
  storage: ['domain'],
  ingest: ['formats', 'extract', 'storage', 'text', 'domain'],
  graphql: ['storage', 'ingest', 'domain'],
  fetch: ['domain'],
  collect: ['fetch', 'ingest', 'domain'],
  export: ['graphql', 'storage', 'domain'],
  server: ['graphql', 'domain'],
  client: [],
  mcp: ['client'],
};

/** Files beside the folders, which put the pieces together. Each may import those before it, and no room imports any of them. */
const COMPOSITION_ROOTS = ['open-corpus.ts', 'intake.ts', 'main.ts', 'commands.ts', 'cli.ts'];
const CONFIG = 'config.ts';

/** Their answers depend on what they are given and on nothing else. */
const PURE_ROOMS = ['domain', 'text', 'formats', 'extract'];
/** All that the client may take from outside: it runs in browsers, and is small there. */
const CLIENT_PACKAGES = ['@0no-co/graphql.web', 'gql.tada'];
const IMPURE_MODULES =
  /^(node:)?(child_process|cluster|dgram|dns|http|http2|https|net|timers|tls|worker_threads)(\/|$)/;

/** Members of `process` that a file other than composition roots and config.ts may use. */
const PROCESS_MEMBERS: Readonly<Record<string, readonly string[]>> = { 'data-dir-lock.ts': ['pid', 'kill'] };

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.d)?(\.[a-z]+)?$/;
const VAGUE_NAMES = /^(index|utils?|helpers?|misc|common|shared|lib)(\.|$)/;

/** Files of src/ by their path in it, generated ones left out. */
function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(SRC.length + 1))
    .filter((path) => !path.startsWith('storage/generated/'))
    .sort();
}

/** The first folder of a path in src/; for a file beside the folders, its name. */
function roomOf(path: string): string {
  return path.split('/', 1)[0] ?? path;
}

/** What is wrong with the name of a file in src/. */
function namingFaults(path: string): string[] {
  const parts = path.split('/');
  return [
    ...(parts.length === 1
      ? [...COMPOSITION_ROOTS, CONFIG].includes(path)
        ? []
        : [`${path} is in no room`]
      : roomOf(path) in ROOMS
        ? []
        : [`${path} is in a room that the table does not know`]),
    ...parts.filter((part) => !KEBAB_CASE.test(part)).map((part) => `${path}: '${part}' is not kebab-case`),
    ...parts.filter((part) => VAGUE_NAMES.test(part)).map((part) => `${path}: '${part}' says nothing of what it holds`),
  ];
}

/** What is wrong with what a module of src/ imports and touches. */
function codeFaults(path: string, code: string): string[] {
  const { program, errors } = parseSync(path, code);
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors.map(({ message }) => message).join('; ')}`);
  const faults: string[] = [];
  walk(program, (node, parent) => {
    const specifier = importedModule(node);
    if (specifier !== null) faults.push(...importFaults(path, specifier));
    faults.push(...processFaults(path, node, parent));
    if (PURE_ROOMS.includes(roomOf(path))) faults.push(...purityFaults(path, node));
  });
  return faults;
}

function walk(node: Node, visit: (node: Node, parent: Node | null) => void, parent: Node | null = null): void {
  visit(node, parent);
  for (const key of visitorKeys[node.type] ?? []) {
    for (const child of [Reflect.get(node, key) as unknown].flat()) {
      if (isNode(child)) walk(child, visit, node);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** The module that a node imports, re-exports or takes a type from; null when it does none of these. */
function importedModule(node: Node): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return node.source.value;
    case 'ExportNamedDeclaration':
      return node.source?.value ?? null;
    case 'TSImportType':
      return node.source.value;
    case 'TSExternalModuleReference':
      return node.expression.value;
    case 'ImportExpression':
      // A computed address could be anything.
      return node.source.type === 'Literal' ? String(node.source.value) : '(computed)';
    default:
      return null;
  }
}

function importFaults(path: string, specifier: string): string[] {
  const room = roomOf(path);
  const fault = (why: string) => [`${path} imports ${specifier}: ${why}`];
  if (specifier === '(computed)') return fault('nobody can tell what that is');
  if (!specifier.startsWith('.')) {
    if (room === 'domain') return fault('domain imports nothing, not even packages');
    if (/^(node:)?process$/.test(specifier)) return fault('process is global, and for composition roots and config.ts');
    if (room === 'client' && !CLIENT_PACKAGES.includes(specifier)) return fault('the client runs in browsers');
    if (PURE_ROOMS.includes(room) && IMPURE_MODULES.test(specifier)) return fault(`${room} is pure`);
    return [];
  }
  const target = join(dirname(path), specifier);
  const targetRoom = roomOf(target);
  if (target.startsWith('..')) return fault('it is outside src/');
  if (COMPOSITION_ROOTS.includes(target)) {
    return COMPOSITION_ROOTS.indexOf(target) < COMPOSITION_ROOTS.indexOf(path)
      ? []
      : fault('a composition root is imported by those after it only');
  }
  if (target === CONFIG && !COMPOSITION_ROOTS.includes(path))
    return fault('only composition roots read the configuration');
  if (target.startsWith('storage/generated/') && room !== 'storage')
    return fault('only storage knows the generated client');
  if (COMPOSITION_ROOTS.includes(path) || targetRoom === room) return [];
  const allowed = path === CONFIG ? ['domain'] : (ROOMS[room] ?? []);
  return allowed.includes(targetRoom) ? [] : fault(`${room} may import ${allowed.join(', ') || 'nothing'}`);
}

function processFaults(path: string, node: Node, parent: Node | null): string[] {
  if ([...COMPOSITION_ROOTS, CONFIG].includes(path)) return [];
  const isGlobal = node.type === 'Identifier' && node.name === 'process' && !isMereName(node, parent);
  if (!isGlobal && !isMember(node, 'globalThis', 'process')) return [];
  const member = parent?.type === 'MemberExpression' && parent.object === node ? nameOfMember(parent) : null;
  if (member !== null && PROCESS_MEMBERS[basename(path)]?.includes(member)) return [];
  return [`${path} uses process${member === null ? '' : `.${member}`}: take what you need as an argument`];
}

function purityFaults(path: string, node: Node): string[] {
  const what =
    (node.type === 'NewExpression' &&
      isGlobalNamed(node.callee, 'Date') &&
      node.arguments.length === 0 &&
      'new Date()') ||
    (isMember(node, 'Date', 'now') && 'Date.now') ||
    (isMember(node, 'Math', 'random') && 'Math.random') ||
    (isMember(node, 'crypto', 'randomUUID') && 'crypto.randomUUID') ||
    (node.type === 'CallExpression' && isGlobalNamed(node.callee, 'fetch') && 'fetch') ||
    (node.type === 'MemberExpression' && isGlobalNamed(node.object, 'performance') && 'performance');
  return what ? [`${path} uses ${what}: ${roomOf(path)} is pure`] : [];
}

function isGlobalNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function isMember(node: Node, object: string, member: string): boolean {
  return node.type === 'MemberExpression' && isGlobalNamed(node.object, object) && nameOfMember(node) === member;
}

/** `b` of `a.b` and of `a['b']`. */
function nameOfMember(node: Extract<Node, { type: 'MemberExpression' }>): string | null {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : null;
  return node.property.type === 'Literal' ? String(node.property.value) : null;
}

/** Whether an identifier only names a member: `x.process`, `{ process: 1 }`. */
function isMereName(node: Node, parent: Node | null): boolean {
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.property === node && !parent.computed;
    case 'Property':
      return parent.key === node && !parent.computed && !parent.shorthand;
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'TSPropertySignature':
    case 'TSMethodSignature':
      return parent.key === node && !parent.computed;
    default:
      return false;
  }
}

describe('the folders of src/', () => {
  const files = sourceFiles();
  const modules = files.filter((path) => path.endsWith('.ts'));

  it.each(Object.keys(ROOMS).filter((room) => room !== 'client'))('%s has modules to look at', (room) => {
    expect(modules.filter((path) => roomOf(path) === room)).not.toEqual([]);
  });

  it('import downwards only', () => {
    expect(modules.flatMap((path) => codeFaults(path, readFileSync(join(SRC, path), 'utf8')))).toEqual([]);
  });

  it('hold files that are named after what they hold', () => {
    expect(files.flatMap(namingFaults)).toEqual([]);
  });
});

describe('the check of imports finds', () => {
  it.each([
    ['domain/a.ts', `import { z } from 'zod';`],
    ['domain/a.ts', `import { createHash } from 'node:crypto';`],
    ['domain/a.ts', `import type { Token } from '../text/tokens.ts';`],
    ['text/a.ts', `import { extract } from '../extract/pipeline.ts';`],
    ['text/a.ts', `import {\n  extract, // from './here.ts'\n} from\n  '../extract/pipeline.ts';`],
    ['text/a.ts', `export * from '../storage/database.ts';`],
    ['text/a.ts', `export type { Database } from '../storage/database.ts';`],
    ['text/a.ts', `import '../storage/database.ts';`],
    ['text/a.ts', `import storage = require('../storage/database.ts');`],
    ['text/a.ts', `const load = () => import('../storage/database.ts');`],
    ['text/a.ts', 'const load = (name: string) => import(name);'],
    ['text/a.ts', `let database: import('../storage/database.ts').Database;`],
    ['text/a.ts', `let database: typeof import('../storage/database.ts');`],
    ['formats/text/a.ts', `import { extract } from '../../extract/pipeline.ts';`],
    ['extract/names/a.ts', `import { read } from '../../formats/text.ts';`],
    ['storage/a.ts', `import { ingest } from '../ingest/ingest.ts';`],
    ['storage/a.ts', `import { tokens } from '../text/tokens.ts';`],
    ['ingest/a.ts', `import { builder } from '../graphql/builder.ts';`],
    ['graphql/types/a.ts', `import type { Prisma } from '../../storage/generated/client.ts';`],
    ['graphql/a.ts', `import { extract } from '../extract/pipeline.ts';`],
    ['graphql/a.ts', `import { createGateway } from '../server/gateway.ts';`],
    ['server/a.ts', `import { openEmbedded } from '../storage/database.ts';`],
    ['client/a.ts', `import { ClientError } from '../domain/client-error.ts';`],
    ['client/a.ts', `import { readFile } from 'node:fs/promises';`],
    ['client/a.ts', `import { z } from 'zod';`],
    ['mcp/a.ts', `import { createReader } from '../storage/read/reader.ts';`],
    ['server/a.ts', `import type { Config } from '../config.ts';`],
    ['server/a.ts', `import { main } from '../main.ts';`],
    ['main.ts', `import { program } from './cli.ts';`],
    ['open-corpus.ts', `import { serve } from './main.ts';`],
    ['main.ts', `import { PrismaClient } from './storage/generated/client.ts';`],
    ['config.ts', `import { openServer } from './storage/database.ts';`],
    ['cli.ts', `import manifest from '../package.json' with { type: 'json' };`],
    ['elsewhere/a.ts', `import { name } from '../domain/name.ts';`],
  ])('%s: %s', (path, code) => {
    expect(codeFaults(path, code)).toHaveLength(1);
  });
});

describe('the check of imports passes', () => {
  it.each([
    ['cli.ts', `import { serve } from './main.ts';`],
    ['intake.ts', `import { openCorpus } from './open-corpus.ts';`],
    ['domain/a.ts', `import { name } from './name.ts';`],
    ['text/a.ts', `import { name } from '../domain/name.ts'; import { parse } from 'tldts';`],
    [
      'text/a.ts',
      `// import { extract } from '../extract/pipeline.ts';\nconst words = "import '../storage/database.ts'";`,
    ],
    [
      'extract/quotes/a.ts',
      `import { tokenize } from '../../text/tokens.ts'; import { step } from '../names/step.ts';`,
    ],
    [
      'storage/read/a.ts',
      `import type { Prisma } from '../generated/client.ts'; import { readFile } from 'node:fs/promises';`,
    ],
    ['ingest/a.ts', `import { extract } from '../extract/pipeline.ts'; import { read } from '../formats/read.ts';`],
    ['server/a.ts', `import { schema } from '../graphql/schema.ts';`],
    ['mcp/a.ts', `import { createClient } from '../client/client.ts'; import { z } from 'zod';`],
    ['config.ts', `import { z } from 'zod'; import { name } from './domain/name.ts';`],
    ['cli.ts', `import { readConfig } from './config.ts'; import { openServer } from './storage/database.ts';`],
  ])('%s: %s', (path, code) => {
    expect(codeFaults(path, code)).toEqual([]);
  });
});

describe('the check of process and of purity', () => {
  it.each([
    ['server/a.ts', `const level = process.env['LOG_LEVEL'];`],
    ['server/a.ts', 'const { env } = process;'],
    ['server/a.ts', 'const env = globalThis.process.env;'],
    ['server/a.ts', `const env = globalThis['process'].env;`],
    ['server/a.ts', `import { exit } from 'node:process';`],
    ['ingest/a.ts', 'process.exit(1);'],
    ['storage/data-dir-lock.ts', 'process.exit(1);'],
    ['extract/a.ts', 'const today = new Date();'],
    ['extract/a.ts', 'const now = Date.now();'],
    ['formats/a.ts', 'const id = crypto.randomUUID();'],
    ['text/a.ts', 'const luck = Math.random();'],
    ['formats/a.ts', `const page = await fetch('https://example.org');`],
    ['formats/a.ts', `import { get } from 'node:https';`],
  ])('finds %s: %s', (path, code) => {
    expect(codeFaults(path, code)).toHaveLength(1);
  });

  it.each([
    ['main.ts', 'process.exit(Number(process.argv[2]));'],
    ['config.ts', `const port = process.env['PORT'];`],
    ['storage/data-dir-lock.ts', 'process.kill(process.pid, 0);'],
    ['ingest/a.ts', 'job.process({ process: 1 });'],
    ['extract/a.ts', 'const day = new Date(Date.UTC(2026, 0, 1));'],
    ['storage/a.ts', 'const now = new Date();'],
  ])('passes %s: %s', (path, code) => {
    expect(codeFaults(path, code)).toEqual([]);
  });
});

describe('the check of names', () => {
  it.each([
    'text/index.ts',
    'text/utils.ts',
    'utils/tokens.ts',
    'text/helpers/a.ts',
    'text/dateText.ts',
    'text/Date.ts',
    'text/date_text.ts',
    'app.ts',
  ])('refuses %s', (path) => {
    expect(namingFaults(path)).not.toEqual([]);
  });

  it.each([
    'text/date-text.ts',
    'storage/webassembly.d.ts',
    'graphql/types/article.ts',
    'main.ts',
    'cli.ts',
    'config.ts',
  ])('accepts %s', (path) => {
    expect(namingFaults(path)).toEqual([]);
  });
});
