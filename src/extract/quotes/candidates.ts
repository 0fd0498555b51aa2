import type { Span } from '../../domain/text-anchor.ts';
import type { AnnotatedText } from '../../text/annotated-text.ts';
import type { QuotedStretch } from '../../text/quotation-marks.ts';
import type { ItemRange } from '../attribution/contents.ts';
import { DASH, RELATIVES } from '../attribution/function-words.ts';
import type { NounPhrase } from '../attribution/noun-phrases.ts';
import { baseStartingAt, phraseEndingAt } from '../attribution/noun-phrases.ts';
import type { Report } from '../attribution/reports.ts';
import { mainSubject, nearestSubject } from '../attribution/subjects.ts';
import type { Credit } from '../citations/credit-lines.ts';
import type { Item, Line } from './lines.ts';

/** All that the speakers of a text's stretches are looked for in. */
export interface Page {
  readonly text: AnnotatedText;
  readonly credits: readonly Credit[];
  /** The prose, credits left out. */
  readonly lines: readonly Line[];
  readonly reports: readonly Report[];
  readonly stretches: readonly QuotedStretch[];
  /** For each stretch the speaker's name that stood at its head ('SMITH: …'). */
  readonly labels: readonly (Span | null)[];
  /** Indexes of the reports of a line. */
  readonly reportsOf: (line: number) => readonly number[];
}

/** Where a stretch stands: its line, and which item of it. */
export interface Place {
  readonly line: Line;
  readonly at: number;
  /** Index into the stretches. */
  readonly stretch: number;
}

