/** Whether answers say the same, in whatever form. */
import { isDeepStrictEqual } from 'node:util';
import type { Json } from './operations/operation.ts';

/**
 * An answer as it is compared: ids without what newsgraph adds, instants in one form, anchors beside what they anchor, and
 * no cursors, which are each server's own.
 */
export function canonical(json: Json, name = ''): Json {
  if (typeof json === 'string') {
    if (name === 'id') return rowId(json);
    return name.startsWith('date') ? new Date(json).toISOString() : json;
  }
  if (json === null || typeof json !== 'object') return json;
  if (isList(json)) return json.map((item) => canonical(item));
  const fields = Object.entries(json).flatMap(([key, value]) =>
    key === 'anchor' && value !== null && typeof value === 'object' ? Object.entries(value) : [[key, value] as const],
  );
  return Object.fromEntries(
    fields.filter(([key]) => key !== 'endCursor').map(([key, value]) => [key, canonical(value, key)]),
  );
}

/** Null when both say the same, else where they part first. */
export function difference(expected: Json, found: Json, path = ''): string | null {
  if (isDeepStrictEqual(expected, found)) return null;
  if (expected !== null && found !== null && typeof expected === 'object' && typeof found === 'object') {
    const [left, right] = [new Map(Object.entries(expected)), new Map(Object.entries(found))];
    for (const key of new Set([...left.keys(), ...right.keys()])) {
      const inside = difference(left.get(key) ?? null, right.get(key) ?? null, `${path}.${key}`);
      if (inside !== null) return inside;
    }
    return null;
  }
  return `${path}: ${JSON.stringify(expected)} and ${JSON.stringify(found)}`;
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

function rowId(id: string): string {
  return /^[0-9a-f-]{36}$/.test(id) ? id : (/[^:]*$/.exec(Buffer.from(id, 'base64').toString())?.[0] ?? id);
}
