import { normalizeName } from '../../../domain/name.ts';

const MOST_KEYS = 50_000;
const keys = new Map<string, string>();

/** `normalizeName`, remembered: every name of a text is looked up in many lists. */
export function lookupKey(name: string): string {
  let key = keys.get(name);
  if (key === undefined) {
    key = normalizeName(name);
    if (keys.size < MOST_KEYS) keys.set(name, key);
  }
  return key;
}
