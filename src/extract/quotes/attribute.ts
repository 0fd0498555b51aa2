import type { Span } from '../../domain/text-anchor.ts';
import type { QuotedStretch } from '../../text/quotation-marks.ts';
import { phraseEndingAt } from '../attribution/noun-phrases.ts';
import { rangeSpan, type ItemRange, type Report } from '../attribution/reports.ts';
import { closesSentence, type Item, type Line } from './lines.ts';

/** One attribution before its speaker is looked up. */
export interface FoundQuote {
  readonly kind: 'DIRECT' | 'MIXED' | 'INDIRECT';
  readonly content: Span;
  readonly stretches: readonly Span[];
  /** Index into the reports; -1 when the text gives no report. */
  readonly report: number;
  /** The words for the speaker where no report gives them. */
  readonly fallback: Span | null;
  readonly method: string;
  /** The ranking's margin, 0 to 1. */
  readonly confidence: number;
}

/** How a report may stand to a quotation, and how good a sign that is, 0 to 1. */
const RELATION = {
  'cue-around': 0.95,
  'cue-before': 0.95,
  'cue-after': 0.95,
  colon: 0.9,
  continuation: 0.85,
  'next-line': 0.7,
  'same-line': 0.45,
  'later-line': 0.4,
  'earlier-paragraph': 0.5,
  subject: 0.3,
} as const;
type Relation = keyof typeof RELATION;

interface Candidate {
  readonly report: number;
  readonly relation: Relation;
  readonly score: number;
}

interface Place {
  readonly line: Line;
  readonly at: number;
  readonly stretch: number;
}

/** Fewer words in marks need a speaker and a cue to be a quote. */
const FEW_WORDS = 3;

/**
 * Which stretches are quotes, and who reports them. Each stretch is given candidates among the reports near it; features of
 * each (where it stands, how far, how sure its cue is, whether its source is a subject) make a score, and the best one wins.
 */
export function attributeStretches(
  body: string,
  lines: readonly Line[],
  reports: readonly Report[],
  stretches: readonly QuotedStretch[],
): FoundQuote[] {
  const byLine = new Map<number, number[]>();
  reports.forEach((report, index) => byLine.set(report.line, [...(byLine.get(report.line) ?? []), index]));
  const places: Place[] = lines.flatMap((line) =>
    line.items.flatMap((item, at) => (item.stretch >= 0 ? [{ line, at, stretch: item.stretch }] : [])),
  );
  const chosen: { place: Place; candidate: Candidate | null; joins: boolean }[] = [];
  for (const place of places) {
    const stretch = stretches[place.stretch];
    if (!stretch) continue;
    const previous = chosen.at(-1);
    const candidates = [
      ...near(place, lines, reports, byLine, body, stretches),
      ...continued(place, stretch, previous, lines),
    ].sort((a, b) => b.score - a.score);
    const best = candidates[0] ?? null;
    if (!isQuote(body, place, stretch, best, reports, previous)) continue;
    const joins = best?.relation === 'continuation' && previous !== undefined && previous.candidate?.report === best.report;
    chosen.push({ place, candidate: best, joins });
  }
  return gather(chosen, reports, stretches);
}

