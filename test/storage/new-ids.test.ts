import { validate, version } from 'uuid';
import { expect, it } from 'vitest';
import { newIds } from '../../src/storage/new-ids.ts';

it('ids are UUIDs of version 7, each greater than those made before, whatever millisecond it is', () => {
  const ids = newIds(20_000);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});
