import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { temporaryFolder } from './cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WORKDIR = '/app';
const run = promisify(execFile);
const Command = z.array(z.string()).min(1);

/** What an image holds and says of itself; gone after the test. */
export interface Image {
  /** What is `/app` in it. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The file that Node is given, and what it does unless told otherwise. */
  readonly entry: string;
  readonly command: readonly string[];
  /** Arguments of Node: what tells whether it lives. */
  readonly health: readonly string[];
}

/**
 * Does what deploy/Containerfile says, in folders, without a builder. Of `npm ci` with all dependencies this project's own
 * is taken for the result.
 * @throws Error at an instruction that is not known here
 */
export async function buildImage(): Promise<Image> {
  const root = await temporaryFolder();
  const text = await readFile(join(ROOT, 'deploy/Containerfile'), 'utf8');
  const lines = text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const excluded = (await readFile(join(ROOT, '.dockerignore'), 'utf8')).split('\n').map((path) => join(ROOT, path));
  const stages = new Map<string, string>();
  let folder = '';
  let env: Record<string, string> = {};
  const said = new Map<string, string[]>();
  for (const line of lines) {
    const [, instruction = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (instruction === 'FROM') {
      const name = / AS (\S+)$/.exec(rest)?.[1] ?? 'last';
      folder = join(root, name);
      await mkdir(folder);
      stages.set(name, folder);
      env = {};
    } else if (instruction === 'COPY') {
      await copy(rest.split(/\s+/));
    } else if (instruction === 'ENV') {
      env = { ...env, ...Object.fromEntries(rest.split(/\s+/).map((setting) => setting.split('='))) };
    } else if (rest === 'npm ci --ignore-scripts') {
      await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    } else if (instruction === 'RUN' && rest.startsWith('npm ')) {
      await run('npm', [...rest.split(' ').slice(1), '--prefer-offline'], { cwd: folder });
    } else if (['ENTRYPOINT', 'CMD', 'HEALTHCHECK'].includes(instruction)) {
      said.set(instruction, Command.parse(JSON.parse(rest.slice(rest.indexOf('[')))));
    } else if (!/^(?:ARG|WORKDIR|USER|VOLUME|EXPOSE|STOPSIGNAL) |^RUN install --directory /.test(line)) {
      throw new Error(`what does this do to the image? ${line}`);
    }
  }
  const [node, entry = '', ...args] = said.get('ENTRYPOINT') ?? [];
  const [node2, ...health] = said.get('HEALTHCHECK') ?? [];
  if (node !== 'node' || node2 !== 'node') throw new Error('it is not Node that is run');
  const command = [...args, ...(said.get('CMD') ?? [])];
  return { folder, env, entry: entry.replace(`${WORKDIR}/`, `${folder}/`), command, health };

  async function copy(words: readonly string[]): Promise<void> {
    const from = /^--from=(\S+)$/.exec(words[0] ?? '')?.[1];
    const paths = words.slice(from ? 1 : 0);
    const target = join(folder, paths.at(-1) ?? '');
    for (const path of paths.slice(0, -1)) {
      const source = from ? join(stages.get(from) ?? '', path.replace(`${WORKDIR}/`, '')) : join(ROOT, path);
      // A link to its packages is as good as they are, and there at once.
      if (basename(source) === 'node_modules') await symlink(source, target);
      else {
        const isInto = paths.at(-1)?.endsWith('/');
        const filter = (each: string) => !excluded.includes(each);
        await cp(source, isInto ? join(target, basename(source)) : target, { recursive: true, filter });
      }
    }
  }
}

/**
 * Packs the package, as it would be published, from a folder that it is built in, and unpacks it.
 * @returns the folder that holds it, without dependencies
 */
export async function pack(built: string): Promise<string> {
  const folder = await temporaryFolder();
  const { stdout } = await run('npm', ['pack', '--silent', '--ignore-scripts', `--pack-destination=${folder}`], {
    cwd: built,
  });
  await run('tar', ['-xzf', join(folder, stdout.trim()), '-C', folder]);
  return join(folder, 'package');
}
