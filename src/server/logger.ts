import { createRequire } from 'node:module';
import type { DestinationStream, Logger } from 'pino';
import { pino } from 'pino';

const STDERR = 2;

export interface LoggerOptions {
  /** The least level that is written: trace, debug, info, warn, error, fatal, or silent. */
  readonly level: string;
  /** Lines for people; without pino-pretty, which only development installs, it is JSON all the same. */
  readonly pretty: boolean;
  /** @default standard error, so that standard output stays for data */
  readonly destination?: DestinationStream;
}

/** One JSON object a line: level by name, time in ISO 8601. Written at once, so that nothing is lost at exit. */
export function createLogger({
  level,
  pretty,
  destination = pino.destination({ dest: STDERR, sync: true }),
}: LoggerOptions): Logger {
  const format = pretty ? loadFormat() : undefined;
  return pino(
    { level, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    format ? { write: (line) => destination.write(format(line)) } : destination,
  );
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
