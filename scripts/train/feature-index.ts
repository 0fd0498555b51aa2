/** Numbers the features that occur at least `minCount` times in a training set, in the order in which they are first met. */
export function indexFeatures(examples: Iterable<Int32Array>, minCount: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const hashes of examples) for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const index = new Map<number, number>();
  for (const [hash, count] of counts) if (count >= minCount) index.set(hash, index.size);
  return index;
}

/** The same features as numbers of the index; those that it does not have are left out. */
export function indexed(hashes: Int32Array, index: ReadonlyMap<number, number>): Int32Array {
  const numbers: number[] = [];
  for (const hash of hashes) {
    const number = index.get(hash);
    if (number !== undefined) numbers.push(number);
  }
  return Int32Array.from(numbers);
}
