import type { EntityType } from '../../domain/entity.ts';
import type { AnnotatedText, PartOfSpeech, Token } from '../../text/annotated-text.ts';
import { PARTS_OF_SPEECH } from '../../text/annotated-text.ts';
import { hashText, mix } from '../model/features.ts';
import type { RatedChunk } from './classify.ts';
import { nameLists } from './known-lists.ts';
import type { WordForm } from './word-forms.ts';
import { wordForm } from './word-forms.ts';

/** What the whole document tells of a word, whatever its capitals. */
export interface DocumentWord {
  /** How often it stands in small letters. */
  small: number;
  /** How often it has a capital that is not due to its place. */
  capital: number;
  /** How often rules see it in a name of each type; none where they never do. */
  types: Uint16Array | null;
  /** The type that they give it most often, with whether they always do, as one number; -1 for none. */
  type: number;
  /** What part of longer names it is, as bits: first or last of a person, of an organisation, of a place. */
  parts: number;
  /** Its first places with a capital, at most `MOST_PLACES`. */
  readonly places: number[];
}

/** What the features of names are made of, token by token; computed once a document. */
export interface NameContext {
  readonly forms: readonly WordForm[];
  readonly tags: Int32Array;
  /** 1 where a name may be: capitals, and the small words beside and between them. */
  readonly live: Uint8Array;
  /** The candidates of the rules. */
  readonly rated: readonly RatedChunk[];
  /** The candidate that covers the token, as an index into the rated chunks; -1 where there is none. */
  readonly chunkOf: Int32Array;
  /** What the rules make of the token: its candidate's type, whether it is a name, whether it begins there; 0 for none. */
  readonly ruleLabels: Int32Array;
  /** The lists of names (bits of `nameLists`) of which one covers the token, begins at it, ends at it. */
  readonly covered: Int32Array;
  readonly begins: Int32Array;
  readonly ends: Int32Array;
  /** Of a token with a capital: the first token of the run of capitals around it, and the token after the run's last. */
  readonly runFirst: Int32Array;
  readonly runLast: Int32Array;
  /** 1 where a sentence or quotation begins. */
  readonly initial: Uint8Array;
  readonly words: readonly DocumentWord[];
  /** Initials of the longer names of organisations, as acronyms are written. */
  readonly acronyms: ReadonlySet<string>;
}

const RATED_TYPES: readonly EntityType[] = ['PERSON', 'ORGANIZATION', 'PLACE', 'GROUP', 'EVENT', 'WORK', 'PRODUCT'];

/** How many labels there are of what rules make of a token. */
export const RULE_LABELS = 1 + RATED_TYPES.length * 4;

const TAG_NUMBER: ReadonlyMap<PartOfSpeech, number> = new Map(PARTS_OF_SPEECH.map((tag, i) => [tag, i]));

/** Small words between two capitals that may lie within a name: 'Society for the Protection'. */
const WIDEST_GAP = 3;
/** Tokens, and UTF-16 units; longer names are in no list. */
const LONGEST_LISTED = 6;
const LONGEST_NAME = 80;

export function nameContext({ body, tokens, sentences }: AnnotatedText, rated: readonly RatedChunk[]): NameContext {
  const n = tokens.length;
  const forms = tokens.map(({ text }) => wordForm(text));
  // `Int32Array.from` goes through an iterator, several times as slow.
  const tags = new Int32Array(tokens.map(({ pos }) => TAG_NUMBER.get(pos) ?? 0));
  const live = new Uint8Array(n);
  const covered = new Int32Array(n);
  const begins = new Int32Array(n);
  const ends = new Int32Array(n);
  const runFirst = new Int32Array(n);
  const runLast = new Int32Array(n);
  const initial = new Uint8Array(n);
  for (const { firstToken, lastToken } of sentences) {
    markLive(forms, live, firstToken, lastToken);
    markRuns(forms, runFirst, runLast, firstToken, lastToken);
    for (let i = firstToken; i < lastToken; i++) {
      if (i === firstToken || forms[i - 1]?.opens) initial[i] = 1;
      if (forms[i]?.hasCapital) markListed(body, tokens, forms, i, lastToken, covered, begins, ends);
    }
  }
  const chunkOf = new Int32Array(n).fill(-1);
  const ruleLabels = new Int32Array(n);
  for (const [index, { chunk, type, isName }] of rated.entries()) {
    chunkOf.fill(index, chunk.first, chunk.last);
    const label = 1 + RATED_TYPES.indexOf(type) * 4 + (isName ? 2 : 0);
    ruleLabels.fill(label, chunk.first, chunk.last);
    ruleLabels[chunk.first] = label + 1;
  }
  return {
    forms,
    tags,
    live,
    rated,
    chunkOf,
    ruleLabels,
    covered,
    begins,
    ends,
    runFirst,
    runLast,
    initial,
    words: documentWords(forms, initial, rated),
    acronyms: acronymsOf(rated),
  };
}

