/** A process that wants the data directory of its first argument, says what came of it, and holds it until it is told. */
import { acquireDataDir } from '../../src/storage/data-dir-lock.ts';

const [dir = '', command = ''] = process.argv.slice(2);
try {
  const lock = await acquireDataDir(dir, { command });
  process.stdout.write('owner\n');
  process.stdin.once('data', async () => {
    await lock.release();
    process.stdout.write('released\n');
  });
} catch (error) {
  process.stdout.write(`${error}\n`);
  process.exit();
}
