import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenCheck } from '../../src/server/tokens.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';

const ISSUER = 'https://id.example/';
const AUDIENCE = 'newsgraph';
const now = () => Math.floor(Date.now() / 1_000);

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let ours: Keys;
let theirs: Keys;
let jwksUrl: string;
/** How often the issuer's keys were fetched. */
let fetched = 0;
let db: Database;
let gateway: RunningGateway;
const issuer = createServer((_request, response) => {
  fetched += 1;
  void exportJWK(ours.publicKey).then((jwk) =>
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ keys: [{ ...jwk, kid: 'one', alg: 'ES256' }] })),
  );
});
beforeAll(async () => {
  [ours, theirs] = await Promise.all([generateKeyPair('ES256', { extractable: true }), generateKeyPair('ES256')]);
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  jwksUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/keys`;
  db = await openDatabase();
  const env = { JWT_JWKS_URL: jwksUrl, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE };
  gateway = await startGateway(db, env, { closeAfterTest: false });
});
afterAll(async () => {
  await gateway.close();
  await db.close();
  issuer.close();
});

interface Token {
  scope?: unknown;
  iss?: string;
  aud?: string;
  sub?: string | undefined;
  exp?: number | undefined;
  nbf?: number;
}

const sign = (claims: Token = {}, { privateKey } = ours, kid = 'one') =>
  new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'ada', exp: now() + 60, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid })
    .sign(privateKey);

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const ADMIN_CLAIMS = { iss: ISSUER, aud: AUDIENCE, sub: 'ada', scope: 'admin' };

async function sharedSecretToken(): Promise<string> {
  // The attack: the public key, which everybody has, taken for a shared secret.
  const secret = Buffer.from(JSON.stringify(await exportJWK(ours.publicKey)));
  return new SignJWT({ ...ADMIN_CLAIMS, exp: now() + 60 })
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .sign(secret);
}

/** What a mutation of the scope admin is answered, sent with the token. */
async function adminCodes(token: string): Promise<readonly unknown[]> {
  const query = 'mutation { liftTombstone(input: { uri: "x" }) { tombstones { by } } }';
  const { codes, text } = await gateway.post(
    { query },
    { authorization: `Bearer ${token}`, 'x-graphql-yoga-csrf': '1' },
  );
  expect(text).not.toContain(token);
  return codes;
}

describe('a token', () => {
  it.each<[string, Token]>([
    ['of the scope', { scope: 'admin' }],
    ['of several scopes, with blanks between', { scope: 'openid admin ingest' }],
    ['of several scopes, listed', { scope: ['profile', 'admin'] }],
    ['whose issuer has a clock a little behind', { scope: 'admin', exp: now() - 10 }],
  ])('%s lets its owner in, again and again', async (_what, claims) => {
    const token = await sign(claims);
    // That there is no such tombstone is said to who may lift one.
    for (let i = 0; i < 3; i++) expect(await adminCodes(token)).toEqual(['BAD_USER_INPUT']);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['signed by somebody else', () => sign({ scope: 'admin' }, theirs)],
    ['signed by a key that the issuer does not name', () => sign({ scope: 'admin' }, theirs, 'two')],
    ['of another issuer', () => sign({ scope: 'admin', iss: 'https://evil.example/' })],
    ['for another audience', () => sign({ scope: 'admin', aud: 'mail' })],
    ['that has expired', () => sign({ scope: 'admin', exp: now() - 40 })],
    ['that never expires', () => sign({ scope: 'admin', exp: undefined })],
    ['that is of nobody', () => sign({ scope: 'admin', sub: undefined })],
    ['that counts from tomorrow on', () => sign({ scope: 'admin', nbf: now() + 86_400, exp: now() + 90_000 })],
    ['that is not signed', () => `${base64({ alg: 'none' })}.${base64({ ...ADMIN_CLAIMS, exp: now() + 60 })}.x`],
    ['signed with the public key for a secret', sharedSecretToken],
    [
      'whose claims were changed',
      async () => {
        const [head, , signature] = (await sign({ scope: 'read' })).split('.');
        return `${head}.${base64({ ...ADMIN_CLAIMS, exp: now() + 60 })}.${signature}`;
      },
    ],
    ['that is none', () => 'a.b.c'],
    ['of ten kilobytes', () => `${'a'.repeat(5_000)}.${'b'.repeat(5_000)}.c`],
  ])('%s opens nothing', async (_what, make) => {
    const token = await make();
    for (let i = 0; i < 3; i++) expect(await adminCodes(token)).toEqual(['UNAUTHENTICATED']);
  });

  it('without a scope is told what is missing, and by what name it is known', async () => {
    const query = 'mutation { liftTombstone(input: { uri: "x" }) { tombstones { by } } }';
    const headers = { authorization: `Bearer ${await sign({})}`, 'x-graphql-yoga-csrf': '1' };
    const { json } = await gateway.post({ query }, headers);
    expect(json.errors[0]).toMatchObject({
      message: "This needs a key of the scope admin, and 'jwt:ada' has none: use another key.",
      extensions: { code: 'FORBIDDEN', scope: 'admin' },
    });
  });

  it('of an unknown key does not make the gateway fetch keys each time', async () => {
    const before = fetched;
    for (let i = 0; i < 20; i++) await adminCodes(await sign({ scope: 'admin', sub: `s${i}` }, theirs, `kid${i}`));
    expect(fetched - before).toBeLessThanOrEqual(1);
  });
});

it('where the keys cannot be had nobody is let in, and the log says so', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => lines.push(line) });
  const options = { issuer: ISSUER, audience: AUDIENCE, algorithms: ['ES256'], scopeClaim: 'scope', clockTolerance: 0 };
  const check = createTokenCheck({ ...options, jwksUrl: 'http://127.0.0.1:1/keys' }, logger);
  expect(await check(await sign({ scope: 'admin' }))).toBeNull();
  expect(lines.join('')).toContain('the keys of JWT_JWKS_URL cannot be had');
});
