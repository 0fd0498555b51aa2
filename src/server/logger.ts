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
export function createLogger({ level, pretty, destination = pino.destination({ dest: STDERR, sync: true }) }: LoggerOptions): Logger {
  return pino(
    { level, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    (pretty ? prettyStream(destination) : undefined) ?? destination,
  );
}

function prettyStream(destination: DestinationStream): DestinationStream | undefined {
  try {
    const load: NodeJS.Require = createRequire(import.meta.url);
    const { build }: typeof import('pino-pretty') = load('pino-pretty');
    return build({ destination, ignore: 'pid,hostname', sync: true });
  } catch {
    return undefined;
  }
}
