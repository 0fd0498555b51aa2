import type { ExtractedQuote } from '../../domain/extraction.ts';
import type { Span } from '../../domain/text-anchor.ts';
import { findCarriers } from '../attribution/carriers.ts';
import type { Report } from '../attribution/reports.ts';
import { rangeSpan } from '../attribution/reports.ts';
import type { ResolvedSource, SourceResolver } from '../attribution/sources.ts';
import { sourceResolver } from '../attribution/sources.ts';
import { cite } from '../citations/cite.ts';
import type { Step } from '../draft.ts';
import { loadModel } from '../model/load-model.ts';
import type { FoundQuote } from './attribute.ts';
import { attributeStretches } from './attribute.ts';
import { labelledParagraphs } from './labels.ts';
import type { Line } from './lines.ts';
import { QuoteRanker } from './rank.ts';
import { readPage } from './read-page.ts';

/**
 * Fills quotes, sources and citations: marks to stretches, lines to reports, stretches to the reports they hang on, and the
 * reports' sources to entities. Expects entities and mentions.
 */
export const quoteAndCite: Step = (draft) => {
  const { text } = draft;
  const page = readPage(text);
  const { lines, reports } = page;
  const byLine = lines.map((line) => page.reportsOf(line.index).flatMap((index) => reports[index] ?? []));
  const carriers = lines.flatMap((line, index) => findCarriers(line, byLine[index] ?? []));
  const found = attributeStretches(page, new QuoteRanker(loadModel('quotes')));
  const marked = new Set(found.map((quote) => quote.report).filter((index) => index >= 0));
  const resolver = sourceResolver(draft, lines);
  const covered = new Set(found.filter((quote) => holdsStretch(quote, lines, reports)).map((quote) => quote.report));
  const placed = onePerPlace(
    [...found, ...indirectQuotes(lines, reports, covered), ...interview(text.body, text.paragraphs)].sort(
      (a, b) => a.content.start - b.content.start || b.content.end - a.content.end || b.confidence - a.confidence,
    ),
  );
  const reporters = reports.map(({ line: index, source }) => {
    const line = lines[index];
    return line && source ? resolver.resolve(line, source) : null;
  });
  const all = withoutEchoes(placed, reporters);
  const others = all.map((quote) => speakerOf(quote, lines, resolver));
  const cited = cite(draft, lines, reports, reporters, marked, carriers, resolver, others);
  const quotes = all.map((quote, at): ExtractedQuote => {
    const report = reports[quote.report];
    const source = reporters[quote.report] ?? others[at] ?? null;
    return {
      ...quote.content,
      content: contentOf(text.body, quote),
      quoteType: quote.kind,
      stretches: quote.stretches,
      speaker: source?.entity ?? null,
      speakerSpan: source?.span ?? null,
      cueSpan: report ? rangeSpan(lines[report.line]?.items ?? [], report.cue) : null,
      addressee: cited.addresseeOf[quote.report] ?? null,
      citation: cited.citationOf[quote.report] ?? cited.citationOfOther[at] ?? null,
      attribution: attributionOf(quote, source),
    };
  });
  return { ...draft, quotes, sources: cited.sources, citations: cited.citations };
};

/** The surest of those that report the very same words: 'they told us they believed that …' is one quote. Expects them sorted. */
function onePerPlace(quotes: readonly FoundQuote[]): FoundQuote[] {
  return quotes.filter(({ content }, i) => {
    const before = quotes[i - 1]?.content;
    return before?.start !== content.start || before.end !== content.end;
  });
}

/**
 * Leaves out what a speaker is reported to say within the own reported words: 'She said that she had asked him to stay' is
 * one quote. Words in marks stay. Expects them sorted.
 */
function withoutEchoes(quotes: readonly FoundQuote[], reporters: readonly (ResolvedSource | null)[]): FoundQuote[] {
  const open: FoundQuote[] = [];
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

/** Whether the quote is what its report's own line reports, and not what follows from it in another. */
function holdsStretch(quote: FoundQuote, lines: readonly Line[], reports: readonly Report[]): boolean {
  const report = reports[quote.report];
  const items = lines[report?.line ?? -1]?.items;
  if (!report || !items) return false;
  return report.content.some((range) => {
    const span = rangeSpan(items, range);
    return quote.stretches.some(({ start, end }) => span.start <= start && end <= span.end);
  });
}

function contentOf(body: string, quote: FoundQuote): string {
  const spans: readonly Span[] = quote.kind === 'DIRECT' ? quote.stretches : [quote.content];
  return spans.map(({ start, end }) => body.slice(start, end)).join(' ');
}

function attributionOf(quote: FoundQuote, source: ResolvedSource | null): ExtractedQuote['attribution'] {
  return {
    method: quote.method,
    confidence: Math.round(quote.confidence * (source?.confidence ?? 1) * 100) / 100,
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
function interview(body: string, paragraphs: readonly Span[]): FoundQuote[] {
  return labelledParagraphs(body, paragraphs).map(({ label, speech }) => ({
    kind: 'INDIRECT' as const,
    content: speech,
    stretches: [],
    report: -1,
    speaker: { label },
    method: 'label' as const,
    confidence: 0.9,
  }));
}

/** The reports whose words stand in no marks. */
function indirectQuotes(
  lines: readonly Line[],
  reports: readonly Report[],
  covered: ReadonlySet<number>,
): FoundQuote[] {
  return reports.flatMap((report, index) => {
    const items = lines[report.line]?.items ?? [];
    const [first] = report.content;
    const last = report.content.at(-1);
    if (covered.has(index) || report.onlyMarked || !first || !last) return [];
    if (report.verb && !report.verb.clause && !report.verb.infinitive) return [];
    const onlyMarks = report.content.every((range) =>
      items.slice(range.first, range.last + 1).every((item) => item.pos === 'QUOTE' || item.pos === 'PUNCT'),
    );
    // Words in marks that were not taken for a quote are a title or name: 'sang “The Long Road” at the gate'.
    if (onlyMarks || items[first.first]?.pos === 'QUOTE') return [];
    return [
      {
        kind: 'INDIRECT' as const,
        content: { start: rangeSpan(items, first).start, end: rangeSpan(items, last).end },
        stretches: [],
        report: index,
        speaker: null,
        method: report.kind,
        confidence: 0.5 + 0.4 * (report.verb?.weight ?? 1),
      },
    ];
  });
}

export const quoteSteps: readonly Step[] = [quoteAndCite];
