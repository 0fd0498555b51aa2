import type { Span } from '../../domain/text-anchor.ts';
import type { QuotedStretch } from '../../text/quotation-marks.ts';
import type { ItemRange } from '../attribution/contents.ts';
import { RELATIVES } from '../attribution/function-words.ts';
import type { NounPhrase } from '../attribution/noun-phrases.ts';
import { isSubjectPronoun } from '../attribution/noun-phrases.ts';
import type { Report } from '../attribution/reports.ts';
import { rangeSpan } from '../attribution/reports.ts';
import { mainSubject } from '../attribution/subjects.ts';
import type { Item, Line } from './lines.ts';
import { closesSentence } from './lines.ts';

/** One attribution before its speaker is looked up. */
export interface FoundQuote {
  readonly kind: 'DIRECT' | 'MIXED' | 'INDIRECT';
  readonly content: Span;
  readonly stretches: readonly Span[];
  /** Index into the reports; -1 when the text gives no report. */
  readonly report: number;
  /** Who speaks, where no report says it: a phrase of a line, or a label ('SMITH:'). */
  readonly speaker: { readonly line: number; readonly phrase: NounPhrase } | { readonly label: Span } | null;
  readonly method: Relation | Report['kind'];
  /** 0 to 1. */
  readonly confidence: number;
}

/** How a quotation may hang on a report, and how good a sign of it that is, 0 to 1. */
const RELATION = {
  label: 0.95,
  'cue-around': 0.95,
  'cue-before': 0.95,
  'cue-after': 0.95,
  colon: 0.9,
  continuation: 0.85,
  'next-line': 0.7,
  'line-before': 0.65,
  'earlier-paragraph': 0.5,
  'same-line': 0.45,
  'later-line': 0.4,
  subject: 0.3,
} as const;
type Relation = keyof typeof RELATION;

/** What the score of a candidate adds to or takes from its relation's. */
const FEATURE = {
  /** For a sure reporting word, by its weight. */
  cue: 0.08,
  /** For each item between quotation and cue, or of the content around the quotation: the innermost report wins. */
  distance: -0.004,
  /** Its source was taken over from another verb. */
  inherited: -0.03,
  /** A pronoun's report within another's: 'Smith said she felt “…”' are Smith's words. */
  echo: -0.3,
  /** For each line between the quotation and the report that it goes on from. */
  line: -0.05,
} as const;
const FAR = 40;

interface Candidate {
  /** Index into the reports; -1 where `speaker` says who it is. */
  readonly report: number;
  readonly speaker: FoundQuote['speaker'];
  readonly relation: Relation;
  readonly score: number;
}

interface Place {
  readonly line: Line;
  readonly at: number;
  readonly stretch: number;
}

interface Chosen {
  readonly place: Place;
  readonly candidate: Candidate | null;
}

/** The least weight of a verb that is known to report. */
const SURE = 0.4;
/** Fewer words in marks need a speaker and a cue to be a quote. */
const FEW_WORDS = 3;

/**
 * Which stretches are quotes, and who reports them. Each stretch is given candidates among the reports near it; features of
 * each (where it stands, how far, how sure its cue is, whether its source is a subject of its own) make a score, and the best
 * one wins.
 * @param labels for each stretch the speaker's name that stood at its head
 */
export function attributeStretches(
  body: string,
  lines: readonly Line[],
  reports: readonly Report[],
  stretches: readonly QuotedStretch[],
  labels: readonly (Span | null)[],
): FoundQuote[] {
  const byLine = new Map<number, number[]>();
  reports.forEach((report, index) => {
    const there = byLine.get(report.line);
    if (there) there.push(index);
    else byLine.set(report.line, [index]);
  });
  const page: Page = { body, lines, reports, stretches, reportsOf: (line) => byLine.get(line) ?? [] };
  const chosen: Chosen[] = [];
  /** Where in `chosen` the quotation of several paragraphs begins that goes on so far. */
  let head = 0;
  for (const line of lines) {
    line.items.forEach((item, at) => {
      const stretch = stretches[item.stretch];
      if (!stretch) return;
      const place: Place = { line, at, stretch: item.stretch };
      const label = labels[item.stretch];
      const previous = chosen.at(-1);
      const candidates = label
        ? [{ report: -1, speaker: { label }, relation: 'label' as const, score: RELATION.label }]
        : [
            ...sameLine(page, place),
            ...nextLine(page, place),
            ...linesBefore(page, place, stretch, previous),
            ...subjects(place),
          ];
      const best = surest(candidates);
      if (!isQuote(page, place, stretch, best, previous)) return;
      const own = stretch.continues ? surest(candidates.filter(({ relation }) => isWhole(relation))) : null;
      if (!stretch.continues) head = chosen.length;
      else if (own && isGuess(chosen[head]?.candidate?.relation)) {
        // Its last paragraph may be the one that tells who speaks.
        for (let at = head; at < chosen.length; at++) {
          const member = chosen[at];
          if (member) chosen[at] = { ...member, candidate: at === head ? own : { ...own, relation: 'continuation' } };
        }
      }
      const goesOn = stretch.continues ? chosen[head]?.candidate : null;
      chosen.push({ place, candidate: goesOn ? { ...goesOn, relation: 'continuation' } : best });
    });
  }
  return gather(page, chosen);
}