/** How a quotation may hang on a speaker. */
export const RELATIONS = [
  'label',
  'cue-around',
  'cue-before',
  'cue-after',
  'colon',
  'continuation',
  'same-line',
  'next-line',
  'line-before',
  'earlier-paragraph',
  'subject',
  'possessor',
  'near',
  'signature',
  'name-before',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** Somebody who may have said the words of a stretch. */
export interface Candidate {
  /** Index into the reports; -1 where only `phrase` or `label` says who it is. */
  readonly report: number;
  /** Who, in the line `line`; null for a label. */
  readonly phrase: NounPhrase | null;
  readonly label: Span | null;
  /** Index of the line that phrase and report stand in. */
  readonly line: number;
  readonly relation: Relation;
  /** The part of the report's content that holds the stretch; null where none does. */
  readonly part: ItemRange | null;
  /** How many candidates of the same relation are nearer. */
  readonly rank: number;
  /** Whether the stretch before was said so, and whether another one before that was. */
  readonly isLast: boolean;
  readonly isBeforeLast: boolean;
}

/** What the stretches before have come to. */
export class History {
  last: Spoken | null = null;
  /** The last one with another speaker than `last`. */
  beforeLast: Spoken | null = null;
  readonly #counts = new Map<string, number>();

  /** Notes who said a stretch. */
  add(spoken: Spoken, word: string): void {
    const before = this.last?.candidate;
    const { candidate } = spoken;
    if (this.last && before && !isSame(before, candidate.report, candidate.line, candidate.phrase))
      this.beforeLast = this.last;
    this.last = spoken;
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
  }

  /** How many stretches so far were said by a speaker of that word. */
  often(word: string): number {
    return this.#counts.get(word) ?? 0;
  }
}

export interface Spoken {
  readonly place: Place;
  readonly candidate: Candidate;
}

/** How many lines to look back for who spoke. */
const NEAR_LINES = 5;
/** How many reports of a line to consider on each side of a stretch, the nearest first; more is no prose. */
const MOST_REPORTS = 8;
/** How many lines with a subject of their own to look back to, the own one not counted. */
const NEAR_SUBJECTS = 2;

/** All who may have said the words at a place. None of them at all is left for the ranker to choose, too. */
export function findCandidates(page: Page, place: Place, history: History): Candidate[] {
  const label = page.labels[place.stretch];
  if (label) {
    return [
      {
        report: -1,
        phrase: null,
        label,
        line: place.line.index,
        relation: 'label',
        part: null,
        rank: 0,
        isLast: false,
        isBeforeLast: false,
      },
    ];
  }
  const found: Candidate[] = [];
  const ranks = new Map<Relation, number>();
  const add = (
    line: number,
    report: number,
    phrase: NounPhrase | null,
    relation: Relation,
    part: ItemRange | null = null,
  ): void => {
    if (!phrase) return;
    const rank = ranks.get(relation) ?? 0;
    ranks.set(relation, rank + 1);
    found.push({
      report,
      phrase,
      label: null,
      line,
      relation,
      part,
      rank,
      isLast: history.last !== null && isSame(history.last.candidate, report, line, phrase),
      isBeforeLast: history.beforeLast !== null && isSame(history.beforeLast.candidate, report, line, phrase),
    });
  };
  const addReport = (report: number, relation: Relation, part: ItemRange | null = null): void => {
    const given = page.reports[report];
    if (given) add(given.line, report, given.source, relation, part);
  };
  sameLine(page, place, addReport);
  nextLine(page, place, addReport);
  linesBefore(page, place, addReport);
  for (const spoken of [history.last, history.beforeLast]) {
    const before = spoken?.candidate;
    if (!before || before.label || found.some((one) => isSame(before, one.report, one.line, one.phrase))) continue;
    add(before.line, before.report, before.phrase, 'earlier-paragraph');
  }
  subjects(page, place, (line, phrase, relation) => {
    if (phrase && !found.some((one) => one.line === line && one.phrase?.head === phrase.head))
      add(line, -1, phrase, relation);
  });
  return found;
}

/** Whether two candidates are the same report or, without one, the same words. */
export function spokenBySame(one: Candidate, other: Candidate): boolean {
  if (one.label || other.label) return one.label?.start === other.label?.start;
  return isSame(one, other.report, other.line, other.phrase);
}

/** The word that a candidate's phrase is about, in lower case. */
export function headWord(page: Page, { label, line, phrase }: Candidate): string {
  if (label) return page.text.body.slice(label.start, label.end).toLowerCase();
  return page.lines[line]?.items[phrase?.head ?? -1]?.lower ?? '';
}

/** Whether a candidate is the report or, without one, the phrase. */
function isSame(candidate: Candidate, report: number, line: number, phrase: NounPhrase | null): boolean {
  return candidate.report >= 0 || report >= 0
    ? candidate.report === report
    : candidate.line === line && candidate.phrase !== null && candidate.phrase.head === phrase?.head;
}

type AddReport = (report: number, relation: Relation, part?: ItemRange | null) => void;

function sameLine(page: Page, { line, at }: Place, add: AddReport): void {
  const all = page.reportsOf(line.index);
  const distance = (index: number): number => Math.abs((page.reports[index]?.cue.first ?? 0) - at);
  const near =
    all.length <= MOST_REPORTS ? all : [...all].sort((a, b) => distance(a) - distance(b)).slice(0, MOST_REPORTS);
  for (const index of near.length > 1 ? [...near].sort((a, b) => distance(a) - distance(b)) : near) {
    const report = page.reports[index];
    if (!report) continue;
    const part = report.content.find(({ first, last }) => first <= at && at <= last);
    if (part) {
      add(
        index,
        part.last > part.first ? 'cue-around' : part.first < report.cue.first ? 'cue-after' : 'cue-before',
        part,
      );
      continue;
    }
    const empty =
      report.content.length === 0 &&
      report.cue.first > at &&
      distance(index) <= NEAR_CUE &&
      !opensClause(line.items, at, report);
    add(index, empty ? 'cue-after' : 'same-line');
  }
}

/** How far, in items, a report may stand behind the words that it reports without content of its own. */
const NEAR_CUE = 12;

/** Whether a relative pronoun or conjunction between the quotation and the report makes the report another clause's. */
function opensClause(items: readonly Item[], at: number, { clauseStart }: Report): boolean {
  for (let i = at + 1; i < clauseStart; i++) {
    const item = items[i];
    if (item && (item.pos === 'SCONJ' || RELATIVES.has(item.lower))) return true;
  }
  return false;
}

/** '“Did you?” Smith asked.' breaks into two lines. */
function nextLine(page: Page, { line, at }: Place, add: AddReport): void {
  const next = page.lines[line.index + 1];
  if (!next || next.paragraph !== line.paragraph || at < line.items.length - 2) return;
  for (const index of page.reportsOf(next.index).slice(0, MOST_REPORTS)) add(index, 'next-line');
}

/** Who spoke in the lines before and may go on, or was announced with a colon. */
function linesBefore(page: Page, { line, at }: Place, add: AddReport): void {
  const first = isFirstInLine(line, at);
  for (let gap = 1; gap <= NEAR_LINES; gap++) {
    const earlier = page.lines[line.index - gap];
    if (!earlier || earlier.paragraph < line.paragraph - 2) return;
    const there = page.reportsOf(earlier.index);
    for (let k = there.length - 1; k >= Math.max(0, there.length - MOST_REPORTS); k--) {
      const index = there[k] ?? -1;
      const report = page.reports[index];
      if (!report) continue;
      const colon = report.announces && first && gap === 1 && earlier.paragraph >= line.paragraph - 1;
      add(index, colon ? 'colon' : earlier.paragraph === line.paragraph ? 'line-before' : 'earlier-paragraph');
    }
  }
}

export function isFirstInLine(line: Line, at: number): boolean {
  for (let i = 0; i < at; i++) {
    const pos = line.items[i]?.pos;
    if (pos !== 'PUNCT' && pos !== 'QUOTE') return false;
  }
  return true;
}

export function isWholeLine({ line }: Place): boolean {
  return line.items.every((item) => item.pos === 'QUOTE' || item.pos === 'PUNCT');
}

/** The subjects of the line and of those before, where no report is near, and the possessor of the words in marks. */
function subjects(
  page: Page,
  { line, at }: Place,
  add: (line: number, phrase: NounPhrase | null, relation: Relation) => void,
): void {
  const { items } = line;
  const before = items[at - 1];
  if (before && /^(?:'s|’s|'|’)$/.test(before.text)) add(line.index, phraseEndingAt(items, at - 2), 'possessor');
  else if (before && /^(?:his|her|their|its)$/.test(before.lower))
    add(line.index, { first: at - 1, last: at - 1, head: at - 1 }, 'possessor');
  const next = items[at + 1];
  if (next && /^(?:by|from|–|—|-)$/.test(next.lower)) add(line.index, baseStartingAt(items, at + 2), 'possessor');
  add(line.index, nearestSubject(items, at), 'subject');
  add(line.index, mainSubject(items, at), 'subject');
  let named = 0;
  for (let i = at - 1; i >= Math.max(0, at - NEAR_NAME) && named < NAMES_BEFORE; i--) {
    if (!endsName(items, i)) continue;
    add(line.index, phraseEndingAt(items, i), 'near');
    named++;
  }
  let after = 0;
  for (let i = at + 1; i < Math.min(items.length, at + NEAR_NAME) && after < NAMES_AFTER; i++) {
    if (!endsName(items, i)) continue;
    add(line.index, phraseEndingAt(items, i, at + 1), 'near');
    after++;
  }
  const following = at >= items.length - 2 ? page.lines[line.index + 1] : undefined;
  if (following && DASH.test(following.items[0]?.text ?? '') && following.items.length <= LONGEST_SIGNATURE)
    add(following.index, baseStartingAt(following.items, 1), 'signature');
  else if (following && following.paragraph === line.paragraph) {
    add(following.index, baseStartingAt(following.items, 0), 'next-line');
    add(following.index, mainSubject(following.items, following.items.length), 'next-line');
  }
  let seen = 0;
  for (let gap = 1; gap <= NEAR_LINES && seen < NEAR_SUBJECTS; gap++) {
    const earlier = page.lines[line.index - gap];
    if (!earlier || earlier.paragraph < line.paragraph - 1) return;
    const phrase = mainSubject(earlier.items, earlier.items.length);
    if (!phrase) continue;
    seen++;
    add(earlier.index, phrase, earlier.paragraph === line.paragraph ? 'line-before' : 'earlier-paragraph');
    let names = 0;
    for (let i = earlier.items.length - 1; i >= 0 && names < NAMES_AFTER; i--) {
      if (!endsName(earlier.items, i)) continue;
      add(earlier.index, phraseEndingAt(earlier.items, i), 'name-before');
      names++;
    }
  }
}

/** How many items from a stretch a name may stand, and how many names to consider on either side. */
const NEAR_NAME = 30;
const NAMES_BEFORE = 3;
const NAMES_AFTER = 2;
/** The most items of a line that is only a signature: '– Ann Smith, baker'. */
const LONGEST_SIGNATURE = 14;

/** Whether the item is the last of a name, or a personal pronoun. */
function endsName(items: readonly Item[], at: number): boolean {
  const item = items[at];
  if (!item) return false;
  if (/^(?:he|she|they|who)$/.test(item.lower)) return true;
  return item.pos === 'PROPN' && item.capital && !(items[at + 1]?.capital === true && items[at + 1]?.pos === 'PROPN');
}
