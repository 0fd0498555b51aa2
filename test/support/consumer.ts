import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { temporaryFolder } from './cli.ts';
import type { Finished } from './command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const Package = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** A folder of somebody who uses the package, with what he installs linked to what is installed here. Gone after the test. */
export interface Consumer {
  readonly folder: string;
  write(path: string, text: string): Promise<void>;
  /** Runs a command of the shell as a user would. */
  run(command: string, env?: Record<string, string>): Promise<Finished>;
}

/** @param packages what is installed besides newsgraph */
export async function consumerWith(packages: readonly string[]): Promise<Consumer> {
  const folder = await temporaryFolder();
  const links = {
    newsgraph: ROOT,
    ...Object.fromEntries(packages.map((name) => [name, join(ROOT, 'node_modules', name)])),
  };
  for (const [name, target] of Object.entries(links)) {
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link);
  }
  // The commands of all that is installed.
  await symlink(join(ROOT, 'node_modules/.bin'), join(folder, 'node_modules/.bin'));
  return {
    folder,
    async write(path, text) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    },
    run: (command, env = {}) => shell(command, folder, env),
  };
}

/**
 * A starter of `examples/`, copied, with the packages that its package.json names.
 * @throws Error when it asks for another version than the one that is tested
 */
export async function starter(name: string): Promise<Consumer> {
  const source = join(ROOT, 'examples', name);
  const { dependencies, devDependencies } = await packageIn(source);
  const ours = await packageIn(ROOT);
  const { newsgraph: _self, ...wanted } = { ...dependencies, ...devDependencies };
  for (const [dependency, version] of Object.entries(wanted)) {
    const tested = ours.dependencies[dependency] ?? ours.devDependencies[dependency];
    if (version !== `^${tested}`) throw new Error(`${name} asks for ${dependency} ${version}, and ${tested} is tested`);
  }
  const consumer = await consumerWith(Object.keys(wanted));
  await cp(source, consumer.folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
  return consumer;
}

async function packageIn(folder: string) {
  return Package.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
}

function shell(command: string, cwd: string, env: Record<string, string>): Promise<Finished> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('bash', ['-euo', 'pipefail', '-c', command], {
    cwd,
    env: { PATH: `${join(cwd, 'node_modules/.bin')}:${PATH}`, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** The blocks of code of a language in a page of Markdown, from a heading to the next one of its rank or above. */
export async function codeBlocks(page: string, heading: string, language: string): Promise<string[]> {
  const text = await readFile(join(ROOT, page), 'utf8');
  const start = text.indexOf(`${heading}\n`);
  if (start < 0) throw new Error(`${page} has no heading '${heading}'`);
  const rank = heading.indexOf(' ');
  const rest = text.slice(start + heading.length);
  const end = rest.search(new RegExp(`^#{1,${rank}} `, 'm'));
  const section = end < 0 ? rest : rest.slice(0, end);
  return [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, code]) =>
    found === language && code !== undefined ? [code] : [],
  );
}
