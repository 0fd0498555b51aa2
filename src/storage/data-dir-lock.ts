import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, readlink, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** The right to use a data directory. Ends with `release`, or with the process. */
export interface DataDirLock {
  /** Lets the next process in at once. May be called again. */
  release(): Promise<void>;
}

export interface LockOptions {
  /** How the owner is named to others: 'newsgraph serve'. */
  readonly command: string;
}

/** Another process owns the data directory. The message is a sentence for people: who, since when, and the ways out. */
export class DataDirInUse extends Error {
  readonly owner: Owner | null;

  /** @param remedy what to do about it */
  constructor(
    dir: string,
    owner: Owner | null,
    remedy = 'Stop that process, set DATA_DIR to another directory, or set DATABASE_URL to a PostgreSQL server, which many processes can share.',
  ) {
    super(`The data directory '${dir}' is in use by ${owner ? describe(owner) : 'another process'}. ${remedy}`);
    this.name = 'DataDirInUse';
    this.owner = owner;
  }
}

const Owner = z.object({
  pid: z.int().positive(),
  /** Tells the process from a later one with the same pid; null where the system does not say. */
  startTime: z.string().nullable(),
  hostname: z.string(),
  /** Where pids mean the same: one boot of one machine, and one container of it. */
  place: z.string(),
  command: z.string(),
  since: z.iso.datetime(),
  released: z.boolean(),
});
type Owner = z.infer<typeof Owner>;

/** How often an owner touches its file. */
const BEAT_MS = 2_000;
/** How long the file of an owner whose process cannot be looked up must have been still, and how long we must have watched. */
const SILENCE_MS = 15_000;
const WATCH_MS = 5_000;
const POLL_MS = 250;

/** Files of earlier owners that are kept. See `takeGeneration`. */
const KEPT_GENERATIONS = 16;

/**
 * Makes this process the only owner of `dir`, which is created where it is missing. The owner is in `dir/lock/N.json`: the
 * highest N owns. A new owner creates N + 1, which one process can do; so two that find the same dead owner cannot both
 * win, and no file is deleted to take over. Releasing marks the file, so that N only grows.
 *
 * An owner is dead when its process is: on this machine and in this container the system knows, at once, and a process
 * that only has the pid of the owner does not pass for it. From elsewhere (the directory is a shared volume) its file is
 * watched: touched every 2 s, it must have been still for 15 s. A process that stands still for so long may then lose it.
 *
 * Why not proper-lockfile: it keeps the directory locked for 10 s after its owner was killed, and when two processes find
 * the same stale lock, one may remove what the other has just created (its issue 121). Why not a lock of the kernel, by
 * fs-native-extensions: Node has none of its own, and that addon brings binaries for some systems and none for musl.
 *
 * @throws DataDirInUse
 */
export async function acquireDataDir(dir: string, { command }: LockOptions): Promise<DataDirLock> {
  const folder = join(dir, 'lock');
  await mkdir(folder, { recursive: true });
  const owner: Owner = {
    pid: process.pid,
    startTime: (await processStatus(process.pid))?.startTime ?? null,
    hostname: hostname(),
    place: await currentPlace(),
    command,
    since: new Date().toISOString(),
    released: false,
  };
  for (;;) {
    const generation = Math.max(0, ...(await generationsIn(folder)));
    if (generation > 0) {
      const path = fileOf(folder, generation);
      const last = await readOwner(path);
      // Deleted meanwhile: there is a higher one.
      if (last === 'gone') continue;
      if (await isHeld(path, last, owner.place)) throw new DataDirInUse(dir, last);
    }
    if (await takeGeneration(folder, generation + 1, owner)) return holdLock(folder, generation + 1, owner);
  }
}

function holdLock(folder: string, generation: number, owner: Owner): DataDirLock {
  const path = fileOf(folder, generation);
  const beat = setInterval(() => {
    const now = new Date();
    // A beat that fails is as one that did not come; whoever watches sees the next.
    utimes(path, now, now).catch(() => {});
  }, BEAT_MS);
  beat.unref();
  let released: Promise<void> | null = null;
  return {
    release: () => {
      clearInterval(beat);
      released ??= writeOwner(folder, { ...owner, released: true }, (written) => rename(written, path));
      return released;
    },
  };
}

