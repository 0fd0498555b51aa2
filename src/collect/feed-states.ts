import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/** In milliseconds since 1970. */
const Moment = z.number().nonnegative();

const FeedState = z.object({
  /** Of the last answer whose items are in the graph. */
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  askedAt: Moment,
  /** How often it failed since it last did not. */
  failures: z.int().nonnegative(),
  /** Not to be asked before. */
  notBefore: Moment,
  /** Its server says that there will never be anything again. */
  isGone: z.boolean(),
});
export type FeedState = z.infer<typeof FeedState>;

const StateFile = z.object({
  /** What the items were put into: for another graph they have to be fetched again. */
  graph: z.string(),
  feeds: z.record(z.string(), FeedState),
});

/** What is known of a feed that has not been asked yet. */
const UNASKED: FeedState = {
  etag: null,
  lastModified: null,
  askedAt: 0,
  failures: 0,
  notBefore: 0,
  isGone: false,
};

/** What is remembered of feeds between runs. */
export interface FeedStates {
  of(url: string): FeedState;
  /** Kept in memory until it is saved. */
  set(url: string, state: FeedState): void;
  /** Writes the file anew, whole or not at all. */
  save(): Promise<void>;
}

/**
 * Opens the file, which is written with the first `save` where there is none. What was remembered for another graph is forgotten.
 * It is a file and no table, because whoever hands documents to a gateway has no database.
 * @param graph names what the items are put into
 * @throws Error that names the file and says what to do
 */
export async function openFeedStates(path: string, graph: string): Promise<FeedStates> {
  const known = await readStates(path);
  const feeds = new Map<string, FeedState>(known?.graph === graph ? Object.entries(known.feeds) : []);
  return {
    of: (url) => feeds.get(url) ?? UNASKED,
    set: (url, state) => feeds.set(url, state),
    async save() {
      await mkdir(dirname(path), { recursive: true });
      const written = `${path}.${randomUUID()}.tmp`;
      try {
        await writeFile(written, `${JSON.stringify({ graph, feeds: Object.fromEntries(feeds) })}\n`);
        await rename(written, path);
      } catch (error) {
        await rm(written, { force: true });
        throw error;
      }
    },
  };
}

async function readStates(path: string): Promise<z.infer<typeof StateFile> | null> {
  try {
    return StateFile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new Error(`${path} is not what poll has written. Remove it, and all feeds are fetched anew.`, {
      cause: error,
    });
  }
}
