import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ApiKey, Caller } from '../domain/api-key.ts';

/** @param authorization the header of a request, null where it has none */
export type KeyCheck = (authorization: string | null | undefined) => Caller | null;

interface KnownKey {
  readonly caller: Caller;
  readonly hash: Uint8Array;
}

/**
 * The keys that the gateway knows by their hashes. How long it takes to look one up says nothing about them: they are found by a
 * keyed hash, whose key nobody outside of this process knows, and then compared in constant time.
 */
export class KeyRing {
  readonly #secret = randomBytes(32);
  readonly #fixed: readonly ApiKey[];
  #known: ReadonlyMap<string, KnownKey>;

  /** @param fixed keys that are always in force */
  constructor(fixed: readonly ApiKey[]) {
    this.#fixed = fixed;
    this.#known = this.#indexed(fixed);
  }

  /** Puts these in the place of all but the fixed ones. */
  replaceStored(stored: readonly ApiKey[]): void {
    this.#known = this.#indexed([...stored, ...this.#fixed]);
  }

  /** Whose key it is; null for one that is not among the keys. */
  callerOf(key: string): Caller | null {
    if (this.#known.size === 0) return null;
    const hash = createHash('sha256').update(key).digest();
    const found = this.#known.get(this.#placeOf(hash));
    return found && timingSafeEqual(found.hash, hash) ? found.caller : null;
  }

  #indexed(keys: readonly ApiKey[]): ReadonlyMap<string, KnownKey> {
    return new Map(
      keys.map(({ name, scope, sha256 }) => {
        const hash = Buffer.from(sha256, 'hex');
        return [this.#placeOf(hash), { caller: Object.freeze({ name, scope }), hash }];
      }),
    );
  }

  #placeOf(hash: Uint8Array): string {
    return createHmac('sha256', this.#secret).update(hash).digest('base64');
  }
}

/** What stands in `Authorization: Bearer …`; null for anything else. */
export function bearerOf(authorization: string | null | undefined): string | null {
  if (authorization == null) return null;
  return /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? null;
}

/** Makes the function that tells whose key a request carries; null for none, and for one that is not among the keys. */
export function createKeyCheck(keys: KeyRing | readonly ApiKey[]): KeyCheck {
  const ring = keys instanceof KeyRing ? keys : new KeyRing(keys);
  return (authorization) => {
    const key = bearerOf(authorization);
    return key === null ? null : ring.callerOf(key);
  };
}

/** A new key, which nobody can guess, and the hash by which it is known. */
export function makeKey(): { key: string; sha256: string } {
  const key = `ngk_${randomBytes(32).toString('base64url')}`;
  return { key, sha256: createHash('sha256').update(key).digest('hex') };
}
