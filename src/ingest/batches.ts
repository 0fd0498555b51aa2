/** Most items of a batch. */
const MOST = 48;
/** A batch is full with the item that reaches this, in UTF-16 units of content. */
const FULL = 1_000_000;

/**
 * Puts items together for work that is cheaper on many. The first batch has one item, so that whoever waits soon sees
 * something, and each next one twice as many, up to a bound. No batch has two items of one URI.
 */
export async function* batches<T extends { readonly uri: string; readonly content?: string }>(
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
    size += item.content?.length ?? 0;
  }
  if (batch.size > 0) yield [...batch.values()];
}
