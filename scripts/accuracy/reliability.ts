import { z } from 'zod';
import type { Span } from '../../src/domain/text-anchor.ts';
import type { Scored } from './scorer.ts';

/** An answer with how sure we were of it, and whether it is right. */
export interface Judgement {
  /** 0 to 1. */
  readonly confidence: number;
  readonly isRight: boolean;
}

/** The answers of one kind whose confidence lies in the same tenth. */
export interface Bin {
  readonly count: number;
  readonly meanConfidence: number;
  /** The share of right ones. */
  readonly accuracy: number;
}

/** How far confidence is the share of right answers. */
export interface Reliability {
  readonly count: number;
  /** Tenths that hold answers, ascending. */
  readonly bins: readonly Bin[];
  /** Expected calibration error: how far confidence and accuracy lie apart in a bin, on the average of all answers. */
  readonly expectedCalibrationError: number;
  /** Mean squared distance of confidence from 1 where right, from 0 where wrong (Brier 1950). */
  readonly brierScore: number;
}

/** Bins of equal width as in Naeini, Cooper and Hauskrecht 2015 and Guo et al. 2017. */
const BINS = 10;

/** Expected calibration error and Brier score of answers, at least one. */
export function reliabilityOf(judgements: readonly Judgement[]): Reliability {
  const byBin = Array.from({ length: BINS }, (): Judgement[] => []);
  for (const judgement of judgements)
    byBin[Math.min(BINS - 1, Math.floor(judgement.confidence * BINS))]?.push(judgement);
  const bins = byBin
    .filter((bin) => bin.length > 0)
    .map((bin) => ({
      count: bin.length,
      meanConfidence: mean(bin.map(({ confidence }) => confidence)),
      accuracy: mean(bin.map(({ isRight }) => (isRight ? 1 : 0))),
    }));
  const count = judgements.length;
  return {
    count,
    bins,
    expectedCalibrationError: bins.reduce(
      (sum, bin) => sum + (bin.count / count) * Math.abs(bin.accuracy - bin.meanConfidence),
      0,
    ),
    brierScore: mean(judgements.map(({ confidence, isRight }) => (confidence - (isRight ? 1 : 0)) ** 2)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const Place = z.object({ start: z.number(), end: z.number() });
const Words = Place.extend({ spans: z.array(Place).optional() });
const Gold = z.object({
  text: z.string(),
  quotes: z.array(
    Place.extend({
      spans: z.array(Place),
      quoted: z.array(Place),
      type: z.string(),
      speaker: Words.nullish(),
      embedded: z.boolean().optional(),
    }),
  ),
});
const Answer = z.object({
  quotes: z.array(
    Place.extend({
      spans: z.array(Place),
      quoted: z.array(Place),
      type: z.string(),
      speaker: Place.nullable(),
      confidence: z.number(),
    }),
  ),
});

const LEAST_WORDS = 3;
const LEAST_SHARE = 0.8;

/**
 * Our stretches that the annotators have, too, and that we give a speaker: right where the words for the speaker share
 * letters with theirs, as the corpora's scorer has it.
 */
export function speakerJudgements({ gold, prediction }: Scored): Judgement[] {
  const { text, quotes } = Gold.parse(JSON.parse(gold));
  const stretches = <T extends { readonly type: string; readonly quoted: readonly Span[] }>(from: readonly T[]) =>
    from
      .filter(({ type }) => type !== 'indirect')
      .flatMap((quote) => quote.quoted.map((span) => ({ quote, ink: inkOf(text, span) })))
      .filter(({ ink }) => (text.slice(ink.start, ink.end).match(/[\p{L}\p{N}]+/gu) ?? []).length >= LEAST_WORDS);
  const ours = stretches(Answer.parse(JSON.parse(prediction)).quotes);
  const taken = new Set<number>();
  return stretches(quotes.filter(({ embedded }) => !embedded)).flatMap(({ quote, ink }) => {
    const shares = ours.map((one, at) => (taken.has(at) ? 0 : shareOf(ink, one.ink)));
    const at = shares.indexOf(Math.max(...shares));
    const best = ours[at];
    if (!best || (shares[at] ?? 0) < LEAST_SHARE) return [];
    taken.add(at);
    const { speaker, confidence } = best.quote;
    return speaker === null
      ? []
      : [{ confidence, isRight: fragments(quote.speaker).some((one) => shareOf(one, speaker) > 0) }];
  });
}

/**
 * Our attributions without marks that have a source: right where the annotators have one about the same words whose source
 * is exactly ours, and wrong where they have none.
 */
export function sourceJudgements({ gold, prediction }: Scored): Judgement[] {
  const { text, quotes } = Gold.parse(JSON.parse(gold));
  return Answer.parse(JSON.parse(prediction))
    .quotes.filter(({ type }) => type === 'indirect')
    .flatMap(({ spans, speaker, confidence }) => {
      if (speaker === null) return [];
      const ours = inkOf(text, speaker);
      const isRight = quotes.some(
        (quote) =>
          quote.spans.some((theirs) => spans.some((span) => shareOf(theirs, span) > 0)) &&
          fragments(quote.speaker).some((one) => isSame(inkOf(text, one), ours)),
      );
      return [{ confidence, isRight }];
    });
}

function fragments(words: z.infer<typeof Words> | null | undefined): readonly Span[] {
  return words ? (words.spans ?? [words]) : [];
}

const EDGE = /[\s"“”'‘’,.;:!?`«»–—-]/;

/** A span without marks and punctuation at its ends. */
function inkOf(text: string, { start, end }: Span): Span {
  let [from, to] = [start, end];
  while (from < to && EDGE.test(text.charAt(from))) from++;
  while (to > from && EDGE.test(text.charAt(to - 1))) to--;
  return { start: from, end: to };
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

/** What two spans share, of what they cover together. */
function shareOf(a: Span, b: Span): number {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared <= 0 ? 0 : shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}