/**
 * Creates the file of a generation, complete from its first moment.
 * @returns false when another process was first.
 */
async function takeGeneration(folder: string, generation: number, owner: Owner): Promise<boolean> {
  const path = fileOf(folder, generation);
  const isNew = await writeOwner(folder, owner, (written) => createFrom(written, path));
  if (!isNew) return false;
  // We may have stood still while others came and went, and have created anew what a later owner had deleted. That owner's
  // file is there to tell; that files are kept for some generations makes it next to impossible as well.
  const generations = await generationsIn(folder);
  if (Math.max(...generations) > generation) {
    await rm(path, { force: true });
    return false;
  }
  for (const old of generations.filter((other) => other <= generation - KEPT_GENERATIONS)) {
    await rm(fileOf(folder, old), { force: true });
  }
  return true;
}

/** Creates `path` with the content of a written file, unless it exists. */
async function createFrom(written: string, path: string): Promise<boolean> {
  try {
    await link(written, path).catch((error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error;
      // Some file systems have no hard links. A copy may be seen half-written: an owner that has to be watched.
      return copyFile(written, path, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Writes the owner to a file of its own, lets `use` have it, and removes what is left of it. */
async function writeOwner<T>(folder: string, owner: Owner, use: (written: string) => Promise<T>): Promise<T> {
  const written = join(folder, `.${randomUUID()}.tmp`);
  try {
    const file = await open(written, 'wx');
    try {
      await file.writeFile(`${JSON.stringify(owner)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return await use(written);
  } finally {
    await rm(written, { force: true });
  }
}

/** null for a file that does not tell its owner. */
async function readOwner(path: string): Promise<Owner | null | 'gone'> {
  try {
    return Owner.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'gone' : null;
  }
}

async function isHeld(path: string, owner: Owner | null, place: string): Promise<boolean> {
  if (owner?.released) return false;
  return owner?.place === place ? isAlive(owner) : beats(path);
}

/** Whether the owner, a process of this place, still runs. */
async function isAlive({ pid, startTime }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
    // EPERM: it runs, and is another user's.
  }
  const status = await processStatus(pid);
  return !status || (!status.isZombie && (startTime === null || status.startTime === startTime));
}

/** Watches the file until it is touched (true) or has been still for long enough (false). */
async function beats(path: string): Promise<boolean> {
  const watchedSince = Date.now();
  const touched = await touchTime(path);
  for (;;) {
    const now = Date.now();
    if (now - watchedSince >= WATCH_MS && now - touched >= SILENCE_MS) return false;
    if (now - watchedSince >= SILENCE_MS) return false;
    await sleep(POLL_MS);
    if ((await touchTime(path)) !== touched) return true;
  }
}

async function touchTime(path: string): Promise<number> {
  const stats = await stat(path).catch(() => null);
  // A file that goes away while it is watched has changed.
  return stats?.mtimeMs ?? Number.NaN;
}

/** From /proc (Linux); null elsewhere, and for a process that does not show itself. */
async function processStatus(pid: number): Promise<{ startTime: string; isZombie: boolean } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The command's name, in parentheses, may hold anything; then come the state and, 19 fields on, the start in clock ticks.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, startTime] = [fields?.[0], fields?.[19]];
  return state && startTime ? { startTime, isZombie: state === 'Z' || state === 'X' } : null;
}

/** Host name, boot and process namespace; the latter two only on Linux. */
async function currentPlace(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return [hostname(), boot.trim(), namespace].join(' ').trim();
}

async function generationsIn(folder: string): Promise<number[]> {
  return (await readdir(folder)).flatMap((name) => {
    const number = /^(\d{1,15})\.json$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function fileOf(folder: string, generation: number): string {
  return join(folder, `${generation}.json`);
}

function describe({ command, pid, hostname, since }: Owner): string {
  return `'${command}' (process ${pid} on ${hostname}, since ${since})`;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
