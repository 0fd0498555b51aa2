import type { EntityType } from '../../domain/entity.ts';
import type { AnnotatedText, Token } from '../../text/annotated-text.ts';
import { isCommonWord } from '../../text/tokens.ts';
import type { Chunk } from './chunks.ts';
import { isCapitalized, textOf } from './chunks.ts';
import { citiesNamed } from './gazetteer/cities.ts';
import { countryNamed, isGroupName } from './gazetteer/countries.ts';
import { genderOfName, isFirstName } from './gazetteer/first-names.ts';
import { isDoubtfulRegion, regionNamed, stateAbbreviated } from './gazetteer/regions.ts';
import { eventNamed, organizationNamed, outletNamed } from './known-names.ts';
import { DOUBTFUL_GROUPS } from './lexicon/groups.ts';
import {
  COMPANY_FORMS,
  COMPASS,
  EVENT_HEADS,
  EVENT_PREFIXES,
  OF_HEADS,
  ORGANIZATION_HEADS,
  ORGANIZATION_NOUNS_AFTER,
  ORGANIZATION_NOUNS_BEFORE,
  PLACE_HEADS,
  PLACE_NOUNS_AFTER,
  PLACE_NOUNS_BEFORE,
  PLACE_PREFIXES,
  PRODUCT_HEADS,
  SURE_PLACE_PREFIXES,
  WEAK_ORGANIZATION_HEADS,
  WORK_HEADS,
  WORK_NOUNS_BEFORE,
} from './lexicon/heads.ts';
import { CALENDAR, NOT_NAMES, NOT_ORGANIZATIONS } from './lexicon/not-names.ts';
import { HONORIFICS, NAME_SUFFIXES, ROLES } from './lexicon/titles.ts';
import { wordSet } from './lexicon/word-set.ts';

/** One name in the text and what kind of thing it names. */
export interface NameSpan {
  /** Tokens `first` to `last`, the latter exclusive. */
  readonly first: number;
  readonly last: number;
  readonly text: string;
  readonly type: EntityType;
  readonly titles: readonly string[];
}

/** Buildings and grounds: a name before one is the place. */
const FACILITIES = wordSet(
  'hall theatre theater stadium arena nightclub restaurant cafe café hotel mosque church cathedral temple synagogue shrine palace castle square bridge tunnel station airport terminal port harbour harbor prison jail camp market mall plaza park garden gardens zoo cemetery plant reactor dam mine refinery base airbase barracks resort venue building tower complex compound museum',
);

type Scores = Record<EntityType, number>;

type SharedContext = ReadonlyMap<string, { readonly sum: Scores; readonly count: number }>;

interface Candidate {
  readonly chunk: Chunk;
  readonly text: string;
  /** From the name itself. */
  readonly own: Scores;
  /** From the words around it. */
  readonly context: Scores;
}

/** A candidate with all that speaks for each type, but for what other names of the text tell. */
interface Weighed extends Candidate {
  readonly total: Scores;
}

/** What speaks for a word that is somebody's last name in the text being that person. */
const SURNAME = 3.5;

/** Below this nothing is said of a name. */
const MIN_SCORE = 1;

const SPEECH = wordSet(
  'say tell add ask reply answer note warn insist argue claim state explain announce write think believe hope want know declare admit deny confirm acknowledge recall agree vow pledge urge concede stress tweet comment respond',
);

/** A candidate with what the evidence says of it. */
export interface RatedChunk {
  readonly chunk: Chunk;
  readonly text: string;
  readonly type: EntityType;
  /** What speaks for `type`; about 1 is little, above 4 much. */
  readonly score: number;
  /** By how much it is more than what speaks for the next type. */
  readonly lead: number;
  /** Whether the evidence is enough to take it for a name. */
  readonly isName: boolean;
}

/**
 * The types of the candidates, by weighing what speaks for each: lists of names, heads ('Ministry', 'River'), forms (initials,
 * particles, company forms), the words around, and what the same words are elsewhere in the text.
 */
