import type { Span } from '../../domain/text-anchor.ts';
import type { ItemRange } from '../attribution/contents.ts';
import { isClauseAhead } from '../attribution/contents.ts';
import type { JudgedReport } from '../attribution/learned/judge-reports.ts';
import { CLAUSE_OPENERS } from '../attribution/lexicon.ts';
import { baseStartingAt } from '../attribution/noun-phrases.ts';
import { rangeSpan } from '../attribution/reports.ts';
import type { FoundQuote } from './attribute.ts';
import type { Item, Line } from './lines.ts';

/**
 * The least probability that the word reports, and that it does with that source and content. Where it reports no clause but
 * a phrase ('backs the plan'), which few would call a quote, it must be surer.
 */
const CLAUSE = { word: 0.4, whole: 0.22 };
const PHRASE = { word: 0.72, whole: 0.35 };
/** The least weight of a verb whose report within another's counts as a quote of its own. */
const SURE_VERB = 0.7;

/** A quote with the parts into which its report breaks it: 'The pier, he said, is safe' has two. */
export interface PartedQuote extends FoundQuote {
  readonly parts: readonly Span[];
}

/** A quote that has marks, with the clause that they are part of as the report's ranked content bounds it. */
export function withRankedContent(
  quote: FoundQuote,
  lines: readonly Line[],
  reports: readonly JudgedReport[],
): PartedQuote {
  const report = reports[quote.report];
  const items = lines[report?.line ?? -1]?.items ?? [];
  const ranges = report && report.probability >= CLAUSE.word ? rangesAround(quote, items, report.content) : [];
  if (ranges.length === 0) return { ...quote, parts: [quote.content] };
  const spans = ranges.map((range) => rangeSpan(items, range));
  const mixed = ranges.some((range) => hasOwnWords(items, range));
  if (!mixed)
    return quote.kind === 'DIRECT' ? { ...quote, parts: quote.stretches } : { ...quote, parts: [quote.content] };
  const [from] = spans;
  const content = {
    start: Math.min(from?.start ?? quote.content.start, quote.stretches[0]?.start ?? quote.content.start),
    end: Math.max(spans.at(-1)?.end ?? quote.content.end, quote.stretches.at(-1)?.end ?? quote.content.end),
  };
  return { ...quote, kind: 'MIXED', content, parts: spans };
}

/** Those of the ranges in which marks of the quote stand. */
function rangesAround(quote: FoundQuote, items: readonly Item[], content: readonly ItemRange[]): ItemRange[] {
  return content.filter((range) => {
    const span = rangeSpan(items, range);
    return quote.stretches.some(({ start, end }) => span.start <= start && end <= span.end);
  });
}

/** Whether a content has words outside of marks, other than 'but' or 'and' at its head. */
function hasOwnWords(items: readonly Item[], { first, last }: ItemRange): boolean {
  for (let at = first; at <= last; at++) {
    const item = items[at];
    if (item && item.pos !== 'QUOTE' && item.pos !== 'PUNCT' && !/^(?:and|but|so|or|that)$/.test(item.lower))
      return true;
  }
  return false;
}

/**
 * The reports whose words stand in no marks, and that are no part of what a surer one reports.
 * @param marked the quotes that have marks
 */
export function indirectQuotes(
  lines: readonly Line[],
  reports: readonly JudgedReport[],
  marked: readonly PartedQuote[],
): PartedQuote[] {
  const found: PartedQuote[] = [];
  const taken = new Map<number, Taken>();
  const covered = new Set<number>();
  const take = (report: JudgedReport, ranges: readonly ItemRange[]): void => {
    const there = taken.get(report.line) ?? { contents: [], sources: [] };
    taken.set(report.line, there);
    there.contents.push(...ranges);
    if (report.source) there.sources.push(report.source);
  };
  for (const quote of marked) {
    const report = reports[quote.report];
    if (!report) continue;
    const around = rangesAround(quote, lines[report.line]?.items ?? [], report.content);
    if (around.length === 0) continue;
    covered.add(quote.report);
    take(report, around);
  }
  const surest = [...reports.entries()].sort(([a, one], [b, other]) => other.probability - one.probability || a - b);
  const within = sourcesOfSure(lines, reports);
  for (const [index, report] of surest) {
    const items = lines[report.line]?.items ?? [];
    if (covered.has(index) || report.content.length === 0 || within(index)) continue;
    const others = taken.get(report.line);
    const nested = others !== undefined && holds(others.contents, report.cue.first);
    if (!(nested ? isOwnReport(report, items) : isSure(report, items))) continue;
    if (others !== undefined && holds(others.sources, report.cue.first)) continue;
    if (!report.content.some((range) => hasInk(items, range))) continue;
    take(report, report.content);
    const parts = report.content.map((range) => rangeSpan(items, range));
    found.push({
      kind: 'INDIRECT',
      content: { start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0 },
      parts,
      stretches: [],
      report: index,
      speaker: null,
      method: report.kind,
      confidence: Math.max(
        report.probability * report.spansProbability * (reportsClause(report, items) ? 1 : MERE_PHRASE),
        nested ? NESTED : 0,
      ),
    });
  }
  return found;
}

