import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mayDo, SCOPES } from '../../src/domain/api-key.ts';
import { createKeyCheck } from '../../src/server/api-keys.ts';

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

it('admin implies every scope, ingest only itself, no key nothing', () => {
  const may = (caller: Parameters<typeof mayDo>[0]) => SCOPES.filter((scope) => mayDo(caller, scope));
  expect(may({ name: 'root', scope: 'admin' })).toEqual(['ingest', 'admin']);
  expect(may({ name: 'desk', scope: 'ingest' })).toEqual(['ingest']);
  expect(may(null)).toEqual([]);
});
