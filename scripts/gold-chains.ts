import type { Extraction } from '../src/domain/extraction.ts';
import type { Span } from '../src/domain/text-anchor.ts';

/** A mention of a coreference corpus: the whole noun phrase. */
export interface GoldMention extends Span {
  readonly text: string;
  readonly group: string;
  readonly named: boolean;
  /** The word that the phrase is about. */
  readonly head: string;
  readonly type: string;
}

/** Where the word that a gold mention is about stands. */
export function headSpan({ start, text, head }: GoldMention): Span {
  const at = Math.max(0, text.lastIndexOf(head));
  return { start: start + at, end: start + at + head.length };
}

export function overlap(a: Span, b: Span): number {
  return Math.min(a.end, b.end) - Math.max(a.start, b.start);
}

/** For each of our entities the gold's chain that most of its names belong to. */
export function chainsOf(
  gold: readonly GoldMention[],
  { entities, mentions }: Pick<Extraction, 'entities' | 'mentions'>,
): ReadonlyMap<number, string> {
  const heads = gold.map((mention) => ({ mention, head: headSpan(mention) }));
  const chains = new Map<number, string>();
  entities.forEach((_, entity) => {
    const votes = new Map<string, number>();
    for (const mine of mentions) {
      if (mine.entity !== entity || mine.mentionType !== 'NAME') continue;
      let group: string | null = null;
      let least = Number.POSITIVE_INFINITY;
      for (const { mention, head } of heads) {
        const slack = Math.abs(mention.start - mine.start) + Math.abs(mention.end - mine.end);
        if (overlap(head, mine) <= 0 || slack >= least) continue;
        least = slack;
        group = mention.group;
      }
      if (group !== null) votes.set(group, (votes.get(group) ?? 0) + 1);
    }
    const [first] = [...votes].sort((a, b) => b[1] - a[1]);
    if (first) chains.set(entity, first[0]);
  });
  return chains;
}
