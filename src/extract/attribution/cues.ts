import type { Item } from '../quotes/lines.ts';
import { CONTRASTS, COORDINATORS, DASH, RELATIVES } from './function-words.ts';
import type { Reporting } from './lexicon.ts';
import { CLAUSE_OPENERS, NOUN_CUES, PARTICLES, PLURAL_PEOPLE, reportingForm, TIME_WORDS } from './lexicon.ts';
import type { NounPhrase } from './noun-phrases.ts';
import {
  baseEndingAt,
  isNominal,
  isSubjectPronoun,
  phraseEndingAt,
  phraseStartingAt,
  SOURCE_TIES,
} from './noun-phrases.ts';
import {
  looksLikeClause,
  nearestSubject,
  opensClause,
  subjectAcrossCommas,
  subjectAcrossRelative,
  subjectAhead,
  withApposition,
} from './subjects.ts';

/** A reporting word and whose word it is. Numbers count the items of a line. */
export interface Cue {
  readonly at: number;
  readonly last: number;
  readonly groupStart: number;
  readonly kind: 'verb' | 'according-to' | 'noun';
  readonly verb: Reporting | null;
  readonly gerund: boolean;
  readonly source: NounPhrase | null;
  /** Who is told, where that is the subject of a passive. */
  readonly hearer: NounPhrase | null;
  readonly inverted: boolean;
  readonly inherited: boolean;
  readonly relative: boolean;
  /** Where its clause begins: the first of source and verb. */
  readonly clauseStart: number;
}

/** Verbs that may come between a subject and 'to say'. */
const RAISING = new Set([
  'go',
  'continue',
  'decline',
  'refuse',
  'begin',
  'start',
  'appear',
  'seem',
  'proceed',
  'use',
  'want',
  'fail',
  'try',
  'hasten',
  'rush',
  'like',
  'tend',
  'come',
]);
const BE = new Set(['be', 'is', 'are', 'was', 'were', 'been', 'being', "'s", "'re", 'am', 'get', 'got']);
const ADVERBS = new Set([
  'also',
  'further',
  'later',
  'then',
  'again',
  'first',
  'once',
  'now',
  'still',
  'ever',
  'never',
  'even',
  'both',
  'all',
  'since',
  'already',
  'himself',
  'herself',
  'themselves',
  'itself',
]);

/** The reporting words of a line, in order, with their sources. */
export function findCues(items: readonly Item[]): Cue[] {
  const cues: Cue[] = [];
  for (let at = 0; at < items.length; at++) {
    const cue = readAccordingTo(items, at) ?? readVerb(items, at, cues) ?? readNoun(items, at);
    if (cue) cues.push(cue);
  }
  return cues;
}

function readAccordingTo(items: readonly Item[], at: number): Cue | null {
  if (items[at]?.lower !== 'according' || items[at + 1]?.lower !== 'to') return null;
  const source = withApposition(items, phraseStartingAt(items, at + 2, SOURCE_TIES));
  return source && { ...ahead(at, source), kind: 'according-to', last: at + 1 };
}

/** A cue whose source stands behind it. */
function ahead(at: number, source: NounPhrase): Omit<Cue, 'kind'> {
  return {
    at,
    last: at,
    groupStart: at,
    verb: null,
    gerund: false,
    source,
    hearer: null,
    inverted: true,
    inherited: false,
    relative: false,
    clauseStart: at,
  };
}

