import { Client } from 'pg';
import { z } from 'zod';
import type { PrismaClient } from './generated/client.ts';
import type { KnownRevision } from './known-revision.ts';
import { REVISION_SQL, revisionNow } from './known-revision.ts';
import { onNewRevision } from './transaction.ts';

/** Knows whether the corpus has changed, without asking. */
export interface CorpusWatch {
  /**
   * Another number after every change: at once after one that this process has committed, within a second after any other's.
   * Null while that cannot be told, the database being out of reach.
   */
  readonly state: number | null;
  /** The last revision that is known of; null while none is. */
  readonly revision: bigint | null;
  /** Calls `listener` after each change, and whenever there may have been some; until the returned function is called. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

/** How often the connection is tried, and how long an answer may take: a change is missed for at most twice as long. */
const HEARTBEAT_MS = 400;
const RECONNECT_MS = 500;
/** So many beats without an answer, and the connection is given up. */
const MOST_LATE = 10;
const CHANNEL = 'newsgraph_revision';
/** What the database says with each notification. */
const Revision = z.string().regex(/^\d{1,19}$/);

/** Watches a corpus that only this process changes. */
export function watchOwnChanges(prisma: PrismaClient, known: KnownRevision): CorpusWatch {
  const changes = new Changes(prisma);
  changes.happened();
  // Until it is known, or should it fail, nobody is shown a kept answer who asks for a revision.
  revisionNow(prisma).then(
    (revision) => known.hear(revision),
    () => {},
  );
  return {
    get state() {
      return changes.state;
    },
    get revision() {
      return known.latest;
    },
    onChange: (listener) => changes.listen(listener),
    close: async () => changes.close(),
  };
}

export interface ServerWatchOptions {
  /** Of the server that is written to now. */
  readonly urlNow: () => string;
  /** Calls its argument when it is another one; left out: it never is. */
  readonly onSwitch?: (listener: () => void) => () => void;
  readonly known: KnownRevision;
  readonly prisma: PrismaClient;
}

/** Watches a corpus that others may change, too: by a connection of its own that listens to the database. */
export function watchServer({ urlNow, onSwitch, known, prisma }: ServerWatchOptions): CorpusWatch {
  const changes = new Changes(prisma);
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function lost(dead: Client): void {
    if (client !== dead) return;
    client = undefined;
    clearInterval(timer);
    late = -1;
    changes.unknown();
    dead.end().catch(() => {});
    if (!isClosed) setTimeout(connect, RECONNECT_MS).unref();
  }

  function connect(): void {
    if (isClosed) return;
    const next = new Client({
      connectionString: urlNow(),
      keepAlive: true,
      application_name: 'newsgraph watch',
      // One that is taken and never answered, as when the network is away, must not be waited for.
      connectionTimeoutMillis: MOST_LATE * HEARTBEAT_MS,
    });
    client = next;
    next.on('notification', ({ payload }) => {
      if (client !== next) return;
      hear(payload);
      changes.happened();
    });
    next.on('error', () => lost(next));
    next.on('end', () => lost(next));
    next
      .connect()
      .then(() => next.query(`LISTEN ${CHANNEL}`))
      .then(() => next.query<{ revision: string }>(REVISION_SQL))
      .then(
        ({ rows }) => {
          if (client !== next) return;
          hear(rows[0]?.revision);
          // Nobody knows what happened before.
          changes.happened();
          timer = setInterval(() => beat(next), HEARTBEAT_MS);
          timer.unref();
        },
        () => lost(next),
      );
  }

  function hear(revision: string | undefined): void {
    const { data } = Revision.safeParse(revision);
    if (data !== undefined) known.hear(BigInt(data));
  }

  /** How many beats have passed since the one that is waited for; -1 when none is. */
  let late = -1;
  /** An answer that is late may mean that notifications are, too. */
  function beat(beating: Client): void {
    if (late >= 0) {
      late += 1;
      changes.unknown();
      if (late > MOST_LATE) lost(beating);
      return;
    }
    late = 0;
    beating.query('SELECT 1').then(
      () => {
        if (client !== beating) return;
        late = -1;
        if (changes.state === null) changes.happened();
      },
      () => lost(beating),
    );
  }

  const silence = onSwitch?.(() => {
    if (client) lost(client);
  });
  connect();
  return {
    get state() {
      return changes.state;
    },
    get revision() {
      return known.latest;
    },
    onChange: (listener) => changes.listen(listener),
    async close() {
      isClosed = true;
      silence?.();
      clearInterval(timer);
      changes.close();
      await client?.end();
    },
  };
}

class Changes {
  readonly #listeners = new Set<() => void>();
  readonly #silence: () => void;
  #count = 0;
  state: number | null = null;

  constructor(prisma: PrismaClient) {
    this.#silence = onNewRevision(prisma, () => {
      // While the others' cannot be told, this one's do not help.
      if (this.state !== null) this.happened();
      else this.#call();
    });
  }

  happened(): void {
    this.#count += 1;
    this.state = this.#count;
    this.#call();
  }

  unknown(): void {
    if (this.state === null) return;
    this.state = null;
    this.#call();
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#silence();
    this.state = null;
    this.#listeners.clear();
  }

  #call(): void {
    for (const listener of this.#listeners) listener();
  }
}
