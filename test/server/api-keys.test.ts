import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mayDo, SCOPES } from '../../src/domain/api-key.ts';
import { createKeyCheck, KeyRing, makeKey } from '../../src/server/api-keys.ts';

const keyOf = (name: string, scope: 'ingest' | 'admin', key: string) => ({
  name,
  scope,
  sha256: createHash('sha256').update(key).digest('hex'),
});
const check = createKeyCheck([keyOf('desk', 'ingest', 'open-sesame'), keyOf('root', 'admin', 'Open-Sesame')]);
const callerOf = (authorization?: string) => check(authorization);

describe('whose key a request carries', () => {
  it.each([
    ['Bearer open-sesame', { name: 'desk', scope: 'ingest' }],
    ['bearer  Open-Sesame ', { name: 'root', scope: 'admin' }],
    [undefined, null],
    ['', null],
    ['Bearer', null],
    ['Bearer ', null],
    ['Bearer open', null],
    ['Bearer open-sesame!', null],
    ['Bearer OPEN-SESAME', null],
    ['Bearer open-sesame Open-Sesame', null],
    ['Basic open-sesame', null],
    ['open-sesame', null],
    [`Bearer ${keyOf('desk', 'ingest', 'open-sesame').sha256}`, null],
  ])('%s: %j', (authorization, caller) => {
    expect(callerOf(authorization)).toEqual(caller);
  });

  it('without any keys, nobody is known', () => {
    expect(createKeyCheck([])('Bearer x')).toBeNull();
  });
});

describe('keys that the database holds', () => {
  const ring = new KeyRing([keyOf('desk', 'ingest', 'fixed')]);
  const ringCheck = createKeyCheck(ring);

  it('count from when they are read until they are read no more, beside those that are fixed', () => {
    expect(ringCheck('Bearer stored')).toBeNull();
    ring.replaceStored([keyOf('web', 'admin', 'stored')]);
    expect(ringCheck('Bearer stored')).toEqual({ name: 'web', scope: 'admin' });
    expect(ringCheck('Bearer fixed')).toEqual({ name: 'desk', scope: 'ingest' });
    ring.replaceStored([]);
    expect(ringCheck('Bearer stored')).toBeNull();
    expect(ringCheck('Bearer fixed')).toEqual({ name: 'desk', scope: 'ingest' });
  });

  it('are made so that no two are the same, and known by their hashes', () => {
    const { key, sha256 } = makeKey();
    expect(key).toMatch(/^ngk_[\w-]{43}$/);
    expect(makeKey().key).not.toBe(key);
    ring.replaceStored([{ name: 'new', scope: 'read', sha256 }]);
    expect(ringCheck(`Bearer ${key}`)).toEqual({ name: 'new', scope: 'read' });
  });
});

it('each scope contains those before it, no key and no scope nothing', () => {
  const may = (caller: Parameters<typeof mayDo>[0]) => SCOPES.filter((scope) => mayDo(caller, scope));
  expect(may({ name: 'root', scope: 'admin' })).toEqual(['read', 'ingest', 'admin']);
  expect(may({ name: 'desk', scope: 'ingest' })).toEqual(['read', 'ingest']);
  expect(may({ name: 'web', scope: 'read' })).toEqual(['read']);
  expect(may({ name: 'jwt:guest', scope: null })).toEqual([]);
  expect(may(null)).toEqual([]);
});
