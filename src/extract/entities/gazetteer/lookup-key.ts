import { normalizeName } from '../../../domain/name.ts';
import { ownText } from '../../../text/own-text.ts';

const MOST_KEYS = 20_000;
const keys = new Map<string, string>();
let lastName = '';
let lastKey = '';

/** `normalizeName`, remembered: a name of a text is looked up in many lists, mostly one after the other. */
export function lookupKey(name: string): string {
  if (name === lastName) return lastKey;
  let key = keys.get(name);
  if (key === undefined) {
    key = ownText(normalizeName(name));
    if (keys.size >= MOST_KEYS) keys.clear();
    keys.set(ownText(name), key);
  }
  lastName = name;
  lastKey = key;
  return key;
}
