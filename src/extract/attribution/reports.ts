import type { Span } from '../../domain/text-anchor.ts';
import type { Item, Line } from '../quotes/lines.ts';
import { CLAUSE_OPENERS, NOUN_CUES, PARTICLES, reportingForm, TIME_WORDS, type Reporting } from './lexicon.ts';
import {
  baseEndingAt, baseStartingAt, isNominal, isSubjectPronoun, phraseEndingAt, phraseStartingAt, SOURCE_TIES, type NounPhrase,
} from './noun-phrases.ts';

/** Items of a line, both inclusive. */
export interface ItemRange {
  readonly first: number;
  readonly last: number;
}

export type ReportKind = 'verb' | 'according-to' | 'noun' | 'label' | 'signature';

/** A place where a text says that somebody said, wrote or believes something. */
export interface Report {
  readonly line: number;
  readonly kind: ReportKind;
  /** null for a label ('SMITH: …') or signature ('“…” – Ann Smith'). */
  readonly verb: Reporting | null;
  /** Items of the reporting word. */
  readonly cue: ItemRange;
  readonly source: NounPhrase | null;
  /** Whether the source was taken over from the verb before ('…, adding that', '… and said'). */
  readonly inherited: boolean;
  /** Whether it stands in a relative clause ('the memo that warned'). */
  readonly relative: boolean;
  readonly hearer: NounPhrase | null;
  /** What is reported, in this line; empty when that stands in marks elsewhere. */
  readonly content: readonly ItemRange[];
  /** Whether the report ends with a colon that announces what follows. */
  readonly announces: boolean;
}

interface Cue {
  readonly at: number;
  readonly last: number;
  readonly groupStart: number;
  readonly kind: ReportKind;
  readonly verb: Reporting | null;
  readonly gerund: boolean;
  readonly source: NounPhrase | null;
  readonly inverted: boolean;
  readonly inherited: boolean;
  readonly relative: boolean;
  /** Where its clause begins: the first of source and verb. */
  readonly clauseStart: number;
}

/** Verbs that may come between a subject and 'to say'. */
const RAISING = new Set(['go', 'continue', 'decline', 'refuse', 'begin', 'start', 'appear', 'seem', 'proceed', 'use', 'want', 'fail', 'try', 'hasten', 'rush', 'like', 'tend', 'come']);
const BE = new Set(['be', 'is', 'are', 'was', 'were', 'been', 'being', "'s", "'re", 'am', 'get', 'got']);
const ADVERBS = new Set(['also', 'further', 'later', 'then', 'again', 'first', 'once', 'now', 'still', 'ever', 'never', 'even', 'both', 'all', 'since', 'already', 'himself', 'herself', 'themselves', 'itself']);
const COORDINATORS = new Set(['and', 'but', 'or', 'then', 'yet']);
const CONTRASTS = new Set(['and', 'but', 'while', 'though', 'although', 'as', 'after', 'when', 'because', 'so', 'or', 'before', 'since', 'even', 'whereas']);
const RELATIVES = new Set(['who', 'which', 'that']);
const DASH = /^(?:[—–―-]|--)$/;

/** The reports of a line, in order. */
export function findReports(line: Line): Report[] {
  const { items } = line;
  const cues: Cue[] = [];
  for (let at = 0; at < items.length; at++) {
    const cue = readAccordingTo(items, at) ?? readVerb(items, at, cues) ?? readNoun(items, at);
    if (cue) cues.push(cue);
  }
  const reports = cues.map((cue, index) => complete(line, cue, cues, index)).filter((report) => report !== null);
  if (reports.length === 0) {
    const bare = readLabel(line) ?? readSignature(line);
    if (bare) return [bare];
  }
  const plain = readIntroducers(line, reports);
  return plain.length > 0 ? [...reports, ...plain].sort((a, b) => a.cue.first - b.cue.first) : reports;
}

/**
 * Any verb can introduce words in marks, where punctuation ties them: '“Go!” the captain thundered', 'She grinned: “Go.”', also
 * before marks in the next line: 'He had this to give them:'.
 */
