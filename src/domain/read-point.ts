/**
 * From which revision of the corpus on a request may be answered, and of which it was: a copy of the database may be behind.
 * One for each operation.
 */
export class ReadPoint {
  /** The revision that its client knows of; null: he knows of none. */
  readonly atLeast: bigint | null;
  /** Whether only the database that is written to will do. */
  isCurrent = false;
  /** What it was read from last: what belongs together is read from one place. */
  place: object | null = null;
  #revision: bigint | null = null;

  constructor(atLeast: bigint | null = null) {
    this.atLeast = atLeast;
  }

  /** The oldest revision that any of the answer is of; null: nobody said. */
  get revision(): bigint | null {
    return this.#revision;
  }

  /** Says that something was read as it was at a revision. */
  readAt(revision: bigint): void {
    if (this.#revision === null || revision < this.#revision) this.#revision = revision;
  }

  /** Says that all that was done is part of a revision. */
  doneBy(revision: bigint): void {
    this.#revision = revision;
  }
}
