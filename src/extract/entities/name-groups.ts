import type { EntityType } from '../../domain/entity.ts';
import { normalizeName } from '../../domain/name.ts';
import type { AnnotatedText, Token } from '../../text/annotated-text.ts';
import type { NameSpan } from './classify.ts';
import {
  consonantsOf,
  isMisspelling,
  isPartOf,
  nicknameOf,
  personWords,
  sameFullName,
} from './coreference/person-names.ts';
import { countryNamed, isGroupName } from './gazetteer/countries.ts';
import type { Gender } from './gazetteer/first-names.ts';
import { genderOfName, isFirstName } from './gazetteer/first-names.ts';
import { regionNamed, stateAbbreviated } from './gazetteer/regions.ts';
import { eventNamed, organizationNamed, outletNamed } from './known-names.ts';
import { COMPANY_FORMS, ORGANIZATION_HEADS } from './lexicon/heads.ts';
import { FEMALE_ROLES, MALE_ROLES } from './lexicon/titles.ts';
import { organizationBase, qualifierOf } from './qualifiers.ts';

/** The names of a text that mean one thing. */
export interface NameGroup {
  readonly type: EntityType;
  readonly name: string;
  /** ISO 3166-1 alpha-2, or 'US-TX', where the text tells one of several of this name from the others. */
  readonly qualifier: string | null;
  /** In reading order. */
  readonly spans: readonly NameSpan[];
}

interface Group {
  readonly type: EntityType;
  name: string;
  qualifier: string | null;
  readonly spans: NameSpan[];
}

/**
 * Coreference of names within a text: equal names, a person's surname after the full name, an acronym and what it stands for,
 * an organisation's short form. Two people who share a surname stay two.
 */
export function groupNames(text: AnnotatedText, found: readonly NameSpan[]): NameGroup[] {
  const spans = withLabelledPeople(found);
  const groups = [
    ...groupThings(
      text,
      spans.filter((span) => span.type !== 'PERSON'),
    ),
    ...groupPeople(spans.filter((span) => span.type === 'PERSON')),
  ];
  return groups
    .map((group) => ({ ...group, name: withoutCapitals(group) }))
    .sort((a, b) => (a.spans[0]?.first ?? 0) - (b.spans[0]?.first ?? 0));
}

/** 'FALK:' in an interview with Nora Falk is her, not an acronym; 'Big Tony' after 'Anthony “Big Tony” Moretti' is him. */
function withLabelledPeople(spans: readonly NameSpan[]): readonly NameSpan[] {
  const surnames = new Set<string>();
  const nicknames = new Set<string>();
  for (const { type, text } of spans) {
    const words = type === 'PERSON' ? personWords(text) : [];
    if (words.length > 1) surnames.add(words.at(-1) ?? '');
    const nickname = type === 'PERSON' ? nicknameOf(text) : null;
    if (nickname !== null) nicknames.add(nickname);
  }
  return spans.map((span) =>
    span.type === 'ORGANIZATION' &&
    organizationNamed(span.text) === undefined &&
    (nicknames.has(normalizeName(span.text)) ||
      (/^\p{Lu}{3,}$/u.test(span.text) && surnames.has(normalizeName(span.text))))
      ? { ...span, type: 'PERSON' }
      : span,
  );
}

/** The name as the text writes it outside of headlines in capitals, where it does: 'Port Vella' for 'PORT VELLA'. */
function withoutCapitals({ name, spans }: Group): string {
  if (name !== name.toUpperCase() || !/\p{Lu}{2}/u.test(name)) return name;
  const small = spans.find(({ text }) => text !== name && text.toUpperCase() === name);
  return small?.text ?? name;
}

// ---- people

interface Person extends Group {
  readonly words: string[];
  gender: Gender | null;
}

/** Of people who share a word of their names the latest so many are told apart: keeps the work linear. */
const MOST_NAMESAKES = 32;

