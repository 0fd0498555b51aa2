import { z } from 'zod';
import { queryByDriver } from './driver.ts';
import type { PrismaClient } from './generated/client.ts';

/**
 * How late a change of another process may be shown after this one has heard of it, in milliseconds: without it, each of them would
 * send all readers to the primary until the replicas have it. With the time that a lost connection takes to be missed it is less
 * than the second that a change may take.
 */
const GRACE_MS = 100;

/** What this process knows of the revision of the corpus. */
export class KnownRevision {
  /** The last that has to be shown. */
  #shown = 0n;
  /** Later ones, of other processes, in the order in which they were heard of. */
  #heard: { readonly revision: bigint; readonly at: number }[] = [];
  #latest: bigint | null = null;

  /** The last that anybody told of; null before that. */
  get latest(): bigint | null {
    return this.#latest;
  }

  /** What is older is not good enough for anybody. */
  get needed(): bigint {
    const before = performance.now() - GRACE_MS;
    while (this.#heard[0] && this.#heard[0].at <= before) this.#show(this.#heard.shift()?.revision ?? 0n);
    return this.#shown;
  }

  /** This process has made a revision: it is shown from now on. */
  commit(revision: bigint): void {
    this.hear(revision);
    this.#show(revision);
  }

  /** There is such a revision, whoever made it. */
  hear(revision: bigint): void {
    if (this.#latest !== null && revision <= this.#latest) return;
    this.#latest = revision;
    this.#heard.push({ revision, at: performance.now() });
  }

  /** Another database counts from now on, whatever the former one had. */
  reset(revision: bigint): void {
    this.#latest = revision;
    this.#shown = revision;
    this.#heard = [];
  }

  #show(revision: bigint): void {
    if (revision > this.#shown) this.#shown = revision;
    while (this.#heard[0] && this.#heard[0].revision <= this.#shown) this.#heard.shift();
  }
}

/** By its key, since the row's former versions lie beside it until they are swept away. */
export const REVISION_SQL = 'SELECT "revision"::text FROM "Corpus" WHERE "id" = 1';

/** The revision of the corpus, by the database that is written to. */
export async function revisionNow(prisma: PrismaClient): Promise<bigint> {
  return z.coerce.bigint().parse(await queryByDriver(prisma, REVISION_SQL, []));
}
