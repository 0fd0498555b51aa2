import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

async function git(...args: string[]): Promise<string> {
  return (await run('git', args, { cwd: ROOT })).stdout.trim();
}

/** The migrations of the last release, by path, as `npm run release` writes them. */
export async function releasedMigrations(): Promise<ReadonlyMap<string, { readonly sha256: string }>> {
  const lines = (await readFile(join(ROOT, 'docs/released-migrations.sha256'), 'utf8')).trimEnd().split('\n');
  return new Map(lines.map((line) => [line.slice(66), { sha256: line.slice(0, 64) }]));
}

/** Paths of all migrations from the project's folder, in the order in which they are applied. */
export async function allMigrations(): Promise<string[]> {
  const names = await readdir(join(ROOT, 'prisma/migrations'));
  return names
    .filter((name) => /^\d/.test(name))
    .sort()
    .map((name) => `prisma/migrations/${name}/migration.sql`);
}

/**
 * The last commit whose database was that of the last release: before the first migration that came since. Where none did,
 * the last before the newest migration. `UPGRADE_FROM` names another.
 * @returns null where the project has no history that tells
 */
export async function olderCommit(): Promise<string | null> {
  const { UPGRADE_FROM } = process.env;
  if (UPGRADE_FROM) return git('rev-parse', '--verify', `${UPGRADE_FROM}^{commit}`);
  const [released, all] = [await releasedMigrations(), await allMigrations()];
  const path = all.find((migration) => !released.has(migration)) ?? all.at(-1) ?? '';
  // Of a folder that lies in another repository, the history is not this project's.
  if (!existsSync(join(ROOT, '.git'))) return null;
  try {
    // What was merged at once came at once: between its commits the code may not fit the database.
    const added = await git('log', '--first-parent', '-m', '--diff-filter=A', '--format=%H', '--', path);
    const first = added.split('\n').at(-1);
    return await git('rev-parse', '--verify', '--quiet', first ? `${first}^` : 'HEAD');
  } catch {
    return null;
  }
}

/**
 * The project as it was at a commit, with this one's dependencies, ready to be run by `newsgraph`; gone after the test.
 * @returns the file that is its command line
 */
export async function checkOut(commit: string): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), 'newsgraph-older-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const packed = join(cwd, 'project.tar');
  await git('archive', `--output=${packed}`, commit);
  await run('tar', ['-xf', packed, '-C', cwd]);
  await symlink(join(ROOT, 'node_modules'), join(cwd, 'node_modules'));
  await run(process.execPath, [join(ROOT, 'node_modules/prisma/build/index.js'), 'generate'], { cwd });
  return join(cwd, 'src/cli.ts');
}