function surest(candidates: readonly Candidate[]): Candidate | null {
  return candidates.reduce<Candidate | null>(
    (winner, one) => (winner && winner.score >= one.score ? winner : one),
    null,
  );
}

/** Whether the words in marks are all that the report reports. */
function isWhole(relation: Relation | undefined): boolean {
  return relation === 'cue-before' || relation === 'cue-after' || relation === 'colon' || relation === 'label';
}

/** Whether only nearness ties them to a speaker. */
function isGuess(relation: Relation | undefined): boolean {
  return (
    relation === undefined || relation === 'subject' || relation === 'same-line' || relation === 'earlier-paragraph'
  );
}

/** All that the candidates are looked for in. */
interface Page {
  readonly body: string;
  readonly lines: readonly Line[];
  readonly reports: readonly Report[];
  readonly stretches: readonly QuotedStretch[];
  readonly reportsOf: (line: number) => readonly number[];
}

function candidate(page: Page, report: number, relation: Relation, distance: number, extra = 0): Candidate {
  const given = page.reports[report];
  const score =
    RELATION[relation] +
    FEATURE.cue * (given?.verb?.weight ?? 1) +
    (given?.inherited ? FEATURE.inherited : 0) +
    FEATURE.distance * Math.min(distance, FAR) +
    extra;
  return { report, speaker: null, relation, score };
}

function sameLine(page: Page, { line, at }: Place): Candidate[] {
  const around = page.reportsOf(line.index).flatMap((index) => {
    const report = page.reports[index];
    const part = report?.content.find(({ first, last }) => first <= at && at <= last);
    return report && part ? [{ index, report, part }] : [];
  });
  const inside = around.map(({ index, report, part }) => {
    const size = part.last - part.first;
    const relation: Relation = size > 0 ? 'cue-around' : part.first < report.cue.first ? 'cue-after' : 'cue-before';
    const pronoun =
      report.source !== null &&
      isSubjectPronoun(line.items[report.source.head]) &&
      report.source.first === report.source.last;
    const enclosed = around.some(
      ({ index: other, part: outer }) =>
        other !== index && outer.first <= report.cue.first && report.cue.first <= outer.last,
    );
    return candidate(page, index, relation, size, pronoun && enclosed ? FEATURE.echo : 0);
  });
  const outside = page
    .reportsOf(line.index)
    .filter((index) => !around.some((one) => one.index === index))
    .map((index) => {
      const report = page.reports[index];
      const distance = Math.abs((report?.cue.first ?? 0) - at);
      const empty =
        report?.content.length === 0 && report.cue.first > at && distance <= 12 && !opensClause(line.items, at, report);
      return candidate(page, index, empty ? 'cue-after' : 'same-line', distance);
    });
  return [...inside, ...outside];
}

/** Whether a relative pronoun or conjunction between the quotation and the report makes the report another clause's. */
function opensClause(items: readonly Item[], at: number, { clauseStart }: Report): boolean {
  return items.slice(at + 1, clauseStart).some(({ pos, lower }) => pos === 'SCONJ' || RELATIVES.has(lower));
}

/** '“Did you?” Smith asked.' breaks into two lines. */
function nextLine(page: Page, { line, at }: Place): Candidate[] {
  const next = page.lines[line.index + 1];
  const item = line.items[at];
  if (!item || !next || next.paragraph !== line.paragraph || at < line.items.length - 2) return [];
  return page.reportsOf(next.index).flatMap((index) => {
    const report = page.reports[index];
    if (!report || report.relative || report.kind !== 'verb') return [];
    if (report.cue.first <= 8 && report.content.length === 0 && closesSentence(page.body, item, page.stretches)) {
      return [candidate(page, index, 'next-line', report.cue.first)];
    }
    const leads = report.content.some(({ first }) => first === 0 && next.items[first]?.pos === 'QUOTE');
    return leads ? [candidate(page, index, 'later-line', report.cue.first)] : [];
  });
}

