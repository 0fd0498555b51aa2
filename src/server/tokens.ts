import { createHash } from 'node:crypto';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Caller } from '../domain/api-key.ts';
import { SCOPES } from '../domain/api-key.ts';

export interface TokenOptions {
  /** Where the issuer publishes its keys. */
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  /** Those that tokens may be signed by; asymmetric ones only. */
  readonly algorithms: readonly string[];
  /** The claim that lists scopes: a string with blanks between, or a list. */
  readonly scopeClaim: string;
  /** By how many seconds the issuer's clock may differ from ours. */
  readonly clockTolerance: number;
}

/** Who a token says is asking; null for one that is not good. */
export type TokenCheck = (token: string) => Caller | null | Promise<Caller | null>;

const LOOKS_LIKE_TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const LONGEST_TOKEN = 8_192;
const MOST_KEPT = 5_000;
const LONGEST_NAME = 100;

/**
 * Makes the function that verifies JSON Web Tokens against the keys of their issuer. One that was good is not verified again
 * until it expires, but for at most a minute; the issuer's keys are fetched when they are needed, and no more often than `jose` lets.
 */
export function createTokenCheck(options: TokenOptions, logger: Logger): TokenCheck {
  const { jwksUrl, issuer, audience, scopeClaim, clockTolerance } = options;
  const keys = createRemoteJWKSet(new URL(jwksUrl));
  const verifyOptions = {
    issuer,
    audience,
    algorithms: [...options.algorithms],
    clockTolerance,
    requiredClaims: ['exp', 'sub'],
  };
  const good = new LRUCache<string, Caller>({ max: MOST_KEPT });

  async function verify(token: string, hash: string): Promise<Caller | null> {
    try {
      const { payload } = await jwtVerify(token, keys, verifyOptions);
      const caller = callerOf(payload.sub ?? '', payload[scopeClaim]);
      const left = ((payload.exp ?? 0) + clockTolerance) * 1_000 - Date.now();
      if (left > 0) good.set(hash, caller, { ttl: Math.min(left, MOST_KEPT_MILLISECONDS) });
      return caller;
    } catch (error) {
      // A token that is not good is nothing to report; keys that cannot be had are.
      if (!isTokensFault(error)) logger.warn({ err: error }, 'the keys of JWT_JWKS_URL cannot be had');
      return null;
    }
  }

  return (token) => {
    if (token.length > LONGEST_TOKEN || !LOOKS_LIKE_TOKEN.test(token)) return null;
    const hash = createHash('sha256').update(token).digest('base64');
    return good.get(hash) ?? verify(token, hash);
  };
}

/** A key that the issuer has withdrawn is good no longer than this. */
const MOST_KEPT_MILLISECONDS = 60_000;

const Scopes = z.union([z.string().transform((text) => text.split(' ')), z.array(z.string())]);

/** The name is marked, so that nobody is taken for the owner of a key. */
function callerOf(subject: string, claimed: unknown): Caller {
  const given = Scopes.safeParse(claimed).data ?? [];
  const scope = SCOPES.findLast((known) => given.includes(known)) ?? null;
  return Object.freeze({ name: `jwt:${subject}`.slice(0, LONGEST_NAME), scope });
}

function isTokensFault(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && error.code !== 'ERR_JOSE_GENERIC'
  );
}
