import type { Item } from '../quotes/lines.ts';
import { COORDINATORS, DASH, RELATIVES } from './function-words.ts';
import type { NounPhrase } from './noun-phrases.ts';
import { isSubjectPronoun, phraseEndingAt, phraseStartingAt, SOURCE_TIES } from './noun-phrases.ts';

/** Whether what stands left of the comma at `comma` has a verb of its own, back to the line's start. */
export function looksLikeClause(items: readonly Item[], comma: number): boolean {
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
export function subjectAcrossCommas(items: readonly Item[], lastComma: number): NounPhrase | null {
  let right = lastComma;
  let best: NounPhrase | null = null;
  let apposition = true;
  for (let commas = 0; commas < COMMAS; commas++) {
    const left = previousComma(items, right);
    if (left < 1) break;
    const opener = items[left + 1];
    const nominalOpener =
      opener !== undefined &&
      (opener.pos === 'DET' ||
        opener.pos === 'NOUN' ||
        opener.pos === 'ADJ' ||
        opener.pos === 'NUM' ||
        opener.pos === 'PROPN' ||
        /^(?:his|her|their|its)$/.test(opener.lower));
    if (!nominalOpener) apposition = false;
    const phrase = phraseEndingAt(items, left - 1);
    if (!phrase || isSubjectPronoun(items[phrase.head])) break;
    const named = items[phrase.head]?.capital === true;
    const edge = items[phrase.first - 1];
    if (startsClause(edge) || named) {
      best = { first: phrase.first, head: phrase.head, last: apposition ? lastComma - 1 : phrase.last };
      if (named && !(edge?.text === ',' && items[phrase.first]?.pos === 'NUM')) break;
      if (edge?.text !== ',') break;
    } else if (edge?.pos !== 'ADP') break;
    right = left;
  }
  return best;
}

/** The subject of a verb that a relative clause without commas parts from it: 'A clerk who saw the letter said'. */
export function subjectAcrossRelative(items: readonly Item[], last: number): NounPhrase | null {
  let verbs = 0;
  for (let at = last; at > 0 && last - at < APPOSITION; at--) {
    const item = items[at];
    if (!item || item.text === ',' || item.text === ';' || item.pos === 'QUOTE') return null;
    if (item.pos === 'VERB' || item.pos === 'AUX') verbs++;
    if (item.lower !== 'who' || verbs === 0) continue;
    const phrase = phraseEndingAt(items, at - 1);
    return phrase && !isSubjectPronoun(items[phrase.head]) && startsClause(items[phrase.first - 1]) ? phrase : null;
  }
  return null;
}

function startsClause(edge: Item | undefined): boolean {
  return (
    edge === undefined || edge.pos === 'PUNCT' || edge.pos === 'CCONJ' || edge.pos === 'SCONJ' || edge.pos === 'QUOTE'
  );
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
export function opensClause(items: readonly Item[], start: number): boolean {
  const before = items[start - 1];
  return (
    before === undefined ||
    before.text === ',' ||
    before.pos === 'QUOTE' ||
    COORDINATORS.has(before.lower) ||
    DASH.test(before.text)
  );
}

/** The subject of the clause that follows: 'Saying that the roof leaks, the owner asked'. */
export function subjectAhead(items: readonly Item[], from: number): NounPhrase | null {
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
    const subject = subjectOfFinite(items, at);
    if (subject) return subject;
  }
  return null;
}

/** The subject of the finite verb that stands nearest before `until`. */
export function nearestSubject(items: readonly Item[], until: number): NounPhrase | null {
  for (let at = until - 1; at > 0; at--) {
    const subject = subjectOfFinite(items, at);
    if (subject) return subject;
  }
  return null;
}

/** The subject of the verb at `at`; null when it is not finite or has none before it. */
function subjectOfFinite(items: readonly Item[], at: number): NounPhrase | null {
  const item = items[at];
  const finite =
    item?.pos === 'AUX' || (item?.pos === 'VERB' && !item.lower.endsWith('ing') && items[at - 1]?.lower !== 'to');
  if (!finite) return null;
  let start = at;
  while (start > 0 && items[start - 1]?.pos === 'ADV') start--;
  if (items[start - 1]?.text === ',') return subjectAcrossCommas(items, start - 1);
  const phrase = phraseEndingAt(items, start - 1);
  const edge = phrase && items[phrase.first - 1];
  return phrase && edge?.pos !== 'ADP' && !RELATIVES.has(items[phrase.first]?.lower ?? '') ? phrase : null;
}

/** The phrase with the apposition that follows it in commas: 'Ann Smith, the firm's head'. */
export function withApposition(items: readonly Item[], phrase: NounPhrase | null): NounPhrase | null {
  if (!phrase || items[phrase.last + 1]?.text !== ',' || isSubjectPronoun(items[phrase.head])) return phrase;
  const apposed = phraseStartingAt(items, phrase.last + 2, SOURCE_TIES);
  const opener = items[phrase.last + 2];
  if (!apposed || !opener || isSubjectPronoun(opener)) return phrase;
  if (
    !(
      opener.pos === 'DET' ||
      opener.pos === 'NOUN' ||
      opener.pos === 'ADJ' ||
      opener.pos === 'PROPN' ||
      opener.pos === 'NUM'
    )
  )
    return phrase;
  const after = items[apposed.last + 1];
  return after === undefined || after.pos === 'PUNCT' ? { ...phrase, last: apposed.last } : phrase;
}
