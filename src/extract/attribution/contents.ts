import type { Item } from '../quotes/lines.ts';
import type { Cue } from './cues.ts';
import { CONTRASTS, COORDINATORS, DASH, RELATIVES } from './function-words.ts';
import type { Reporting } from './lexicon.ts';
import { CLAUSE_OPENERS, TIME_WORDS } from './lexicon.ts';
import { baseStartingAt, isSubjectPronoun, phraseEndingAt } from './noun-phrases.ts';
import type { Report } from './reports.ts';

/** Items of a line, both inclusive. */
export interface ItemRange {
  readonly first: number;
  readonly last: number;
}

export function endsClause(items: readonly Item[], at: number): boolean {
  const item = items[at];
  return (
    item === undefined ||
    /^[.!?;)]$/.test(item.text) ||
    DASH.test(item.text) ||
    item.pos === 'QUOTE' ||
    CONTRASTS.has(item.lower) ||
    item.lower.endsWith('ing') ||
    item.pos === 'ADP' ||
    item.pos === 'PART'
  );
}

/** The first item behind adverbs, times and phrases such as 'in a statement' or 'on Monday'. */
export function skipAdverbials(items: readonly Item[], from: number): number {
  let at = from;
  for (let steps = 0; steps < 8; steps++) {
    const item = items[at];
    if (!item) break;
    if (
      (item.pos === 'ADV' && !CLAUSE_OPENERS.has(item.lower) && !CONTRASTS.has(item.lower) && item.lower !== 'there') ||
      TIME_WORDS.has(item.lower)
    ) {
      at++;
      continue;
    }
    if (
      /^(?:this|last|next|that|every|earlier|one|the)$/.test(item.lower) &&
      TIME_WORDS.has(items[at + 1]?.lower ?? '')
    ) {
      at += 2;
      continue;
    }
    if (
      item.pos === 'ADP' &&
      !CONTRASTS.has(item.lower) &&
      !CLAUSE_OPENERS.has(item.lower) &&
      item.lower !== 'according'
    ) {
      const phrase = baseStartingAt(items, at + 1);
      if (!phrase || (isSubjectPronoun(items[phrase.head]) && phrase.first === phrase.last)) break;
      at = phrase.last + 1;
      continue;
    }
    break;
  }
  return at;
}

/** The least weight of a verb whose clause may stand before it without marks. */
const CLAUSE_BEFORE = 0.5;

/** What follows a verb as a clause, infinitive, question or whole quotation. */
export function clauseContent(
  items: readonly Item[],
  verb: Reporting,
  at: number,
  afterAdverbials: number,
  cues: readonly Cue[],
  cue: Cue,
): ItemRange | null {
  for (const start of at === afterAdverbials || TIME_WORDS.has(items[at]?.lower ?? '')
    ? [afterAdverbials]
    : [at, afterAdverbials]) {
    const item = items[start];
    if (!item) continue;
    if (item.pos === 'QUOTE' && (verb.clause || verb.names)) return rightContent(items, start, cues, cue);
    const question =
      /^(?:whether|if|how|why|what|where|who)$/.test(item.lower) || (item.lower === 'when' && verb.lemma === 'ask');
    if (verb.clause && (item.lower === 'that' || question)) return rightContent(items, start, cues, cue);
    if (verb.infinitive && item.lower === 'to' && items[start + 1]?.pos === 'VERB')
      return rightContent(items, start, cues, cue);
    if (!verb.plain || cue.inverted) continue;
    const range = rightContent(items, start, cues, cue);
    if (range && isClauseAhead(items, start, range.last + 1)) return range;
  }
  return null;
}

