import robotsParser from 'robots-parser';
import { z } from 'zod';
import { FetchFailed } from './fetch-failed.ts';
import type { Fetcher } from './fetcher.ts';

/** What robots.txt files call this program. */
const NAME = 'newsgraph';

/** As RFC 9309 has it: no copy is used for longer than a day. */
const KEPT_MS = 24 * 3_600_000;
/** A file that could not be read is asked for again after so long. */
const RETRY_MS = 10 * 60_000;
/** Files that ask for longer pauses are not kept waiting for: they mean pages, not feeds. */
const MOST_DELAY_MS = 60_000;

interface Rules {
  isAllowed(url: string, agent: string): boolean | undefined;
  /** In seconds. */
  getCrawlDelay(agent: string): number | undefined;
}

/** The package is a function, and its types say that it holds one. */
const parseRobots = z
  .custom<(url: string, text: string) => Rules>((value) => typeof value === 'function')
  .parse(robotsParser);

/** What the owners of servers let programs fetch. */
export interface Robots {
  /** @throws FetchFailed where `robots.txt` of its server says no, or cannot be read */
  approve(url: URL): Promise<void>;
  /** The pause that the server of an approved address asks for between two requests, in milliseconds; 0: it says nothing. */
  delayOf(url: URL): number;
}

interface Known {
  /** Null: there is no such file, and all is allowed. */
  readonly rules: Rules | null;
  /** Why it could not be read: then nothing is allowed. */
  readonly failure: FetchFailed | null;
  readonly until: number;
}

/**
 * Asks each server for its `robots.txt` (RFC 9309) before anything else. Where there is none (an answer 4xx) all is allowed, where the
 * server fails nothing is.
 * @param now in milliseconds
 */
export function createRobots(fetcher: Pick<Fetcher, 'fetch'>, now: () => number = Date.now): Robots {
  const known = new Map<string, Promise<Known>>();

  async function ask(origin: string): Promise<Known> {
    const at = `${origin}/robots.txt`;
    try {
      const fetched = await fetcher.fetch(at);
      const text = new TextDecoder().decode(fetched?.bytes);
      return { rules: parseRobots(at, text), failure: null, until: now() + KEPT_MS };
    } catch (error) {
      if (!(error instanceof FetchFailed)) throw error;
      const { status } = error;
      const isAbsent = status !== null && status >= 400 && status < 500 && status !== 429;
      return isAbsent
        ? { rules: null, failure: null, until: now() + KEPT_MS }
        : { rules: null, failure: error, until: now() + RETRY_MS };
    }
  }

  async function knownOf({ origin }: URL): Promise<Known> {
    const asked = known.get(origin);
    if (asked && (await asked).until > now()) return asked;
    const asking = ask(origin);
    known.set(origin, asking);
    // What could not even be asked is asked again.
    asking.catch(() => known.delete(origin));
    return asking;
  }

  const delays = new Map<string, number>();

  return {
    async approve(url) {
      const { rules, failure } = await knownOf(url);
      if (failure) {
        throw new FetchFailed(
          `${url.origin}/robots.txt cannot be read, so nothing is fetched there: ${failure.message}`,
          {
            retryAfter: failure.retryAfter,
            cause: failure,
          },
        );
      }
      if (rules?.isAllowed(url.href, NAME) === false) {
        throw new FetchFailed(`${url.origin}/robots.txt does not let ${NAME} fetch it`);
      }
      const delay = (rules?.getCrawlDelay(NAME) ?? 0) * 1_000;
      delays.set(url.origin, Number.isFinite(delay) ? Math.min(Math.max(0, delay), MOST_DELAY_MS) : 0);
    },
    delayOf: ({ origin }) => delays.get(origin) ?? 0,
  };
}