export function rateChunks(text: AnnotatedText, chunks: readonly Chunk[]): RatedChunk[] {
  const { tokens } = text;
  const found: Candidate[] = [];
  for (const chunk of chunks) {
    const words = textOf(tokens, chunk.first, chunk.last);
    found.push({ chunk, text: words, own: scoreName(tokens, chunk, words), context: scoreContext(tokens, chunk) });
  }
  const shared = sharedContext(found);
  const candidates = found.map((candidate): Weighed => ({ ...candidate, total: totalOf(candidate, shared) }));
  const people = peopleWords(tokens, candidates);
  const shortForm = lastWords(tokens, candidates);
  const organizationWords = firstWords(tokens, candidates);
  const sure = new Set<string>();
  const known = new Set<string>();
  for (const candidate of candidates) {
    if (candidate.chunk.inTitleCase) continue;
    known.add(candidate.text.toLowerCase());
    if (!candidate.chunk.isInitial) sure.add(candidate.text);
  }

  return candidates.map((candidate) => {
    const { chunk } = candidate;
    const total = { ...candidate.total };
    let isNone = false;
    if (chunk.last - chunk.first === 1) {
      if (!people.has(candidate.text) && organizationWords.has(candidate.text)) total.ORGANIZATION += 2.5;
      isNone = isNoName(tokens, chunk) && !shortForm.has(candidate.text.toLowerCase()) && !people.has(candidate.text);
      const asPerson = people.get(candidate.text);
      // The surname Jordan means the person unless the words around it say that it is the country.
      if (
        asPerson !== undefined &&
        Math.max(candidate.own.GROUP, candidate.own.EVENT, candidate.own.ORGANIZATION) < 4 &&
        candidate.context.PLACE <= candidate.context.PERSON
      )
        total.PERSON += asPerson >= SURNAME ? asPerson + 2 : asPerson;
    }
    const type = best(total);
    const score = total[type];
    let next = -10;
    for (const other of ORDER) if (other !== type && total[other] > next) next = total[other];
    const isSupported =
      (!chunk.isInitial && (!chunk.inTitleCase || known.has(candidate.text.toLowerCase()))) ||
      isListed(candidate) ||
      sure.has(candidate.text) ||
      people.has(candidate.text);
    const isName =
      !isNone &&
      (isSupported || standsAlone(tokens, candidate, score)) &&
      score >= MIN_SCORE &&
      !(isMarked(tokens, chunk) && type !== 'WORK' && !isListed(candidate) && !namesPerson(tokens, chunk));
    return { chunk, text: candidate.text, type, score, lead: score - next, isName };
  });
}

/** Last words of longer names: 'Ledger', when the text has 'Port Ledger'. */
function lastWords(tokens: readonly Token[], candidates: readonly Candidate[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { chunk } of candidates) if (chunk.last - chunk.first > 1) words.add(lowerAt(tokens, chunk.last - 1));
  return words;
}

/** The telling first words of organisations' names: 'Tarn', when the text has 'Tarn Shipping Group'. */
function firstWords(tokens: readonly Token[], candidates: readonly Weighed[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { chunk, total } of candidates) {
    const { first, last } = chunk;
    const word = tokens[first]?.text ?? '';
    if (
      last - first < 2 ||
      isCommonWord(word.toLowerCase()) ||
      isGroupName(word) ||
      countryNamed(word) !== undefined ||
      citiesNamed(word).length > 0
    )
      continue;
    if (/^(?:administration|government|family|regime|era|cabinet)$/.test(lowerAt(tokens, last - 1))) continue;
    if (best(total) === 'ORGANIZATION') words.add(word);
  }
  return words;
}

/** Bodies that go by one word everywhere. */
const BODIES = wordSet(
  'parliament congress senate cabinet assembly knesset bundestag duma politburo interpol treasury',
);