/** 'a claim by the firm that …', 'her warning that …' */
function readNoun(items: readonly Item[], at: number): Cue | null {
  const item = items[at];
  if (!item || item.pos === 'VERB' || item.pos === 'PROPN') return null;
  const singular = item.lower.endsWith('s') ? item.lower.slice(0, -1) : item.lower;
  if (!NOUN_CUES.has(item.lower) && !NOUN_CUES.has(singular)) return null;
  const cue = (source: NounPhrase, clauseStart: number): Cue => ({ ...ahead(at, source), kind: 'noun', clauseStart });
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

/** Verb forms that are nouns as often. */
const PLURAL_NOUNS = new Set(['states', 'claims', 'remarks', 'replies', 'retorts', 'tweets', 'quips', 'boasts']);

function readVerb(items: readonly Item[], at: number, earlier: readonly Cue[]): Cue | null {
  const item = items[at];
  const form = item && reportingForm(item.lower);
  if (!item || !form) return null;
  const { verb, forms } = form;
  const sure =
    verb.weight === 1 &&
    (forms.has('past') || (forms.has('third') && (!PLURAL_NOUNS.has(item.lower) || items[at - 1]?.pos === 'PROPN')));
  const opens =
    items[at + 1]?.lower === 'that' ||
    items[at + 1]?.text === ':' ||
    (items[at + 1]?.text === ',' && items[at + 2]?.pos === 'QUOTE');
  const closes = followsQuote(items, at) || closesLine(items, at);
  const mistagged =
    item.pos !== 'PROPN' &&
    (sure ||
      (isNominal(items[at - 1]) &&
        (((opens || closes) && (forms.has('third') || forms.has('past'))) ||
          (forms.has('base') && items[at + 1]?.lower === 'that' && PLURAL_PEOPLE.test(items[at - 1]?.text ?? '')))));
  if (item.pos !== 'VERB' && !mistagged) return null;
  if (item.capital && at > 0 && items[at - 1]?.capital) return null;
  const next = items[at + 1];
  const by = next?.lower === 'by';
  if (
    ((by && !forms.has('participle')) ||
      (next?.lower === 'to' && (items[at + 2]?.lower === 'be' || items[at + 2]?.lower === 'have'))) &&
    !verb.infinitive
  )
    return null;
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
    } else if (phraseAfterAuxiliary(items, start - 1) > 0) {
      start = phraseAfterAuxiliary(items, start - 1);
      continue;
    } else if (
      !(
        (before.pos === 'ADV' && !CONTRASTS.has(before.lower) && !CLAUSE_OPENERS.has(before.lower)) ||
        before.lower === 'not' ||
        before.lower === "n't" ||
        ADVERBS.has(before.lower)
      )
    )
      break;
    start--;
  }
  while (start < at && items[start]?.pos === 'ADV' && start === 0) start++;
  if (items[start - 1]?.lower === 'to' && items[start - 1]?.pos !== 'ADP') return null;
  const gerund = forms.has('gerund');
  if (by) return passive && verb.hearer ? readPassive(items, at, start, verb) : null;
  if (passive && !gerund) return null;
  const particle = PARTICLES[verb.lemma]?.includes(next?.lower ?? '') === true;
  const last = particle ? at + 1 : at;
  const base = { at, last, groupStart: start, kind: 'verb' as const, verb, gerund: gerund && !auxiliary, hearer: null };
  const found = subjectOf(items, base, earlier, forms.has('past') || forms.has('third'));
  return found && { ...base, ...found };
}

/** 'The paper was told by officials that …': the subject hears. */
function readPassive(items: readonly Item[], at: number, groupStart: number, verb: Reporting): Cue | null {
  const source = phraseStartingAt(items, at + 2, SOURCE_TIES);
  const hearer = phraseEndingAt(items, groupStart - 1);
  return (
    source && { ...ahead(at, source), kind: 'verb', verb, groupStart, hearer, clauseStart: hearer?.first ?? groupStart }
  );
}

/** Whether only a short phrase stands between the item and words in marks that end with a comma or the like. */
function followsQuote(items: readonly Item[], at: number): boolean {
  for (let back = at - 1; back >= 0 && at - back <= 6; back--) {
    const item = items[back];
    if (item?.pos === 'QUOTE') return /[,?!]/.test(item.tail);
    if (!isNominal(item) && item?.pos !== 'DET' && item?.pos !== 'ADJ') return false;
  }
  return false;
}

/** 'The harvest is late, the growers' league estimates.' */
function closesLine(items: readonly Item[], at: number): boolean {
  const next = items[at + 1];
  if (next !== undefined && next.text !== '.') return false;
  const phrase = phraseEndingAt(items, at - 1);
  return phrase !== null && phrase.first < at - 1 && items[phrase.first - 1]?.text === ',';
}

