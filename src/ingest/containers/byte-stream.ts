import { DocumentRejected } from '../../domain/problem.ts';

export type Bytes = AsyncIterable<Uint8Array>;

/** A stream and what it begins with. */
export interface Peeked {
  /** The first `length` bytes, or all where there are fewer. */
  readonly head: Uint8Array;
  /** The whole stream, the head included; to be read once. */
  readonly bytes: Bytes;
}

/** Reads the start of a stream, and gives it back with the stream. */
export async function peek(stream: Bytes, length: number): Promise<Peeked> {
  const iterator = stream[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let read = 0;
  while (read < length) {
    const { done, value } = await iterator.next();
    if (done) break;
    chunks.push(value);
    read += value.length;
  }
  const start = Buffer.concat(chunks);
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      yield start;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head: start.subarray(0, length), bytes: whole() };
}

/** All of a stream. @returns null when it is longer than `maxBytes`; then it is not read to its end */
export async function collect(stream: Bytes, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

export async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** How many times larger than its packed form a text gets: prose five times, a log forty. What unfolds farther is a bomb. */
const MAX_RATIO = 250;
/** Below this many bytes nothing is a bomb. */
const HARMLESS = 64 * 1_048_576;

/** @throws DocumentRejected CONTAINER_LIMIT for what unfolds to more than its packed length can honestly hold */
export function refuseBomb(packed: number, unpacked: number): void {
  if (unpacked <= HARMLESS || unpacked <= packed * MAX_RATIO) return;
  throw new DocumentRejected(
    'CONTAINER_LIMIT',
    `it unfolds to more than ${MAX_RATIO} times its length, and was not read any further`,
  );
}
