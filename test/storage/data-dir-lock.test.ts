import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireDataDir, DataDirInUse } from '../../src/storage/data-dir-lock.ts';

const SCRIPT = fileURLToPath(new URL('hold-data-dir.ts', import.meta.url));

let dir: string;
let children: Holder[];

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'newsgraph-lock-')), 'data');
  children = [];
});
afterEach(() => {
  for (const { child } of children) child.kill('SIGKILL');
  rmSync(join(dir, '..'), { recursive: true, force: true });
});

/** Another process that wants the directory. */
class Holder {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(command: string) {
    this.child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, dir, command]);
    this.#lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
    children.push(this);
  }

  /** What it says next: 'owner', 'released', or why it was refused. */
  async says(): Promise<string> {
    return (await this.#lines.next()).value;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}

/** Writes the file of an owner, changed in some points, as if another process had. */
async function forgeOwner(change: Record<string, unknown>): Promise<string> {
  const lock = await acquireDataDir(dir, { command: 'forged' });
  const path = join(dir, 'lock/1.json');
  const owner = JSON.parse(readFileSync(path, 'utf8'));
  await lock.release();
  writeFileSync(path, JSON.stringify({ ...owner, ...change }));
  return path;
}

/** A pid that no process has. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('a data directory', () => {
  it('has one owner, whom the next one is told, with the ways out', async () => {
    const first = new Holder('newsgraph serve');
    expect(await first.says()).toBe('owner');
    const refusal = await new Holder('newsgraph seed').says();
    expect(refusal).toMatch(
      /^DataDirInUse: The data directory '.*' is in use by 'newsgraph serve' \(process \d+ on .*, since 20.*Z\)\. /,
    );
    expect(refusal).toContain(`(process ${first.child.pid} on ${hostname()}, since`);
    expect(refusal).toContain(
      'Stop that process, set DATA_DIR to another directory, or set DATABASE_URL to a PostgreSQL server',
    );
  });

  it('is free once it was released', async () => {
    const first = new Holder('first');
    expect(await first.says()).toBe('owner');
    first.child.stdin.write('\n');
    expect(await first.says()).toBe('released');
    expect(await new Holder('second').says()).toBe('owner');
  });

  it('is taken over from an owner that was killed', async () => {
    const first = new Holder('first');
    expect(await first.says()).toBe('owner');
    await first.kill();
    expect(await new Holder('second').says()).toBe('owner');
  });

  it('goes to exactly one of many that start together', async () => {
    const said = await Promise.all(Array.from({ length: 8 }, (_, index) => new Holder(`starter ${index}`).says()));
    expect(said.filter((text) => text === 'owner')).toHaveLength(1);
    expect(said.filter((text) => text.startsWith('DataDirInUse'))).toHaveLength(7);
  });

  it('goes to exactly one of many that find the same dead owner', async () => {
    const dead = new Holder('dead');
    expect(await dead.says()).toBe('owner');
    await dead.kill();
    const said = await Promise.all(Array.from({ length: 8 }, (_, index) => new Holder(`starter ${index}`).says()));
    expect(said.filter((text) => text === 'owner')).toHaveLength(1);
  });

  it('can be had again by the process that released it, and not twice at a time', async () => {
    for (let round = 0; round < 40; round++) {
      const lock = await acquireDataDir(dir, { command: 'again' });
      await expect(acquireDataDir(dir, { command: 'again' })).rejects.toThrow(DataDirInUse);
      await lock.release();
      await lock.release();
    }
    expect(readdirSync(join(dir, 'lock')).length).toBeLessThan(20);
  });

  it('goes to exactly one of many in one process', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => acquireDataDir(dir, { command: 'one' })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is kept by an owner whom it may not be taken from, whatever is left lying beside its file', async () => {
    const lock = await acquireDataDir(dir, { command: 'owner' });
    writeFileSync(join(dir, 'lock/.half-written.tmp'), '{');
    writeFileSync(join(dir, 'lock/notes.txt'), '');
    await expect(acquireDataDir(dir, { command: 'other' })).rejects.toThrow("'owner'");
    await lock.release();
  });
});

describe('an owner', () => {
  const taken = async () => (await acquireDataDir(dir, { command: 'next' })).release();

  it('is dead when no process has its pid', async () => {
    await forgeOwner({ pid: await deadPid(), released: false });
    await taken();
  });

  it.runIf(process.platform === 'linux')('is dead when another process has got its pid', async () => {
    await forgeOwner({ startTime: '1', released: false });
    await taken();
  });

  it.runIf(process.platform === 'linux')('is dead when its parent has not noticed yet', async () => {
    // The shell becomes a process that never asks what became of its child; the child ends only after that, since a shell asks.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
    try {
      const [line] = await once(createInterface(parent.stdout), 'line');
      const pid = Number(line);
      const patience = { timeout: 30_000 };
      await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim(), patience).toBe('sleep');
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), patience).toMatch(/\) Z /);
      await forgeOwner({ pid, startTime: null, released: false });
      await taken();
    } finally {
      parent.kill();
    }
  });

  it('is alive when its process runs', async () => {
    await forgeOwner({ startTime: null, released: false });
    await expect(taken()).rejects.toThrow(DataDirInUse);
  });

  it('of another place is alive as long as it touches its file, whatever its pid and clock', async () => {
    const path = await forgeOwner({ pid: await deadPid(), place: 'elsewhere', hostname: 'elsewhere', released: false });
    let time = 1_000_000;
    const beat = setInterval(() => utimesSync(path, ++time, time), 100);
    await expect(taken()).rejects.toThrow('on elsewhere');
    clearInterval(beat);
  });

  it('of another place is dead when its file has been still', async () => {
    const path = await forgeOwner({ place: 'elsewhere', released: false });
    utimesSync(path, new Date(0), new Date(0));
    await taken();
  });

  it('that its file does not tell is watched, too', async () => {
    mkdirSync(join(dir, 'lock'), { recursive: true });
    const path = join(dir, 'lock/7.json');
    writeFileSync(path, '{"pid":');
    const beat = setInterval(() => utimesSync(path, new Date(), new Date()), 100);
    await expect(taken()).rejects.toThrow('in use by another process');
    clearInterval(beat);
    utimesSync(path, new Date(0), new Date(0));
    await taken();
    expect(readdirSync(join(dir, 'lock'))).toContain('8.json');
  });
});
