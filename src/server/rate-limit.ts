import { isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';

/** Where the processes that serve together add up what their clients have used. */
export interface RateStore {
  /**
   * Adds what was used in a window, and forgets windows that are over.
   * @returns what all have used of each in this window and in the one before
   */
  add(window: number, used: ReadonlyMap<string, number>): Promise<Map<string, { now: number; before: number }>>;
}

export interface RateLimitOptions {
  /** Points a minute for each key or address. */
  readonly pointsPerMinute: number;
  readonly store: RateStore;
  readonly logger: Logger;
}

/** Tells when there will be points again. */
export interface TooMuch {
  readonly retryAfterSeconds: number;
}

const WINDOW_SECONDS = 60;
/** How often processes tell each other; in between each counts for itself. */
const SYNC_MILLISECONDS = 1_000;
/** Clients that are remembered; with more the least active are forgotten, and begin anew. */
const MOST_CLIENTS = 50_000;

interface Use {
  window: number;
  /** What all processes used in this window and in the one before, as far as is known. */
  now: number;
  before: number;
  /** What this process used since it told the others. */
  untold: number;
}

/**
 * Points for each client, by its key or address, over a sliding minute. Counted in this process and added up in the database once a
 * second, so that a request waits for nothing: processes together may let through what comes in a second more.
 */
export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #uses = new LRUCache<string, Use>({ max: MOST_CLIENTS });
  readonly #timer: NodeJS.Timeout;
  #untold = new Set<string>();
  #isTelling = false;

  constructor(options: RateLimitOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#tell(), SYNC_MILLISECONDS);
    this.#timer.unref();
  }

  /** Takes points. @returns null when they were there */
  take(client: string, points: number): TooMuch | null {
    const { pointsPerMinute } = this.#options;
    const seconds = Date.now() / 1_000;
    const use = this.#useOf(client, Math.floor(seconds / WINDOW_SECONDS));
    const left = 1 - (seconds % WINDOW_SECONDS) / WINDOW_SECONDS;
    const used = use.now + use.untold + use.before * left;
    if (used + points > pointsPerMinute) {
      return { retryAfterSeconds: waitFor(use, points, pointsPerMinute, left) };
    }
    use.untold += points;
    this.#untold.add(client);
    return null;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #useOf(client: string, window: number): Use {
    let use = this.#uses.get(client);
    if (!use) {
      use = { window, now: 0, before: 0, untold: 0 };
      this.#uses.set(client, use);
    }
    if (use.window !== window) {
      use.before = use.window === window - 1 ? use.now + use.untold : 0;
      use.window = window;
      use.now = 0;
      use.untold = 0;
    }
    return use;
  }

  async #tell(): Promise<void> {
    if (this.#isTelling || this.#untold.size === 0) return;
    this.#isTelling = true;
    const clients = this.#untold;
    this.#untold = new Set();
    const window = Math.floor(Date.now() / 1_000 / WINDOW_SECONDS);
    const told = new Map<string, number>();
    for (const client of clients) {
      const { untold } = this.#useOf(client, window);
      if (untold > 0) told.set(client, untold);
    }
    try {
      for (const [client, { now, before }] of await this.#options.store.add(window, told)) {
        const use = this.#useOf(client, window);
        if (use.window !== window) continue;
        use.untold -= told.get(client) ?? 0;
        use.now = now;
        use.before = Math.max(use.before, before);
      }
    } catch (error) {
      // Each process goes on counting for itself.
      for (const client of clients) this.#untold.add(client);
      this.#options.logger.warn({ err: error }, 'what clients have used could not be added up');
    } finally {
      this.#isTelling = false;
    }
  }
}

/** Until so much of the window before is no longer counted; until the next window where that will not do. */
function waitFor(use: Use, points: number, most: number, left: number): number {
  const room = most - use.now - use.untold - points;
  const share = use.before > 0 && room >= 0 ? left - room / use.before : left;
  return Math.max(1, Math.ceil(share * WINDOW_SECONDS));
}

/**
 * The address that counts as one client: of IPv6 the network, for a client has all addresses in it.
 * @param forwarded `X-Forwarded-For`, to which each proxy adds who asked it
 * @param proxies how many of ours stand before the gateway: only what they wrote can be believed
 */
export function clientAddress(remote: string | undefined, forwarded: string | undefined, proxies: number): string {
  const hops = [...(forwarded?.split(',').map((hop) => hop.trim()) ?? []), remote ?? ''];
  const address = hops[Math.max(0, hops.length - 1 - proxies)] || (remote ?? '');
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(plain) ? networkOf(plain) : plain.slice(0, 64);
}

/** The first 64 bits. */
function networkOf(address: string): string {
  const [head = '', tail] = address.split('%')[0]?.toLowerCase().split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