/** Who spoke in the lines before and may go on, or was announced with a colon. */
function linesBefore(page: Page, place: Place, stretch: QuotedStretch, previous: Chosen | undefined): Candidate[] {
  const { line, at } = place;
  const found: Candidate[] = [];
  const last = previous?.candidate ?? null;
  if (stretch.continues && last) return [{ ...last, relation: 'continuation', score: 1.1 }];
  const before = page.lines[line.index - 1];
  if (before && isFirstInLine(line, at) && before.paragraph >= line.paragraph - 1) {
    for (const index of page.reportsOf(before.index))
      if (page.reports[index]?.announces) found.push(candidate(page, index, 'colon', 0));
  }
  if (!isWholeLine(place)) return found;
  if (previous && last) {
    const gap = line.index - previous.place.line.index;
    const paragraphs = line.paragraph - previous.place.line.paragraph;
    if (paragraphs === 0 && gap <= 1) found.push({ ...last, relation: 'continuation', score: RELATION.continuation });
    else if (paragraphs <= 1)
      found.push({ ...last, relation: 'earlier-paragraph', score: RELATION['earlier-paragraph'] + FEATURE.line * gap });
  }
  // The speaker of the nearest report: 'The lease is up, Smith said. “We move in May.”'
  for (let gap = 1; gap <= NEAR_LINES; gap++) {
    const earlier = page.lines[line.index - gap];
    if (!earlier || earlier.paragraph < line.paragraph - 1) break;
    const index = page
      .reportsOf(earlier.index)
      .find((one) => page.reports[one]?.relative === false && page.reports[one]?.source !== null);
    if (index === undefined) continue;
    const same = earlier.paragraph === line.paragraph;
    const relation: Relation = same ? 'line-before' : 'earlier-paragraph';
    found.push(candidate(page, index, relation, 0, FEATURE.line * gap));
    break;
  }
  return found;
}

/** How many lines to look back for who spoke. */
const NEAR_LINES = 4;

function isFirstInLine(line: Line, at: number): boolean {
  return line.items.slice(0, at).every((item) => item.pos === 'PUNCT' || item.pos === 'QUOTE');
}

function isWholeLine({ line }: Place): boolean {
  return line.items.every((item) => item.pos === 'QUOTE' || item.pos === 'PUNCT');
}

/** The subject of the line, where no report is near: 'Smith praised the “long and hard” work'. */
function subjects({ line, at }: Place): Candidate[] {
  const phrase = mainSubject(line.items, at);
  return phrase
    ? [{ report: -1, speaker: { line: line.index, phrase }, relation: 'subject', score: RELATION.subject }]
    : [];
}

