import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DocumentRejected } from '../../domain/problem.ts';
import type { Bytes } from './byte-stream.ts';
import { refuseBomb } from './byte-stream.ts';

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/**
 * What gzip has packed, of several members one after the other.
 * @throws DocumentRejected UNREADABLE for what is damaged or cut off; CONTAINER_LIMIT for a bomb
 */
export async function* gunzip(packed: Bytes): AsyncGenerator<Uint8Array> {
  let packedBytes = 0;
  let unpackedBytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of packed) {
      packedBytes += chunk.length;
      yield chunk;
    }
  }
  // An error of any part is thrown by the loop.
  const unpacked = pipeline(Readable.from(counted(), { objectMode: false }), createGunzip(), () => {});
  try {
    for await (const chunk of unpacked) {
      const bytes: Uint8Array = chunk;
      unpackedBytes += bytes.length;
      refuseBomb(packedBytes, unpackedBytes);
      yield bytes;
    }
  } catch (error) {
    throw damaged(error);
  }
}

/** What zlib says of the bytes, in our words. */
function damaged(error: unknown): unknown {
  const isZlib = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
  return isZlib
    ? new DocumentRejected('UNREADABLE', 'gzip finds it damaged or cut off; what came before was read')
    : error;
}
