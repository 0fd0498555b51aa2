import { DASH } from '../attribution/function-words.ts';
import type { Report } from '../attribution/reports.ts';
import type { FeatureVector } from '../model/features.ts';
import { hashText } from '../model/features.ts';
import type { Candidate, History, Page, Place } from './candidates.ts';
import { isFirstInLine, isWholeLine, RELATIONS } from './candidates.ts';
import type { Item } from './lines.ts';
import type { StretchFacts } from './stretch-facts.ts';

/** Templates of the features of a candidate, and of nobody as the speaker. */
const T = {
  bias: 100,
  tail: 101,
  neighbours: 102,
  whole: 103,
  opening: 104,
  cue: 105,
  weight: 106,
  source: 107,
  head: 108,
  distance: 109,
  gap: 110,
  form: 111,
  rank: 112,
  size: 113,
  last: 114,
  beforeLast: 115,
  sameWord: 116,
  words: 117,
  often: 118,
  between: 119,
  edge: 120,
  echo: 121,
  first: 122,
  paragraph: 123,
  sourceForm: 124,
  person: 125,
  cueNear: 126,
  lineEnd: 127,
  nobody: 130,
  nobodyTail: 131,
  nobodyNeighbours: 132,
  nobodyWords: 133,
  nobodyCandidates: 134,
  nobodyMarks: 135,
} as const;

/** The features of a candidate for the speaker of a stretch. */
export function speakerFeatures(
  features: FeatureVector,
  page: Page,
  place: Place,
  facts: StretchFacts,
  candidate: Candidate,
  history: History,
): void {
  features.clear();
  const report = page.reports[candidate.report];
  const { line, at } = place;
  const own = candidate.line === line.index;
  const items = page.lines[candidate.line]?.items ?? [];
  const { phrase } = candidate;
  const side = !own ? (candidate.line < line.index ? 0 : 1) : phrase && phrase.head < at ? 2 : 3;
  const relation = RELATIONS.indexOf(candidate.relation) * 8 + side * 2 + (report ? 1 : 0);
  const whole = isWholeLine(place);
  features.add(T.bias, relation);
  features.add(T.tail, relation, facts.tail, facts.after);
  features.add(T.neighbours, relation, facts.before, facts.tail);
  features.add(T.whole, relation, (whole ? 1 : 0) + (facts.capital ? 2 : 0) + (isFirstInLine(line, at) ? 4 : 0));
  features.add(T.words, relation, facts.words);
  features.add(T.rank, relation, Math.min(candidate.rank, 4));
  features.add(T.person, relation, facts.firstPerson ? 1 : 0);
  if (phrase) {
    const head = items[phrase.head];
    const kind = sourceKind(items, phrase.head, phrase.first);
    features.add(T.source, relation, kind);
    features.add(T.source, kind);
    if (head && kind !== NAME) features.add(T.head, relation, hashText(head.lower));
    if (head && kind !== NAME) features.add(T.head, hashText(head.lower));
    features.add(
      T.sourceForm,
      relation,
      hashText(items[phrase.first - 1]?.pos ?? ''),
      hashText(items[phrase.last + 1]?.pos ?? ''),
    );
    features.add(
      T.edge,
      relation,
      hashText(edgeClass(items[phrase.first - 1])),
      hashText(edgeClass(items[phrase.last + 1])),
    );
    const often = history.often(head?.lower ?? '');
    features.add(T.often, relation, Math.min(often, 3));
    features.add(T.often, often > 0 ? 1 : 0, kind);
    const lastHead = headOf(page, history.last?.candidate);
    features.add(T.sameWord, relation, lastHead === '' ? 0 : lastHead === head?.lower ? 1 : 2);
    if (own) {
      const distance = phrase.head < at ? at - phrase.last : phrase.first - at;
      features.add(T.distance, relation, bucket(distance));
      features.add(T.between, relation, between(line.items, at, phrase.head));
    } else {
      const lineGap = Math.min(Math.abs(line.index - candidate.line), 8);
      const paragraphGap = Math.min(Math.abs(line.paragraph - (page.lines[candidate.line]?.paragraph ?? 0)), 3);
      features.add(T.gap, relation, lineGap * 4 + paragraphGap, whole ? 1 : 0);
      features.add(T.gap, relation, paragraphGap);
      // 'Smith said,' and 'Smith had this to say:' before a new line.
      features.add(T.lineEnd, lineGap, hashText(edgeClass(items.at(-1))), isFirstInLine(line, at) ? 1 : 0);
      features.add(T.lineEnd, relation, hashText(edgeClass(items.at(-1))), report?.content.length === 0 ? 1 : 0);
      features.add(T.first, relation, phrase.first <= 1 ? 1 : 0, candidate.rank === 0 ? 1 : 0);
    }
  }
  const started = facts.startsParagraph ? 1 : 0;
  features.add(T.paragraph, relation, started, candidate.isLast ? 1 : 0);
  if (candidate.isLast) {
    const gap = Math.min(line.index - (history.last?.place.line.index ?? 0), 6);
    const paragraphs = Math.min(line.paragraph - (history.last?.place.line.paragraph ?? 0), 3);
    features.add(T.last, relation, whole ? 1 : 0, paragraphs);
    features.add(T.last, gap * 4 + paragraphs, whole ? 1 : 0, facts.continues ? 1 : 0);
  }
  if (candidate.isBeforeLast) features.add(T.beforeLast, relation, whole ? 1 : 0, started);
  if (report) reportFeatures(features, page, place, facts, candidate, report, items, relation);
}

