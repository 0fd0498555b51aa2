import type { AnnotatedText, Token } from '../../text/annotated-text.ts';
import type { Draft } from '../draft.ts';
import { titlesBefore } from './chunks.ts';
import { PERSON_NOUNS } from './coreference/callings.ts';
import { ageAt } from './coreference/nominals.ts';
import type { Gender } from './gazetteer/first-names.ts';
import { ROLES, TITLE_MODIFIERS } from './lexicon/titles.ts';
import { genderOfFullName, genderOfTitles } from './name-groups.ts';

/** What a text tells of a person beside the name. */
export interface PersonFacts {
  /** Titles and roles as lower-case phrases, in reading order: 'foreign minister', 'leader'. */
  readonly roles: readonly string[];
  /** From titles ('Mrs.', 'spokesman'), else from the given name; null when neither tells. */
  readonly gender: Gender | null;
  /** Whether a title tells it. */
  readonly isGenderSure: boolean;
}

/** The facts of every PERSON entity of the draft, by the entity's index. */
export function peopleOf(draft: Draft): ReadonlyMap<number, PersonFacts> {
  const people = new Map<number, { readonly roles: Set<string>; gender: Gender | null; isGenderSure: boolean }>();
  draft.entities.forEach((entity, index) => {
    if (entity.type !== 'PERSON') return;
    people.set(index, { roles: new Set(), gender: genderOfFullName(entity.name), isGenderSure: false });
  });
  const { tokens, sentences } = draft.text;
  for (const mention of draft.mentions) {
    const person = people.get(mention.entity);
    if (person === undefined || mention.mentionType !== 'NAME') continue;
    const first = tokenAt(draft.text, mention.start);
    const last = tokenAt(draft.text, mention.end - 1) + 1;
    const tell = (words: readonly string[]): void => {
      const gender = genderOfTitles(words);
      if (gender === null) return;
      person.gender = gender;
      person.isGenderSure = true;
    };
    const titles = titlesBefore(tokens, first, sentences[tokens[first]?.sentence ?? 0]?.firstToken ?? 0);
    if (titles.length > 0) person.roles.add(titles.join(' '));
    tell(titles);
    const age = ageAt(tokens, first - AGE_TOKENS) ?? ageAfter(tokens, last);
    if (age !== null) for (const role of rolesOfAge(age)) person.roles.add(role);
    const role = roleAfter(tokens, last);
    if (role !== null) {
      person.roles.add(role);
      tell(role.split(' '));
    }
  }
  return new Map([...people].map(([index, person]) => [index, { ...person, roles: [...person.roles] }]));
}

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

/** 'foreign minister' of 'Jan Novak, the country's foreign minister,' and of 'Jan Novak is the foreign minister'. */
function roleAfter(tokens: readonly Token[], at: number): string | null {
  const opening = tokens[at];
  if (
    opening === undefined ||
    !(opening.text === ',' || opening.text === '(' || (opening.lemma === 'be' && opening.pos === 'AUX'))
  )
    return null;
  const words: string[] = [];
  for (let k = at + 1; k < Math.min(at + 11, tokens.length); k++) {
    const token = tokens[k];
    if (token === undefined || token.sentence !== opening.sentence || token.pos === 'VERB' || token.text === ',') break;
    const word = token.text.toLowerCase();
    if ((ROLES.has(word) || PERSON_NOUNS.has(word)) && /^(?:NOUN|PROPN|ADJ)$/.test(token.pos)) {
      words.push(word);
      const next = tokens[k + 1];
      // 'Jan Novak, the minister's aide'
      if (next !== undefined && isPossessive(next)) words.length = 0;
      else if (!ROLES.has(next?.text.toLowerCase() ?? '')) return words.join(' ');
    } else if (TITLE_MODIFIERS.has(word)) words.push(word);
    else if (token.pos === 'ADP' && words.length === 0 && opening.text === '(') break;
    else words.length = 0;
  }
  return null;
}

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