function groupPeople(spans: readonly NameSpan[]): Group[] {
  const people: Person[] = [];
  const byFullName = new Map<string, Person>();
  const byWord = new Map<string, readonly Person[]>();
  const remember = (person: Person, words: readonly string[]): void => {
    for (const word of words) {
      const known = byWord.get(word) ?? [];
      if (!known.includes(person)) byWord.set(word, [...known.slice(1 - MOST_NAMESAKES), person]);
    }
  };
  const personOf = new Map<NameSpan, Person>();
  const nicknames = new Set(spans.flatMap((span) => nicknameOf(span.text) ?? []));
  const byNickname = new Map<string, Person>();
  // Full names first, so that a surname in the headline finds the name in the text.
  for (const span of spans) {
    const words = personWords(span.text);
    const whole = words.join(' ');
    if (words.length < 2 || nicknames.has(whole)) continue;
    const gender = genderOfSpan(span);
    const agree = (candidate: Person): boolean => gendersAgree(candidate.gender, gender);
    const known = byFullName.get(whole);
    let person = known !== undefined && agree(known) ? known : undefined;
    // 'J. Smith' of two whom it fits is neither.
    const alike = byWord.get(words.at(-1) ?? '')?.filter((one) => agree(one) && sameFullName(one.words, words)) ?? [];
    if (alike.length === 1) person ??= alike[0];
    person ??= byWord
      .get(words[0] ?? '')
      ?.find((one) => agree(one) && (isPartOf(words, one.words) || isPartOf(one.words, words)));
    if (person === undefined) {
      person = {
        type: 'PERSON',
        name: span.text,
        qualifier: null,
        spans: [],
        words: [...words],
        gender,
      };
      people.push(person);
    } else if (isFuller(words, person.words)) {
      person.name = span.text;
      person.words.splice(0, person.words.length, ...words);
    }
    person.gender ??= gender;
    byFullName.set(whole, person);
    const nickname = nicknameOf(span.text);
    if (nickname !== null) byNickname.set(nickname, person);
    remember(person, words);
    personOf.set(span, person);
  }
  const byConsonants = new Map<string, Person>();
  for (const person of people) {
    const key = consonantsOf(person.words.at(-1) ?? '');
    if (!byConsonants.has(key)) byConsonants.set(key, person);
  }
  // Then every name in reading order; a single word goes to a person before it whom it fits.
  const lastSeen = new Map<Person, number>();
  const weights = new Map<Person, number>();
  for (const person of personOf.values()) weights.set(person, (weights.get(person) ?? 0) + 1);
  for (const span of spans) {
    let person = personOf.get(span);
    if (person === undefined) {
      const words = personWords(span.text);
      const word = words.at(-1) ?? normalizeName(span.text);
      const gender = genderOfTitles(span.titles);
      person =
        byNickname.get(normalizeName(span.text)) ??
        personCalled(byWord.get(word) ?? [], word, gender, lastSeen, weights);
      if (person === undefined && !byWord.has(word)) {
        const alike = byConsonants.get(consonantsOf(word));
        if (alike && isMisspelling(word, alike.words.at(-1) ?? '') && gendersAgree(alike.gender, gender))
          person = alike;
      }
      if (person === undefined) {
        person = {
          type: 'PERSON',
          name: span.text,
          qualifier: null,
          spans: [],
          words: words.length > 0 ? [...words] : [word],
          gender: genderOfTitles(span.titles),
        };
        people.push(person);
        remember(person, person.words);
      }
      person.gender ??= genderOfTitles(span.titles);
    }
    person.spans.push(span);
    if (!personOf.has(span)) weights.set(person, (weights.get(person) ?? 0) + 1);
    lastSeen.set(person, span.first);
  }
  return people;
}

/** Whether a name tells more than another of the same person: more words, or no initials. */
function isFuller(words: readonly string[], than: readonly string[]): boolean {
  if (words.length !== than.length) return words.length > than.length;
  return words.some((word, i) => word.length > 1 && than[i]?.length === 1);
}

function personCalled(
  candidates: readonly Person[],
  word: string,
  gender: Gender | null,
  lastSeen: ReadonlyMap<Person, number>,
  weights: ReadonlyMap<Person, number>,
): Person | undefined {
  const compatible = candidates.filter((person) => gendersAgree(person.gender, gender));
  const bySurname = compatible.filter((person) => person.words.at(-1) === word);
  // In East Asian order the first word is the surname, so a first word will do when nobody has it as the last.
  const pool =
    bySurname.length > 0
      ? bySurname
      : compatible.filter((person) => person.words[0] === word || person.words.length > 2);
  // Of several who share a surname it alone means the one whom the text is mostly about: the others get their given names.
  const weigh = (person: Person): number => weights.get(person) ?? 0;
  const recency = (person: Person): number => lastSeen.get(person) ?? 0;
  const seen = pool.filter((person) => lastSeen.has(person));
  if (seen.length > 0)
    return seen.reduce((a, b) => (weigh(b) > weigh(a) || (weigh(b) === weigh(a) && recency(b) > recency(a)) ? b : a));
  return pool.length === 1 ? pool[0] : undefined;
}

function gendersAgree(a: Gender | null, b: Gender | null): boolean {
  return a === null || b === null || a === b;
}

export function genderOfTitles(titles: readonly string[]): Gender | null {
  for (const title of titles) {
    if (MALE_ROLES.has(title)) return 'male';
    if (FEMALE_ROLES.has(title)) return 'female';
  }
  return null;
}

