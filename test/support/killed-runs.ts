import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const Line = z.object({ uri: z.string(), outcome: z.string() });
export type ToldReceipt = z.infer<typeof Line>;

export interface IngestRun {
  /** What is run, as `['node', 'dist/cli.js']`. */
  readonly command: readonly string[];
  /** The folder to take in. */
  readonly documents: string;
  readonly settings: Record<string, string>;
}

interface Ended {
  readonly status: number | null;
  readonly receipts: readonly ToldReceipt[];
  readonly stderr: string;
}

/** When a run is killed: so many milliseconds after it has told of so much that it stored; never when left out. */
interface Kill {
  readonly stored: number;
  readonly delay: number;
}

/** Runs `newsgraph ingest FOLDER` to its end, or until it is killed. */
export async function ingestFolder({ command, documents, settings }: IngestRun, kill?: Kill): Promise<Ended> {
  const [executable = '', ...args] = command;
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(executable, [...args, 'ingest', documents], {
    env: { PATH, HOME, LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const receipts: ToldReceipt[] = [];
  let stored = 0;
  let stderr = '';
  let timer: NodeJS.Timeout | null = null;
  const look = () => {
    if (kill && timer === null && stored >= kill.stored) timer = setTimeout(() => child.kill('SIGKILL'), kill.delay);
  };
  look();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    // What a killed process was about to write may be cut off.
    const { success, data } = Line.safeParse(line.endsWith('}') ? JSON.parse(line) : null);
    if (!success) return;
    receipts.push(data);
    if (data.outcome === 'CREATED' || data.outcome === 'UPDATED') stored += 1;
    look();
  });
  await once(child, 'close');
  if (timer) clearTimeout(timer);
  return { status: child.exitCode, receipts, stderr };
}

/**
 * Kills one run after the other by SIGKILL, at moments spread over the work that there is: while a run starts, goes through what
 * it knows, extracts, and saves. @returns how many documents each killed run had told of as stored
 */
export async function killRuns(
  run: IngestRun,
  { kills, total, random }: { kills: number; total: number; random: (end: number) => number },
): Promise<readonly number[]> {
  const stored: number[] = [];
  for (let kill = 0; kill < kills; kill++) {
    // Every fifth dies before it has stored anything.
    const isEarly = kill % 5 === 4;
    const { receipts } = await ingestFolder(run, {
      stored: isEarly ? 0 : random(Math.max(1, Math.floor((2 * total) / (kills + 1)))),
      delay: random(isEarly ? 4_000 : 400),
    });
    stored.push(receipts.filter(({ outcome }) => outcome === 'CREATED' || outcome === 'UPDATED').length);
  }
  return stored;
}

/** Where two values differ first, as a path and both of them in short; null when they do not. */
export function firstDifference(a: unknown, b: unknown, path = ''): string | null {
  if (Object.is(a, b)) return null;
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const difference = firstDifference(Reflect.get(a, name), Reflect.get(b, name), `${path}.${name}`);
      if (difference !== null) return difference;
    }
    if (!(a instanceof Date && b instanceof Date && a.getTime() !== b.getTime())) return null;
  }
  return `${path}: ${JSON.stringify(a)?.slice(0, 200)} and ${JSON.stringify(b)?.slice(0, 200)}`;
}
