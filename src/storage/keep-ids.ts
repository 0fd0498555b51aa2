import type { TextAnchor } from '../domain/text-anchor.ts';

/** Something found in a text: its words and its place. */
export interface Placed extends Pick<TextAnchor, 'start' | 'end' | 'prefix' | 'suffix'> {
  /** What makes it the same thing wherever it stands: its words, and its kind where kinds must not mix. */
  readonly words: string;
}

/** Above this many candidate pairs of the same words, places are paired in reading order instead of by rank. */
const MOST_PAIRS = 250_000;

/**
 * Gives each thing found in a new version of a text the id that it had in the former one: same words, and of several the
 * one with the same surroundings, then the nearest. Each id is given once.
 *
 * Offsets alone would not do: a sentence added at the top moves everything below it. Where the text is the same, though,
 * what stands at the same place with other words, a name found longer than before, is the same thing.
 * @param sameText whether both versions are of one text
 * @returns for each of `found`, the id it had, or undefined for what is new
 */
export function keepIds(
  former: readonly (Placed & { id: string })[],
  found: readonly Placed[],
  { sameText = false }: { sameText?: boolean } = {},
): (string | undefined)[] {
  const formerByWords = groupBy(former, ({ words }) => words);
  const ids = new Array<string | undefined>(found.length).fill(undefined);
  for (const [words, places] of groupBy(
    found.map((place, index) => ({ place, index })),
    ({ place }) => place.words,
  )) {
    const olds = formerByWords.get(words) ?? [];
    if (olds.length * places.length > MOST_PAIRS) {
      places.forEach(({ index }, i) => {
        ids[index] = olds[i]?.id;
      });
      continue;
    }
    const pairs = olds.flatMap((old) => places.map(({ place, index }) => ({ old, index, rank: rank(old, place) })));
    pairs.sort((a, b) => a.rank - b.rank);
    const taken = new Set<string>();
    for (const { old, index } of pairs) {
      if (taken.has(old.id) || ids[index] !== undefined) continue;
      ids[index] = old.id;
      taken.add(old.id);
    }
  }
  if (sameText) keepPlaces(former, found, ids);
  return ids;
}

/** Gives what has no id yet the id of what overlaps it most, and is not given. */
function keepPlaces(
  former: readonly (Placed & { id: string })[],
  found: readonly Placed[],
  ids: (string | undefined)[],
): void {
  const given = new Set(ids);
  const olds = former.filter(({ id }) => !given.has(id));
  const news = found.flatMap((place, index) => (ids[index] === undefined ? { place, index } : []));
  if (olds.length * news.length > MOST_PAIRS) return;
  const pairs = olds.flatMap((old) =>
    news.flatMap(({ place, index }) => {
      const shared = Math.min(old.end, place.end) - Math.max(old.start, place.start);
      return shared > 0 ? { old, index, shared } : [];
    }),
  );
  pairs.sort((a, b) => b.shared - a.shared);
  for (const { old, index } of pairs) {
    if (given.has(old.id) || ids[index] !== undefined) continue;
    ids[index] = old.id;
    given.add(old.id);
  }
}

/** The lower, the likelier the same: surroundings count before distance. */
function rank(old: Placed, now: Placed): number {
  const differences = Number(old.prefix !== now.prefix) + Number(old.suffix !== now.suffix);
  return differences * 1e9 + Math.abs(old.start - now.start);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
