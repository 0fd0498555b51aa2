import type { AnnotatedText, Sentence, Token } from '../../text/annotated-text.ts';
import { isCommonWord } from '../../text/tokens.ts';
import { citiesNamed } from './gazetteer/cities.ts';
import { countryNamed, isGroupName } from './gazetteer/countries.ts';
import { isFirstName } from './gazetteer/first-names.ts';
import { regionNamed } from './gazetteer/regions.ts';
import { organizationNamed, outletNamed } from './known-names.ts';
import { COMPANY_FORMS, OF_HEADS, ORGANIZATION_HEADS, WORK_HEADS } from './lexicon/heads.ts';
import { CALENDAR, NOT_NAMES } from './lexicon/not-names.ts';
import { HONORIFICS, NAME_SUFFIXES, ROLES, TITLE_MODIFIERS } from './lexicon/titles.ts';
import { wordSet } from './lexicon/word-set.ts';

/** A run of tokens that may be one name, with what was found before it. */
export interface Chunk {
  /** Tokens `first` to `last`, the latter exclusive. */
  readonly first: number;
  readonly last: number;
  /** Whether its capital may be due to its place: first in a sentence or after an opening mark. */
  readonly isInitial: boolean;
  /** The honorific, role or title before it, as lower-case words; empty when there is none. */
  readonly titles: readonly string[];
  /** Stands in a sentence of capitals (a headline), where a capital tells nothing. */
  readonly inTitleCase: boolean;
}

const PARTICLES = wordSet(
  'al el ul ur bin ibn bint ben abu umm de da do dos das del della di du des van von der den ter ten la le las los y zu zur af av af bar mac st e ap ab ud din da’ d’ al-',
);
/** Particles that open a name even in lower case when they are tied by a hyphen: al-Assad. */
const TIED_PARTICLES = wordSet('al el ul ur as ash an ad ar at az e i abd');
/** Possessives that are part of a name: 'People's Party', 'King's College'. */
const POSSESSIVE_HEADS = wordSet(
  'people peoples women men children child king queen prince lord workers farmers teachers mother father veterans players lawyers editors god saint mary george andrew john peter paul thomas james patrick michael world nation doctors physicians carl mcdonald sainsbury levi lloyd christie sotheby macy kellogg moody reader citizens girls boys ladies governor',
);
const CAPITAL = /^(?:\p{Lu}|\p{Lt}|\p{Ll}{1,2}\p{Lu})/u;

/**
 * The candidates for names in a text: runs of capitalised words with the small words that tie them, freed of what is no
 * part of a name (openers of sentences, titles and roles, days and months). Linear in the number of tokens.
 */
export function findChunks(text: AnnotatedText): Chunk[] {
  const { tokens } = text;
  const chunks: Chunk[] = [];
  const headlines: Sentence[] = [];
  for (const sentence of text.sentences) {
    const inTitleCase = isTitleCase(tokens, sentence.firstToken, sentence.lastToken);
    if (inTitleCase) headlines.push(sentence);
    let i = sentence.firstToken;
    while (i < sentence.lastToken) {
      const start = nameStart(tokens, i, sentence.lastToken);
      if (start < 0) {
        i++;
        continue;
      }
      const end = chunkEnd(tokens, start, sentence.lastToken);
      const isInitial = opensClause(tokens, start, sentence.firstToken);
      // A long run in a headline is more than one name.
      if (!inTitleCase || end - start <= 4)
        refine(tokens, start, end, sentence.firstToken, isInitial, inTitleCase, chunks);
      i = Math.max(end, i + 1);
    }
  }
  return headlines.length === 0 ? chunks : withHeadlineNames(tokens, headlines, chunks);
}

