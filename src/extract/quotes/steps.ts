import type { ExtractedQuote } from '../../domain/extraction.ts';
import type { Span } from '../../domain/text-anchor.ts';
import { findCarriers } from '../attribution/carriers.ts';
import type { Rankers } from '../attribution/learned/judge.ts';
import { attributionRankers } from '../attribution/learned/judge.ts';
import { judgeReports } from '../attribution/learned/judge-reports.ts';
import { rangeSpan } from '../attribution/reports.ts';
import type { ResolvedSource, SourceResolver } from '../attribution/sources.ts';
import { sourceResolver } from '../attribution/sources.ts';
import { cite } from '../citations/cite.ts';
import type { Step } from '../draft.ts';
import { calibrated } from '../model/calibration.ts';
import { loadModel } from '../model/load-model.ts';
import type { FoundQuote } from './attribute.ts';
import { attributeStretches } from './attribute.ts';
import type { PartedQuote } from './indirect.ts';
import { indirectQuotes, withRankedContent } from './indirect.ts';
import { labelledParagraphs } from './labels.ts';
import type { Line } from './lines.ts';
import { QuoteRanker } from './rank.ts';
import { readPage } from './read-page.ts';

/** What confidence is worth, as knots for `calibrated`: of quotes with marks and without. */
export interface Calibration {
  readonly marked: readonly number[];
  readonly unmarked: readonly number[];
}

/** `quotesBy` with the trained models. */
export const quoteAndCite: Step = (draft) => {
  const { marked = [], unmarked = [] } = loadModel('calibration').meta.dense;
  return quotesBy(new QuoteRanker(loadModel('quotes')), attributionRankers(), { marked, unmarked })(draft);
};

/**
 * Fills quotes, sources and citations: marks to stretches, lines to reports, stretches to the reports they hang on, and the
 * reports' sources to entities. Expects entities and mentions.
 */
export const quotesBy =
  (ranker: QuoteRanker, rankers: Rankers, calibration: Calibration): Step =>
  (draft) => {
    const { text } = draft;
    const page = readPage(text);
    const { lines, reports } = page;
    const byLine = lines.map((line) => page.reportsOf(line.index).flatMap((index) => reports[index] ?? []));
    const carriers = lines.flatMap((line, index) => findCarriers(line, byLine[index] ?? []));
    const found = attributeStretches(page, ranker);
    const resolver = sourceResolver(draft, lines);
    const judged = judgeReports(lines, reports, page.reportsOf, rankers);
    const reporters = judged.map((report): ResolvedSource | null => {
      const line = lines[report.line];
      return line && report.source ? resolver.resolve(line, report.source) : null;
    });
    const bounded = found.map((quote) => withRankedContent(quote, lines, judged));
    const credited = new Set(page.credits.map(({ start }) => start));
    const prose = text.paragraphs.filter(({ start }) => !credited.has(start));
    const speeches = interview(text.body, prose);
    const indirect = indirectQuotes(lines, judged, bounded).filter(
      ({ report, content }) =>
        judged[report]?.kind !== 'label' || !speeches.some((speech) => meet(speech.content, content)),
    );
    const placed = onePerPlace(
      [...bounded, ...indirect, ...speeches].sort(
        (a, b) => a.content.start - b.content.start || b.content.end - a.content.end || b.confidence - a.confidence,
      ),
    );
    const all = withoutEchoes(placed, reporters);
    const quoted = new Set(all.map((quote) => quote.report));
    const others = all.map((quote) => speakerOf(quote, lines, resolver));
    const cited = cite(draft, lines, judged, reporters, quoted, carriers, resolver, others, page.credits);
    const quotes = all.map((quote, at): ExtractedQuote => {
      const report = judged[quote.report];
      const source = reporters[quote.report] ?? others[at] ?? null;
      return {
        ...quote.content,
        content: contentOf(text.body, quote),
        quoteType: quote.kind,
        stretches: quote.stretches,
        parts: quote.kind === 'DIRECT' ? quote.stretches : quote.parts,
        speaker: source?.entity ?? null,
        speakerSpan: report?.relativePronoun
          ? rangeSpan(lines[report.line]?.items ?? [], report.relativePronoun)
          : (source?.span ?? null),
        cueSpan: report ? rangeSpan(lines[report.line]?.items ?? [], report.cue) : null,
        addressee: cited.addresseeOf[quote.report] ?? null,
        citation: cited.citationOf[quote.report] ?? cited.citationOfOther[at] ?? null,
        attribution: attributionOf(quote, source, calibration),
      };
    });
    return { ...draft, quotes, sources: cited.sources, citations: cited.citations };
  };

