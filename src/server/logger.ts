import { createRequire } from 'node:module';
import type { DestinationStream, Logger } from 'pino';
import { pino } from 'pino';

const STDERR = 2;
/** Lines are written together when there are so many bytes of them, and in any case so many milliseconds later. */
const TOGETHER_BYTES = 4_096;
const TOGETHER_MS = 100;

export interface LoggerOptions {
  /** The least level that is written: trace, debug, info, warn, error, fatal, or silent. */
  readonly level: string;
  /** Lines for people; without pino-pretty, which only development installs, it is JSON all the same. */
  readonly pretty: boolean;
  /** @default standard error, so that standard output stays for data */
  readonly destination?: DestinationStream;
  /** Has what it is given called when the process ends. Left out: each line is written at once. */
  readonly onExit?: (write: () => void) => void;
}

/**
 * One JSON object a line: level by name, time in ISO 8601. Lines may be written a tenth of a second later, several at once; at its
 * exit the process writes what it has.
 */
export function createLogger({ level, pretty, onExit, destination = standardError(onExit) }: LoggerOptions): Logger {
  const format = pretty ? loadFormat() : undefined;
  return pino(
    { level, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    format ? { write: (line) => destination.write(format(line)) } : destination,
  );
}

/** Writing each line by itself takes an eighth of the time of a request whose answer is kept. */
function standardError(onExit: LoggerOptions['onExit']): DestinationStream {
  if (!onExit) return pino.destination({ dest: STDERR, sync: true });
  const lines = pino.destination({ dest: STDERR, sync: true, minLength: TOGETHER_BYTES });
  setInterval(() => lines.flush(), TOGETHER_MS).unref();
  onExit(() => lines.flushSync());
  return lines;
}

function loadFormat(): ((line: string) => string) | undefined {
  try {
    const load: NodeJS.Require = createRequire(import.meta.url);
    const { prettyFactory }: typeof import('pino-pretty') = load('pino-pretty');
    return prettyFactory({ ignore: 'pid,hostname' });
  } catch {
    return undefined;
  }
}
