import type { Bytes } from './byte-stream.ts';

/** Reads a stream piece by piece, holding no more of it than a piece and a chunk. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #left: Uint8Array = new Uint8Array();

  constructor(stream: Bytes) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** A line without its end, as Latin-1. @returns null at the end of the stream, undefined for a line that is longer than `maxBytes` */
  async line(maxBytes: number): Promise<string | null | undefined> {
    const parts: Uint8Array[] = [];
    let length = 0;
    while (await this.#fill()) {
      const end = this.#left.indexOf(0x0a);
      const part = this.#take(end < 0 ? this.#left.length : end + 1);
      length += part.length;
      if (length > maxBytes) return undefined;
      parts.push(part);
      if (end >= 0) break;
    }
    return length === 0
      ? null
      : Buffer.concat(parts, length)
          .toString('latin1')
          .replace(/\r?\n$/, '');
  }

  /** The next bytes; fewer at the end of the stream. */
  async read(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of this.#pieces(length)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** @returns whether the stream had as many */
  async skip(length: number): Promise<boolean> {
    let skipped = 0;
    for await (const part of this.#pieces(length)) skipped += part.length;
    return skipped === length;
  }

  /** Ends the stream, wherever it is. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async *#pieces(length: number): AsyncGenerator<Uint8Array> {
    let missing = length;
    while (missing > 0 && (await this.#fill())) {
      const part = this.#take(Math.min(missing, this.#left.length));
      missing -= part.length;
      yield part;
    }
  }

  #take(length: number): Uint8Array {
    const part = this.#left.subarray(0, length);
    this.#left = this.#left.subarray(length);
    return part;
  }

  /** @returns whether there is anything left */
  async #fill(): Promise<boolean> {
    while (this.#left.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) return false;
      this.#left = value;
    }
    return true;
  }
}
