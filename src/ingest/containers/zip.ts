import type { Entry, ZipFile } from 'yauzl';
import { fromBufferPromise, getFileNameLowLevel, openPromise, validateFileName } from 'yauzl';
import type { Problem } from '../../domain/problem.ts';
import { DocumentRejected } from '../../domain/problem.ts';
import type { Bytes } from './byte-stream.ts';
import { refuseBomb } from './byte-stream.ts';

export interface ZipEntry {
  /** Its path in the archive. */
  readonly name: string;
  /** @throws DocumentRejected UNREADABLE for what is damaged */
  open(): Bytes;
}

export interface RefusedEntry {
  readonly name: string;
  readonly problem: Problem;
}

export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));
}

/**
 * The files in a zip archive, in the order of its directory; each is to be read before the next is asked for. Names that
 * begin with a dot are passed over, as in folders, and `__MACOSX`. Nothing is written anywhere; names that lead out of the
 * archive are refused all the same: they are never innocent.
 * @param archive a path, or the whole archive
 * @throws DocumentRejected UNREADABLE for what is damaged; CONTAINER_LIMIT for a bomb
 */
export async function* entriesOfZip(archive: string | Uint8Array): AsyncGenerator<ZipEntry | RefusedEntry> {
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  let opened: ZipFile | undefined;
  let unpacked = 0;
  try {
    const zip = await (typeof archive === 'string'
      ? openPromise(archive, options)
      : fromBufferPromise(Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength), options));
    opened = zip;
    for await (const entry of zip.eachEntry()) {
      const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
      if (name.endsWith('/') || /(?:^|\/)(?:\.(?!\.?(?:\/|$))|__MACOSX\/)/.test(name)) continue;
      unpacked += entry.uncompressedSize;
      // Files may share their bytes, so that each alone looks honest.
      refuseBomb(zip.fileSize, unpacked);
      const problem = problemOf(name, entry);
      yield problem ? { name, problem } : { name, open: () => contentOf(zip, entry) };
    }
  } catch (error) {
    throw damaged(error);
  } finally {
    opened?.close();
  }
}

function problemOf(name: string, entry: Entry): Problem | null {
  if (validateFileName(name) !== null || name.includes('\0')) {
    return { code: 'ENTRY_NAME_INVALID', message: 'its name leads out of the archive' };
  }
  if (entry.isEncrypted()) return { code: 'UNREADABLE', message: 'it is encrypted' };
  if (!entry.canDecodeFileData()) {
    return {
      code: 'UNREADABLE',
      message: `it is packed by method ${entry.compressionMethod}; stored and deflate can be read`,
    };
  }
  return null;
}

async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    yield* await zip.openReadStreamPromise(entry);
  } catch (error) {
    throw damaged(error);
  }
}

/** Whatever is wrong in an archive, but for what the system says. */
function damaged(error: unknown): unknown {
  if (error instanceof DocumentRejected || !(error instanceof Error)) return error;
  return new DocumentRejected('UNREADABLE', `the zip archive cannot be read: ${error.message.slice(0, 200)}`);
}
