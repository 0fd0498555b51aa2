import type { ExtractedEntity, ExtractedMention } from '../../domain/extraction.ts';
import { normalizeName } from '../../domain/name.ts';
import type { AnnotatedText, Token } from '../../text/annotated-text.ts';
import type { Draft } from '../draft.ts';
import { titlesBefore } from './chunks.ts';
import { PERSON_NOUNS } from './coreference/callings.ts';
import { ageAt } from './coreference/nominals.ts';
import { countryNamed, countryOfGroup } from './gazetteer/countries.ts';
import type { Gender } from './gazetteer/first-names.ts';
import { ROLES, TITLE_MODIFIERS } from './lexicon/titles.ts';
import { wordSet } from './lexicon/word-set.ts';
import { genderOfFullName, genderOfTitles } from './name-groups.ts';

/** A role that a text gives a person. */
export interface Office {
  /** Lower case: 'foreign minister', '14-year-old'. */
  readonly role: string;
  /** Of whom or what: of France, of a union; by `ownerOf`. null where the text does not tell. */
  readonly owner: string | null;
}

/** What a text tells of a person beside the name. */
export interface PersonFacts {
  /** Titles, roles and ages, in reading order. */
  readonly offices: readonly Office[];
  /** The roles of the offices, each once. */
  readonly roles: readonly string[];
  /** From titles ('Mrs.', 'spokesman'), else from the given name; null when neither tells. */
  readonly gender: Gender | null;
  /** Whether a title tells it. */
  readonly isGenderSure: boolean;
}

/** The same for all names of one owner: 'French' and 'France' are one. */
export function ownerOf({ type, name }: Pick<ExtractedEntity, 'type' | 'name'>): string {
  const code = type === 'GROUP' ? countryOfGroup(name) : type === 'PLACE' ? countryNamed(name)?.code : undefined;
  return code ?? normalizeName(name).replace(/ party$/, '');
}

/** The facts of every PERSON entity of the draft, by the entity's index. */
export function peopleOf(draft: Draft): ReadonlyMap<number, PersonFacts> {
  const people = new Map<
    number,
    { readonly offices: Office[]; readonly roles: string[]; gender: Gender | null; isGenderSure: boolean }
  >();
  draft.entities.forEach((entity, index) => {
    if (entity.type !== 'PERSON') return;
    people.set(index, { offices: [], roles: [], gender: genderOfFullName(entity.name), isGenderSure: false });
  });
  const { text, mentions, entities } = draft;
  const { tokens, sentences } = text;
  const ownerBetween = (mention: ExtractedMention | undefined, from: number, to: number): string | null => {
    const entity = entities[mention?.entity ?? -1];
    const isBetween = mention !== undefined && mention.start >= from && mention.end <= to;
    return isBetween && entity ? ownerOf(entity) : null;
  };
  mentions.forEach((mention, index) => {
    const person = people.get(mention.entity);
    if (person === undefined || mention.mentionType !== 'NAME') return;
    const first = tokenAt(text, mention.start);
    const last = tokenAt(text, mention.end - 1) + 1;
    const learn = (words: readonly string[], owner: string | null): void => {
      for (const role of alsoCalled(words)) {
        if (person.offices.length >= MOST_ROLES) break;
        if (!person.roles.includes(role)) person.roles.push(role);
        else if (person.offices.some((one) => one.role === role && one.owner === owner)) continue;
        person.offices.push({ role, owner });
      }
      const gender = genderOfTitles(words);
      if (gender === null) return;
      person.gender = gender;
      person.isGenderSure = true;
    };
    const sentence = sentences[tokens[first]?.sentence ?? 0];
    const titles = titlesBefore(tokens, first, sentence?.firstToken ?? 0);
    const apposed = titles.length > 0 ? [] : titlesBeforeComma(text, first, last);
    const before = titles.length > 0 ? titles : apposed;
    if (before.length > 0) {
      const at = apposed.length > 0 ? first - 1 : first;
      const owner = mentions[index - 1];
      // The owner stands right before the title: 'French Foreign Minister', 'the union's head, '.
      const start = tokens[at - before.length]?.start ?? 0;
      const gap = owner === undefined ? null : text.body.slice(owner.end, start);
      learn(before, gap !== null && /^(?:['’]s?)? ?$/.test(gap) ? ownerBetween(owner, 0, start) : null);
    }
    const age = ageAt(tokens, first - AGE_TOKENS) ?? ageAfter(tokens, last);
    if (age !== null) for (const role of rolesOfAge(age)) learn([role], null);
    const after = roleAfter(tokens, last);
    if (after !== null) {
      const next = mentions[index + 1];
      learn(
        after.words,
        ownerBetween(next, mention.end, after.end) ?? ownerBetween(next, after.end, after.end + OWNER),
      );
    }
  });
  return people;
}

/** 'head' of 'the union's head, Jan Novak,': a role in front, with a determiner or owner of its own. */
function titlesBeforeComma({ tokens, sentences }: AnnotatedText, first: number, last: number): string[] {
  if (tokens[first - 1]?.text !== ',' || (tokens[last] !== undefined && tokens[last]?.pos !== 'PUNCT')) return [];
  const titles = titlesBefore(tokens, first - 1, sentences[tokens[first]?.sentence ?? 0]?.firstToken ?? 0);
  const opener = tokens[first - 2 - titles.length];
  const isOpened = opener !== undefined && (opener.pos === 'DET' || opener.pos === 'PRON' || isPossessive(opener));
  return isOpened ? titles : [];
}

/** How far behind a role its owner's name may end: 'governor of the Reserve Bank'. In UTF-16 units. */
const OWNER = 40;
/** More roles tell nobody apart. */
const MOST_ROLES = 16;

/** A role and what its holder may be called beside it: 'gov' is 'governor', a senator a lawmaker. */
function alsoCalled(words: readonly string[]): string[] {
  const plain = words.map((word) => ABBREVIATIONS.get(word) ?? word);
  return [plain.join(' '), ...plain.flatMap((word) => KINDS.get(word) ?? [])];
}

const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    gov: 'governor',
    sen: 'senator',
    rep: 'representative',
    gen: 'general',
    col: 'colonel',
    lt: 'lieutenant',
    sgt: 'sergeant',
    capt: 'captain',
    prof: 'professor',
    amb: 'ambassador',
    atty: 'attorney',
    supt: 'superintendent',
    det: 'detective',
    insp: 'inspector',
    pres: 'president',
  }),
);
const KINDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    senator: ['lawmaker', 'legislator'],
    representative: ['congressman', 'congresswoman', 'lawmaker'],
    congressman: ['representative', 'lawmaker'],
    congresswoman: ['representative', 'lawmaker'],
    mp: ['lawmaker', 'politician'],
    premier: ['prime minister'],
    chairman: ['chair'],
    chairwoman: ['chair'],
    'co-founder': ['founder'],
    cofounder: ['founder'],
    attorney: ['lawyer'],
    solicitor: ['lawyer'],
    barrister: ['lawyer'],
    spokesman: ['spokesperson'],
    spokeswoman: ['spokesperson'],
    physician: ['doctor'],
    surgeon: ['doctor'],
    sergeant: ['officer'],
    constable: ['officer'],
    nominee: ['candidate'],
  }),
);