/** A single word that names nothing: a title, a common noun written large ('the Company'), a currency, an acronym of a thing. */
function isNoName(tokens: readonly Token[], { first }: Chunk): boolean {
  const token = tokens[first];
  if (token === undefined) return true;
  const lower = token.text.toLowerCase();
  const next = tokens[first + 1];
  if (next !== undefined && next.start === token.end && /^(?:[$£€¥₹]|\d)/.test(next.text)) return true;
  if (countryNamed(token.text) !== undefined || isGroupName(token.text) || organizationNamed(token.text) !== undefined)
    return false;
  if (
    NOT_ORGANIZATIONS.has(lower) &&
    (token.text === token.text.toUpperCase() || /^(?:Mo[Uu]|Rs|Dh|Mt|Er)$/.test(token.text))
  )
    return true;
  if (/^\p{Lu}{2,5}s$/u.test(token.text)) return true;
  if (/^\p{Lu}\p{Ll}?\d/u.test(token.text)) return true;
  if (BODIES.has(lower)) return false;
  return (
    (isCommonWord(lower) &&
      (ORGANIZATION_HEADS.has(lower) ||
        PLACE_HEADS.has(lower) ||
        EVENT_HEADS.has(lower) ||
        WORK_HEADS.has(lower) ||
        OF_HEADS.has(lower) ||
        ROLES.has(lower) ||
        HONORIFICS.has(lower))) ||
    /^(?:majesty|highness|excellency|indigenous|presidential|amir|amiri|imam|pope|sheikh|sultan|ayatollah|royal|allah|lord|opposition|left|right|pontiff)$/.test(
      lower,
    )
  );
}

function noScores(): Scores {
  return { PERSON: 0, ORGANIZATION: 0, PLACE: 0, EVENT: 0, GROUP: 0, PRODUCT: 0, WORK: 0 };
}

const ORDER: readonly EntityType[] = ['PLACE', 'PERSON', 'ORGANIZATION', 'GROUP', 'EVENT', 'WORK', 'PRODUCT'];

function best(scores: Scores): EntityType {
  let winner: EntityType = 'PLACE';
  for (const type of ORDER) if (scores[type] > scores[winner]) winner = type;
  return winner;
}

