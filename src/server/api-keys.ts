import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKey, Caller } from '../domain/api-key.ts';

/** @param authorization the header of a request, null where it has none */
export type KeyCheck = (authorization: string | null | undefined) => Caller | null;

/**
 * Makes the function that tells whose key stands in `Authorization: Bearer KEY`; null for none, and for one that is not among
 * the keys. How long it takes says nothing about them: hashes are compared, in constant time, and all.
 */
export function createKeyCheck(keys: readonly ApiKey[]): KeyCheck {
  const known = keys.map(({ name, scope, sha256 }) => ({
    caller: Object.freeze({ name, scope }),
    hash: Buffer.from(sha256, 'hex'),
  }));
  return (authorization) => {
    const key = /^Bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
    if (key === undefined) return null;
    const hash = createHash('sha256').update(key).digest();
    return known.filter((each) => timingSafeEqual(each.hash, hash))[0]?.caller ?? null;
  };
}
