import type { Item } from '../quotes/lines.ts';
import { DOCUMENT_NOUNS, TIME_WORDS } from './lexicon.ts';

/** Items `first` to `last`, both inclusive, and the one that the phrase is about. */
export interface NounPhrase {
  readonly first: number;
  readonly last: number;
  /** The last item of the phrase proper, before 'of …' and what is set in commas. */
  readonly head: number;
}

const SUBJECT_PRONOUNS = new Set([
  'he',
  'she',
  'they',
  'it',
  'we',
  'i',
  'you',
  'who',
  'which',
  'that',
  'one',
  'both',
  'some',
  'many',
  'others',
  'those',
  'most',
  'everyone',
  'someone',
  'somebody',
  'everybody',
  'nobody',
  'another',
  'all',
  'these',
  'this',
]);
/** Those of the above that 'of' may follow. */
const PARTS = new Set(['one', 'both', 'some', 'many', 'most', 'all', 'another', 'others']);
const POSSESSIVES = new Set(['his', 'her', 'its', 'their', 'my', 'our', 'your']);
/** What follows an abbreviation or title and never ends a phrase. */
const GLUE = new Set(['-', '–', '&', '/', '.', '’s', "'s", '’', "'"]);
/** How far an apposition or a phrase may reach, in items. */
const FAR = 40;
/** Prepositions that tie a phrase to the noun before: 'the head of the agency', 'officials in the capital'. */
const TIES = new Set([
  'of',
  'for',
  'in',
  'at',
  'from',
  'with',
  'on',
  'to',
  'against',
  'between',
  'near',
  'under',
  'behind',
  'close',
  'within',
  'inside',
  'across',
]);

export function isNominal(item: Item | undefined): boolean {
  return (
    item !== undefined &&
    (item.pos === 'NOUN' ||
      item.pos === 'PROPN' ||
      item.pos === 'NUM' ||
      item.pos === 'X' ||
      (item.capital &&
        item.pos !== 'DET' &&
        item.pos !== 'PRON' &&
        item.pos !== 'ADP' &&
        item.pos !== 'AUX' &&
        item.pos !== 'SCONJ' &&
        item.pos !== 'CCONJ' &&
        item.pos !== 'ADV'))
  );
}

export function isSubjectPronoun(item: Item | undefined): boolean {
  return item !== undefined && SUBJECT_PRONOUNS.has(item.lower);
}

function isDeterminer(item: Item | undefined): boolean {
  return item !== undefined && (item.pos === 'DET' || POSSESSIVES.has(item.lower));
}

function isTime(item: Item | undefined): boolean {
  return item !== undefined && TIME_WORDS.has(item.lower);
}

/** A few words in marks may be part of a phrase, as a nickname or scare quote is: 'the “grand” plan'. */
function isNameInMarks(item: Item): boolean {
  return item.end - item.start <= 40 && !/[,.!?…]/.test(item.tail);
}

/** Whether the item at `at` may stand inside a base phrase that goes on to its right. */
function isInner(items: readonly Item[], at: number): boolean {
  const item = items[at];
  if (!item) return false;
  if (
    item.pos === 'NOUN' ||
    item.pos === 'PROPN' ||
    item.pos === 'ADJ' ||
    item.pos === 'NUM' ||
    item.pos === 'X' ||
    item.pos === 'SYM'
  )
    return true;
  if (GLUE.has(item.lower)) return at > 0;
  if (item.pos === 'QUOTE') return isNameInMarks(item);
  if (item.pos === 'VERB') {
    const next = items[at + 1];
    if (item.capital && (items[at - 1]?.capital === true || items[at - 1]?.pos === 'DET')) return true;
    // 'the elected mayor', 'a leading expert', 'French-led forces'
    const modifies = isDeterminer(items[at - 1]) || items[at - 1]?.text === '-' || items[at - 1]?.pos === 'ADJ';
    return modifies && next !== undefined && (isNominal(next) || next.pos === 'ADJ');
  }
  return false;
}

/** The base phrase that ends with the item at `last`: determiner, modifiers, noun. */
export function baseEndingAt(items: readonly Item[], last: number): NounPhrase | null {
  const end = items[last];
  if (!end) return null;
  if (end.text === ')') {
    for (let at = last - 1; at > 0 && last - at < 12; at--) {
      if (items[at]?.text !== '(') continue;
      const inner = baseEndingAt(items, at - 1);
      return inner && { ...inner, last };
    }
    return null;
  }
  if (isSubjectPronoun(end) && !(end.lower === 'one' && items[last - 1]?.pos === 'DET'))
    return { first: last, last, head: last };
  // Taggers take some nouns for verbs: 'the dispatch', 'an intelligence report'.
  const mistagged =
    end.pos === 'VERB' &&
    (isDeterminer(items[last - 1]) || (DOCUMENT_NOUNS.has(end.lower) && isInner(items, last - 1)));
  if (!(isNominal(end) || end.pos === 'ADJ' || end.pos === 'QUOTE' || mistagged)) return null;
  if (end.pos === 'QUOTE' && !isNameInMarks(end)) return null;
  let first = last;
  while (first > 0 && last - first < FAR) {
    const before = items[first - 1];
    if (isDeterminer(before)) {
      first--;
      if (items[first - 1]?.lower === 'all' || items[first - 1]?.lower === 'both') first--;
      break;
    }
    if (
      isTime(before) &&
      !isDeterminer(items[first - 2]) &&
      items[first]?.lower !== "'s" &&
      items[first]?.lower !== '’s'
    )
      break;
    if (before?.text === ')' || !isInner(items, first - 1)) break;
    first--;
  }
  // 'the crane that sailors call …': no determiner of a plural.
  if (first < last && items[first]?.lower === 'that' && /[^s]s$/.test(end.lower)) first++;
  // A determiner before a possessor: 'the city 's mayor' has been passed already; a leading glue is none of it.
  while (first < last && GLUE.has(items[first]?.lower ?? '')) first++;
  if (items[first]?.lower === "'s" || (first > 0 && items[first - 1]?.lower === "'s")) {
    const owner = baseEndingAt(items, first - (items[first]?.lower === "'s" ? 1 : 2));
    if (owner) first = owner.first;
  }
  return { first, last, head: last };
}