/** What the words of a name tell by themselves. */
function scoreName(tokens: readonly Token[], chunk: Chunk, text: string): Scores {
  const scores = noScores();
  const { first, last } = chunk;
  const count = last - first;
  const head = lowerAt(tokens, last - 1);
  const opening = lowerAt(tokens, first);
  const ofAt = findOf(tokens, first, last);
  const headBeforeOf = ofAt > first ? lowerAt(tokens, ofAt - 1) : null;

  const country = countryNamed(text);
  const region = regionNamed(text);
  if (country !== undefined) scores.PLACE += 5;
  else if (stateAbbreviated(text) !== undefined && tokens[first - 1]?.text === ',' && isCapitalized(tokens[first - 2]))
    scores.PLACE += 5;
  else if (region !== undefined && count <= 6)
    scores.PLACE += isDoubtfulRegion(text) ? 0.7 : region.countryCode === null || count > 1 ? 4.5 : 3;
  if (isGroupName(text)) scores.GROUP += DOUBTFUL_GROUPS.has(text.toLowerCase()) ? 1.5 : 5;
  if (organizationNamed(text) !== undefined) scores.ORGANIZATION += 5;
  const outlet = outletNamed(text);
  if (outlet !== undefined) scores.ORGANIZATION += text.includes(' ') || /[A-Z].*[A-Z]/.test(text) ? 5 : 1.5;
  if (eventNamed(text) !== undefined) scores.EVENT += 5.5;

  if (country === undefined) {
    const [city] = citiesNamed(text);
    if (city !== undefined)
      scores.PLACE = Math.max(
        scores.PLACE,
        city.isCapital || city.population > 1_000_000
          ? 4
          : city.population > 200_000
            ? 3
            : city.population > 50_000
              ? 2
              : city.population > 15_000
                ? 1.3
                : 0.6,
      );
  }

  if (headBeforeOf !== null && OF_HEADS.has(headBeforeOf)) {
    if (
      /^(?:gulf|bay|sea|strait|straits|cape|isle|isles|port|island|islands|republic|kingdom|lake|mount|state|states|tower|bridge|temple|cathedral|emirate|sultanate|commonwealth|city|territory|palace|fc)$/.test(
        headBeforeOf,
      )
    )
      scores.PLACE += 3.5;
    else if (/^(?:battle|war|siege|games|festival|day|feast|treaty)$/.test(headBeforeOf)) scores.EVENT += 3.5;
    else if (WORK_HEADS.has(headBeforeOf)) scores.WORK += 3.5;
    else scores.ORGANIZATION += 4;
  } else if (count > 1) {
    if (COMPANY_FORMS.has(head)) scores.ORGANIZATION += 5;
    if (ORGANIZATION_HEADS.has(head)) scores.ORGANIZATION += WEAK_ORGANIZATION_HEADS.has(head) ? 2.5 : 4;
    if (PLACE_HEADS.has(head)) scores.PLACE += ORGANIZATION_HEADS.has(head) ? 1.5 : 4;
    if (EVENT_HEADS.has(head)) scores.EVENT += 3.5;
    if (WORK_HEADS.has(head)) scores.WORK += 3.5;
    if (PRODUCT_HEADS.has(head)) scores.PRODUCT += 3.5;
    if (PLACE_PREFIXES.has(opening))
      scores.PLACE += COMPASS.has(opening) ? 2 : SURE_PLACE_PREFIXES.has(opening) ? 3.2 : 1;
    if (EVENT_PREFIXES.has(opening) && opening !== 'world' && opening !== 'gulf') scores.EVENT += 2.5;
    if (/^(?:19|20)\d\d$/.test(tokens[last - 1]?.text ?? '')) scores.EVENT += 1.5;
    if (
      /^(?:national|international|royal|federal|general|american|european|african|asian|central|united|first|global|world|islamic|democratic|people)$/.test(
        opening,
      )
    )
      scores.ORGANIZATION += 1;
    if (isGroupName(tokens[first]?.text ?? '')) scores.ORGANIZATION += 1;
    for (let k = first; k < last; k++) if (tokens[k]?.text === '&') scores.ORGANIZATION += 2.5;
    if (Math.max(scores.PLACE, scores.ORGANIZATION, scores.GROUP) < 4.5) scorePerson(tokens, chunk, scores, head);
  } else {
    const word = tokens[first]?.text ?? '';
    if (/^\p{Lu}{2,6}s?$/u.test(word.replace(/\./g, '')) && !chunk.inTitleCase) scores.ORGANIZATION += 2;
    else if (/^\p{Lu}\p{Ll}+\p{Lu}/u.test(word) && !/^(?:Mc|Mac|De|O|Le|La|Di|Du|Van)\p{Lu}/u.test(word))
      scores.ORGANIZATION += 1.2;
    if (word.includes("'") || word.includes('’')) scores.PERSON += 0.4;
    if (isFirstName(word)) {
      scores.PERSON += 0.9;
      if (scores.PLACE < 4) scores.PLACE -= 1;
    }
    if (
      /(?:stan|land|burg|ville|grad|abad|pur|town|shire|polis|wick|ford|ham|bury|chester|burgh|stadt|heim|dorf|kistan|nagar)$/.test(
        word,
      ) &&
      word.length > 5
    )
      scores.PLACE += 1;
    if (
      /(?:son|sson|ez|ić|ic|ski|sky|skaya|ova|ov|ev|eva|enko|yan|ian|shvili|dze|oğlu|oglu|opoulos|akis|idis)$/.test(
        word,
      ) &&
      word.length > 5
    )
      scores.PERSON += 0.8;
    if (BODIES.has(head)) scores.ORGANIZATION += 3;
    scores.PERSON += 0.5;
    scores.ORGANIZATION += 0.3;
    scores.PLACE += 0.3;
  }
  if (
    chunk.titles.length > 0 &&
    ((country === undefined && scores.GROUP === 0) || /^(?:mr|mrs|ms|dr|sir)$/.test(chunk.titles.at(-1) ?? ''))
  )
    scores.PERSON += 5;
  return scores;
}

