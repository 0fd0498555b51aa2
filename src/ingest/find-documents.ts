import { readFileSync, statSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RawDocument } from '../domain/document.ts';
import type { Problem, ProblemCode } from '../domain/problem.ts';
import { DocumentRejected } from '../domain/problem.ts';
import { DEFAULT_MAX_BYTES, documentTooLong } from '../text/decode.ts';

export interface FoundDocument {
  /** As it was given, or what was given joined with the way down from there. */
  readonly path: string;
  /** The absolute path. */
  readonly uri: string;
  /** In bytes, when it was found. */
  readonly size: number;
  /** Why there is nothing to read here: UNREADABLE, or NO_DOCUMENTS for a given folder without any. */
  readonly problem: Problem | null;
}

/**
 * The files that the paths name, folders with all that is below them: the paths in their order, what a folder holds sorted
 * by name. Links are followed, no folder below a path is entered twice. In folders, names that begin with a dot are passed over, and so
 * are devices, pipes and sockets. What cannot be looked at is found with its problem, and the search goes on.
 */
export async function* findDocuments(paths: Iterable<string>): AsyncGenerator<FoundDocument> {
  for (const path of paths) {
    let isEmpty = true;
    for await (const found of findBelow(path, new Set(), true)) {
      isEmpty = false;
      yield found;
    }
    if (isEmpty) yield foundProblem(path, 'NO_DOCUMENTS', 'the folder holds no documents');
  }
}

/**
 * The bytes of a found document. A file that is too long is not read. The thread waits for the disk: for files of a few
 * kilobytes that is less work than to be told when they are there.
 * @throws DocumentRejected with the problem it was found with; UNREADABLE; DOCUMENT_TOO_LONG.
 */
export async function readDocumentFile(found: FoundDocument, maxBytes = DEFAULT_MAX_BYTES): Promise<RawDocument> {
  const { uri, path, problem } = found;
  if (problem) throw new DocumentRejected(problem.code, problem.message);
  try {
    const { size } = statSync(path);
    if (size > maxBytes) throw documentTooLong(size, maxBytes);
    return { uri, bytes: readFileSync(path) };
  } catch (error) {
    throw error instanceof DocumentRejected ? error : unreadable(error);
  }
}

async function* findBelow(path: string, entered: Set<string>, isGiven: boolean): AsyncGenerator<FoundDocument> {
  let names: string[];
  try {
    const stats = await stat(path);
    if (stats.isFile()) {
      yield { path, uri: resolve(path), size: stats.size, problem: null };
      return;
    }
    if (!stats.isDirectory()) {
      if (isGiven) yield foundProblem(path, 'UNREADABLE', 'it is neither a file nor a folder');
      return;
    }
    const folder = await realpath(path);
    if (entered.has(folder)) return;
    entered.add(folder);
    names = await readdir(path);
  } catch (error) {
    yield foundProblem(path, 'UNREADABLE', reasonOf(error));
    return;
  }
  for (const name of names.sort()) {
    if (!name.startsWith('.')) yield* findBelow(join(path, name), entered, false);
  }
}

function foundProblem(path: string, code: ProblemCode, message: string): FoundDocument {
  return { path, uri: resolve(path), size: 0, problem: { code, message } };
}

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['ENOTDIR', 'there is no such file or folder'],
  ['EACCES', 'permission to read it is denied'],
  ['EPERM', 'permission to read it is denied'],
  ['ELOOP', 'its links lead in a circle'],
  ['ENAMETOOLONG', 'its name is too long'],
]);

function unreadable(error: unknown): DocumentRejected {
  return new DocumentRejected('UNREADABLE', reasonOf(error));
}

/** @throws what is no fault of the file system's. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error && 'code' in error)) throw error;
  return REASONS.get(error.code) ?? `it cannot be read: ${error.message}`;
}