function readIntroducers(line: Line, reports: readonly Report[]): Report[] {
  const { items } = line;
  const found: Report[] = [];
  const covered = (at: number): boolean => reports.some((report) => report.content.some(({ first, last }) => first <= at && at <= last));
  const introduce = (verb: number, source: NounPhrase | null, content: readonly ItemRange[]): void => {
    if (!source || TIME_WORDS.has(items[source.head]?.lower ?? '') || RELATIVES.has(items[source.head]?.lower ?? '')) return;
    found.push({
      line: line.index, kind: 'verb', verb: ANY_VERB, cue: { first: verb, last: verb }, source, inherited: false, relative: false, hearer: null,
      content, announces: content.length === 0,
    });
  };
  items.forEach((item, at) => {
    if (item.pos !== 'QUOTE' || covered(at)) return;
    const content = [{ first: at, last: at }];
    const next = items[at + 1];
    const before = items[at - 1];
    const after = next && next.text !== ',' && item.tail !== '.' ? baseStartingAt(items, at + 1) : null;
    const verb = after ? after.last + 1 : -1;
    const alone = items[verb + 1] === undefined || items[verb + 1]?.text === '.';
    if (after && items[verb]?.pos === 'VERB' && (item.tail === ',' || (/[?!]/.test(item.tail) && alone))) introduce(verb, after, content);
    else if (next?.pos === 'VERB' && /[,?!]/.test(item.tail)) introduce(at + 1, baseStartingAt(items, at + 2), content);
    else if (before?.text === ':' || before?.text === ',') {
      const main = lastVerb(items, at - 1);
      if (main > 0 && (before.text === ':' || at - main <= 6)) introduce(main, mainSubject(items, at - 1), content);
    }
  });
  if (reports.length === 0 && found.length === 0 && items.at(-1)?.text === ':') {
    const main = lastVerb(items, items.length - 1);
    if (main > 0) introduce(main, mainSubject(items, items.length - 1), []);
  }
  return found;
}

/** What an unlisted verb is taken for when punctuation ties it to words in marks. */
const ANY_VERB: Reporting = { lemma: '', kind: 'speech', clause: false, infinitive: false, hearer: false, names: false, weight: 0.3 };

function lastVerb(items: readonly Item[], before: number): number {
  for (let at = before - 1; at > 0; at--) {
    if (items[at]?.pos === 'VERB' && items[at - 1]?.lower !== 'to') return at;
    if (items[at]?.pos === 'QUOTE') return -1;
  }
  return -1;
}

export function rangeSpan(items: readonly Item[], { first, last }: ItemRange): Span {
  return { start: items[first]?.start ?? 0, end: items[last]?.end ?? 0 };
}

function readAccordingTo(items: readonly Item[], at: number): Cue | null {
  if (items[at]?.lower !== 'according' || items[at + 1]?.lower !== 'to') return null;
  const source = withApposition(items, phraseStartingAt(items, at + 2, SOURCE_TIES));
  if (!source) return null;
  return {
    at, last: at + 1, groupStart: at, kind: 'according-to', verb: null, gerund: false, source, inverted: true, inherited: false,
    relative: false, clauseStart: at,
  };
}

/** 'a claim by the firm that …', 'her warning that …' */
function readNoun(items: readonly Item[], at: number): Cue | null {
  const item = items[at];
  if (!item || item.pos === 'VERB' || item.pos === 'PROPN') return null;
  const singular = item.lower.endsWith('s') ? item.lower.slice(0, -1) : item.lower;
  if (!NOUN_CUES.has(item.lower) && !NOUN_CUES.has(singular)) return null;
  const cue = (source: NounPhrase, clauseStart: number): Cue => ({
    at, last: at, groupStart: at, kind: 'noun', verb: null, gerund: false, source, inverted: true, inherited: false, relative: false, clauseStart,
  });
  const next = items[at + 1];
  if (next?.lower === 'by' || next?.lower === 'from') {
    const source = phraseStartingAt(items, at + 2, SOURCE_TIES);
    return source && items[source.last + 1]?.lower === 'that' ? cue(source, at) : null;
  }
  if (next?.lower !== 'that') return null;
  const owner = possessorBefore(items, at);
  return owner && cue(owner, owner.first);
}

/** The possessor of the noun at `at`: 'the mayor's (repeated) claim', 'his claim'. */
function possessorBefore(items: readonly Item[], at: number): NounPhrase | null {
  for (let back = at - 1; back >= 0 && at - back < 4; back--) {
    const item = items[back];
    if (!item) return null;
    if (/^(?:his|her|their|its)$/.test(item.lower)) return { first: back, last: back, head: back };
    if (item.lower === "'s" || item.text === '’' || item.text === "'") return phraseEndingAt(items, back - 1);
    if (item.pos !== 'ADJ' && item.pos !== 'NOUN' && item.pos !== 'VERB') return null;
  }
  return null;
}

