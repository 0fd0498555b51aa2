import { z } from 'zod';
import { normalizeName } from '../../src/domain/name.ts';
import type { Span } from '../../src/domain/text-anchor.ts';
import type { Count, Scored } from './scorer.ts';

const Place = z.object({ start: z.number(), end: z.number() });
const Gold = z.object({
  quotes: z.array(
    Place.extend({
      embedded: z.boolean().optional(),
      speaker: z.object({ canonical: z.string().nullish(), entity: z.string().nullish() }).nullish(),
    }),
  ),
  entities: z.array(z.object({ group: z.string(), named: z.boolean(), text: z.string() })),
});
const Answer = z.object({
  quotes: z.array(Place.extend({ speaker: z.object({ name: z.string().nullable() }).nullable() })),
});

/**
 * Of the attributions of one article whose speaker the annotators know by name, how many we give the right name: that of
 * the quote that shares most with it has the words of the canonical name, or of another name of the same chain, or is made of
 * them ('Obama' for 'Barack Obama').
 */
export function canonicalSpeakers({ gold, prediction }: Scored): Count {
  const answer = Answer.parse(JSON.parse(prediction));
  let right = 0;
  let expected = 0;
  const { quotes, entities } = Gold.parse(JSON.parse(gold));
  for (const quote of quotes) {
    const canonical = quote.speaker?.canonical;
    if (canonical == null || quote.embedded) continue;
    expected++;
    const ours = answer.quotes
      .map((one) => ({ name: one.speaker?.name ?? null, shared: overlap(quote, one) }))
      .filter(({ shared }) => shared > 0)
      .sort((a, b) => b.shared - a.shared)[0];
    const chain = entities
      .filter(({ group, named }) => named && group === quote.speaker?.entity)
      .map(({ text }) => text);
    const name = ours?.name;
    if (name != null && [canonical, ...chain].some((one) => isSameName(name, one))) right++;
  }
  return { right, expected, found: expected };
}

function overlap(a: Span, b: Span): number {
  return (
    Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start)) /
    (Math.max(a.end, b.end) - Math.min(a.start, b.start))
  );
}

function isSameName(ours: string, canonical: string): boolean {
  const words = (name: string): string[] =>
    normalizeName(name)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => !SMALL.has(word));
  const [a, b] = [words(ours), words(canonical)];
  if (a.length === 0 || b.length === 0) return false;
  return a.every((word) => b.includes(word)) || b.every((word) => a.includes(word));
}

const SMALL = new Set(['', 'the', 'of', 'and', 'a', 'an', 'for', 'mr', 'mrs', 'ms', 'dr', 's']);
