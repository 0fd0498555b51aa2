import { createHash } from 'node:crypto';

/** More plans would take too much of the server's memory: it keeps each of them on each connection. */
const MOST = 200;
/** Texts that were seen too seldom so far; a client that makes every statement anew must not push the others out. */
const MOST_SEEN = 2_000;
/** A text is prepared when it comes for this time. */
const TIMES = 3;

/**
 * Names for the statements that come again and again, so that PostgreSQL parses and plans them once a connection: planning takes
 * as long as running for a statement of many subselects. Statements are forgotten after some minutes, and by then
 * connections, too, so that neither keeps what nobody asks any more.
 */
export class PreparedStatements {
  static readonly LIFETIME_SECONDS = 600;

  readonly #names = new Map<string, string>();
  readonly #seen = new Map<string, number>();
  #forgetAt = performance.now() + PreparedStatements.LIFETIME_SECONDS * 1000;

  /** The name of a statement that is to be prepared; '' for one that is not. */
  nameOf(sql: string): string {
    const known = this.#names.get(sql);
    if (known !== undefined) return known;
    this.#forgetOld();
    if (this.#names.size >= MOST) return '';
    const times = (this.#seen.get(sql) ?? 0) + 1;
    if (times < TIMES) {
      if (this.#seen.size >= MOST_SEEN) this.#seen.clear();
      this.#seen.set(sql, times);
      return '';
    }
    this.#seen.delete(sql);
    // The same text has the same name always: a connection may have prepared it already.
    const name = createHash('sha256').update(sql).digest('base64url');
    this.#names.set(sql, name);
    return name;
  }

  #forgetOld(): void {
    const now = performance.now();
    if (now < this.#forgetAt) return;
    this.#forgetAt = now + PreparedStatements.LIFETIME_SECONDS * 1000;
    this.#names.clear();
    this.#seen.clear();
  }
}