/** The base phrase that begins with the item at `first`. */
export function baseStartingAt(items: readonly Item[], first: number): NounPhrase | null {
  let at = first;
  const start = items[at];
  if (!start) return null;
  if (isSubjectPronoun(start) && start.pos !== 'DET' && !isNominal(items[at + 1]))
    return { first, last: first, head: first };
  if (
    /^(?:him|her|them|me|us|himself|herself)$/.test(start.lower) &&
    !isNominal(items[at + 1]) &&
    items[at + 1]?.pos !== 'ADJ'
  ) {
    return { first, last: first, head: first };
  }
  while (isDeterminer(items[at])) at++;
  // 'some of the miners', 'all of them'
  if (at > first && items[at]?.lower === 'of') return { first, last: at - 1, head: at - 1 };
  let last = -1;
  for (; at < items.length && at - first < FAR; at++) {
    const item = items[at];
    if (!item) break;
    if (isTime(item) && last >= 0 && !(isDeterminer(items[first]) && isTime(items[at - 1]))) break;
    if (isNominal(item) && item.pos !== 'VERB') {
      last = at;
      continue;
    }
    if (item.pos === 'QUOTE' && last < 0) break;
    if (item.lower === "'s" || item.lower === '’s' || ((item.text === '’' || item.text === "'") && at > first)) {
      if (isDeterminer(items[at + 1])) break;
      continue;
    }
    if (!(isInner(items, at) || item.capital)) break;
    if (isDeterminer(item)) break;
    if (item.capital && item.pos === 'VERB') last = at;
  }
  if (last < 0 && items[first]?.pos === 'ADJ') return null;
  return last < 0 ? null : { first, last, head: last };
}

/** Whether a phrase may begin behind the item at `at`, because a clause does. */
function isClauseEdge(item: Item | undefined): boolean {
  return (
    item === undefined ||
    item.pos === 'QUOTE' ||
    item.pos === 'SCONJ' ||
    item.pos === 'CCONJ' ||
    (item.pos === 'PUNCT' && item.text !== ')') ||
    /^(?:as|that|while|when|because|although|though|if|after|before|since|but|and|where|how|why|what|whether|than|meanwhile|however)$/.test(
      item.lower,
    )
  );
}

/**
 * The phrase that ends with the item at `last` and fills a clause's subject: with what is tied on its left by 'of', 'in',
 * 'and', if that reaches back to where the clause begins.
 */
export function phraseEndingAt(items: readonly Item[], last: number, from = 0): NounPhrase | null {
  const base = baseEndingAt(items, last);
  if (!base) return null;
  if (isSubjectPronoun(items[base.first]) && base.first === base.last) return base;
  let outer = base;
  let best = base;
  while (outer.first > from && last - outer.first < FAR) {
    const tie = items[outer.first - 1];
    const coordination = tie?.lower === 'and' || tie?.lower === 'or';
    if (!tie || !(coordination || TIES.has(tie.lower))) break;
    const left = baseEndingAt(items, outer.first - 2);
    if (!left || left.first < from) break;
    const part = tie.lower === 'of' && PARTS.has(items[left.last]?.lower ?? '');
    if (isSubjectPronoun(items[left.last]) && !part) break;
    outer = { first: left.first, last, head: coordination ? last : nounOf(items, left) };
    if (tie.lower === 'of') best = { first: outer.first, last, head: outer.head };
  }
  const edge = items[outer.first - 1];
  const whole = outer.first <= from || isClauseEdge(edge);
  const chosen = whole ? outer : best;
  return chosen;
}

/** 'people' in 'two people familiar', which goes on with 'with the matter'. */
function nounOf(items: readonly Item[], { first, last }: NounPhrase): number {
  return last > first && items[last]?.pos === 'ADJ' && isNominal(items[last - 1]) ? last - 1 : last;
}

/**
 * The phrase that begins with the item at `first`, with 'of …' and, where `ties` says so, other prepositions.
 */
export function phraseStartingAt(
  items: readonly Item[],
  first: number,
  ties: ReadonlySet<string> = OF,
): NounPhrase | null {
  const base = baseStartingAt(items, first);
  if (!base) return null;
  let { last } = base;
  for (;;) {
    if (items[last + 1]?.text === '(') {
      const close = closingBracket(items, last + 1);
      if (close > 0) last = close;
    }
    const tie = items[last + 1];
    const and = tie?.lower === 'and' && ties !== OF;
    if (!tie || !(ties.has(tie.lower) || and)) break;
    const more = baseStartingAt(items, last + 2);
    if (!more || isTime(items[more.first]) || (and && items[more.last + 1]?.pos === 'VERB')) break;
    last = more.last;
  }
  return { first, last, head: base.head };
}

const OF: ReadonlySet<string> = new Set(['of']);
/** Prepositions that a source after 'according to' may contain. */
export const SOURCE_TIES: ReadonlySet<string> = new Set(['of', 'for', 'at', 'from', 'with', 'in', 'by', 'on']);

function closingBracket(items: readonly Item[], open: number): number {
  for (let at = open + 1; at < items.length && at - open < 12; at++) if (items[at]?.text === ')') return at;
  return -1;
}