function scorePerson(tokens: readonly Token[], { first, last }: Chunk, scores: Scores, head: string): void {
  const count = last - first;
  if (ORGANIZATION_HEADS.has(head) && !WEAK_ORGANIZATION_HEADS.has(head)) return;
  if (head.endsWith('s') && isGroupName(head)) return;
  let unknown = 0;
  let initials = 0;
  for (let k = first; k < last; k++) {
    const token = tokens[k];
    if (token === undefined) continue;
    if (/^(?:\p{Lu}\.)+$/u.test(token.text)) initials++;
    if (
      token.text === 'of' ||
      token.text === 'for' ||
      token.text === 'and' ||
      token.text === '&' ||
      /^\d/.test(token.text)
    )
      return;
    if (
      /^\p{Ll}/u.test(token.text) &&
      /^(?:al|el|bin|ibn|bint|ben|de|da|dos|del|della|di|van|von|der|den|abu|ul|ur)$/.test(token.text)
    )
      unknown += 1;
  }
  const word = tokens[first]?.text ?? '';
  // The last part of Jin-ho is a syllable.
  const isSyllabic = /^[-‐‑]$/.test(tokens[last - 2]?.text ?? '') && /^\p{Ll}/u.test(tokens[last - 1]?.text ?? '');
  const surname = tokens[isSyllabic ? last - 3 : last - 1]?.text ?? '';
  if (isSyllabic) scores.PERSON += 2;
  if (isFirstName(word)) scores.PERSON += genderOfName(word) === 'unisex' ? 2.4 : 3;
  else if (/^(?:Al|El|Abu|Abdul|Abdel|Umm|Bin|Van|De|Ben|Mac|Mc)$/.test(word)) scores.PERSON += 1;
  if (initials > 0 && surname.length > 2) scores.PERSON += initials === 1 && /\./.test(word) ? 2 : 2.5;
  if (NAME_SUFFIXES.has(head)) scores.PERSON += 2.5;
  if (unknown > 0) scores.PERSON += 1.5;
  const plain = /^\p{Lu}[\p{Ll}’'-]+$/u;
  if (count <= 4 && plain.test(word) && plain.test(surname)) scores.PERSON += 1.2;
  if (count === 2 && tokens[last - 1]?.pos === 'PROPN' && tokens[first]?.pos === 'PROPN') scores.PERSON += 0.4;
  if (count > 4) scores.PERSON -= 1.5;
  // 'Clean Quays': ordinary words name a thing rather than a person.
  if (
    isCommonWord(word.toLowerCase()) &&
    isCommonWord(surname.toLowerCase()) &&
    !isFirstName(word) &&
    !isFirstName(surname)
  ) {
    scores.PERSON -= 1.5;
    scores.ORGANIZATION += 0.8;
  }
}

/** What the words around a name tell. */
function scoreContext(tokens: readonly Token[], chunk: Chunk): Scores {
  const scores = noScores();
  const { first, last } = chunk;
  const before = tokens[first - 1];
  const beforeIt = tokens[first - 2];
  const after = tokens[last];
  const afterIt = tokens[last + 1];
  const sentence = tokens[first]?.sentence;
  const isPossessor = /^['’]s?$/.test(after?.text ?? '') && after?.start === tokens[last - 1]?.end;
  if (before !== undefined && before.sentence === sentence) {
    const lower = before.text.toLowerCase();
    // 'in Novak's kitchen' is in the kitchen.
    if (
      isPossessor &&
      /^(?:in|from|at|to|into|through|over|between|off|of|near|outside|inside|around|toward|towards|across)$/.test(
        lower,
      )
    )
      scores.PLACE += 0.3;
    else if (lower === 'in') scores.PLACE += 2;
    else if (/^(?:near|outside|inside|throughout|across|around|toward|towards|beyond|via)$/.test(lower))
      scores.PLACE += 1.5;
    else if (/^(?:from|at|to|into|through|over|between|off)$/.test(lower)) scores.PLACE += 0.8;
    else if (lower === 'of' && PLACE_NOUNS_BEFORE.has(beforeIt?.lemma ?? '')) scores.PLACE += 3.5;
    else if (PLACE_NOUNS_BEFORE.has(lower))
      scores.PLACE += COMPASS.has(lower) || lower === 'near' || lower === 'outside' ? 2.2 : 2.5;
    else if (ORGANIZATION_NOUNS_BEFORE.has(lower)) scores.ORGANIZATION += 2.5;
    else if (WORK_NOUNS_BEFORE.has(lower)) scores.WORK += 1.5;
    // In 'the Novak administration' the article belongs to the noun.
    else if (lower === 'the' && !(after?.pos === 'NOUN' && /^\p{Ll}/u.test(after.text))) {
      scores.ORGANIZATION += 0.8;
      scores.PERSON -= 1.8;
    } else if (lower === 'mr' || HONORIFICS.has(lower)) scores.PERSON += 3;
    if (before.text === 'The' && WORK_NOUNS_BEFORE.has(beforeIt?.lemma ?? '')) scores.WORK += 3;
    if (/^["“‘]$/.test(before.text) && WORK_NOUNS_BEFORE.has(beforeIt?.lemma ?? '')) scores.WORK += 4;
    if (
      SPEECH.has(before.lemma) &&
      before.pos === 'VERB' &&
      /ed$|^(?:said|says|told|wrote|thought|writes|adds)$/.test(lower)
    ) {
      scores.PERSON += 1.2;
      scores.ORGANIZATION += 0.5;
    }
  }
  if (after !== undefined && after.sentence === sentence) {
    const lower = after.text.toLowerCase();
    if (lower === ',') scoreApposition(tokens, last, scores);
    else if (lower === '(') {
      if (/^\p{Lu}{2,7}$/u.test(afterIt?.text ?? '')) scores.ORGANIZATION += 1.5;
      if (/^(?:\d{2})$/.test(afterIt?.text ?? '') && tokens[last + 2]?.text === ')') scores.PERSON += 2.5;
    } else if (/^[-‐‑]$/.test(after.text) && afterIt !== undefined && after.end === afterIt.start) {
      if (afterIt.text === 'based') scores.PLACE += 4;
      else if (/^(?:born|bound|area)$/.test(afterIt.text)) scores.PLACE += 3;
      else if (/^(?:listed|affiliated|linked|owned|backed|led|controlled|held|run|funded|trained)$/.test(afterIt.text))
        scores.ORGANIZATION += 0.4;
    } else if (
      SPEECH.has(after.lemma) &&
      (after.pos === 'VERB' || after.pos === 'AUX') &&
      !/^(?:of|for|at)$/.test(before?.text ?? '')
    ) {
      scores.PERSON += 1.2;
      scores.ORGANIZATION += 0.5;
    } else if (after.pos === 'NOUN' && FACILITIES.has(lower)) scores.PLACE += 2.5;
    else if (
      after.pos === 'NOUN' &&
      afterIt?.pos === 'NOUN' &&
      FACILITIES.has(afterIt.lemma) &&
      /^(?:concert|music|shopping|train|railway|bus|football|soccer|sports|power|nuclear|night|town|city|public|art|film|community|youth|holiday|beach|luxury|military|air|naval|army|police|detention|refugee|prison)$/.test(
        lower,
      )
    )
      scores.PLACE += 2.5;
    else if (PLACE_NOUNS_AFTER.has(lower)) scores.PLACE += /^(?:hospital|university|police)$/.test(lower) ? 0.8 : 2.2;
    else if (
      /^(?:administration|regime|presidency|dispensation|era|family|premiership|camp|loyalist|loyalists)$/.test(lower)
    )
      scores.PERSON += 1.2;
    else if (ORGANIZATION_NOUNS_AFTER.has(lower)) scores.ORGANIZATION += 1.5;
    else if (lower === 'who' || lower === 'himself' || lower === 'herself') scores.PERSON += 2;
    else if (lower === 'where') scores.PLACE += 2;
    else if (/^['’]s$/.test(after.text)) {
      const thing = afterIt?.lemma ?? '';
      if (
        /^(?:wife|husband|son|daughter|mother|father|family|brother|sister|lawyer|death|career|widow|hand|face|body|life|home|eyes|voice|parent|child|attorney|mind|memory|fiancee|boyfriend|girlfriend)$/.test(
          thing,
        )
      )
        scores.PERSON += 1.8;
      else if (
        /^(?:capital|president|government|economy|parliament|population|army|military|constitution|minister|border|coast|port|streets|mayor|central|largest|prime|foreign|supreme|northern|southern|eastern|western|residents|airport)$/.test(
          thing,
        )
      )
        scores.PLACE += 1.5;
      else if (
        /^(?:shares|shareholders|ceo|chairman|headquarters|board|chief|executives|profits|revenue|stock|products|customers|spokesman|spokeswoman|website|newsroom|editors)$/.test(
          thing,
        )
      )
        scores.ORGANIZATION += 1.5;
    }
  }
  // 'in the Caribbean' is a place, 'the Caribbean states' are not.
  if (
    before?.text.toLowerCase() === 'the' &&
    after !== undefined &&
    !/^(?:NOUN|PROPN|ADJ)$/.test(after.pos) &&
    regionNamed(tokens[first]?.text ?? '')?.countryCode === null
  )
    scores.PLACE += 2.5;
  if (chunk.titles.length > 0) scores.PERSON += 1;
  return scores;
}

/** After a comma: an age, a description, or the country that a town lies in. */
function scoreApposition(tokens: readonly Token[], comma: number, scores: Scores): void {
  const next = tokens[comma + 1];
  if (next === undefined) return;
  const after = tokens[comma + 2];
  if (/^\d{1,2}$/.test(next.text) && /^[,.]$/.test(after?.text ?? '')) scores.PERSON += 4;
  else if (next.text === 'who' || next.text === 'whose') scores.PERSON += 2;
  else if (/^(?:an?|the)$/.test(next.text)) {
    for (let k = comma + 2; k < comma + 8; k++) {
      const token = tokens[k];
      if (token === undefined || token.pos === 'PUNCT' || token.pos === 'VERB') break;
      if (ROLES.has(token.text) && token.pos !== 'ADJ') {
        scores.PERSON += 2.5;
        break;
      }
      if (ORGANIZATION_NOUNS_BEFORE.has(token.text)) {
        scores.ORGANIZATION += 1.5;
        break;
      }
      if (PLACE_NOUNS_BEFORE.has(token.text) && token.pos === 'NOUN') {
        scores.PLACE += 2;
        break;
      }
    }
  } else if (ROLES.has(next.text)) scores.PERSON += 2.5;
  else if (next.text === 'where') scores.PLACE += 2;
  else if (isCapitalized(next)) {
    let end = comma + 2;
    while (end < comma + 5 && isCapitalized(tokens[end])) end++;
    for (let k = end; k > comma + 1; k--) {
      const name = textOf(tokens, comma + 1, k);
      if (
        countryNamed(name) !== undefined ||
        (regionNamed(name) !== undefined && !isDoubtfulRegion(name)) ||
        (k === comma + 2 && stateAbbreviated(name) !== undefined)
      ) {
        scores.PLACE += 2.5;
        break;
      }
    }
  }
}

function lowerAt(tokens: readonly Token[], index: number): string {
  return tokens[index]?.text.toLowerCase() ?? '';
}

function findOf(tokens: readonly Token[], first: number, last: number): number {
  for (let k = first + 1; k < last; k++) {
    const text = tokens[k]?.text;
    if (text === 'of' || text === 'for') return k;
  }
  return -1;
}

/** The contexts of all places where the same words stand, added up. */
function sharedContext(candidates: readonly Candidate[]): SharedContext {
  const shared = new Map<string, { sum: Scores; count: number }>();
  for (const { text, context } of candidates) {
    let entry = shared.get(text);
    if (entry === undefined) {
      entry = { sum: noScores(), count: 0 };
      shared.set(text, entry);
    }
    entry.count++;
    for (const type of ORDER) entry.sum[type] += context[type];
  }
  return shared;
}

function totalOf(candidate: Candidate, shared: SharedContext): Scores {
  const total = noScores();
  const entry = shared.get(candidate.text);
  for (const type of ORDER) {
    const others =
      entry === undefined ? 0 : (entry.sum[type] - candidate.context[type]) / Math.max(1, Math.sqrt(entry.count - 1));
    total[type] = candidate.own[type] + candidate.context[type] + 0.6 * Math.max(-3, Math.min(3, others));
  }
  return total;
}

/** The words of people's full names, with how much that speaks for the word alone being the person. */
function peopleWords(tokens: readonly Token[], candidates: readonly Weighed[]): ReadonlyMap<string, number> {
  const people = new Map<string, number>();
  for (const { chunk, total } of candidates) {
    const { first, last } = chunk;
    if (last - first < 2) continue;
    if (best(total) !== 'PERSON' || total.PERSON < 2) continue;
    for (let k = first; k < last; k++) {
      const token = tokens[k];
      if (token === undefined || !isCapitalized(token) || token.text.length < 2 || /\.$/.test(token.text)) continue;
      const weight = k === last - 1 ? SURNAME : k === first ? 2.5 : 1.5;
      if ((people.get(token.text) ?? 0) < weight) people.set(token.text, weight);
    }
  }
  return people;
}

/** Whether the whole name, and nothing else, stands between quotation marks: a title, a nickname or scare quotes. */
function isMarked(tokens: readonly Token[], { first, last }: Chunk): boolean {
  return /^["“‘]$/.test(tokens[first - 1]?.text ?? '') && /^["”’]$/.test(tokens[last]?.text ?? '');
}

/** Whether a given name is part of it, as in 'Big Tony'. */
function namesPerson(tokens: readonly Token[], { first, last, titles }: Chunk): boolean {
  return titles.length > 0 || tokens.slice(first, last).some((token) => isFirstName(token.text));
}

/** Whether a list of ours has the name, so that no other support is needed. */
function isListed({ own, chunk }: Candidate): boolean {
  return Math.max(own.PLACE, own.GROUP, own.ORGANIZATION, own.EVENT) >= (chunk.last - chunk.first > 1 ? 3.5 : 4);
}

/** Whether a capitalised word at the start of a sentence, seen nowhere else, is a name all the same. */
function standsAlone(tokens: readonly Token[], { chunk, text, own }: Candidate, score: number): boolean {
  const count = chunk.last - chunk.first;
  if (chunk.inTitleCase) return count > 1 && count < 5 && own.PERSON >= 3.5 && score >= 4;
  if (count > 1) return score >= 1.5;
  const token = tokens[chunk.first];
  const after = tokens[chunk.last];
  if (token === undefined || token.pos !== 'PROPN') return false;
  const lower = text.toLowerCase();
  if (NOT_NAMES.has(lower) || CALENDAR.has(lower) || ROLES.has(lower)) return false;
  if (chunk.titles.length > 0) return true;
  if (/^\p{Lu}{2,6}$/u.test(text)) return true;
  if (after === undefined || after.sentence !== token.sentence) return false;
  return (
    after.pos === 'VERB' ||
    after.pos === 'AUX' ||
    /^['’]s$/.test(after.text) ||
    (after.text === ',' && score >= 2) ||
    score >= 3
  );
}
