const NAME = 'newsgraph.key';
const listeners = new Set<() => void>();

/** The key that the reader gave for this tab; null: none. */
export function heldKey(): string | null {
  return sessionStorage.getItem(NAME);
}

/** @param key null: forgets it */
export function holdKey(key: string | null): void {
  if (key === null) sessionStorage.removeItem(NAME);
  else sessionStorage.setItem(NAME, key);
  for (const listener of listeners) listener();
}

/** Is told whenever another key is held. @returns what ends it */
export function onKeyChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