/** Adds the names that a headline shares with the text or with our lists, where its capitals tell nothing. */
function withHeadlineNames(
  tokens: readonly Token[],
  headlines: readonly Sentence[],
  chunks: readonly Chunk[],
): Chunk[] {
  const known = new Set<string>();
  for (const chunk of chunks) if (!chunk.inTitleCase) known.add(textOf(tokens, chunk.first, chunk.last).toLowerCase());
  const taken = new Set<number>();
  for (const chunk of chunks) for (let k = chunk.first; k < chunk.last; k++) taken.add(k);
  const added: Chunk[] = [];
  for (const { firstToken, lastToken } of headlines) {
    let i = firstToken;
    while (i < lastToken) {
      let end = 0;
      for (let k = Math.min(i + 6, lastToken); k > i && end === 0; k--) {
        if (taken.has(i) || taken.has(k - 1) || !isCapitalized(tokens[i]) || !isCapitalized(tokens[k - 1])) continue;
        const name = textOf(tokens, i, k);
        const lower = name.toLowerCase();
        if (NOT_NAMES.has(lower) || (k === i + 1 && isCommonWord(lower) && countryNamed(name) === undefined)) continue;
        if (known.has(lower) || isKnownName(name) || (citiesNamed(name)[0]?.population ?? 0) > 300_000) end = k;
      }
      if (end > 0) added.push({ first: i, last: end, isInitial: false, titles: [], inTitleCase: true });
      i = Math.max(end, i + 1);
    }
  }
  return [...chunks, ...added].sort((a, b) => a.first - b.first);
}

export function isCapitalized(token: Token | undefined): boolean {
  return token !== undefined && hasCapital(token.text) && token.text !== 'I';
}

/** Begins with a capital, or has one after a letter or two: 'iPhone', 'eBay'. Asked of every token, so letters of ASCII go first. */
function hasCapital(text: string): boolean {
  const code = text.charCodeAt(0);
  if (code < 0x61) return isAsciiCapital(code);
  const { length } = text;
  const isSmall =
    isAsciiSmall(code) &&
    (length === 1 || isAsciiSmall(text.charCodeAt(1))) &&
    (length <= 2 || isAsciiSmall(text.charCodeAt(2)));
  return !isSmall && CAPITAL.test(text);
}

function isAsciiCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

