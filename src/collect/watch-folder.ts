import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { watch } from 'chokidar';
import { ClientError } from '../domain/client-error.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { FoundDocument } from '../ingest/find-documents.ts';
import { findDocuments } from '../ingest/find-documents.ts';
import { GatewayAway } from './gateway-ingest.ts';

interface WatchOptions {
  /** A file is taken when it has not grown for so long, in milliseconds. */
  readonly settle: number;
  /** Looks at the files again and again, for folders of other machines, which tell of no changes. */
  readonly polls: boolean;
  readonly stop: AbortSignal;
}

/** Files that have come or changed. */
interface Change {
  /** Sorted by path. */
  readonly documents: AsyncIterable<FoundDocument>;
  /** Has these files, of all that there were, come again with the next change, after a pause. */
  again(paths: readonly string[] | 'all', pause: number): void;
}

/**
 * What is in a folder, and then whatever comes or changes there, until it is told to stop. Who starts again begins with all that there is:
 * what has changed in between is found by its bytes, and what is known costs a look. Files whose names begin with a dot are passed
 * over, in folders of such names, too; what goes away stays in the graph.
 * @throws ClientError for what is no folder; Error when the folder goes away, or the system watches no more
 */
async function* watchFolder(folder: string, { settle, polls, stop }: WatchOptions): AsyncGenerator<Change> {
  const root = resolve(folder);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ClientError('BAD_USER_INPUT', `${folder} is no folder. What is to be watched has to be there.`);
  }
  const pending = new Set<string>();
  let failure: Error | null = null;
  let isReady = false;
  let wake = () => {};

  const watcher = watch(root, {
    ignored: (path) => path !== root && basename(path).startsWith('.'),
    // What is there already is not waited for.
    awaitWriteFinish: { stabilityThreshold: settle, pollInterval: Math.min(100, settle) },
    usePolling: polls,
  });
  const fail = (error: Error) => {
    failure ??= error;
    wake();
  };
  const add = (path: string) => {
    pending.add(resolve(path));
    wake();
  };
  watcher
    .on('add', add)
    .on('change', add)
    .on('unlinkDir', (path) => {
      if (resolve(path) === root) fail(new Error(`${folder} is not there any more.`));
    })
    .on('ready', () => {
      isReady = true;
      wake();
    })
    .on('error', (error) => {
      const { code, path } = faultOf(error);
      // A folder that may not be entered is told of as a document that may not be read is.
      if ((code === 'EACCES' || code === 'EPERM') && path !== undefined) add(path);
      else if (code === 'ENOSPC' || code === 'EMFILE') fail(tooMany(code));
      else fail(error instanceof Error ? error : new Error(String(error)));
    });
  const onStop = () => wake();
  stop.addEventListener('abort', onStop);

  const timers = new Set<NodeJS.Timeout>();
  try {
    for (;;) {
      while (!(failure || stop.aborted || (isReady && pending.size > 0))) {
        await new Promise<void>((done) => {
          wake = done;
        });
      }
      if (failure) throw failure;
      if (stop.aborted) return;
      const paths = [...pending].sort();
      pending.clear();
      yield {
        documents: stillThere(paths),
        again(which, pause) {
          const timer = setTimeout(() => {
            timers.delete(timer);
            for (const path of which === 'all' ? paths : which) add(path);
          }, pause);
          timers.add(timer);
        },
      };
    }
  } finally {
    stop.removeEventListener('abort', onStop);
    for (const timer of timers) clearTimeout(timer);
    await watcher.close();
  }
}

/** A gateway that is away is tried again after so long, twice as long each time, up to a minute. */
const AWAY_MS = 2_000;
const MOST_AWAY_MS = 60_000;
/** What could not be stored by no fault of its own is tried so often, with pauses that double. */
const TRIES = 5;
const RETRY_MS = 10_000;

/**
 * Takes in what is in a folder, and whatever comes or changes there. A gateway that goes away is waited for, what could not be stored is
 * tried again a few times.
 * @param onAway told why nothing can be taken in at present
 * @returns the receipts, those of what is known included
 * @throws as `watchFolder`, and as `take` but for GatewayAway
 */
export async function* takeChanges(
  folder: string,
  take: (documents: AsyncIterable<FoundDocument>) => AsyncGenerator<Receipt>,
  { onAway, ...options }: WatchOptions & { readonly onAway: (error: GatewayAway) => void },
): AsyncGenerator<Receipt> {
  const tries = new Map<string, number>();
  let away = AWAY_MS;
  for await (const { documents, again } of watchFolder(folder, options)) {
    try {
      for await (const receipt of take(documents)) {
        yield receipt;
        const path = receipt.uri.replace(/#.*$/s, '');
        const tried = (tries.get(path) ?? 0) + 1;
        if (!receipt.problems.some(({ code }) => code === 'INGEST_FAILED')) tries.delete(path);
        else if (tried < TRIES) {
          tries.set(path, tried);
          // What came out of an archive under an address of its own leads back to no file.
          again(path.startsWith('/') ? [path] : 'all', RETRY_MS * 2 ** (tried - 1));
        }
      }
      away = AWAY_MS;
    } catch (error) {
      if (!(error instanceof GatewayAway)) throw error;
      onAway(error);
      again('all', away);
      away = Math.min(MOST_AWAY_MS, 2 * away);
    }
  }
}

/** What has gone since it was seen, as files do that are written under another name, was no document. */
async function* stillThere(paths: readonly string[]): AsyncGenerator<FoundDocument> {
  for (const path of paths) if (existsSync(path)) yield* findDocuments([path]);
}

function tooMany(code: string): Error {
  return new Error(
    code === 'ENOSPC'
      ? 'The system watches no more files. Raise fs.inotify.max_user_watches (sysctl), or have the folder looked at again and again: --polling.'
      : 'The system opens no more files. Raise the limit (ulimit -n), or have the folder looked at again and again: --polling.',
  );
}

function faultOf(error: unknown): { code?: string; path?: string } {
  if (!(error instanceof Error)) return {};
  const { code, path }: NodeJS.ErrnoException = error;
  return { ...(code === undefined ? {} : { code }), ...(path === undefined ? {} : { path }) };
}
