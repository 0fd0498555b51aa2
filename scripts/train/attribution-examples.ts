import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Span } from '../../src/domain/text-anchor.ts';
import type { ItemRange } from '../../src/extract/attribution/contents.ts';
import type { CueFacts } from '../../src/extract/attribution/learned/cue-features.ts';
import { LineFacts } from '../../src/extract/attribution/learned/line-facts.ts';
import type { Report } from '../../src/extract/attribution/reports.ts';
import type { Line } from '../../src/extract/quotes/lines.ts';
import { readPage } from '../../src/extract/quotes/read-page.ts';
import { annotate } from '../../src/text/annotate.ts';

const Place = z.object({ start: z.number(), end: z.number() });
const Parts = Place.extend({ spans: z.array(Place).optional() });
const Article = z.object({
  id: z.string(),
  text: z.string(),
  quotes: z.array(
    Place.extend({
      type: z.enum(['direct', 'mixed', 'indirect']),
      spans: z.array(Place),
      /** What stands between marks. */
      quoted: z.array(Place),
      cue: Parts.nullish(),
      speaker: Parts.nullish(),
      embedded: z.boolean().optional(),
    }),
  ),
});
export type GoldArticle = z.infer<typeof Article>;

/** One annotated attribution as items of the line in which its cue stands. */
export interface GoldAttribution {
  readonly type: 'direct' | 'mixed' | 'indirect';
  /** The item that heads the cue. */
  readonly cue: number;
  /** null without one; 'elsewhere' where it stands in another line or at no item's edge. */
  readonly source: ItemRange | null | 'elsewhere';
  /** What of the content lies in this line, in order. */
  readonly content: readonly ItemRange[];
  /** Whether a part of it in this line could not be told by items. */
  readonly isUnaligned: boolean;
}

export interface GoldLine {
  readonly line: Line;
  readonly facts: LineFacts;
  readonly reports: readonly Report[];
  readonly gold: readonly GoldAttribution[];
}

const FOLDER = fileURLToPath(new URL('../../../shared/corpora/quotes/', import.meta.url));

/** The articles of a corpus. */
export function readArticles(corpus: string): GoldArticle[] {
  return readFileSync(`${FOLDER}${corpus}.jsonl`, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => Article.parse(JSON.parse(line)));
}

const EDGE = /[\s"“”'‘’,.;:!?`«»–—-]/;

/** A span without marks and punctuation at its ends. */
function trimmed(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && EDGE.test(text.charAt(from))) from++;
  while (to > from && EDGE.test(text.charAt(to - 1))) to--;
  return { start: from, end: to };
}

/** The lines of an article with what is annotated in them. */
export function goldLines({ text, quotes }: GoldArticle): GoldLine[] {
  const page = readPage(annotate(text));
  const prepared = page.lines.map((line): GoldLine & { gold: GoldAttribution[]; trimmed: Span[] } => ({
    line,
    facts: new LineFacts(line),
    reports: page.reportsOf(line.index).flatMap((index) => page.reports[index] ?? []),
    gold: [],
    trimmed: line.items.map((item) => trimmed(text, item)),
  }));
  for (const quote of quotes) {
    if (!quote.cue || quote.embedded) continue;
    const cueSpan = quote.cue.spans?.[0] ?? quote.cue;
    const home = prepared.find(({ line }) => line.start <= cueSpan.start && cueSpan.start < line.end);
    if (!home) continue;
    const { items } = home.line;
    const cue = headOf(home.line, cueSpan);
    if (cue < 0) continue;
    /** The items of a span as far as it lies in this line; null where an edge is none of an item. */
    const rangeOf = (span: Span): ItemRange | null => {
      const ink = trimmed(text, span);
      let first = -1;
      let last = -1;
      for (let at = 0; at < items.length; at++) {
        const item = home.trimmed[at];
        if (!item || item.start >= item.end || item.end <= ink.start || item.start >= ink.end) continue;
        if (first < 0) {
          if (item.start < ink.start) return null;
          first = at;
        }
        if (item.end > ink.end) return null;
        last = at;
      }
      return first < 0 ? null : { first, last };
    };
    const speaker = quote.speaker ? (quote.speaker.spans?.[0] ?? quote.speaker) : null;
    const here = quote.spans.filter((span) => span.start < home.line.end && span.end > home.line.start);
    const ranges = here.map(rangeOf);
    home.gold.push({
      type: quote.type,
      cue,
      source: speaker ? (rangeOf(speaker) ?? 'elsewhere') : null,
      content: ranges.filter((range) => range !== null),
      isUnaligned: ranges.includes(null),
    });
  }
  return prepared;
}

/** The item that heads a cue: its verb, else its noun, else its first word. */
function headOf({ items }: Line, { start, end }: Span): number {
  let noun = -1;
  let first = -1;
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (!item || item.end <= start || item.start >= end) continue;
    if (item.pos === 'QUOTE') continue;
    if (item.pos === 'VERB' || item.lower === 'according') return at;
    if (noun < 0 && item.pos === 'NOUN') noun = at;
    if (first < 0) first = at;
  }
  return noun >= 0 ? noun : first;
}

/** The annotated attribution of a candidate. */
export function goldOf({ cue }: CueFacts, gold: readonly GoldAttribution[]): GoldAttribution | undefined {
  return gold.find((one) => one.cue >= cue.at && one.cue <= cue.last);
}