/** The reports of the same line and of the lines about it. */
function near(
  place: Place,
  lines: readonly Line[],
  reports: readonly Report[],
  byLine: ReadonlyMap<number, readonly number[]>,
  body: string,
  stretches: readonly QuotedStretch[],
): Candidate[] {
  const { line, at } = place;
  const found: Candidate[] = [];
  const add = (report: number, relation: Relation, distance: number): void => {
    const given = reports[report];
    if (!given) return;
    const weight = given.verb?.weight ?? 1;
    const subject = given.inherited ? -0.03 : 0;
    found.push({ report, relation, score: RELATION[relation] + 0.08 * weight + subject - 0.002 * Math.min(distance, 40) });
  };
  for (const index of byLine.get(line.index) ?? []) {
    const report = reports[index];
    if (!report) continue;
    const part = report.content.find(({ first, last }) => first <= at && at <= last);
    if (part) {
      const relation = part.last - part.first === 0 ? (part.first < report.cue.first ? 'cue-after' : 'cue-before') : 'cue-around';
      add(index, relation, part.last - part.first);
    } else if (report.content.length === 0 && report.cue.first > at && report.cue.first - at <= 12) {
      add(index, 'cue-after', report.cue.first - at);
    } else add(index, 'same-line', Math.abs(report.cue.first - at));
  }
  const before = lines[line.index - 1];
  if (before && isFirstInLine(line, at)) {
    for (const index of byLine.get(before.index) ?? []) {
      if (reports[index]?.announces && before.paragraph >= line.paragraph - 1) add(index, 'colon', 0);
    }
  }
  const next = lines[line.index + 1];
  if (next && next.paragraph === line.paragraph && at >= line.items.length - 2) {
    for (const index of byLine.get(next.index) ?? []) {
      const report = reports[index];
      if (!report || report.relative || report.kind !== 'verb') continue;
      const speaks = report.cue.first <= 8 && report.content.length === 0;
      const closes = closesSentence(body, line.items[at] ?? { start: 0, end: 0, stretch: -1 }, stretches);
      if (speaks && closes) add(index, 'next-line', report.cue.first);
      else if (report.content.some(({ first }) => next.items[first]?.pos === 'QUOTE' && first === 0)) add(index, 'later-line', report.cue.first);
    }
  }
  return found;
}

function isFirstInLine(line: Line, at: number): boolean {
  return line.items.slice(0, at).every((item) => item.pos === 'PUNCT' || item.pos === 'QUOTE');
}

/** The speaker of the stretch before, who may go on. */
function continued(
  place: Place,
  stretch: QuotedStretch,
  previous: { readonly place: Place; readonly candidate: Candidate | null } | undefined,
  lines: readonly Line[],
): Candidate[] {
  if (!previous?.candidate || previous.candidate.report < 0) return [];
  const { report } = previous.candidate;
  if (stretch.continues) return [{ report, relation: 'continuation', score: 1 }];
  if (!isWholeLine(place)) return [];
  const gap = place.line.index - previous.place.line.index;
  const same = place.line.paragraph === previous.place.line.paragraph;
  if (same && gap <= 1) return [{ report, relation: 'continuation', score: RELATION.continuation }];
  if (same) return [{ report, relation: 'earlier-paragraph', score: RELATION['earlier-paragraph'] - 0.05 * gap }];
  const near = place.line.paragraph - previous.place.line.paragraph === 1 && lines[place.line.index - 1] !== undefined;
  return near ? [{ report, relation: 'earlier-paragraph', score: RELATION['earlier-paragraph'] - 0.05 * gap }] : [];
}

function isWholeLine({ line }: Place): boolean {
  return line.items.every((item) => item.pos === 'QUOTE' || item.pos === 'PUNCT');
}

