import { createHash } from 'node:crypto';

/** In bytes of UTF-8: PostgreSQL cannot index longer ones. */
const MAX_BYTES = 2_000;

/**
 * What an item of a container is known by: `container#guid`. One that is read again alone, from what was kept of it, is
 * known already. Blanks and control characters are escaped; of a guid that is too long the hash is taken.
 */
export function itemUri(container: string, guid: string): string {
  const escaped = guid.toWellFormed().replace(/[\0-\x20\x7f]+/g, encodeURIComponent);
  const isShort = Buffer.byteLength(container) + Buffer.byteLength(escaped) < MAX_BYTES;
  const fragment = isShort ? escaped : `sha256:${createHash('sha256').update(guid).digest('hex')}`;
  return container.endsWith(`#${fragment}`) ? container : `${container}#${fragment}`;
}
