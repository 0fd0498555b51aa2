import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalUrl } from '../domain/canonical-url.ts';
import { ClientError } from '../domain/client-error.ts';

/** In bytes of UTF-8: PostgreSQL cannot index longer ones. */
const MAX_URI_BYTES = 2_000;

/** What stands in something that is known by its bytes. */
const ITEM_OF_BYTES = /^urn:sha256:[0-9a-f]{64}#/;

/**
 * What a document is known by: an absolute path without dot segments, as of a file that is read from disk (a `file:` URL
 * is its path); an http or https URL in its canonical form; without either, `urn:sha256:` and the hash of the bytes. An item of a file, or
 * of what is known by its bytes, keeps what stands after `#` as it is.
 * @throws ClientError BAD_USER_INPUT for any other uri
 */
export function documentUri(given: string | null, bytes: Uint8Array): string {
  if (given === null) return `urn:sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const uri = normalized(given.trim());
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (uri === null || Buffer.byteLength(uri) > MAX_URI_BYTES || /[\0-\x1f\x7f]/.test(uri) || !uri.isWellFormed()) {
    throw new ClientError(
      'BAD_USER_INPUT',
      `uri must be an absolute path or an http, https or file URL of at most ${MAX_URI_BYTES.toLocaleString('en')} bytes, or left out: then the document is known by its bytes.`,
    );
  }
  return uri;
}

function normalized(uri: string): string | null {
  if (ITEM_OF_BYTES.test(uri)) return uri;
  const [path = '', ...item] = uri.split(/(?=#)/);
  if (path.startsWith('/')) return [posix.resolve(path), ...item].join('');
  if (!/^file:/i.test(uri)) return canonicalUrl(uri);
  try {
    return fileURLToPath(uri);
  } catch {
    return null;
  }
}
