/** Most items of a batch. */
const MOST = 96;
/** A batch is full with the item that reaches this, in UTF-16 units of content. */
const FULL = 200_000;
/** Most items of a group. */
const MOST_OF_GROUP = 16;
/** A group is full with the item that reaches this, in bytes. */
const FULL_GROUP = 250_000;

/**
 * Puts items together for work that is cheaper on many. The first batch has one item, so that whoever waits soon sees
 * something, and each next one twice as many, up to a bound. No batch has two items of one URI.
 */
export async function* batches<T extends { readonly uri: string; readonly document?: { readonly content: string } }>(
  items: AsyncIterable<T>,
): AsyncGenerator<readonly T[]> {
  let most = 1;
  let batch = new Map<string, T>();
  let size = 0;
  for await (const item of items) {
    if (batch.has(item.uri) || batch.size === most || size >= FULL) {
      yield [...batch.values()];
      most = Math.min(MOST, 2 * most);
      batch = new Map();
      size = 0;
    }
    batch.set(item.uri, item);
    size += item.document?.content.length ?? 0;
  }
  if (batch.size > 0) yield [...batch.values()];
}

/** The items, first those that are there, then the rest: one, then twice as many, up to a bound. */
export async function* inGroups<T extends { readonly size: number }>(
  first: readonly T[],
  rest: AsyncIterator<T>,
): AsyncGenerator<readonly T[]> {
  let most = 1;
  let group: T[] = [];
  let size = 0;
  for await (const item of chained(first, rest)) {
    size += item.size;
    if (group.push(item) < most && size < FULL_GROUP) continue;
    yield group;
    most = Math.min(MOST_OF_GROUP, 2 * most);
    [group, size] = [[], 0];
  }
  if (group.length > 0) yield group;
}

async function* chained<T>(first: readonly T[], rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield* first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