const HYPHEN = hashText('-');

function markLive(forms: readonly WordForm[], live: Uint8Array, first: number, last: number): void {
  let capital = -10;
  for (let i = first; i < last; i++) {
    if (!forms[i]?.hasCapital) continue;
    if (i - capital - 1 <= WIDEST_GAP) live.fill(1, capital + 1, i);
    // The last part of Jin-ho is small, as is the 'controlled' of a compound.
    const reach = forms[i + 1]?.exact === HYPHEN ? 3 : 2;
    live.fill(1, Math.max(first, i - 1), Math.min(last, i + reach));
    capital = i;
  }
}

function markRuns(
  forms: readonly WordForm[],
  runFirst: Int32Array,
  runLast: Int32Array,
  first: number,
  last: number,
): void {
  let i = first;
  while (i < last) {
    let end = i + 1;
    if (forms[i]?.hasCapital) {
      while (end < last && forms[end]?.hasCapital) end++;
      runFirst.fill(i, i, end);
      runLast.fill(end, i, end);
    }
    i = end;
  }
}

function markListed(
  body: string,
  tokens: readonly Token[],
  forms: readonly WordForm[],
  first: number,
  limit: number,
  covered: Int32Array,
  begins: Int32Array,
  ends: Int32Array,
): void {
  const start = tokens[first]?.start ?? 0;
  let found = 0;
  for (let last = Math.min(limit, first + LONGEST_LISTED); last > first; last--) {
    if (!forms[last - 1]?.hasCapital) continue;
    const end = tokens[last - 1]?.end ?? 0;
    if (end - start > LONGEST_NAME) continue;
    // Of each list the longest name counts.
    const named = last - first > 1 ? nameLists(body.slice(start, end)) : (forms[first]?.names ?? 0);
    const lists = named & ~found;
    if (lists === 0) continue;
    found |= lists;
    const fresh = lists & ~(covered[first] ?? 0);
    begins[first] = (begins[first] ?? 0) | fresh;
    ends[last - 1] = (ends[last - 1] ?? 0) | fresh;
    for (let k = first; k < last; k++) covered[k] = (covered[k] ?? 0) | fresh;
  }
}

const FIRST_OF_PERSON = 1;
const LAST_OF_PERSON = 2;
const FIRST_OF_ORGANIZATION = 4;
const IN_ORGANIZATION = 8;
const IN_PLACE = 16;

const MOST_PLACES = 5;

function documentWords(forms: readonly WordForm[], initial: Uint8Array, rated: readonly RatedChunk[]): DocumentWord[] {
  const byWord = new Map<number, DocumentWord>();
  const words = forms.map((form, i) => {
    let word = byWord.get(form.lower);
    if (word === undefined) {
      word = { small: 0, capital: 0, types: null, type: -1, parts: 0, places: [] };
      byWord.set(form.lower, word);
    }
    if (form.hasCapital && word.places.length < MOST_PLACES) word.places.push(i);
    if (form.isSmall) word.small++;
    else if (form.hasCapital && initial[i] === 0) word.capital++;
    return word;
  });
  for (const { chunk, type, isName } of rated) {
    if (!isName) continue;
    const number = RATED_TYPES.indexOf(type);
    const isLonger = chunk.last - chunk.first > 1;
    for (let k = chunk.first; k < chunk.last; k++) {
      const word = words[k];
      if (word === undefined) continue;
      word.types ??= new Uint16Array(RATED_TYPES.length);
      word.types[number] = (word.types[number] ?? 0) + 1;
      if (!isLonger) continue;
      if (type === 'PERSON') word.parts |= k === chunk.last - 1 ? LAST_OF_PERSON : FIRST_OF_PERSON;
      else if (type === 'ORGANIZATION') word.parts |= k === chunk.first ? FIRST_OF_ORGANIZATION : IN_ORGANIZATION;
      else if (type === 'PLACE') word.parts |= IN_PLACE;
    }
  }
  for (const word of byWord.values()) if (word.types !== null) word.type = mainType(word.types);
  return words;
}

function mainType(types: Uint16Array): number {
  let top = -1;
  let count = 0;
  let all = 0;
  for (const [type, times] of types.entries()) {
    all += times;
    if (times <= count) continue;
    count = times;
    top = type;
  }
  return mix(top, (count === all ? 2 : count * 2 > all ? 1 : 0) * 4 + Math.min(all, 3));
}

function acronymsOf(rated: readonly RatedChunk[]): ReadonlySet<string> {
  const acronyms = new Set<string>();
  for (const { chunk, text, type } of rated) {
    if (type !== 'ORGANIZATION' || chunk.last - chunk.first < 2) continue;
    let initials = '';
    for (const word of text.split(/[\s-]+/)) if (/^\p{Lu}/u.test(word)) initials += word.charAt(0);
    if (initials.length > 1) acronyms.add(initials);
  }
  return acronyms;
}