/** '14-year-old' is five tokens. */
const AGE_TOKENS = 5;

/** '14-year-old' of 'Jan Novak, 14,' and of 'Jan Novak, a 14-year-old boy'. */
function ageAfter(tokens: readonly Token[], at: number): string | null {
  if (tokens[at]?.text !== ',') return null;
  const number = tokens[at + 1];
  if (number?.pos === 'NUM' && /^\d{1,3}$/.test(number.text) && /^[,.]$/.test(tokens[at + 2]?.text ?? ''))
    return `${number.text}-year-old`;
  return ageAt(tokens, at + 1) ?? ageAt(tokens, at + 2);
}

function rolesOfAge(age: string): readonly string[] {
  const years = Number.parseInt(age, 10);
  return years >= 13 && years <= 19 ? [age, 'teenager', 'teen'] : [age];
}

/**
 * 'foreign minister' of 'Jan Novak, the country's foreign minister,' and of 'Jan Novak is the foreign minister'; behind a comma
 * any noun that describes: 'baker' of 'Jan Novak, a retired baker from Hull,'.
 */
function roleAfter(
  tokens: readonly Token[],
  at: number,
): { readonly words: readonly string[]; readonly end: number } | null {
  const opening = tokens[at];
  if (
    opening === undefined ||
    !(opening.text === ',' || opening.text === '(' || (opening.lemma === 'be' && opening.pos === 'AUX'))
  )
    return null;
  const isDescription = opening.text === ',' && /^(?:an?|the)$/.test(tokens[at + 1]?.text ?? '');
  const words: string[] = [];
  for (let k = at + 1; k < Math.min(at + 11, tokens.length); k++) {
    const token = tokens[k];
    if (token === undefined || token.sentence !== opening.sentence || token.pos === 'VERB' || token.text === ',') break;
    const word = token.text.toLowerCase();
    const next = tokens[k + 1];
    const isRole = ROLES.has(word) || PERSON_NOUNS.has(word);
    const isLast = next === undefined || /^[,.;:)]$/.test(next.text) || next.pos === 'ADP' || next.pos === 'PRON';
    if (isRole && /^(?:NOUN|PROPN|ADJ)$/.test(token.pos)) {
      words.push(word);
      // 'Jan Novak, the minister's aide'
      if (next !== undefined && isPossessive(next)) words.length = 0;
      else if (!ROLES.has(next?.text.toLowerCase() ?? '')) return { words, end: token.end };
    } else if (TITLE_MODIFIERS.has(word)) words.push(word);
    else if (isDescription && token.pos === 'NOUN' && isLast)
      return word === token.text && !ANYBODY.has(word) && !/[^s]s$/.test(word)
        ? { words: [word], end: token.end }
        : null;
    else words.length = 0;
  }
  return null;
}

/** Nouns that describe and yet tell nobody apart. */
const ANYBODY = wordSet('member part one native kind sort person half time age name fan supporter');

function isPossessive({ text }: Token): boolean {
  return text === "'s" || text === '’s' || text === "'" || text === '’';
}

/** The index of the token that covers an offset, or of the next one after it. Logarithmic. */
export function tokenAt({ tokens }: AnnotatedText, offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
