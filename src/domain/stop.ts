/**
 * Says once that work is to stop, and why. What `AbortSignal` does, for work that is over in less than a millisecond: making one of
 * those, and listening to it, takes a tenth of that.
 */
export class Stop {
  readonly #listeners = new Set<() => void>();
  #reason: Error | null = null;

  /** Why the work is to stop; null while it is not. */
  get reason(): Error | null {
    return this.#reason;
  }

  /** Has the work stop, unless it has been already. */
  now(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  /** Calls the listener when the work is to stop, once. */
  listen(listener: () => void): void {
    this.#listeners.add(listener);
  }

  silence(listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** @throws the reason, when the work is to stop */
  throwIfStopped(): void {
    if (this.#reason) throw this.#reason;
  }
}