function isAsciiSmall(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

/** Whether so many words of a sentence have capitals that capitals tell nothing: a headline. */
function isTitleCase(tokens: readonly Token[], first: number, last: number): boolean {
  let words = 0;
  let capital = 0;
  let upper = 0;
  for (let i = first; i < last; i++) {
    const text = tokens[i]?.text ?? '';
    const code = text.charCodeAt(0);
    const isAscii = code < 0x80;
    if (isAscii ? !isAsciiCapital(code) && !isAsciiSmall(code) : !/^\p{L}/u.test(text)) continue;
    if (SMALL_WORDS.has(text)) continue;
    words++;
    if (hasCapital(text)) capital++;
    if (!isAsciiSmall(code) && !isAsciiSmall(text.charCodeAt(1)) && text === text.toUpperCase()) upper++;
  }
  if (words < 4) return false;
  if (upper / words > 0.8) return true;
  return words >= 5 && capital / words >= 0.9 && !/^[.,;]$/.test(tokens[last - 1]?.text ?? '');
}

/** Words that a headline leaves in small letters. */
const SMALL_WORDS = wordSet(
  'a an the of in on at to for from by with and or nor but as is vs v via up per s over into after amid de la le el al von van',
);

/** `i` when a name can begin at that token, else -1. */
function nameStart(tokens: readonly Token[], i: number, limit: number): number {
  const token = tokens[i];
  if (token === undefined) return -1;
  if (isCapitalized(token)) return i;
  if (TIED_PARTICLES.has(token.text) && isGluedHyphen(tokens, i + 1) && i + 2 < limit && isCapitalized(tokens[i + 2]))
    return i;
  return -1;
}

function isGluedHyphen(tokens: readonly Token[], i: number): boolean {
  const hyphen = tokens[i];
  if (hyphen === undefined || !/^[-‐‑–]$/.test(hyphen.text)) return false;
  return tokens[i - 1]?.end === hyphen.start && tokens[i + 1]?.start === hyphen.end;
}

function opensClause(tokens: readonly Token[], i: number, sentenceStart: number): boolean {
  if (i === sentenceStart) return true;
  const before = tokens[i - 1];
  const text = before?.text ?? '';
  if (/^[”’»)\]]$/.test(text) || (/^["']$/.test(text) && before?.start === tokens[i - 2]?.end)) return false;
  return /^["“‘'«([{•*#–—:…-]+$/.test(text) || text === '...';
}

/** Tokens; no name is longer, and what is done with a run is not linear in its length. */
const LONGEST_RUN = 40;

/** The end of the run of name-like words that begins at `start`. */
function chunkEnd(tokens: readonly Token[], start: number, limit: number): number {
  let j = start;
  // The opening particle of al-Assad.
  if (!isCapitalized(tokens[j])) j += 2;
  j++;
  for (;;) {
    const token = tokens[j];
    const next = tokens[j + 1];
    if (token === undefined || j >= limit || j - start >= LONGEST_RUN) return Math.min(j, limit);
    const previous = tokens[j - 1];
    if (isCapitalized(token)) {
      if (endsWithCalendar(token, previous)) return j;
      j++;
    } else if (isGluedHyphen(tokens, j) && j + 1 < limit) {
      if (isCapitalized(next)) j += 2;
      else if (
        next !== undefined &&
        TIED_PARTICLES.has(next.text) &&
        isGluedHyphen(tokens, j + 2) &&
        isCapitalized(tokens[j + 3])
      )
        j += 4;
      else if (next !== undefined && /^\p{Ll}{2,6}$/u.test(next.text) && isSyllableOfName(tokens, j, start)) j += 2;
      else if (
        next !== undefined &&
        /^\d{1,3}$/.test(next.text) &&
        /^\p{Lu}{1,3}$|^C(?:OVID|ovid)$/u.test(previous?.text ?? '')
      )
        j += 2;
      else return j;
    } else if (/^\p{Ll}/u.test(token.text) && PARTICLES.has(token.text.toLowerCase())) {
      // 'Muhammad bin Salman', 'Oscar de la Hoya', 'Bashar al-Assad'
      let k = j + 1;
      while (k < limit && k < j + 3 && PARTICLES.has(tokens[k]?.text ?? '')) k++;
      if (isGluedHyphen(tokens, k)) k++;
      if (k < limit && isCapitalized(tokens[k])) j = k + 1;
      else return j;
    } else if (
      (token.text === 'of' ||
        token.text === 'for' ||
        (token.text === 'on' && TAKES_ON.has(previous?.text.toLowerCase() ?? ''))) &&
      OF_HEADS.has(previous?.lemma.toLowerCase() ?? '') &&
      isCapitalized(previous)
    ) {
      const k = tokens[j + 1]?.text === 'the' ? j + 2 : j + 1;
      // 'the Interior Ministry of Norway' is a ministry and a country; the 'Bank of Ghana' is one name.
      if (
        j - 1 > start &&
        /^(?:ministry|department|army|navy|police|government)$/i.test(previous?.text ?? '') &&
        countryNamed(tokens[k]?.text ?? '') !== undefined
      )
        return j;
      if (k < limit && isCapitalized(tokens[k]) && !CALENDAR.has(tokens[k]?.text.toLowerCase() ?? '')) j = k + 1;
      else return j;
    } else if ((token.text === '&' || token.text === '+') && isCapitalized(next)) {
      j += 2;
    } else if (token.text === 'and' && joinsParts(tokens, start, j, limit)) {
      j += 2;
    } else if (
      token.pos === 'PART' &&
      /^['’]s$/i.test(token.text) &&
      isCapitalized(next) &&
      POSSESSIVE_HEADS.has(previous?.text.toLowerCase() ?? '')
    ) {
      j += 2;
    } else if (
      /^['’]$/.test(token.text) &&
      token.start === previous?.end &&
      /s$/.test(previous.text) &&
      isCapitalized(next) &&
      (POSSESSIVE_HEADS.has(previous.text.toLowerCase()) ||
        (ORGANIZATION_HEADS.has(next?.text.toLowerCase() ?? '') && countryNamed(previous.text) === undefined))
    ) {
      j += 2;
    } else if (token.text === ',' && listEnd(tokens, start, j, limit) > 0) {
      j = listEnd(tokens, start, j, limit);
    } else if (token.text === ',' && next !== undefined && /^(?:Inc|Ltd|LLC|LLP|Jr|Sr)\b/.test(next.text)) {
      j += 2;
    } else if (/^\d{1,4}$/.test(token.text) && takesNumber(previous)) {
      j++;
    } else return j;
  }
}

function takesNumber(previous: Token | undefined): boolean {
  return (
    previous !== undefined &&
    /^(?:Boeing|Airbus|Channel|Formula|Area|Windows|Fortune|Studio|Bloc|COP|Cup|Games|Olympics|Radio|Euro|Expo|Apollo|Soyuz|iPhone|Galaxy|Heaven|Forever)$/.test(
      previous.text,
    )
  );
}

function endsWithCalendar(token: Token, previous: Token | undefined): boolean {
  const lower = token.text.toLowerCase();
  // A month or day ends a name, except in 'Black Friday', 'Fox News Sunday' and people called May or April.
  return (
    CALENDAR.has(lower) &&
    !/^(?:may|april|june|august|jan|mar|sun|dec|march)$/.test(lower) &&
    previous?.text !== 'Black'
  );
}

/** 'un' of Kim Jong-un, 'moon' of Ban Ki-moon: a short syllable after a short capitalised one. */
function isSyllableOfName(tokens: readonly Token[], hyphen: number, start: number): boolean {
  const before = tokens[hyphen - 1]?.text ?? '';
  const after = tokens[hyphen + 1];
  if (after === undefined || !/^\p{Lu}\p{Ll}{1,5}$/u.test(before)) return false;
  if (after.pos === 'VERB' && /(?:ed|ing|led|run|held|born|made|based|wide|like)$/.test(after.text)) return false;
  const surname = hyphen - 1 > start && /^\p{Lu}\p{Ll}{1,6}$/u.test(tokens[hyphen - 2]?.text ?? '');
  return surname && !COMPOUND_ENDINGS.has(after.text);
}

const TAKES_ON = wordSet(
  'panel committee commission council conference convention institute forum group court authority',
);
const COMPOUND_ENDINGS = wordSet(
  'led run held born made based wide like style type era area owned born bound only free aged',
);

/** Whether 'A and B' is one name: 'Food and Drug Administration', 'Ministry of Trade and Industry'. */
function joinsParts(tokens: readonly Token[], start: number, and: number, limit: number): boolean {
  if (!isCapitalized(tokens[and + 1])) return false;
  const right = tokens[and + 1]?.text ?? '';
  if (isGroupName(right) || countryNamed(right) !== undefined || isFirstName(right)) return false;
  let afterOf = -1;
  for (let k = start; k < and; k++) if (tokens[k]?.text === 'of' || tokens[k]?.text === 'for') afterOf = k;
  const left = tokens[and - 1]?.text ?? '';
  if (afterOf >= 0) {
    if (countryNamed(left) !== undefined || isGroupName(left) || regionNamed(left) !== undefined || isFirstName(left))
      return false;
    // The part after 'and' must not begin a new name of the same kind: 'the Ministry of Justice and Ministry of Health'.
    return (
      !ORGANIZATION_HEADS.has(right.toLowerCase()) &&
      !OF_HEADS.has(right.toLowerCase()) &&
      tokens[and + 2]?.text !== 'of'
    );
  }
  // Both parts share a head at the end.
  let k = and + 1;
  while (k < limit && isCapitalized(tokens[k])) k++;
  const head = tokens[k - 1]?.text.toLowerCase() ?? '';
  const leftHead = left.toLowerCase();
  if (k - and < 3 || !ORGANIZATION_HEADS.has(head) || ORGANIZATION_HEADS.has(leftHead) || and - start > 2) return false;
  return (
    countryNamed(left) === undefined && organizationNamed(left) === undefined && !isFirstName(tokens[start]?.text ?? '')
  );
}

/** Where the list ends that a name goes on with, as in 'Ministry of Trade, Industry and Energy'; 0 when there is none. */
function listEnd(tokens: readonly Token[], start: number, comma: number, limit: number): number {
  let afterOf = -1;
  for (let k = start; k < comma; k++) if (tokens[k]?.text === 'of' || tokens[k]?.text === 'for') afterOf = k;
  if (
    afterOf < 0 ||
    !/^(?:ministry|department|authority|committee|commission|agency|institute|office|faculty|council|school|college|bureau|minister)$/i.test(
      tokens[afterOf - 1]?.text ?? '',
    )
  )
    return 0;
  const first = tokens[comma - 1]?.text ?? '';
  if (countryNamed(first) !== undefined || regionNamed(first) !== undefined || isGroupName(first) || isFirstName(first))
    return 0;
  let k = comma;
  let items = 0;
  while (k < limit && items < 6) {
    const separator = tokens[k]?.text;
    if (separator === ',' && tokens[k + 1]?.text === 'and') k++;
    else if (separator !== ',' && separator !== 'and') return 0;
    const isLast = tokens[k]?.text === 'and';
    k++;
    if (!isCapitalized(tokens[k])) return 0;
    while (k < limit && isCapitalized(tokens[k])) k++;
    items++;
    if (isLast) return k;
  }
  return 0;
}

/** Cuts a run into names: drops openers and titles, splits compounds, and appends what is left. */
function refine(
  tokens: readonly Token[],
  start: number,
  end: number,
  sentenceStart: number,
  initial: boolean,
  inTitleCase: boolean,
  chunks: Chunk[],
): void {
  let first = start;
  let isInitial = initial;
  const titles: string[] = titlesBefore(tokens, start, sentenceStart);
  // Closed-class words, days and months at the front: 'The', 'On', 'Meanwhile', 'Sunday'.
  while (first < end) {
    const lower = tokens[first]?.text.toLowerCase() ?? '';
    if ((lower !== 'the' && isWhole(tokens, first, end)) || !isDroppable(tokens, first, end, isInitial)) break;
    first++;
    // What follows 'The' or 'In' has its capital for its own sake.
    isInitial = false;
    titles.length = 0;
    while (first < end && nameStart(tokens, first, end) < 0) first++;
  }
  let last = end;
  while (last > first && trimsAtEnd(tokens, first, last)) last--;
  if (first >= last) return;
  if (isWhole(tokens, first, last)) {
    chunks.push({ first, last, isInitial, titles, inTitleCase });
    return;
  }
  if (isTitleOnly(tokens, first, last)) return;
  // Titles inside: 'Iranian Foreign Minister Ali Karimi' is a group and a person.
  const title = titleInside(tokens, first, last);
  if (title !== null) {
    if (title.from > first) refine(tokens, first, title.from, sentenceStart, isInitial, inTitleCase, chunks);
    const words: string[] = [];
    for (let k = title.from; k < title.to; k++)
      if (isCapitalized(tokens[k]) || ROLES.has(tokens[k]?.text ?? '')) words.push(plainWord(tokens[k]?.text ?? ''));
    if (title.to < last)
      refineName(
        tokens,
        title.to,
        last,
        false,
        title.from === first ? [...titles, ...words] : words,
        inTitleCase,
        chunks,
      );
    return;
  }
  refineName(tokens, first, last, isInitial, titles, inTitleCase, chunks);
}

function refineName(
  tokens: readonly Token[],
  first: number,
  last: number,
  isInitial: boolean,
  titles: readonly string[],
  inTitleCase: boolean,
  chunks: Chunk[],
): void {
  let from = first;
  // Compounds of two names that are each known: 'Iran-Iraq', 'Syrian-Turkish'.
  for (let k = first + 1; k + 1 < last; k++) {
    if (!isGluedHyphen(tokens, k)) continue;
    const whole = textOf(tokens, from, last);
    if (isKnownName(whole)) break;
    if (isKnownName(textOf(tokens, from, k)) && isKnownName(tokens[k + 1]?.text ?? '')) {
      chunks.push({
        first: from,
        last: k,
        isInitial: isInitial && from === first,
        titles: from === first ? titles : [],
        inTitleCase,
      });
      from = k + 1;
    }
  }
  // A people's adjective before a person's name: 'American John Doe'.
  if (
    last - from >= 3 &&
    isGroupName(tokens[from]?.text ?? '') &&
    isFirstName(tokens[from + 1]?.text ?? '') &&
    !ORGANIZATION_HEADS.has(tokens[last - 1]?.text.toLowerCase() ?? '')
  ) {
    chunks.push({ first: from, last: from + 1, isInitial, titles: [], inTitleCase });
    from++;
  }
  if (from < last)
    chunks.push({
      first: from,
      last,
      isInitial: isInitial && from === first,
      titles: from === first ? titles : [],
      inTitleCase,
    });
}

function plainWord(text: string): string {
  return text.toLowerCase().replace(/\.$/, '');
}

export function textOf(tokens: readonly Token[], first: number, last: number): string {
  let text = '';
  for (let k = first; k < last; k++) {
    const token = tokens[k];
    if (token === undefined) break;
    const previous = tokens[k - 1];
    if (k > first && previous !== undefined && previous.end < token.start) text += ' ';
    text += token.text;
  }
  return text;
}

/** Whether the name is in a list of ours, so that nothing may be cut from it. */
export function isKnownName(name: string): boolean {
  return (
    countryNamed(name) !== undefined ||
    isGroupName(name) ||
    organizationNamed(name) !== undefined ||
    (name.includes(' ') && outletNamed(name) !== undefined)
  );
}

function isWhole(tokens: readonly Token[], first: number, last: number): boolean {
  return last - first > 1 && last - first < 8 && isKnownName(textOf(tokens, first, last));
}

/** 'Crown Prince', 'His Majesty', 'Chief of Staff': no name by itself. */
function isTitleOnly(tokens: readonly Token[], first: number, last: number): boolean {
  if (last - first < 2) return false;
  for (let k = first; k < last; k++) {
    const word = plainWord(tokens[k]?.text ?? '');
    if (
      !isRoleWord(word) &&
      !HONORIFICS.has(word) &&
      !TITLE_MODIFIERS.has(word) &&
      !/^(?:of|majesty|highness|excellency|royal|highnesses|staff|honor|honour)$/.test(word)
    )
      return false;
  }
  return true;
}

function isDroppable(tokens: readonly Token[], i: number, end: number, isInitial: boolean): boolean {
  const token = tokens[i];
  if (token === undefined) return false;
  const lower = token.text.toLowerCase();
  const next = tokens[i + 1];
  const isLast = i + 1 >= end;
  if (CALENDAR.has(lower))
    return isLast || !/^(?:may|april|june|august|jan|mar|sun)$/.test(lower) || /^\d/.test(next?.text ?? '');
  if (token.text === 'A' || lower === 'the') return true;
  if (isKnownName(token.text)) return false;
  // A word of capitals is an acronym ('IT', 'WHO', 'AM'), unless it is a plain small word in a headline.
  if (token.text.length > 1 && token.text === token.text.toUpperCase() && /^\p{Lu}+$/u.test(token.text))
    return isLast ? false : FUNCTION_WORDS.has(lower);
  if (!NOT_NAMES.has(lower)) return isInitial && !isLast && isOpener(tokens, i);
  if (isLast) return true;
  if (FUNCTION_WORDS.has(lower)) return true;
  return isInitial && !ROLES.has(lower) && !HONORIFICS.has(lower) && isOpener(tokens, i);
}

const FUNCTION_WORDS = wordSet(
  `the a an this that these those i me my we us our you your he him his she her it its they them their and or but nor so yet for of in on at by to from with
   without within into onto upon over under above below between among amid during before after since until till while when where why how what which who whose
   because although though if unless whether as than then there here now today yesterday tomorrow however meanwhile not no yes both either neither each every all any some
   many most several few such another other also too is are was were be been has have had do does did will would can could should may might must`,
);

/** A common word that opens the sentence and is not part of the name after it: 'Former', 'Despite', 'Police'. */
function isOpener(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  if (
    token === undefined ||
    isGroupName(token.text) ||
    isFirstName(token.text) ||
    PARTICLES.has(token.text.toLowerCase())
  )
    return false;
  if (/^(?:ADP|ADV|SCONJ|CCONJ|DET|PRON|AUX|VERB|INTJ|NUM)$/.test(token.pos))
    return !WORK_HEADS.has(token.text.toLowerCase());
  return OPENING_NOUNS.has(token.text.toLowerCase());
}

const OPENING_NOUNS = wordSet(
  'police residents protesters witnesses officials authorities experts critics activists investigators prosecutors lawmakers scientists researchers analysts former ex supporters opponents fans friends relatives neighbors neighbours doctors lawyers farmers workers students teachers voters rebels militants troops soldiers fighters gunmen shares stocks people men women children users visitors tourists migrants refugees late fellow veteran incumbent self',
);

function trimsAtEnd(tokens: readonly Token[], first: number, last: number): boolean {
  const token = tokens[last - 1];
  if (token === undefined) return false;
  const lower = token.text.toLowerCase();
  if (!isCapitalized(token) && !/^\d/.test(token.text) && !/^\p{Ll}{2,6}$/u.test(token.text)) return true;
  // Jae-in, and the given names He, So, You.
  if (isGluedHyphen(tokens, last - 2) && last - 3 >= first) return false;
  if (/^(?:He|So|You|No|An|May|Will|Do|Ho|Ha)$/.test(token.text) && last - first === 2) return false;
  if (FUNCTION_WORDS.has(lower) && token.text !== token.text.toUpperCase()) return true;
  return last - 1 > first && CALENDAR.has(lower) && !/^(?:may|april|june|august)$/.test(lower);
}

/** The roles right before a name, the nearest one last: 'leader', 'foreign minister', 'Mr.'. */
export function titlesBefore(tokens: readonly Token[], start: number, sentenceStart: number): string[] {
  const titles: string[] = [];
  let k = start - 1;
  // Not across a comma or 'the'.
  while (k >= sentenceStart && titles.length < 4) {
    const token = tokens[k];
    if (token === undefined) break;
    const word = plainWord(token.text);
    const isRole = ROLES.has(word) || ROLES.has(token.lemma);
    if (titles.length === 0 ? isRole && token.pos !== 'VERB' : isRole || TITLE_MODIFIERS.has(word))
      titles.unshift(word);
    else if (/^[-‐‑]$/.test(token.text) && titles.length > 0) {
      k--;
      continue;
    } else break;
    k--;
  }
  return titles;
}

/** The last title within a run and where it begins; null when there is none. */
function titleInside(tokens: readonly Token[], first: number, last: number): { from: number; to: number } | null {
  let to = -1;
  for (let k = first; k < last; k++) {
    const token = tokens[k];
    if (token === undefined) continue;
    const word = plainWord(token.text);
    if (token.text === 'of' || token.text === 'for') {
      // 'Office of the Prime Minister', 'Council of Ministers' are organisations; 'President of Ghana' is a title.
      if (OF_HEADS.has(plainWord(tokens[k - 1]?.text ?? '')) && to < k)
        return to > 0 ? { from: titleStart(tokens, first, to), to } : null;
      continue;
    }
    const isAcronym = token.text.length > 1 && token.text === token.text.toUpperCase() && !/\./.test(token.text);
    if (
      isAcronym
        ? /^(?:CEO|CFO|COO|CTO|MP|MEP|TD|MLA|PM)$/.test(token.text)
        : isRoleWord(word) || (HONORIFICS.has(word) && k + 1 < last)
    ) {
      // A role that ends an organisation's name is none: 'Boy Scouts', 'New England Patriots'; or begins one: 'General Motors'.
      if (
        k + 1 < last &&
        (ORGANIZATION_HEADS.has(plainWord(tokens[k + 1]?.text ?? '')) ||
          COMPANY_FORMS.has(tokens[last - 1]?.text.toLowerCase() ?? ''))
      )
        continue;
      to = k + 1;
    }
  }
  if (to < 0) return null;
  // Suffixes such as 'Jr.' never stand before a name.
  if (NAME_SUFFIXES.has(plainWord(tokens[to - 1]?.text ?? ''))) return null;
  if (
    to < last &&
    ORGANIZATION_HEADS.has(plainWord(tokens[last - 1]?.text ?? '')) &&
    last - to <= 2 &&
    !isFirstName(tokens[to]?.text ?? '')
  )
    return null;
  return { from: titleStart(tokens, first, to), to };
}

function isRoleWord(word: string): boolean {
  return ROLES.has(word) || (word.endsWith('s') && word.length > 4 && ROLES.has(word.slice(0, -1)));
}

function titleStart(tokens: readonly Token[], first: number, to: number): number {
  let from = to - 1;
  while (from > first) {
    const word = plainWord(tokens[from - 1]?.text ?? '');
    if (ROLES.has(word) || TITLE_MODIFIERS.has(word) || HONORIFICS.has(word)) from--;
    else if (isGluedHyphen(tokens, from - 1)) from--;
    else if (
      (word === 'and' || word === '&') &&
      from - 2 >= first &&
      TITLE_MODIFIERS.has(plainWord(tokens[from - 2]?.text ?? ''))
    )
      from -= 2;
    else break;
  }
  return from;
}
