import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** What `npm run build` makes of it: it starts in a fraction of the time. */
export const BUILT = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly pid: number;
  /** Resolves with the first match in standard output; rejects when the process ends without one. */
  output(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  readonly finished: Promise<Finished>;
}

/**
 * Starts the command line in a process of its own, on a free port, with no settings but those given. Whoever starts it ends it.
 * @param file of the command line: its source, or what was built of it
 */
export function startCommand(args: readonly string[], settings: Record<string, string>, file = SOURCE): Running {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [...(file.endsWith('.ts') ? ['--import', 'tsx'] : []), file, ...args], {
    env: { PATH, HOME, PORT: '0', LOG_LEVEL: 'error', ...settings },
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
  const finished = once(child, 'close').then(() => ({ status: child.exitCode, stdout, stderr }));
  return {
    pid: child.pid ?? 0,
    finished,
    kill: (signal) => child.kill(signal),
    output: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(stdout);
          if (match) resolve(match);
        };
        look();
        child.stdout.on('data', look);
        void finished.then(({ status }) =>
          reject(new Error(`ended with ${status} before ${pattern}:\n${stdout}\n${stderr}`)),
        );
      }),
  };
}

/** The processes that a process has started of this command; on Linux only. */
export function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(file)) return [];
  const children = readFileSync(file, 'utf8').trim().split(/\s+/).map(Number);
  return children.filter((child) => {
    const command = `/proc/${child}/cmdline`;
    return existsSync(command) && readFileSync(command, 'utf8').match(/cli\.[jt]s/) !== null;
  });
}