/** The confidence of a report within another's; the annotated corpora have none of these to learn from. */
const NESTED = 0.5;

/** What the confidence keeps of a report of a phrase: few readers would call 'Democrats blamed the party' a quote of 'the party'. */
const MERE_PHRASE = 0.6;

/** Tells of a report whether its reporting word is part of how another names its source: 'who asked not to be named said'. */
function sourcesOfSure(lines: readonly Line[], reports: readonly JudgedReport[]): (index: number) => boolean {
  const sources = new Map<number, { readonly index: number; readonly source: ItemRange }[]>();
  for (const [index, report] of reports.entries()) {
    if (!report.source || !isSure(report, lines[report.line]?.items ?? [])) continue;
    const there = sources.get(report.line);
    if (there) there.push({ index, source: report.source });
    else sources.set(report.line, [{ index, source: report.source }]);
  }
  return (index) => {
    const report = reports[index];
    const cue = report?.cue.first ?? -1;
    return (sources.get(report?.line ?? -1) ?? []).some(
      (other) => other.index !== index && other.source.first <= cue && cue <= other.source.last,
    );
  };
}

/** What the surer reports of a line take up. */
interface Taken {
  readonly contents: ItemRange[];
  readonly sources: ItemRange[];
}

function holds(ranges: readonly ItemRange[], at: number): boolean {
  return ranges.some(({ first, last }) => first <= at && at <= last);
}

function isSure(report: JudgedReport, items: readonly Item[]): boolean {
  // 'Few trust a claim by Smith that …': the corpora have only the outer report.
  if (report.kind === 'noun' && !report.isNew) return true;
  const least = reportsClause(report, items) ? CLAUSE : PHRASE;
  return report.probability >= least.word && report.probability * report.spansProbability >= least.whole;
}

function reportsClause({ content }: JudgedReport, items: readonly Item[]): boolean {
  return content.length > 1 || content.some((range) => hasClause(items, range));
}

/** Whether a report within another one's is somebody else's: 'Smith said that divers believe …'. */
function isOwnReport(report: JudgedReport, items: readonly Item[]): boolean {
  const { verb, source } = report;
  if (report.kind === 'noun') return !report.isNew;
  const head = items[source?.head ?? -1]?.pos;
  return (
    !report.isNew &&
    verb?.clause === true &&
    verb.weight >= SURE_VERB &&
    !report.onlyMarked &&
    !report.relative &&
    !report.inherited &&
    (head === 'NOUN' || head === 'PROPN')
  );
}

/** Whether words that are reported make a clause, a question or an infinitive, not just a phrase: 'the call of a man who …'. */
function hasClause(items: readonly Item[], { first, last }: ItemRange): boolean {
  const opener = items[first];
  if (!opener || opener.pos === 'QUOTE') return false;
  if (opener.lower === 'to' || opener.pos === 'VERB' || opener.pos === 'AUX' || CLAUSE_OPENERS.has(opener.lower))
    return true;
  const skipped = opener.pos === 'CCONJ' || opener.pos === 'SCONJ' || opener.pos === 'ADV' ? 1 : 0;
  return (
    isClauseAhead(items, first + skipped, last + 1) ||
    isClauseBehindComma(items, first, last) ||
    hasInfinitiveBehindObject(items, first, last)
  );
}

/** 'the council to repair the pier' */
function hasInfinitiveBehindObject(items: readonly Item[], first: number, last: number): boolean {
  const object = baseStartingAt(items, first);
  const to = (object?.last ?? last) + 1;
  return to < last && items[to]?.lower === 'to' && items[to + 1]?.pos === 'VERB';
}

/** 'In May, the pier will close' */
function isClauseBehindComma(items: readonly Item[], first: number, last: number): boolean {
  for (let at = first + 1; at <= last && at - first < 10; at++)
    if (items[at]?.text === ',') return isClauseAhead(items, at + 1, last + 1);
  return false;
}

/** Words in marks that were not taken for a quote are a title or name: 'sang “The Long Road” at the gate'. */
function hasInk(items: readonly Item[], { first, last }: ItemRange): boolean {
  for (let at = first; at <= last; at++) {
    const pos = items[at]?.pos;
    if (pos !== 'QUOTE' && pos !== 'PUNCT') return true;
  }
  return false;
}