function isQuote(
  page: Page,
  place: Place,
  stretch: QuotedStretch,
  best: Candidate | null,
  previous: Chosen | undefined,
): boolean {
  const words = page.body.slice(stretch.start, stretch.end).match(/[\p{L}\p{N}]+(?:['’\-.][\p{L}\p{N}]+)*/gu) ?? [];
  if (words.length === 0) return false;
  if (stretch.continues && previous) return true;
  const before = place.line.items[place.at - 1];
  const soCalled = before?.lower === 'called' && place.line.items[place.at - 2]?.text === '-';
  if (before && (soCalled || INTRODUCES_NAME.has(before.lower))) return false;
  // 'the capital of its “republic”': a single word in somebody's possession is named, not said.
  if (words.length === 1 && before && POSSESSIVE.has(before.lower)) return false;
  const relation = best?.relation;
  const whole = isWhole(relation);
  const report = page.reports[best?.report ?? -1];
  const weight = report?.verb?.weight ?? 1;
  // 'the crane that sailors call “the Old Nun”'
  const gap = RELATIVES.has(place.line.items[(report?.clauseStart ?? 0) - 1]?.lower ?? '');
  if (report?.verb?.names && !report.verb.clause && gap && isNameLike(words)) return false;
  // Without an opening mark only a report behind it shows that the words are said.
  if (stretch.opening === null && relation !== 'cue-after') return false;
  // Single marks without a report are headlines' and scare quotes'.
  if (
    isGuess(relation) &&
    stretch.opening &&
    /[‘'‚]/.test(page.body.charAt(stretch.opening.start)) &&
    stretch.opening.end - stretch.opening.start === 1
  )
    return false;
  if (isNameLike(words)) {
    const ends = /[.!?]$/.test(page.body.slice(stretch.start, stretch.end));
    if (relation === 'continuation') return ends;
    // '“No,” she answered.'
    if (relation === 'cue-after' && place.at === 0 && place.line.items[0]?.tail === ',' && weight >= SURE) return true;
    return whole && (ends || (words.length >= FEW_WORDS && weight === 1));
  }
  if (whole || relation === 'continuation') return words.length >= 2 || weight >= 0.4;
  return relation === 'cue-around' || words.length >= FEW_WORDS;
}

/** What stands before a name or title in marks. */
const INTRODUCES_NAME = new Set(['so-called', 'known', 'nicknamed', 'titled', 'entitled', 'named', 'alias']);
const POSSESSIVE = new Set(['’s', "'s", '’', "'", 'its', 'their', 'his', 'her']);
const FUNCTION_WORD = /^(?:a|an|the|of|in|on|at|to|for|and|or|but|with|from|by|as|is|vs)$/;

/** Whether the words look like a title or name: all but little words have a capital, and not just the first word of one. */
function isNameLike(words: readonly string[]): boolean {
  const telling = words.filter((word) => !FUNCTION_WORD.test(word.toLowerCase()));
  return telling.length > 0 && telling.every((word) => /^[\p{Lu}\p{N}]/u.test(word));
}

/** Puts the stretches of one attribution together. */
function gather(page: Page, chosen: readonly Chosen[]): FoundQuote[] {
  const groups: Chosen[][] = [];
  for (const one of chosen) {
    const group = groups.at(-1);
    if (group && belongs(one, group)) group.push(one);
    else groups.push([one]);
  }
  return groups.flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const { candidate: best, place } = first;
    const spans = members
      .flatMap((member) => page.stretches[member.place.stretch] ?? [])
      .map(({ start, end }) => ({ start, end }));
    const { items } = place.line;
    const report = page.reports[best?.report ?? -1];
    const content = (report?.line === place.line.index ? report.content : []).filter((range) =>
      members.some(
        (member) => member.place.line === place.line && range.first <= member.place.at && member.place.at <= range.last,
      ),
    );
    const names = report?.verb?.names === true && !report.verb.clause;
    const mixed =
      names ||
      content.some((range) => hasOwnWords(items, range)) ||
      (content.length === 0 && !isWholeLine(place) && !isSetOff(place));
    const inked = { start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 };
    const [from] = content;
    const to = content.at(-1);
    const clause =
      from && to
        ? {
            start: Math.min(inked.start, rangeSpan(items, from).start),
            end: Math.max(inked.end, rangeSpan(items, to).end),
          }
        : inked;
    return [
      {
        kind: mixed ? ('MIXED' as const) : ('DIRECT' as const),
        content: mixed ? clause : inked,
        stretches: spans,
        report: best?.report ?? -1,
        speaker: best?.speaker ?? null,
        method: best?.relation ?? 'subject',
        confidence: Math.max(0.1, Math.min(0.99, best?.score ?? RELATION.subject)),
      },
    ];
  });
}

/** Whether a stretch is part of the same attribution as those before it. */
function belongs({ place, candidate: best }: Chosen, group: readonly Chosen[]): boolean {
  const first = group[0];
  const last = group.at(-1);
  if (!best || !first?.candidate || !last) return false;
  const sameSpeaker =
    best.report >= 0
      ? best.report === first.candidate.report
      : best.speaker !== null && best.speaker === first.candidate.speaker;
  if (!sameSpeaker) return false;
  return (
    best.relation === 'continuation' ||
    (last.place.line === place.line && best.relation !== 'same-line' && best.relation !== 'subject')
  );
}

/** Whether a content has words outside of marks, other than 'but' or 'and' at its head. */
function hasOwnWords(items: readonly Item[], { first, last }: ItemRange): boolean {
  return items
    .slice(first, last + 1)
    .some((item) => item.pos !== 'QUOTE' && item.pos !== 'PUNCT' && !/^(?:and|but|so|or|that)$/.test(item.lower));
}

/** Whether a comma or colon sets the quotation off from the words before it. */
function isSetOff({ line, at }: Place): boolean {
  return at === 0 || /^[,:—–]$/.test(line.items[at - 1]?.text ?? '');
}