/** Whether a clause with a subject and a finite verb begins at `at`. */
export function isClauseAhead(items: readonly Item[], at: number, end: number): boolean {
  const opener = items[at];
  if (!opener) return false;
  if (opener.pos === 'QUOTE') return true;
  if (opener.lower === 'who' || opener.lower === 'which') return false;
  if (opener.pos === 'PUNCT' && opener.text !== '$') return false;
  if (
    opener.pos === 'ADP' ||
    opener.pos === 'CCONJ' ||
    opener.pos === 'PART' ||
    /^(?:because|as)$/.test(opener.lower) ||
    opener.pos === 'VERB' ||
    opener.pos === 'AUX'
  )
    return false;
  let relative = false;
  let commas = 0;
  for (let i = at + 1; i < end && i - at < 25; i++) {
    const item = items[i];
    if (!item) return false;
    if (RELATIVES.has(item.lower)) relative = true;
    if (item.text === ',') commas++;
    const finite =
      item.pos === 'AUX' ||
      (item.pos === 'VERB' &&
        items[i - 1]?.pos !== 'AUX' &&
        !/^(?:to|his|her|its|their|-)$/.test(items[i - 1]?.lower ?? '') &&
        !item.lower.endsWith('ing'));
    if (finite) {
      // One comma before the verb opens no apposition that could part it from its subject: 'proposed the change, spoke'.
      if (commas === 1 && items[i - 1]?.text === ',') return false;
      if (!relative) return !(item.pos === 'VERB' && items[i + 1]?.lower === 'by');
      relative = false;
    }
    if (/^[;:.]$/.test(item.text)) return false;
  }
  return false;
}

/** An object of which some words stand in marks: 'called the plan “a shame”', 'warned of a “long night”'. */
export function markedContent(items: readonly Item[], at: number, cues: readonly Cue[], cue: Cue): ItemRange | null {
  if (items[at]?.pos === 'VERB' || items[at]?.pos === 'PUNCT' || items[at]?.pos === 'PART') return null;
  const range = rightContent(items, at, cues, cue);
  if (!range) return null;
  for (let i = range.first; i <= range.last; i++) {
    if (items[i]?.pos === 'QUOTE') {
      const stop = items.findIndex(
        (item, j) =>
          j > i &&
          j <= range.last &&
          (item.text === ',' || CONTRASTS.has(item.lower)) &&
          !items.slice(j, range.last + 1).some((later) => later.pos === 'QUOTE'),
      );
      if (!cue.verb?.plain && !cue.verb?.names && i - at > NEAR_MARKS) return null;
      return { first: at, last: stop > 0 ? stop - 1 : range.last };
    }
  }
  return null;
}

/** How many items may stand between a verb that seldom reports and marks that show that it does. */
const NEAR_MARKS = 4;

/** From `at` to where the reported clause ends: the line's end, or where the next report's clause begins. */
export function rightContent(items: readonly Item[], at: number, cues: readonly Cue[], cue: Cue): ItemRange | null {
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
  // '…, hours after the paper printed it' is bounded at the comma.
  if (/^(?:after|before)$/.test(items[last + 1]?.lower ?? '')) {
    let measure = last;
    while (items[measure]?.pos === 'NOUN' || items[measure]?.pos === 'NUM' || items[measure]?.pos === 'DET') measure--;
    if (items[measure]?.text === ',') last = measure;
  }
  while (last >= at && /^[.,;:!?—–-]$/.test(items[last]?.text ?? '')) last--;
  return last >= at ? { first: at, last } : null;
}

/** A content up to a time that is counted from something else: 'the pier was safe, hours after the paper printed it'. */
export function withoutCountedTime(items: readonly Item[], { first, last }: ItemRange): ItemRange {
  for (let at = first + 1; at < last - 1; at++) {
    if (items[at]?.text !== ',') continue;
    let measure = at + 1;
    while (measure < last && measure - at < 4 && /^(?:NOUN|NUM|DET|ADJ)$/.test(items[measure]?.pos ?? '')) measure++;
    const counted = /^(?:minutes|hours|days|weeks|months|years|day|week)$/.test(items[measure - 1]?.lower ?? '');
    if (counted && /^(?:after|before)$/.test(items[measure]?.lower ?? '')) return { first, last: at - 1 };
  }
  return { first, last };
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
  while (
    i < next.clauseStart &&
    i - at <= 3 &&
    (CONTRASTS.has(items[i]?.lower ?? '') || items[i]?.pos === 'ADV' || items[i]?.text === ',')
  )
    i++;
  return i === next.clauseStart;
}

