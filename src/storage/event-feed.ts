import { z } from 'zod';
import { ClientError } from '../domain/client-error.ts';
import type { PrismaClient } from './generated/client.ts';
import type { Condition } from './read/condition.ts';
import type { EventWindow, Reader } from './read/reader.ts';
import type { EventRow } from './read/rows.ts';
import type { Selection } from './read/selection.ts';
import { onNewRevision } from './transaction.ts';

/** What became of an article, with all that is asked of it; or how many such events nobody can be told of any more. */
export type FeedItem =
  | { readonly kind: 'event'; readonly event: EventRow }
  | { readonly kind: 'gap'; readonly position: string; readonly missed: number };

export interface FollowOptions {
  /** The cursor of the last event that was seen; null for what happens from now on. */
  readonly after: string | null;
  /** What is asked of an `ArticleIngested`. */
  readonly selection: Selection;
  /** On its article. Removals come in any case, for what is gone fits nothing. */
  readonly condition: Condition;
}

/** What becomes of the articles, as it happens. */
export interface EventFeed {
  /**
   * Everything since the cursor, or from now on without one: first what is stored, then what happens, each event once and
   * in the order of the commits. Events are read as fast as they are taken, some at a time: whoever is slow costs no
   * memory, and falls behind, until what he has not seen is dropped; then he gets a gap, and goes on after it. Articles
   * come as they are when they are read; one that readers cannot see by then is passed over.
   * The feed ends when the iterator is returned, or the feed closed.
   * @throws ClientError INVALID_CURSOR
   */
  follow(options: FollowOptions): Promise<AsyncIterableIterator<FeedItem>>;
  /** Ends all that follow. */
  close(): void;
}

/** Events that are read by one statement. */
const BATCH = 20n;
/** So many windows are kept until the next change. */
const MOST_WINDOWS = 100;

/** @param onChange calls its argument after every change, until what it returns is called; left out: after those of this process */
export function createEventFeed(
  prisma: PrismaClient,
  reader: Reader,
  onChange: (listener: () => void) => () => void = (listener) => onNewRevision(prisma, listener),
): EventFeed {
  const following = new Set<AbortController>();
  let isClosed = false;
  const windows = new SharedWindows(reader);
  // Not by those who follow: what was read for the last of them is out of date when the next one comes.
  const forgetWindows = onChange(() => windows.forget());

  async function* eventsSince(
    start: bigint,
    { selection, condition }: FollowOptions,
    stopped: AbortSignal,
  ): AsyncGenerator<FeedItem> {
    let position = start;
    const bell = createBell();
    const silence = onChange(bell.ring);
    stopped.addEventListener('abort', bell.ring);
    try {
      while (!stopped.aborted) {
        const { firstKept, last, events } = await windows.read(position, selection, condition);
        if (firstKept > position + 1n) {
          const missed = Number(firstKept - 1n - position);
          position = firstKept - 1n;
          yield { kind: 'gap', position: String(position), missed };
          continue;
        }
        for (const event of events) {
          if (stopped.aborted) return;
          yield { kind: 'event', event };
        }
        const read = position + BATCH;
        position = read < last ? read : last;
        if (position === last) await bell.rung();
      }
    } finally {
      silence();
      stopped.removeEventListener('abort', bell.ring);
    }
  }

  return {
    async follow(options) {
      const { after } = options;
      const { lastEvent } = await prisma.corpus.findUniqueOrThrow({ where: { id: 1 }, select: { lastEvent: true } });
      const start = after === null ? lastEvent : positionOf(after, lastEvent);
      const stop = new AbortController();
      following.add(stop);
      if (isClosed) stop.abort();
      const items = eventsSince(start, options, stop.signal);
      const feed: AsyncIterableIterator<FeedItem> = {
        next: () => items.next(),
        // A generator that waits does not hear of its end: it has to be woken.
        return() {
          stop.abort();
          following.delete(stop);
          return items.return(undefined);
        },
        [Symbol.asyncIterator]: () => feed,
      };
      return feed;
    },

    close() {
      isClosed = true;
      forgetWindows();
      for (const stop of following) stop.abort();
    },
  };
}

/**
 * Who asks for the same in the same words follows by the same statements: a change is read once for all of them, not once for each.
 */
class SharedWindows {
  readonly #reader: Reader;
  readonly #windows = new Map<string, Promise<EventWindow>>();
  /** A selection of the same document is the same object. */
  readonly #numbers = new WeakMap<Selection, number>();
  #count = 0;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  read(position: bigint, selection: Selection, condition: Condition): Promise<EventWindow> {
    const key = `${position} ${this.#numberOf(selection)} ${JSON.stringify(condition)}`;
    const known = this.#windows.get(key);
    if (known) return known;
    if (this.#windows.size >= MOST_WINDOWS) this.#windows.clear();
    const window = this.#reader.events(position, BATCH, selection, condition);
    this.#windows.set(key, window);
    // Who asks after a failure asks anew.
    window.catch(() => this.#windows.delete(key));
    return window;
  }

  /** What has been read is not all there is any more. */
  forget(): void {
    this.#windows.clear();
  }

  #numberOf(selection: Selection): number {
    let number = this.#numbers.get(selection);
    if (number === undefined) {
      this.#count += 1;
      number = this.#count;
      this.#numbers.set(selection, number);
    }
    return number;
  }
}

const Cursor = z.tuple([z.literal('articleEvents'), z.string().regex(/^\d{1,18}$/)]);

/** The cursor of an event. Opaque to clients. */
export function eventCursor(position: string): string {
  return Buffer.from(JSON.stringify(['articleEvents', position])).toString('base64url');
}

function positionOf(cursor: string, last: bigint): bigint {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    content = undefined;
  }
  const { data } = Cursor.safeParse(content);
  if (!data) {
    throw new ClientError('INVALID_CURSOR', 'This is no cursor of an event: pass the cursor of one as it was given.');
  }
  const position = BigInt(data[1]);
  if (position > last) {
    throw new ClientError(
      'INVALID_CURSOR',
      'The cursor is ahead of all events here: it was given by another database. Subscribe without it, and read anew.',
    );
  }
  return position;
}

/** Remembers a ring until somebody waits for one. */
function createBell() {
  let isRung = false;
  let wake = () => {};
  return {
    ring() {
      isRung = true;
      wake();
    },
    /** Resolves at the next ring, or at once when there was one since it last resolved. */
    async rung(): Promise<void> {
      if (!isRung) await new Promise<void>((resolve) => (wake = resolve));
      isRung = false;
    },
  };
}
