/** Something could not be fetched. The message is a sentence for people, without what was asked for. */
export class FetchFailed extends Error {
  /** Of the answer; null where there was none. */
  readonly status: number | null;
  /** How long the server asks not to be asked again, in milliseconds; null: it does not say. */
  readonly retryAfter: number | null;

  constructor(message: string, { status = null, retryAfter = null, cause }: FailureDetails = {}) {
    super(message, { cause });
    this.name = 'FetchFailed';
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

interface FailureDetails {
  readonly status?: number | null;
  readonly retryAfter?: number | null;
  readonly cause?: unknown;
}