function readVerb(items: readonly Item[], at: number, earlier: readonly Cue[]): Cue | null {
  const item = items[at];
  const form = item && reportingForm(item.lower);
  if (!item || !form) return null;
  const { verb, forms } = form;
  const sure = verb.weight === 1 && (forms.has('past') || forms.has('third'));
  const opens = items[at + 1]?.lower === 'that' || items[at + 1]?.text === ':' || (items[at + 1]?.text === ',' && items[at + 2]?.pos === 'QUOTE');
  const mistagged = item.pos !== 'PROPN' && (sure || (opens && forms.has('third') && isNominal(items[at - 1])));
  if (item.pos !== 'VERB' && !mistagged) return null;
  if (item.capital && at > 0 && items[at - 1]?.capital) return null;
  const next = items[at + 1];
  if (next?.lower === 'by' || (next?.lower === 'to' && (items[at + 2]?.lower === 'be' || items[at + 2]?.lower === 'have'))) {
    if (!verb.infinitive) return null;
  }
  if (isDeterminerLike(items[at - 1])) return null;

  let start = at;
  let passive = false;
  let auxiliary = false;
  while (start > 0) {
    const before = items[start - 1];
    if (!before) break;
    if (before.pos === 'AUX' || before.lower === 'get' || before.lower === 'got') {
      if (BE.has(before.lower)) passive = true;
      auxiliary = true;
    } else if (before.lower === 'to' && reachesRaising(items, start - 2)) {
      start = reachesRaising(items, start - 2);
      auxiliary = true;
      passive = false;
      continue;
    } else if (!((before.pos === 'ADV' && !CONTRASTS.has(before.lower) && !CLAUSE_OPENERS.has(before.lower)) || before.lower === 'not' || before.lower === "n't" || ADVERBS.has(before.lower))) break;
    start--;
  }
  while (start < at && items[start]?.pos === 'ADV' && start === 0) start++;
  if (items[start - 1]?.lower === 'to' && items[start - 1]?.pos !== 'ADP') return null;
  const gerund = forms.has('gerund');
  if (passive && !gerund) return null;
  const particle = PARTICLES[verb.lemma]?.includes(next?.lower ?? '') === true;
  const last = particle ? at + 1 : at;
  const base = { at, last, groupStart: start, kind: 'verb' as const, verb, gerund: gerund && !auxiliary };
  const found = subjectOf(items, base, earlier, forms.has('past') || forms.has('third'));
  return found && { ...base, ...found };
}

