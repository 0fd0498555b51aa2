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

/** When the last would have to wait for so much of what one may usually wait, more comes than can be done, … */
const TOO_MUCH = 0.75;
/** … until it is no more than this. */
const BEARABLE = 0.4;
/** How much one more counts in the mean of the times between two who leave. */
const WEIGHT = 1 / 32;

/**
 * So many at once, the others in a queue, which is bounded in length and in time. Where it has not been empty for a fifth of a second, work
 * may come faster than it can be done: then whoever has waited too long is turned away at once; and before it comes to that, the
 * last who came is let in first, so that those who are let in are answered as fast as ever, rather than all as late as may be.
 * (A queue may be long for a moment, and must not stand: CoDel, RFC 8289; adaptive LIFO: Maurer, "Fail at Scale", ACM Queue 13(8), 2015.)
 */
export class Slots {
  readonly #options: SlotsOptions;
  /** The first who came first. */
  readonly #queue: Waiting[] = [];
  #working = 0;
  #isTooMuch = false;
  /** Mean of the milliseconds from one who leaves to the next. */
  #pace = 0;
  #leftAt = performance.now();
  /** When nobody was waiting. */
  #emptyAt = performance.now();

  constructor(options: SlotsOptions) {
    this.#options = options;
  }

  /** How many work, and how many wait. */
  get crowd(): { readonly working: number; readonly waiting: number } {
    return { working: this.#working, waiting: this.#queue.length };
  }

  /** Whoever is let in must `leave`. @returns false for who is turned away */
  enter(): boolean | Promise<boolean> {
    const { most, mostWaiting, longestWait } = this.#options;
    if (this.#working < most) {
      this.#working += 1;
      this.#emptyAt = performance.now();
      return true;
    }
    if (this.#queue.length >= mostWaiting) return false;
    return new Promise((resolve) => {
      const waiting: Waiting = {
        since: performance.now(),
        admit: (isAdmitted) => {
          clearTimeout(timer);
          this.#queue.splice(this.#queue.indexOf(waiting), 1);
          resolve(isAdmitted);
        },
      };
      const timer = setTimeout(() => waiting.admit(false), longestWait);
      this.#queue.push(waiting);
    });
  }

  leave(): void {
    const now = performance.now();
    const { usualWait } = this.#options;
    this.#pace += (now - this.#leftAt - this.#pace) * WEIGHT;
    this.#leftAt = now;
    const isStanding = now - this.#emptyAt > BURST_MILLISECONDS;
    let first = this.#queue[0];
    while (first && isStanding && now - first.since > usualWait) {
      first.admit(false);
      first = this.#queue[0];
    }
    this.#isTooMuch =
      isStanding && this.#queue.length * this.#pace > (this.#isTooMuch ? BEARABLE : TOO_MUCH) * usualWait;
    const next = this.#isTooMuch ? this.#queue.at(-1) : first;
    next?.admit(true);
    if (this.#queue.length === 0) this.#emptyAt = now;
    // The place goes to who is let in.
    if (!next) this.#working -= 1;
  }
}