/** What stands before a report in its line and may be its content: 'The bridge will close, officials said'. */
export function leftContent(items: readonly Item[], cue: Cue, reports: readonly Report[]): ItemRange | null {
  let last = cue.clauseStart - 1;
  if (items[last]?.lower === 'as' || items[last]?.lower === 'so') last--;
  const separator = items[last];
  if (!separator) return null;
  if (separator.pos !== 'QUOTE' && separator.text !== ',' && !DASH.test(separator.text) && cue.kind !== 'according-to')
    return null;
  while (last >= 0 && /^[,—–-]$/.test(items[last]?.text ?? '')) last--;
  if (last < 0 || cue.relative) return null;
  const final = endsLine(items, cue);
  if (items[last]?.pos !== 'QUOTE' && (cue.verb?.weight ?? 1) < CLAUSE_BEFORE && !final) return null;
  let first = 0;
  for (const earlier of reports.toReversed()) {
    if (earlier.relative || earlier.kind === 'noun') continue;
    // A report that stands before has its own content up to here, unless a conjunction begins a new clause between them.
    for (let i = last; i > earlier.cue.last; i--) {
      if (items[i]?.text === ';' || (COORDINATORS.has(items[i]?.lower ?? '') && items[i - 1]?.text === ',')) {
        first = i + 1;
        break;
      }
    }
    if (first === 0 && items[last]?.pos === 'QUOTE' && earlier.source && earlier.clauseStart < last) first = last;
    // At the line's end a report covers all that stands before: 'He told them to leave, the clerk added.'
    if (first === 0 && (cue.inherited || !final)) return null;
    break;
  }
  while (first < last && items[first]?.text === ',') first++;
  for (let i = first; i <= last; i++) {
    const item = items[i];
    if (item?.pos === 'QUOTE' || item?.pos === 'AUX' || (item?.pos === 'VERB' && items[i - 1]?.lower !== 'to'))
      return { first, last };
  }
  return null;
}

function endsLine(items: readonly Item[], cue: Cue): boolean {
  const after = skipAdverbials(items, (cue.inverted ? (cue.source?.last ?? cue.last) : cue.last) + 1);
  return after >= items.length - 1;
}

/** A clause's subject that the report has parted from its verb: 'The plan, he said, would fail'. */
export function subjectPart(items: readonly Item[], clauseStart: number): ItemRange | null {
  if (items[clauseStart - 1]?.text !== ',') return null;
  const phrase = phraseEndingAt(items, clauseStart - 2);
  return phrase && phrase.first <= 1 ? { first: phrase.first, last: phrase.last } : null;
}

/** A clause's opening that the report has parted from it: 'In May, he said, the plan would fail'. */
export function adverbialPart(items: readonly Item[], clauseStart: number): ItemRange | null {
  const opens = items[0]?.pos === 'ADP' && items[clauseStart - 1]?.text === ',';
  if (!opens || clauseStart > LONGEST_ADVERBIAL || items[0]?.lower === 'according') return null;
  return { first: 0, last: clauseStart - 2 };
}

/** In items, comma included. */
const LONGEST_ADVERBIAL = 10;

/** Whether what follows 'he said,' goes on with the clause that was broken off: 'The plan, he said, would fail'. */
export function isClauseRest(items: readonly Item[], rest: ItemRange, cues: readonly Cue[], cue: Cue): boolean {
  const opener = items[rest.first];
  if (!opener || CONTRASTS.has(opener.lower) || opener.lower.endsWith('ing') || RELATIVES.has(opener.lower))
    return false;
  if (cues.some((next) => next.at > cue.at && startsAfter(items, rest.first - 1, next))) return false;
  return opener.pos === 'AUX' || opener.pos === 'VERB' || isClauseAhead(items, rest.first, rest.last + 1);
}