/** The features of the answer that nobody is given. */
export function nobodyFeatures(features: FeatureVector, place: Place, facts: StretchFacts, candidates: number): void {
  features.clear();
  features.add(T.nobody);
  features.add(T.nobody, isWholeLine(place) ? 1 : 0, facts.startsParagraph ? 1 : 0);
  features.add(T.nobodyTail, facts.tail, facts.after);
  features.add(T.nobodyNeighbours, facts.before);
  features.add(T.nobodyWords, facts.words);
  features.add(T.nobodyCandidates, Math.min(candidates, 6));
  features.add(T.nobodyMarks, facts.marks);
}

function reportFeatures(
  features: FeatureVector,
  page: Page,
  { line, at }: Place,
  facts: StretchFacts,
  { part }: Candidate,
  report: Report,
  items: readonly Item[],
  relation: number,
): void {
  const { cue, source } = report;
  const word = hashText(report.verb?.lemma ?? items[cue.first]?.lower ?? '');
  features.add(T.cue, relation, word);
  features.add(T.cue, word);
  features.add(T.cue, word, facts.tail, relation);
  features.add(T.weight, relation, Math.round((report.verb?.weight ?? 1) * 5), report.verb?.kind === 'thought' ? 1 : 0);
  const inverted = source !== null && source.first > cue.first;
  features.add(
    T.form,
    relation,
    (report.inherited ? 1 : 0) +
      (report.relative ? 2 : 0) +
      (report.announces ? 4 : 0) +
      (report.onlyMarked ? 8 : 0) +
      (inverted ? 16 : 0) +
      (report.hearer ? 32 : 0) +
      (report.content.length === 0 ? 64 : 0),
  );
  features.add(T.form, relation, hashText(report.kind), report.inherited ? 1 : 0);
  if (report.line === line.index) {
    features.add(T.cueNear, relation, bucket(Math.abs(cue.first - at)), cue.first < at ? 0 : 1);
    features.add(T.cueNear, relation, between(line.items, at, cue.first));
  }
  if (part) {
    features.add(T.size, relation, bucket(part.last - part.first));
    features.add(T.size, relation, part.first === at ? 1 : 0, part.last === at ? 1 : 0);
    const outer = page
      .reportsOf(line.index)
      .some((other) => page.reports[other] !== report && holds(page.reports[other], cue.first));
    features.add(T.echo, relation, outer ? 1 : 0, source ? sourceKind(items, source.head, source.first) : 0);
  }
}

function holds(report: Report | undefined, at: number): boolean {
  return report?.content.some(({ first, last }) => first <= at && at <= last) === true;
}

function headOf(page: Page, candidate: Candidate | undefined): string {
  return candidate?.phrase ? (page.lines[candidate.line]?.items[candidate.phrase.head]?.lower ?? '') : '';
}

const NAME = 1;
const PERSONAL = /^(?:he|she|they|it|we|i|you)$/;

/** What kind of words stand for a speaker: a name, a personal or other pronoun, a possessor, a common noun with what before. */
function sourceKind(items: readonly Item[], head: number, first: number): number {
  const item = items[head];
  if (!item) return 0;
  if (PERSONAL.test(item.lower)) return 2;
  if (item.pos === 'PRON' || /^(?:who|which|that|this|one|some|many)$/.test(item.lower)) return 3;
  if (/^(?:his|her|their|its)$/.test(item.lower)) return 4;
  if (item.capital && head > 0) return NAME;
  if (item.capital && item.pos === 'PROPN') return NAME;
  if (item.pos === 'NUM') return 5;
  return items[first]?.lower === 'the' ? 6 : items[first]?.pos === 'DET' ? 7 : 8;
}

/** What bounds a phrase: a mark, a little word, or the class of any other. */
function edgeClass(item: Item | undefined): string {
  if (!item) return '';
  return item.pos === 'PUNCT' || item.pos === 'ADP' || item.pos === 'SCONJ' || item.pos === 'CCONJ'
    ? item.lower
    : item.pos;
}

/** What stands between two items: stretches, commas, other breaks, as one number. */
function between(items: readonly Item[], a: number, b: number): number {
  let quotes = 0;
  let commas = 0;
  let breaks = 0;
  let verbs = 0;
  for (let i = Math.min(a, b) + 1; i < Math.max(a, b) && i - Math.min(a, b) < FAR; i++) {
    const item = items[i];
    if (!item) break;
    if (item.pos === 'QUOTE') quotes++;
    else if (item.text === ',') commas++;
    else if (item.text === ';' || item.text === ':' || item.pos === 'SCONJ' || DASH.test(item.text)) breaks++;
    else if (item.pos === 'VERB') verbs++;
  }
  return Math.min(quotes, 2) + 3 * Math.min(commas, 2) + 9 * Math.min(breaks, 1) + 18 * Math.min(verbs, 2);
}
const FAR = 60;

/** A distance as one of few numbers. */
function bucket(distance: number): number {
  if (distance <= 4) return distance;
  if (distance <= 7) return 5;
  if (distance <= 12) return 6;
  if (distance <= 20) return 7;
  return 8;
}