function isDeterminerLike(item: Item | undefined): boolean {
  return item !== undefined && (item.pos === 'DET' || /^(?:his|her|its|their|our|my|your|'s|’s)$/.test(item.lower)) && !isSubjectPronoun(item);
}

/** Where 'went on' begins in 'went on to say', looking left from the item before 'to'; 0 when there is no such verb. */
function reachesRaising(items: readonly Item[], from: number): number {
  for (let at = from; at > 0 && from - at < 2; at--) {
    const item = items[at];
    if (item && RAISING.has(item.lemma)) return at;
  }
  return 0;
}

type Subject = Pick<Cue, 'source' | 'inverted' | 'inherited' | 'relative' | 'clauseStart'>;

function subjectOf(
  items: readonly Item[],
  cue: { readonly at: number; readonly last: number; readonly groupStart: number; readonly gerund: boolean; readonly verb: Reporting },
  earlier: readonly Cue[],
  finite: boolean,
): Subject | null {
  const { groupStart } = cue;
  const before = items[groupStart - 1];
  const plain = (source: NounPhrase): Subject => ({ source, inverted: false, inherited: false, relative: false, clauseStart: source.first });
  const inherit = (): Subject | null => {
    const own = earlier.filter((one) => one.source !== null && !one.relative && one.kind === 'verb');
    const source = (own.findLast((one) => opensClause(items, one.clauseStart)) ?? own.at(-1))?.source ?? mainSubject(items, groupStart) ?? subjectAhead(items, groupStart);
    return source && { source, inverted: false, inherited: true, relative: false, clauseStart: groupStart };
  };
  if (cue.gerund) {
    // 'a clip of Ann Smith saying': the phrase before is the subject itself.
    const owner = before && isNominal(before) && cue.verb.clause ? baseEndingAt(items, groupStart - 1) : null;
    if (owner) return { source: owner, inverted: false, inherited: false, relative: true, clauseStart: groupStart };
    return before === undefined || before.text === ',' || before.pos === 'ADP' || before.pos === 'CCONJ' || before.pos === 'SCONJ' || before.pos === 'QUOTE' || before.pos === 'ADV' || before.text === '-' || DASH.test(before.text)
      ? inherit()
      : null;
  }
  const inverted = (): Subject | null => {
    if (!finite || cue.verb.lemma === 'tell') return null;
    const phrase = withApposition(items, phraseStartingAt(items, cue.last + 1));
    if (phrase && TIME_WORDS.has(items[phrase.head]?.lower ?? '')) return null;
    if (!phrase || (items[phrase.first]?.pos === 'PRON' && !/^(?:he|she|they|i|we)$/.test(items[phrase.first]?.lower ?? ''))) return null;
    // What follows the name must not go on as a clause of its own: 'said the plan would'.
    const after = items[phrase.last + 1];
    if (after && (after.pos === 'AUX' || (after.pos === 'VERB' && !/(?:ing|ed)$/.test(after.lower)) || after.pos === 'PART')) return null;
    return { source: phrase, inverted: true, inherited: false, relative: false, clauseStart: groupStart };
  };
  if (!before) return inverted();
  if (before.pos === 'QUOTE') return inverted() ?? subjectBefore(items, groupStart - 1, plain);
  if (before.text === ',' && items[groupStart - 2]?.pos === 'QUOTE') return inverted();
  if (before.text === ',' || DASH.test(before.text)) {
    const apposed = subjectAcrossCommas(items, groupStart - 1);
    if (apposed) {
      const other = inverted();
      const rest = other?.source ? items[other.source.last + 1] : undefined;
      const ends = other?.source !== null && (rest === undefined || rest.pos === 'PUNCT' || rest.pos === 'ADP');
      if (other && ends && !looksLikeClause(items, groupStart - 1)) return plain(apposed);
      return other && ends && looksLikeClause(items, groupStart - 1) ? other : plain(apposed);
    }
    return inverted();
  }
  if (COORDINATORS.has(before.lower)) return inherit();
  if (RELATIVES.has(before.lower) && groupStart >= 2) {
    let antecedentEnd = items[groupStart - 2]?.text === ',' ? groupStart - 3 : groupStart - 2;
    while (TIME_WORDS.has(items[antecedentEnd]?.lower ?? '')) antecedentEnd--;
    const antecedent = phraseEndingAt(items, antecedentEnd);
    if (antecedent && !isSubjectPronoun(items[antecedent.head])) {
      return { source: antecedent, inverted: false, inherited: false, relative: true, clauseStart: groupStart - 1 };
    }
    return null;
  }
  return subjectBefore(items, groupStart - 1, plain);
}

function subjectBefore(items: readonly Item[], last: number, plain: (source: NounPhrase) => Subject): Subject | null {
  const phrase = phraseEndingAt(items, last);
  if (!phrase) return null;
  const head = items[phrase.head];
  if (head?.pos === 'ADJ' && !head.capital && items[phrase.first]?.pos !== 'DET') return null;
  if (phrase.first === phrase.last && head && TIME_WORDS.has(head.lower)) return subjectBefore(items, last - 1, plain);
  const edge = items[phrase.first - 1];
  const prepositional = edge?.pos === 'ADP' && !/^(?:as|after|before|since|until|like|than|because|if|while|though|although|that)$/.test(edge.lower);
  if (prepositional) {
    // 'In a radio interview Smith said': the name alone is the subject.
    for (let at = phrase.head; at > phrase.first; at--) {
      if (items[at]?.capital && items[at - 1]?.pos === 'NOUN' && items[at - 1]?.capital === false) return plain({ ...phrase, first: at });
    }
    return null;
  }
  return plain(phrase);
}

/** Whether what stands left of the comma at `comma` has a verb of its own, back to the line's start. */
function looksLikeClause(items: readonly Item[], comma: number): boolean {
  for (let at = comma - 1; at >= 0; at--) {
    const item = items[at];
    if (item?.pos === 'QUOTE') return true;
    if (item?.pos === 'AUX') return true;
    if (item?.pos === 'VERB' && items[at - 1]?.lower !== 'to' && !item.lower.endsWith('ing')) return true;
  }
  return false;
}

/** How many commas, and how many items between two, an apposition may have. */
const COMMAS = 5;
const APPOSITION = 40;

/** The subject that is parted from its verb by commas: 'Ann Smith, 45, a baker from Leeds, said'. */
function subjectAcrossCommas(items: readonly Item[], lastComma: number): NounPhrase | null {
  let right = lastComma;
  let best: NounPhrase | null = null;
  let apposition = true;
  for (let commas = 0; commas < COMMAS; commas++) {
    const left = previousComma(items, right);
    if (left < 1) break;
    const opener = items[left + 1];
    const nominalOpener = opener !== undefined && (opener.pos === 'DET' || opener.pos === 'NOUN' || opener.pos === 'ADJ' || opener.pos === 'NUM' || opener.pos === 'PROPN' || /^(?:his|her|their|its)$/.test(opener.lower));
    if (!nominalOpener) apposition = false;
    const phrase = phraseEndingAt(items, left - 1);
    if (!phrase || isSubjectPronoun(items[phrase.head])) break;
    const named = items[phrase.head]?.capital === true;
    const edge = items[phrase.first - 1];
    const atEdge = edge === undefined || edge.pos === 'PUNCT' || edge.pos === 'CCONJ' || edge.pos === 'SCONJ' || edge.pos === 'QUOTE';
    if (atEdge || named) {
      best = { first: phrase.first, head: phrase.head, last: apposition ? lastComma - 1 : phrase.last };
      if (named && !(edge?.text === ',' && items[phrase.first]?.pos === 'NUM')) break;
      if (edge?.text !== ',') break;
    } else if (edge?.text !== ',') break;
    right = left;
  }
  return best;
}

function previousComma(items: readonly Item[], from: number): number {
  for (let at = from - 1; at >= 0 && from - at <= APPOSITION; at--) {
    const text = items[at]?.text ?? '';
    const hyphen = text === '-' && items[at]?.start === items[at - 1]?.end;
    if ((text === ',' || DASH.test(text)) && !hyphen) return at;
    if (items[at]?.pos === 'QUOTE' && (items[at]?.end ?? 0) - (items[at]?.start ?? 0) > 40) return -1;
  }
  return -1;
}

/** Whether nothing but a comma or conjunction stands before a clause, so that it is part of no other. */
function opensClause(items: readonly Item[], start: number): boolean {
  const before = items[start - 1];
  return before === undefined || before.text === ',' || before.pos === 'QUOTE' || COORDINATORS.has(before.lower) || DASH.test(before.text);
}

/** The subject of the clause that follows: 'Saying that the roof leaks, the owner asked'. */
function subjectAhead(items: readonly Item[], from: number): NounPhrase | null {
  if (from > 1) return null;
  for (let at = from + 1; at < items.length; at++) {
    if (items[at]?.text !== ',' && items[at]?.pos !== 'QUOTE') continue;
    const phrase = phraseStartingAt(items, at + 1);
    const next = phrase && items[phrase.last + 1];
    if (next && (next.pos === 'VERB' || next.pos === 'AUX' || next.pos === 'ADV')) return phrase;
  }
  return null;
}

/** The subject of the first finite verb of a line, before `until`. */
export function mainSubject(items: readonly Item[], until: number): NounPhrase | null {
  for (let at = 1; at < until; at++) {
    const item = items[at];
    const finite = item?.pos === 'AUX' || (item?.pos === 'VERB' && !item.lower.endsWith('ing') && items[at - 1]?.lower !== 'to');
    if (!finite) continue;
    let start = at;
    while (start > 0 && items[start - 1]?.pos === 'ADV') start--;
    if (items[start - 1]?.text === ',') {
      const apposed = subjectAcrossCommas(items, start - 1);
      if (apposed) return apposed;
      continue;
    }
    const phrase = phraseEndingAt(items, start - 1);
    const edge = phrase && items[phrase.first - 1];
    if (phrase && edge?.pos !== 'ADP' && !RELATIVES.has(items[phrase.first]?.lower ?? '')) return phrase;
  }
  return null;
}

/** The phrase with the apposition that follows it in commas: 'Ann Smith, the firm's head'. */
function withApposition(items: readonly Item[], phrase: NounPhrase | null): NounPhrase | null {
  if (!phrase || items[phrase.last + 1]?.text !== ',' || isSubjectPronoun(items[phrase.head])) return phrase;
  const apposed = phraseStartingAt(items, phrase.last + 2, SOURCE_TIES);
  const opener = items[phrase.last + 2];
  if (!apposed || !opener || isSubjectPronoun(opener)) return phrase;
  if (!(opener.pos === 'DET' || opener.pos === 'NOUN' || opener.pos === 'ADJ' || opener.pos === 'PROPN' || opener.pos === 'NUM')) return phrase;
  const after = items[apposed.last + 1];
  return after === undefined || after.pos === 'PUNCT' ? { ...phrase, last: apposed.last } : phrase;
}

/** Adds to a cue what it reports and to whom; null when it turns out to report nothing. */
function complete(line: Line, cue: Cue, cues: readonly Cue[], index: number): Report | null {
  const { items } = line;
  const report = (content: readonly ItemRange[], hearer: NounPhrase | null = null, announces = false): Report => ({
    line: line.index, kind: cue.kind, verb: cue.verb, cue: { first: cue.at, last: cue.last }, source: cue.source,
    inherited: cue.inherited, relative: cue.relative, hearer, content, announces,
  });
  if (cue.kind === 'according-to' && cue.source) {
    const left = leftContent(items, cue.at, cues, index);
    if (left && cue.at > 0) return report([left]);
    const next = cue.source.last + 1;
    const right = items[next]?.text === ',' ? rightContent(items, next + 1, cues, cue) : null;
    return right ? report([right]) : null;
  }
  if (cue.kind === 'noun' && cue.source) {
    const start = Math.max(cue.source.last, cue.at) + 1;
    if (!isClauseAhead(items, start + 1, items.length)) return null;
    const right = rightContent(items, start, cues, cue);
    return right && report([right]);
  }
  const { verb, source } = cue;
  if (!verb || !source) return null;
  let at = cue.inverted ? source.last + 1 : cue.last + 1;
  let hearer: NounPhrase | null = null;
  if (verb.hearer && !cue.inverted) {
    const phrase = phraseStartingAt(items, at, HEARER_TIES);
    if (phrase && !CLAUSE_OPENERS.has(items[at]?.lower ?? '') && (verb.lemma === 'tell' || !startsClause(items, phrase, at))) {
      hearer = phrase;
      at = phrase.last + 1;
    }
  }
  const afterAdverbials = skipAdverbials(items, at);
  const here = items[afterAdverbials];
  if (here?.text === ':') {
    const right = rightContent(items, afterAdverbials + 1, cues, cue);
    return report(right ? [right] : [], hearer, right === null);
  }
  const comma = here?.text === ',';
  const left = leftContent(items, cue.clauseStart, cues, index);
  if (comma) {
    const rest = rightContent(items, afterAdverbials + 1, cues, cue);
    const quoteNext = items[afterAdverbials + 1]?.pos === 'QUOTE' || (items[afterAdverbials + 2]?.pos === 'QUOTE' && items[afterAdverbials + 1]?.lower === 'that');
    if (quoteNext && rest) return report(left && !cue.inherited && endsOpen(items, left) ? [left, rest] : [rest], hearer);
    const opener = items[afterAdverbials + 1];
    if (!left && !cue.gerund && !cue.inverted && rest && (opener?.pos === 'AUX' || opener?.pos === 'VERB') && !opener.lower.endsWith('ing')) {
      const subject = subjectPart(items, cue.clauseStart);
      if (subject) return report([subject, rest], hearer);
    }
    if (left && !cue.gerund) {
      const goesOn = rest && isClauseRest(items, rest, cues, cue) && !cue.inverted;
      return report(goesOn ? [left, rest] : [left], hearer);
    }
    if (rest && items[rest.first]?.lower === 'that') return report([rest], hearer);
    return strong(verb) ? report([], hearer) : null;
  }
  const right = clauseContent(items, verb, at, afterAdverbials, cues, cue);
  if (right) return report([right], hearer);
  if (left && !cue.gerund && (endsClause(items, afterAdverbials) || items[left.last]?.pos === 'QUOTE')) return report([left], hearer);
  const marked = verb.names || verb.kind === 'speech' ? markedContent(items, cue.inverted ? at : cue.last + 1, cues, cue) : null;
  if (marked) return report([marked], hearer);
  return strong(verb) && here?.pos !== 'QUOTE' && endsClause(items, afterAdverbials) ? report([], hearer) : null;
}

const HEARER_TIES: ReadonlySet<string> = new Set(['of']);

function strong(verb: Reporting): boolean {
  return verb.clause && verb.weight >= 0.7 && verb.kind === 'speech';
}

/** Whether the phrase is the subject of a clause rather than a hearer: 'asked the mayor would …'. */
function startsClause(items: readonly Item[], phrase: NounPhrase, at: number): boolean {
  const after = items[phrase.last + 1];
  return at === phrase.first && after !== undefined && (after.pos === 'AUX' || (after.pos === 'VERB' && !after.lower.endsWith('ing')));
}

/** Whether the words before a quotation in the middle ended with a comma inside or outside the marks. */
function endsOpen(items: readonly Item[], left: ItemRange): boolean {
  return items[left.last] !== undefined;
}

function endsClause(items: readonly Item[], at: number): boolean {
  const item = items[at];
  return item === undefined || /^[.!?;)]$/.test(item.text) || DASH.test(item.text) || item.pos === 'QUOTE' || CONTRASTS.has(item.lower) || item.lower.endsWith('ing') || item.pos === 'ADP' || item.pos === 'PART';
}

/** The first item behind adverbs, times and phrases such as 'in a statement' or 'on Monday'. */
function skipAdverbials(items: readonly Item[], from: number): number {
  let at = from;
  for (let steps = 0; steps < 8; steps++) {
    const item = items[at];
    if (!item) break;
    if ((item.pos === 'ADV' && !CLAUSE_OPENERS.has(item.lower) && !CONTRASTS.has(item.lower) && item.lower !== 'there') || TIME_WORDS.has(item.lower)) {
      at++;
      continue;
    }
    if (/^(?:this|last|next|that|every|earlier|one|the)$/.test(item.lower) && TIME_WORDS.has(items[at + 1]?.lower ?? '')) {
      at += 2;
      continue;
    }
    if (item.pos === 'ADP' && !CONTRASTS.has(item.lower) && item.lower !== 'that' && item.lower !== 'according') {
      const phrase = baseStartingAt(items, at + 1);
      if (!phrase || (isSubjectPronoun(items[phrase.head]) && phrase.first === phrase.last)) break;
      at = phrase.last + 1;
      continue;
    }
    break;
  }
  return at;
}

/** What follows a verb as a clause, infinitive, question or whole quotation. */
function clauseContent(items: readonly Item[], verb: Reporting, at: number, afterAdverbials: number, cues: readonly Cue[], cue: Cue): ItemRange | null {
  for (const start of at === afterAdverbials || TIME_WORDS.has(items[at]?.lower ?? '') ? [afterAdverbials] : [at, afterAdverbials]) {
    const item = items[start];
    if (!item) continue;
    if (item.pos === 'QUOTE' && (verb.clause || verb.names)) return rightContent(items, start, cues, cue);
    const asks = verb.lemma === 'ask' || verb.kind === 'thought' || verb.weight >= 0.4;
    if (verb.clause && item.lower === 'that') return rightContent(items, start, cues, cue);
    if (verb.clause && asks && /^(?:whether|if|how|why|what|where|who|when)$/.test(item.lower) && (item.lower !== 'when' || verb.lemma === 'ask')) return rightContent(items, start, cues, cue);
    if (verb.infinitive && item.lower === 'to' && items[start + 1]?.pos === 'VERB') return rightContent(items, start, cues, cue);
    if (verb.clause && !cue.inverted && isClauseAhead(items, start, items.length)) return rightContent(items, start, cues, cue);
  }
  return null;
}

/** Whether a clause with a subject and a finite verb begins at `at`. */
function isClauseAhead(items: readonly Item[], at: number, end: number): boolean {
  const opener = items[at];
  if (!opener) return false;
  if (opener.pos === 'QUOTE') return true;
  if (opener.pos === 'PUNCT' && opener.text !== '$') return false;
  if (opener.pos === 'ADP' || opener.pos === 'CCONJ' || opener.pos === 'PART' || opener.pos === 'VERB' || opener.pos === 'AUX') return false;
  let relative = false;
  for (let i = at + 1; i < end && i - at < 25; i++) {
    const item = items[i];
    if (!item) return false;
    if (RELATIVES.has(item.lower)) relative = true;
    const finite = item.pos === 'AUX' || (item.pos === 'VERB' && items[i - 1]?.lower !== 'to' && !item.lower.endsWith('ing') && items[i - 1]?.text !== '-');
    if (finite) {
      if (!relative) return !(item.pos === 'VERB' && items[i + 1]?.lower === 'by');
      relative = false;
    }
    if (/^[;:.]$/.test(item.text)) return false;
  }
  return false;
}

/** An object of which some words stand in marks: 'called the plan “a shame”', 'warned of a “long night”'. */
function markedContent(items: readonly Item[], at: number, cues: readonly Cue[], cue: Cue): ItemRange | null {
  if (items[at]?.pos === 'VERB' || items[at]?.pos === 'PUNCT') return null;
  const range = rightContent(items, at, cues, cue);
  if (!range) return null;
  for (let i = range.first; i <= range.last; i++) {
    if (items[i]?.pos === 'QUOTE') {
      const stop = items.findIndex((item, j) => j > i && j <= range.last && (item.text === ',' || CONTRASTS.has(item.lower)) && !items.slice(j, range.last + 1).some((later) => later.pos === 'QUOTE'));
      return { first: at, last: stop > 0 ? stop - 1 : range.last };
    }
  }
  return null;
}

/** From `at` to where the reported clause ends: the line's end, or where the next report's clause begins. */
function rightContent(items: readonly Item[], at: number, cues: readonly Cue[], cue: Cue): ItemRange | null {
  let last = items.length - 1;
  for (let i = at + 1; i < items.length; i++) {
    const item = items[i];
    if (!item) break;
    if (item.text === ';' || (item.text === ')' && !hasOpenBracket(items, at, i))) {
      last = i - 1;
      break;
    }
    const ends = item.text === ',' || CONTRASTS.has(item.lower) || item.lower === 'according' || DASH.test(item.text);
    if (ends && cues.some((next) => next !== cue && next.at > cue.at && next.at >= i && startsAfter(items, i, next))) {
      last = i - 1;
      break;
    }
  }
  while (last >= at && /^[.,;:!?—–-]$/.test(items[last]?.text ?? '')) last--;
  return last >= at ? { first: at, last } : null;
}

function hasOpenBracket(items: readonly Item[], from: number, to: number): boolean {
  let depth = 0;
  for (let i = from; i < to; i++) depth += items[i]?.text === '(' ? 1 : items[i]?.text === ')' ? -1 : 0;
  return depth > 0;
}

/** Whether the clause of `next` begins right behind the comma or conjunction at `at`. */
function startsAfter(items: readonly Item[], at: number, next: Cue): boolean {
  if (next.relative || next.kind === 'noun') return false;
  if (next.kind === 'according-to') return next.at === at || (items[at]?.text === ',' && next.at === at + 1);
  let i = at + 1;
  while (i < next.clauseStart && i - at <= 3 && (CONTRASTS.has(items[i]?.lower ?? '') || items[i]?.pos === 'ADV' || items[i]?.text === ',')) i++;
  return i === next.clauseStart;
}

/** What stands before a report in its line and may be its content: 'The bridge will close, officials said'. */
function leftContent(items: readonly Item[], clauseStart: number, cues: readonly Cue[], index: number): ItemRange | null {
  let last = clauseStart - 1;
  if (items[last]?.lower === 'as' || items[last]?.lower === 'so') last--;
  const separator = items[last];
  if (!separator) return null;
  const cue = cues[index];
  if (separator.pos !== 'QUOTE' && separator.text !== ',' && !DASH.test(separator.text) && cue?.kind !== 'according-to') return null;
  while (last >= 0 && /^[,—–-]$/.test(items[last]?.text ?? '')) last--;
  if (last < 0) return null;
  let first = 0;
  for (let before = index - 1; before >= 0; before--) {
    const earlier = cues[before];
    if (!earlier || earlier.relative || earlier.kind === 'noun') continue;
    // A report that stands before has its own content up to here, unless a conjunction begins a new clause between them.
    for (let i = last; i > earlier.last; i--) {
      if (items[i]?.text === ';' || (COORDINATORS.has(items[i]?.lower ?? '') && items[i - 1]?.text === ',')) {
        first = i + 1;
        break;
      }
    }
    if (first === 0 && items[last]?.pos === 'QUOTE' && earlier.source && earlier.clauseStart < last) first = last;
    // At the line's end a report covers all that stands before: 'He told them to leave, the clerk added.'
    const final = cue !== undefined && !cue.inherited && endsLine(items, cue);
    if (first === 0 && !final) return null;
    break;
  }
  while (first < last && items[first]?.text === ',') first++;
  for (let i = first; i <= last; i++) {
    const item = items[i];
    if (item?.pos === 'QUOTE' || item?.pos === 'AUX' || (item?.pos === 'VERB' && items[i - 1]?.lower !== 'to')) return { first, last };
  }
  return null;
}

function endsLine(items: readonly Item[], cue: Cue): boolean {
  const after = skipAdverbials(items, (cue.inverted ? (cue.source?.last ?? cue.last) : cue.last) + 1);
  return after >= items.length - 1;
}

/** A clause's subject that the report has parted from its verb: 'The plan, he said, would fail'. */
function subjectPart(items: readonly Item[], clauseStart: number): ItemRange | null {
  if (items[clauseStart - 1]?.text !== ',') return null;
  const phrase = phraseEndingAt(items, clauseStart - 2);
  return phrase && phrase.first <= 1 ? { first: phrase.first, last: phrase.last } : null;
}

/** Whether what follows 'he said,' goes on with the clause that was broken off: 'The plan, he said, would fail'. */
function isClauseRest(items: readonly Item[], rest: ItemRange, cues: readonly Cue[], cue: Cue): boolean {
  const opener = items[rest.first];
  if (!opener || CONTRASTS.has(opener.lower) || opener.lower.endsWith('ing') || RELATIVES.has(opener.lower)) return false;
  if (cues.some((next) => next.at > cue.at && startsAfter(items, rest.first - 1, next))) return false;
  return opener.pos === 'AUX' || opener.pos === 'VERB' || isClauseAhead(items, rest.first, rest.last + 1);
}

/** 'Ann Smith: “…”' */
function readLabel(line: Line): Report | null {
  const { items } = line;
  const colon = items.findIndex((item) => item.text === ':');
  if (colon < 1 || colon > 8 || items[colon + 1]?.pos !== 'QUOTE') return null;
  const phrase = phraseEndingAt(items, colon - 1);
  if (!phrase || phrase.first > 1 || !items[phrase.head]?.capital) return null;
  return {
    line: line.index, kind: 'label', verb: null, cue: { first: colon, last: colon }, source: phrase, inherited: false, relative: false,
    hearer: null, content: [{ first: colon + 1, last: lastInk(items) }], announces: false,
  };
}

/** '“…” — Ann Smith' */
function readSignature(line: Line): Report | null {
  const { items } = line;
  const dash = items.findIndex((item, at) => DASH.test(item.text) && items[at - 1]?.pos === 'QUOTE');
  if (dash < 1 || items.length - dash > 12) return null;
  const phrase = phraseStartingAt(items, dash + 1, SOURCE_TIES);
  if (!phrase || !items[phrase.head]?.capital || !items[phrase.first]?.capital) return null;
  return {
    line: line.index, kind: 'signature', verb: null, cue: { first: dash, last: dash }, source: phrase, inherited: false, relative: false,
    hearer: null, content: [{ first: 0, last: dash - 1 }], announces: false,
  };
}

function lastInk(items: readonly Item[]): number {
  let last = items.length - 1;
  while (last > 0 && /^[.,;:!?]$/.test(items[last]?.text ?? '')) last--;
  return last;
}
