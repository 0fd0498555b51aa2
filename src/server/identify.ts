import type { Caller } from '../domain/api-key.ts';
import type { KeyRing } from './api-keys.ts';
import { bearerOf } from './api-keys.ts';
import type { TokenCheck } from './tokens.ts';

/**
 * Who asks, by the `Authorization` of a request; null for nobody that the gateway knows. At once for whoever shows a key or has
 * been verified before, so that a request does not wait for nothing.
 */
export type Identify = (authorization: string | null | undefined) => Caller | null | Promise<Caller | null>;

/** @param tokens verifies what is no key; null: only keys will do */
export function createIdentify(ring: KeyRing, tokens: TokenCheck | null): Identify {
  return (authorization) => {
    const shown = bearerOf(authorization);
    if (shown === null) return null;
    return ring.callerOf(shown) ?? (tokens ? tokens(shown) : null);
  };
}
