import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { etagOf } from './etag.ts';

/** A file of the page, ready to be sent. */
export interface PageFile {
  readonly contentType: string;
  readonly etag: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Null where it is not worth it. */
  readonly gzipped: Uint8Array<ArrayBuffer> | null;
  /** Whether its name changes with its content. */
  readonly isHashed: boolean;
}

/** The files of the reading room by their paths, `/assets/…`; `/index.html` is among them. */
export type ReadingRoom = ReadonlyMap<string, PageFile>;

/** What may be served; other files, such as Vite's manifest, are none of the page. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Where Vite puts what it gives hashed names. */
const HASHED = '/assets/';

/** Smaller files take no fewer packets when they are compressed. */
const WORTH_COMPRESSING = 1_024;

/**
 * Reads the built page, which is small, once and for all: requests never reach the file system.
 * @returns null where it has not been built
 */
export async function readReadingRoom(folder: string): Promise<ReadingRoom | null> {
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = await Promise.all(
    names.flatMap((name) => {
      const contentType = TYPES[extname(name)];
      return contentType ? [pageFile(folder, name, contentType)] : [];
    }),
  );
  const room = new Map(files);
  return room.has('/index.html') ? room : null;
}

async function pageFile(folder: string, name: string, contentType: string): Promise<[path: string, file: PageFile]> {
  const body = new Uint8Array(await readFile(join(folder, name)));
  const gzipped = body.length < WORTH_COMPRESSING ? null : new Uint8Array(await promisify(gzip)(body, { level: 9 }));
  const path = `/${name.replaceAll('\\', '/')}`;
  return [path, { contentType, etag: etagOf(body), body, gzipped, isHashed: path.startsWith(HASHED) }];
}