function meet(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The surest of those that report the very same words: 'they told us they believed that …' is one quote. Expects them sorted. */
function onePerPlace(quotes: readonly PartedQuote[]): PartedQuote[] {
  return quotes.filter(({ content }, i) => {
    const before = quotes[i - 1]?.content;
    return before?.start !== content.start || before.end !== content.end;
  });
}

/**
 * Leaves out what a speaker is reported to say within the own reported words: 'She said that she had asked him to stay' is
 * one quote. Words in marks stay. Expects them sorted.
 */
function withoutEchoes(quotes: readonly PartedQuote[], reporters: readonly (ResolvedSource | null)[]): PartedQuote[] {
  const open: PartedQuote[] = [];
  return quotes.filter((quote) => {
    while ((open.at(-1)?.content.end ?? Number.POSITIVE_INFINITY) <= quote.content.start) open.pop();
    const inner = reporters[quote.report];
    const echo =
      quote.kind === 'INDIRECT' &&
      open.some(
        (outer) =>
          outer.kind !== 'DIRECT' &&
          quote.content.end <= outer.content.end &&
          isSameSpeaker(reporters[outer.report], inner),
      );
    if (!echo) open.push(quote);
    return !echo;
  });
}

function isSameSpeaker(outer: ResolvedSource | null | undefined, inner: ResolvedSource | null | undefined): boolean {
  if (!outer || !inner) return false;
  if (outer.entity !== null && inner.entity !== null) return outer.entity === inner.entity;
  return inner.entity === null && inner.isPronoun;
}

function contentOf(body: string, quote: FoundQuote): string {
  const spans: readonly Span[] = quote.kind === 'DIRECT' ? quote.stretches : [quote.content];
  return spans.map(({ start, end }) => body.slice(start, end)).join(' ');
}

function attributionOf(
  quote: FoundQuote,
  source: ResolvedSource | null,
  { marked, unmarked }: Calibration,
): ExtractedQuote['attribution'] {
  const knots = quote.kind === 'INDIRECT' ? unmarked : marked;
  // Where nobody is found there is no answer to be sure of.
  const confidence = source ? calibrated(knots, quote.confidence * source.confidence) : 0;
  return {
    method: quote.method,
    confidence: Math.round(confidence * 100) / 100,
    abstained: source ? source.abstained : 'NO_CANDIDATE',
    evidence: source?.evidence ?? [],
  };
}

/** Who speaks where no report says it. */
function speakerOf({ speaker }: FoundQuote, lines: readonly Line[], resolver: SourceResolver): ResolvedSource | null {
  if (speaker === null) return null;
  if ('label' in speaker) return resolver.resolveName(speaker.label);
  const line = lines[speaker.line];
  return line ? resolver.resolve(line, speaker.phrase) : null;
}

/** What is said in an interview or transcript that is set without marks. */
function interview(body: string, paragraphs: readonly Span[]): PartedQuote[] {
  return labelledParagraphs(body, paragraphs).map(({ label, speech }) => ({
    kind: 'INDIRECT' as const,
    content: speech,
    parts: [speech],
    stretches: [],
    report: -1,
    speaker: { label },
    method: 'label' as const,
    confidence: 0.9,
  }));
}

export const quoteSteps: readonly Step[] = [quoteAndCite];
