import type { Citation, Quote } from './article-query.ts';

/** Somebody who speaks in an article, by name or by the words that stand for him. */
export interface Speaker {
  /** The name; the article's words where it gives no name; null where it has neither. */
  readonly name: string | null;
  readonly entityId: string | null;
  /** Why nobody is named, of the first of the quotes. Null where somebody is. */
  readonly abstained: Quote['attribution']['abstained'];
  /** In reading order. */
  readonly quotes: readonly Quote[];
}

/** Who speaks in an article: who speaks most first, equal ones in reading order. */
export function speakersOf(quotes: readonly Quote[]): Speaker[] {
  const groups = grouped(quotes, ({ speaker, speakerText }) => speaker?.id ?? `“${sameWords(speakerText)}”`);
  return groups
    .map((said) => ({ said, first: said[0] }))
    .map(({ said, first }) => ({
      name: first?.speaker?.name ?? first?.speakerText ?? null,
      entityId: first?.speaker?.id ?? null,
      abstained: first?.speaker ? null : (first?.attribution.abstained ?? null),
      quotes: said,
    }))
    .sort((a, b) => b.quotes.length - a.quotes.length);
}

/** Somebody on whose word an article rests. */
export interface CitedSource {
  /** The name of the source, or the phrase for one that the article does not name. */
  readonly name: string;
  readonly isNamed: boolean;
  readonly sourceId: string | null;
  readonly entityId: string | null;
  /** Names of the outlets that carried the word. */
  readonly via: readonly string[];
  /** In reading order. */
  readonly citations: readonly Citation[];
}

/** On whose word an article rests. */
export interface Ground {
  /** The most cited first, equal ones in reading order. */
  readonly sources: readonly CitedSource[];
  readonly namedCount: number;
  readonly unnamedCount: number;
  /** The share of the citations that name their source, 0 to 1. Null where nobody is cited. */
  readonly namedShare: number | null;
}

export function groundOf(citations: readonly Citation[]): Ground {
  const groups = grouped(citations, ({ source, phrase }) => source?.id ?? `“${sameWords(phrase)}”`);
  const sources = groups
    .map((cited) => {
      const [first] = cited;
      return {
        name: first?.source?.name ?? first?.phrase ?? '',
        isNamed: first?.isNamed ?? false,
        sourceId: first?.source?.id ?? null,
        entityId: first?.source?.entity?.id ?? null,
        via: [...new Set(cited.flatMap(({ via }) => via?.name ?? []))],
        citations: cited,
      };
    })
    .sort((a, b) => b.citations.length - a.citations.length);
  const namedCount = citations.filter(({ isNamed }) => isNamed).length;
  return {
    sources,
    namedCount,
    unnamedCount: citations.length - namedCount,
    namedShare: citations.length === 0 ? null : namedCount / citations.length,
  };
}

const sameWords = (words: string | null) => (words ?? '').toLowerCase().replace(/^(?:an?|the) /, '');

/** The items with the same key together, both in the order of the first of them. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}