function isQuote(
  body: string,
  place: Place,
  stretch: QuotedStretch,
  best: Candidate | null,
  reports: readonly Report[],
  previous: { readonly place: Place } | undefined,
): boolean {
  const words = body.slice(stretch.start, stretch.end).match(/[\p{L}\p{N}]+(?:['’\-.][\p{L}\p{N}]+)*/gu) ?? [];
  if (words.length === 0) return false;
  const before = place.line.items[place.at - 1];
  const named = isNameLike(words) && !/[.!?]$/.test(body.slice(stretch.start, stretch.end));
  const whole = best !== null && (best.relation === 'cue-before' || best.relation === 'cue-after' || best.relation === 'continuation' || best.relation === 'colon');
  if (before && INTRODUCES_NAME.has(before.lower)) return false;
  if (stretch.continues && previous) return true;
  if (named) return whole && words.length >= FEW_WORDS && (reports[best.report]?.verb?.weight ?? 1) === 1;
  if (whole) return words.length >= 2 || (reports[best.report]?.verb?.weight ?? 1) >= 0.4;
  if (best?.relation === 'cue-around') return true;
  return words.length >= FEW_WORDS;
}

/** What stands before a name or title in marks. */
const INTRODUCES_NAME = new Set(['so-called', 'known', 'dubbed', 'nicknamed', 'titled', 'entitled', 'named', 'alias', 'song', 'album', 'film', 'movie', 'book', 'show', 'novel']);
const FUNCTION_WORD = /^(?:a|an|the|of|in|on|at|to|for|and|or|but|with|from|by|as|is|vs)$/;

/** Whether the words look like a title or name: all but little words with a capital. */
function isNameLike(words: readonly string[]): boolean {
  const telling = words.filter((word) => !FUNCTION_WORD.test(word.toLowerCase()));
  return telling.length > 0 && telling.every((word) => /^[\p{Lu}\p{N}]/u.test(word));
}

/** Puts the stretches of one attribution together. */
function gather(
  chosen: readonly { readonly place: Place; readonly candidate: Candidate | null; readonly joins: boolean }[],
  reports: readonly Report[],
  stretches: readonly QuotedStretch[],
): FoundQuote[] {
  const groups: { members: { place: Place; candidate: Candidate | null }[] }[] = [];
  for (const { place, candidate, joins } of chosen) {
    const last = groups.at(-1);
    const first = last?.members[0];
    const together =
      joins ||
      (candidate !== null && first?.candidate?.report === candidate.report && last?.members.at(-1)?.place.line === place.line && candidate.relation !== 'same-line');
    if (last && together) last.members.push({ place, candidate });
    else groups.push({ members: [{ place, candidate }] });
  }
  return groups.flatMap(({ members }) => {
    const first = members[0];
    if (!first) return [];
    const spans = members.flatMap(({ place }) => stretches[place.stretch] ?? []).map(({ start, end }) => ({ start, end }));
    const { candidate, place } = first;
    const report = candidate ? reports[candidate.report] : undefined;
    const content = report?.line === place.line.index ? report.content.filter(({ first: from, last: to }) => members.some((member) => member.place.line === place.line && from <= member.place.at && member.place.at <= to)) : [];
    const mixed = content.some((range) => hasOwnWords(place.line.items, range)) || (content.length === 0 && !isWholeLine(place) && !isSetOff(place));
    const start = spans[0]?.start ?? 0;
    const end = spans.at(-1)?.end ?? 0;
    const outer = content.length > 0 ? { start: rangeSpan(place.line.items, content[0] ?? NOWHERE).start, end: Math.max(end, rangeSpan(place.line.items, content.at(-1) ?? NOWHERE).end) } : { start, end };
    return [{
      kind: mixed ? ('MIXED' as const) : ('DIRECT' as const),
      content: mixed ? outer : { start, end },
      stretches: spans,
      report: candidate?.report ?? -1,
      fallback: candidate ? null : subjectNear(place),
      method: candidate?.relation ?? 'subject',
      confidence: Math.max(0.1, Math.min(0.99, candidate?.score ?? RELATION.subject)),
    }];
  });
}

const NOWHERE: ItemRange = { first: 0, last: 0 };

/** Whether a content has words outside of marks, other than 'but' or 'and' at its head. */
function hasOwnWords(items: readonly Item[], { first, last }: ItemRange): boolean {
  return items.slice(first, last + 1).some((item) => item.pos !== 'QUOTE' && item.pos !== 'PUNCT' && !/^(?:and|but|so|or|that)$/.test(item.lower));
}

/** Whether a comma or colon sets the quotation off from the words before it. */
function isSetOff({ line, at }: Place): boolean {
  return at === 0 || /^[,:—–]$/.test(line.items[at - 1]?.text ?? '');
}

/** The phrase before the first finite verb left of the stretch: 'Smith praised the “long and hard” work'. */
function subjectNear({ line, at }: Place): Span | null {
  for (let i = 1; i < at; i++) {
    const item = line.items[i];
    if (item?.pos !== 'VERB' && item?.pos !== 'AUX') continue;
    const phrase = phraseEndingAt(line.items, i - 1);
    if (phrase) return rangeSpan(line.items, phrase);
  }
  return null;
}
