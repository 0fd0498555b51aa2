import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

export interface HttpContent {
  /** 0 for what is no response. */
  readonly status: number;
  readonly contentType: string;
  /** Without chunks and packing. */
  readonly content: Uint8Array | 'TOO_LONG' | 'DAMAGED';
}

/** A response of HTTP/1 as it came over the wire. @param maxBytes more content is not unpacked */
export function contentOfHttp(message: Uint8Array, maxBytes: number): HttpContent {
  const end = /\r?\n\r?\n/.exec(latin1(message.subarray(0, 1_048_576)));
  const [start = '', ...lines] = latin1(message.subarray(0, end?.index ?? message.length)).split(/\r?\n/);
  const headers = parseHeaders(lines);
  const body = end ? message.subarray(end.index + end[0].length) : Buffer.alloc(0);
  return {
    status: Number(/^HTTP\/\d(?:\.\d)? (\d{3})\b/.exec(start)?.[1] ?? 0),
    contentType: headers.get('content-type') ?? '',
    content: unpacked(isChunked(headers) ? withoutChunks(body) : body, headers.get('content-encoding') ?? '', maxBytes),
  };
}

/** Names in lower case; of several of one name the first counts. */
export function parseHeaders(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (name !== '' && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

function isChunked(headers: ReadonlyMap<string, string>): boolean {
  return /\bchunked\b/i.test(headers.get('transfer-encoding') ?? '');
}

/** Some crawlers take the chunks away and leave the header: what has none is given back. */
function withoutChunks(body: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < body.length) {
    const size = /^([\da-f]{1,8})[^\r\n]{0,200}\r?\n/i.exec(latin1(body.subarray(at, at + 256)));
    if (!size) return parts.length === 0 ? body : Buffer.concat([...parts, body.subarray(at)]);
    const length = Number.parseInt(size[1] ?? '0', 16);
    if (length === 0) break;
    at += size[0].length;
    parts.push(body.subarray(at, at + length));
    at += length;
    while (body[at] === 0x0d || body[at] === 0x0a) at += 1;
  }
  return Buffer.concat(parts);
}

function unpacked(body: Uint8Array, encoding: string, maxBytes: number): HttpContent['content'] {
  const unpack = unpackerOf(encoding.trim().toLowerCase(), body);
  if (unpack === null) return 'DAMAGED';
  try {
    const content = unpack(body, { maxOutputLength: maxBytes + 1 });
    return content.length > maxBytes ? 'TOO_LONG' : content;
  } catch (error) {
    return error instanceof RangeError ? 'TOO_LONG' : 'DAMAGED';
  }
}

/** @returns null for an encoding that nobody knows */
function unpackerOf(encoding: string, body: Uint8Array) {
  if (encoding === '' || encoding === 'identity') return identity;
  if (encoding === 'br') return brotliDecompressSync;
  // As with chunks: unpacked by the crawler, the header left.
  if (encoding === 'gzip' || encoding === 'x-gzip') return body[0] === 0x1f ? gunzipSync : identity;
  if (encoding === 'deflate') return body[0] === 0x78 ? inflateSync : inflateRawSync;
  return null;
}

/** Takes what the functions of zlib take. */
function identity(bytes: Uint8Array, _options: { readonly maxOutputLength: number }): Uint8Array {
  return bytes;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
