export interface SlotsOptions {
  /** How many may work at once. */
  readonly most: number;
  /** How many may wait. */
  readonly mostWaiting: number;
  /** How long one may have to wait again and again; a burst may take longer, up to `longestWait`. */
  readonly usualWait: number;
  /** Nobody waits longer. In milliseconds, as the others. */
  readonly longestWait: number;
}

/** For so long somebody may have been waiting before it is more than a burst. */
const BURST_MILLISECONDS = 200;

interface Waiting {
  readonly since: number;
  readonly admit: (isAdmitted: boolean) => void;
}

/**
 * So many at once, the others in a queue, which is bounded in length and in time. Where it has not been empty for a fifth of a second, work
 * may come faster than it can be done: then whoever has waited too long is turned away at once, so that those who are let in are
 * answered as fast as ever. (The idea is CoDel's, RFC 8289: a queue may be long for a moment, and must not stand.)
 */
export class Slots {
  readonly #options: SlotsOptions;
  readonly #queue = new Set<Waiting>();
  #working = 0;
  /** When nobody was waiting. */
  #emptyAt = performance.now();

  constructor(options: SlotsOptions) {
    this.#options = options;
  }

  /** How many work, and how many wait. */
  get crowd(): { readonly working: number; readonly waiting: number } {
    return { working: this.#working, waiting: this.#queue.size };
  }

  /** Whoever is let in must `leave`. @returns false for who is turned away */
  enter(): boolean | Promise<boolean> {
    const { most, mostWaiting, longestWait } = this.#options;
    if (this.#working < most) {
      this.#working += 1;
      this.#emptyAt = performance.now();
      return true;
    }
    if (this.#queue.size >= mostWaiting) return false;
    return new Promise((resolve) => {
      const waiting: Waiting = {
        since: performance.now(),
        admit: (isAdmitted) => {
          clearTimeout(timer);
          this.#queue.delete(waiting);
          resolve(isAdmitted);
        },
      };
      const timer = setTimeout(() => waiting.admit(false), longestWait);
      this.#queue.add(waiting);
    });
  }

  leave(): void {
    const now = performance.now();
    for (const waiting of this.#queue) {
      const isLate = now - waiting.since > this.#options.usualWait;
      const isStanding = now - this.#emptyAt > BURST_MILLISECONDS;
      waiting.admit(!(isLate && isStanding));
      if (isLate && isStanding) continue;
      if (this.#queue.size === 0) this.#emptyAt = now;
      // Its place goes to who is let in.
      return;
    }
    this.#emptyAt = now;
    this.#working -= 1;
  }
}