function genderOfSpan(span: NameSpan): Gender | null {
  return genderOfTitles(span.titles) ?? genderOfFullName(span.text);
}

/** What the first given name of a full name tells; null for a single word or when it is given to both. */
export function genderOfFullName(name: string): Gender | null {
  const [first, ...rest] = name.split(/\s+/);
  if (first === undefined || rest.length === 0) return null;
  const gender = genderOfName(first);
  return gender === 'male' || gender === 'female' ? gender : null;
}

// ---- organisations, places, groups, events

function groupThings(text: AnnotatedText, spans: readonly NameSpan[]): Group[] {
  const groups: Group[] = [];
  const byKey = new Map<string, Group>();
  const qualifiers = spans.map((_, index) => qualifierOf(text.tokens, spans, index));
  const sameName = new Map<string, Group>();
  const groupOf = (span: NameSpan, qualifier: string | null): Group => {
    const nameKey = thingKey(span.type, span.text);
    const key = `${nameKey}|${qualifier ?? ''}`;
    let group = byKey.get(key);
    if (group === undefined) {
      group = { type: span.type, name: commonName(span.type, span.text), qualifier, spans: [] };
      byKey.set(key, group);
      groups.push(group);
      if (!sameName.has(nameKey)) sameName.set(nameKey, group);
    }
    return group;
  };

  const expansions = bracketed(text.tokens, spans);
  const pending: NameSpan[] = [];
  const qualified = new Map<string, Group[]>();
  spans.forEach((span, index) => {
    const qualifier = qualifiers[index] ?? null;
    if (qualifier === null) return;
    const key = thingKey(span.type, span.text);
    const group = groupOf(span, qualifier);
    const known = qualified.get(key);
    if (known === undefined) qualified.set(key, [group]);
    else if (!known.includes(group)) known.push(group);
  });
  // Whole names first; short forms and acronyms after, when everything they can stand for is known.
  const latest = new Map<string, Group>();
  spans.forEach((span, index) => {
    const key = thingKey(span.type, span.text);
    const qualifier = qualifiers[index] ?? null;
    if (qualifier !== null) {
      const group = groupOf(span, qualifier);
      group.spans.push(span);
      latest.set(key, group);
    } else if (
      span.type === 'ORGANIZATION' &&
      span.last - span.first === 1 &&
      organizationNamed(span.text) === undefined
    )
      pending.push(span);
    else {
      // A name alone means the one that was told apart before it; before that, one that is the only one.
      const only = qualified.get(key);
      const target = latest.get(key) ?? (span.type === 'ORGANIZATION' && only?.length === 1 ? only[0] : undefined);
      (target ?? groupOf(span, null)).spans.push(span);
    }
  });
  const resolver = shortForms(groups);
  for (const span of pending) {
    const expansion = expansions.get(span.text);
    const target = (expansion && sameName.get(thingKey(expansion.type, expansion.text))) ?? resolver(span.text);
    (target ?? groupOf(span, null)).spans.push(span);
  }
  for (const group of groups) group.spans.sort((a, b) => a.first - b.first);
  return groups;
}

/** The form under which equal things meet in one text. */
function thingKey(type: EntityType, name: string): string {
  const common = commonName(type, name);
  return `${type}:${type === 'ORGANIZATION' ? organizationBase(common).base : normalizeName(common)}`;
}

/** The common name: of a country, a world-known organisation or outlet, else the name without a company form. */
function commonName(type: EntityType, name: string): string {
  if (type === 'PLACE') return countryNamed(name)?.name ?? stateAbbreviated(name)?.name ?? name;
  if (type === 'EVENT') return eventNamed(name) ?? name;
  if (type === 'GROUP') return groupName(name);
  if (type !== 'ORGANIZATION') return name;
  const known = organizationNamed(name);
  if (known !== undefined) return known;
  const outlet = outletNamed(name);
  // A bare 'Times' or 'Post' may be another paper of this text.
  if (outlet !== undefined && (name.includes(' ') || !ORGANIZATION_HEADS.has(name.toLowerCase()))) return outlet.name;
  return withoutCompanyForm(name);
}

/** 'Syrians' and 'Syrian' are one group, named as an adjective is. */
function groupName(name: string): string {
  if (name.endsWith('s') && isGroupName(name.slice(0, -1)) && !/(?:ss|ese|is)$/.test(name)) return name.slice(0, -1);
  return name;
}

function withoutCompanyForm(name: string): string {
  const words = name.split(/\s+/);
  while (
    words.length > 1 &&
    COMPANY_FORMS.has((words.at(-1) ?? '').toLowerCase()) &&
    !/^(?:company|group|limited|ag|sa|ab|co|corp|corporation)$/i.test(words.at(-1) ?? '')
  ) {
    words.pop();
    const last = words.at(-1) ?? '';
    if (last.endsWith(',')) words[words.length - 1] = last.slice(0, -1);
  }
  return words.join(' ');
}