function isDeterminerLike(item: Item | undefined): boolean {
  return (
    item !== undefined &&
    (item.pos === 'DET' || /^(?:his|her|its|their|our|my|your|'s|’s)$/.test(item.lower)) &&
    !isSubjectPronoun(item)
  );
}

/** Where 'in the past' begins in 'who has in the past said', looking left from 'past'; 0 when no such phrase follows an auxiliary. */
function phraseAfterAuxiliary(items: readonly Item[], last: number): number {
  const phrase = baseEndingAt(items, last);
  const first = phrase ? phrase.first - 1 : 0;
  return first > 1 && items[first]?.pos === 'ADP' && items[first - 1]?.pos === 'AUX' ? first : 0;
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
  cue: {
    readonly at: number;
    readonly last: number;
    readonly groupStart: number;
    readonly gerund: boolean;
    readonly verb: Reporting;
  },
  earlier: readonly Cue[],
  finite: boolean,
): Subject | null {
  const { groupStart } = cue;
  const before = items[groupStart - 1];
  const plain = (source: NounPhrase): Subject => ({
    source,
    inverted: false,
    inherited: false,
    relative: false,
    clauseStart: source.first,
  });
  const inherit = (): Subject | null => {
    const own = earlier.filter((one) => one.source !== null && !one.relative && one.kind === 'verb');
    const source =
      (own.findLast((one) => opensClause(items, one.clauseStart)) ?? own.at(-1))?.source ??
      nearestSubject(items, groupStart) ??
      subjectAhead(items, groupStart);
    return source && { source, inverted: false, inherited: true, relative: false, clauseStart: groupStart };
  };
  if (cue.gerund) {
    // 'a clip of Ann Smith saying': the phrase before is the subject itself.
    const owner = before && isNominal(before) && cue.verb.clause ? baseEndingAt(items, groupStart - 1) : null;
    if (owner) return { source: owner, inverted: false, inherited: false, relative: true, clauseStart: groupStart };
    return before === undefined ||
      before.text === ',' ||
      before.pos === 'ADP' ||
      before.pos === 'CCONJ' ||
      before.pos === 'SCONJ' ||
      before.pos === 'QUOTE' ||
      before.pos === 'ADV' ||
      before.text === '-' ||
      DASH.test(before.text)
      ? inherit()
      : null;
  }
  const inverted = (): Subject | null => {
    if (!finite || cue.verb.lemma === 'tell') return null;
    const phrase = withApposition(items, phraseStartingAt(items, cue.last + 1));
    if (phrase && (TIME_WORDS.has(items[phrase.head]?.lower ?? '') || items[phrase.head]?.pos === 'NUM')) return null;
    if (!phrase || (isBarePronoun(items, phrase) && !/^(?:he|she|they|i|we)$/.test(items[phrase.first]?.lower ?? '')))
      return null;
    const [only] = phrase.first === phrase.last ? items.slice(phrase.first, phrase.last + 1) : [];
    if (only?.pos === 'NOUN' && !only.capital && !PLURAL_PEOPLE.test(only.text)) return null;
    // What follows the name must not go on as a clause of its own: 'said the plan would'.
    const after = items[phrase.last + 1];
    if (
      after &&
      (after.pos === 'AUX' || (after.pos === 'VERB' && !/(?:ing|ed)$/.test(after.lower)) || after.pos === 'PART')
    )
      return null;
    return { source: phrase, inverted: true, inherited: false, relative: false, clauseStart: groupStart };
  };
  if (!before) return inverted();
  if (before.pos === 'QUOTE') return inverted() ?? subjectBefore(items, groupStart - 1, plain);
  if (before.text === ',' && items[groupStart - 2]?.pos === 'QUOTE') return inverted();
  if (before.text === ',' || DASH.test(before.text)) {
    const apposed = subjectAcrossCommas(items, groupStart - 1);
    if (apposed) {
      // 'Ann Smith, a baker, said the oven' or 'The oven is hot, a brick one, said Ann Smith.'
      const other = looksLikeClause(items, groupStart - 1) ? inverted() : null;
      const rest = other?.source ? items[other.source.last + 1] : undefined;
      return other && (rest === undefined || rest.pos === 'PUNCT' || rest.pos === 'ADP') ? other : plain(apposed);
    }
    const next = items[cue.last + 1];
    const beforeMarks =
      next?.pos === 'QUOTE' || (/^[,:]$/.test(next?.text ?? '') && items[cue.last + 2]?.pos === 'QUOTE');
    return inverted() ?? (beforeMarks ? subjectBefore(items, groupStart - 2, plain) : null);
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

function isBarePronoun(items: readonly Item[], { first, last }: NounPhrase): boolean {
  return first === last && (items[first]?.pos === 'PRON' || isSubjectPronoun(items[first]));
}

function subjectBefore(items: readonly Item[], last: number, plain: (source: NounPhrase) => Subject): Subject | null {
  const across = (): Subject | null => {
    const antecedent = subjectAcrossRelative(items, last);
    return antecedent && plain(antecedent);
  };
  const phrase = phraseEndingAt(items, last);
  if (!phrase) return across();
  const head = items[phrase.head];
  if (head?.pos === 'ADJ' && !head.capital && items[phrase.first]?.pos !== 'DET') return across();
  if (phrase.first === phrase.last && head && TIME_WORDS.has(head.lower)) return subjectBefore(items, last - 1, plain);
  const edge = items[phrase.first - 1];
  const prepositional =
    edge?.pos === 'ADP' &&
    !/^(?:as|after|before|since|until|like|than|because|if|while|though|although|that)$/.test(edge.lower);
  if (prepositional) {
    // 'In a radio interview Smith said': the name alone is the subject.
    for (let at = phrase.head; at > phrase.first; at--) {
      if (items[at]?.capital && items[at - 1]?.pos === 'NOUN' && items[at - 1]?.capital === false)
        return plain({ ...phrase, first: at });
    }
    return across();
  }
  const isObject = edge?.pos === 'VERB' || edge?.pos === 'AUX';
  return (isObject ? across() : null) ?? plain(phrase);
}