/** 'Port Trade Union (PTU)' and 'PTU (Port Trade Union)': what each acronym in brackets stands for. */
function bracketed(tokens: readonly Token[], spans: readonly NameSpan[]): ReadonlyMap<string, NameSpan> {
  const found = new Map<string, NameSpan>();
  for (let i = 1; i < spans.length; i++) {
    const left = spans[i - 1];
    const right = spans[i];
    if (left === undefined || right === undefined) continue;
    const open = tokens[left.last];
    if (open?.text !== '(' || right.first !== left.last + 1 || tokens[right.last]?.text !== ')') continue;
    if (isAcronymOf(right.text, left.text)) found.set(right.text, left);
    else if (isAcronymOf(left.text, right.text)) found.set(left.text, right);
    else if (
      /^\p{Lu}{2,8}s?$/u.test(right.text) &&
      left.text.includes(' ') &&
      (left.text[0] ?? '') === (right.text[0] ?? '')
    )
      found.set(right.text, left);
  }
  return found;
}

function isAcronymOf(acronym: string, name: string): boolean {
  const letters = acronym.replace(/\./g, '').toUpperCase();
  if (!/^\p{Lu}{2,8}$/u.test(letters) || !name.includes(' ')) return false;
  return initialsOf(name, false) === letters || initialsOf(name, true) === letters;
}

function initialsOf(name: string, withSmallWords: boolean): string {
  return name
    .split(/[\s-]+/)
    .filter((word) => /^\p{Lu}/u.test(word) || (withSmallWords && /^\p{Ll}/u.test(word)))
    .map((word) => (word[0] ?? '').toUpperCase())
    .join('');
}

/** Finds what a single word stands for among the whole names: by initials, by its last word, by its first. */
function shortForms(groups: readonly Group[]): (word: string) => Group | undefined {
  const byInitials = new Map<string, Group | null>();
  const byLastWord = new Map<string, Group | null>();
  const byFirstWord = new Map<string, Group | null>();
  const put = (map: Map<string, Group | null>, key: string, group: Group): void => {
    // The first one keeps the word of a short form; an acronym of two names stands for none.
    if (!map.has(key)) map.set(key, group);
    else if (map === byInitials && map.get(key) !== group) map.set(key, null);
  };
  for (const group of groups) {
    if (group.type !== 'ORGANIZATION' && group.type !== 'EVENT') continue;
    for (const form of new Set([group.name, ...group.spans.map((span) => span.text)])) {
      if (!form.includes(' ')) continue;
      for (const initials of new Set([initialsOf(form, false), initialsOf(form, true)]))
        if (initials.length > 1) put(byInitials, initials, group);
      const words = form.split(/\s+/);
      const [first = '', last = ''] = [words[0], words.at(-1)];
      if (group.type !== 'ORGANIZATION') continue;
      if (ORGANIZATION_HEADS.has(last.toLowerCase()) || outletNamed(form) !== undefined)
        put(byLastWord, last.toLowerCase(), group);
      if (isDistinctive(first) && first.length > 2) put(byFirstWord, first.toLowerCase(), group);
    }
  }
  return (word) => {
    const letters = word.replace(/\./g, '');
    if (/^\p{Lu}{2,8}$/u.test(letters))
      return byInitials.get(letters) ?? byFirstWord.get(word.toLowerCase()) ?? undefined;
    return byLastWord.get(word.toLowerCase()) ?? byFirstWord.get(word.toLowerCase()) ?? undefined;
  };
}

/** Whether a name's first word can stand for the whole: 'Goldman', not 'National', 'French' or 'Paris'. */
function isDistinctive(word: string): boolean {
  return (
    isProperWord(word) &&
    countryNamed(word) === undefined &&
    regionNamed(word) === undefined &&
    !isGroupName(word) &&
    !isFirstName(word) &&
    !ORGANIZATION_HEADS.has(word.toLowerCase())
  );
}

const GENERIC_FIRST =
  /^(?:national|international|royal|federal|general|united|first|global|world|islamic|democratic|people|central|new|north|south|east|west|northern|southern|eastern|western|state|public|free|high|supreme|social|center|centre|house|department|ministry|university|bank|american|european|african|asian|great|grand|saint|st|old|big|city|county|community|security|human|red|green|blue|black|white|the)$/i;

function isProperWord(word: string): boolean {
  return /^\p{Lu}/u.test(word) && !GENERIC_FIRST.test(word);
}
