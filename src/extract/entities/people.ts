import type { AnnotatedText, Token } from '../../text/annotated-text.ts';
import type { Draft } from '../draft.ts';
import { titlesBefore } from './chunks.ts';
import type { Gender } from './gazetteer/first-names.ts';
import { ROLES, TITLE_MODIFIERS } from './lexicon/titles.ts';
import { genderOfFullName, genderOfTitles } from './name-groups.ts';

/** What a text tells of a person beside the name. */
export interface PersonFacts {
  /** Titles and roles as lower-case phrases, in reading order: 'foreign minister', 'leader'. */
  readonly roles: readonly string[];
  /** From titles ('Mrs.', 'spokesman'), else from the given name; null when neither tells. */
  readonly gender: Gender | null;
}

/** The facts of every PERSON entity of the draft, by the entity's index. */
export function peopleOf(draft: Draft): ReadonlyMap<number, PersonFacts> {
  const roles = new Map<number, Set<string>>();
  const genders = new Map<number, Gender | null>();
  draft.entities.forEach((entity, index) => {
    if (entity.type !== 'PERSON') return;
    roles.set(index, new Set());
    genders.set(index, genderOfFullName(entity.name));
  });
  const { tokens, sentences } = draft.text;
  for (const mention of draft.mentions) {
    const known = roles.get(mention.entity);
    if (known === undefined || mention.mentionType !== 'NAME') continue;
    const first = tokenAt(draft.text, mention.start);
    const last = tokenAt(draft.text, mention.end - 1) + 1;
    const sentence = sentences[tokens[first]?.sentence ?? 0];
    const titles = titlesBefore(tokens, first, sentence?.firstToken ?? 0);
    if (titles.length > 0) known.add(titles.join(' '));
    const gender = genderOfTitles(titles);
    if (gender !== null) genders.set(mention.entity, gender);
    const after = roleAfter(tokens, last);
    if (after !== null) {
      known.add(after);
      genders.set(mention.entity, genderOfTitles(after.split(' ')) ?? genders.get(mention.entity) ?? null);
    }
  }
  return new Map([...roles].map(([index, set]) => [index, { roles: [...set], gender: genders.get(index) ?? null }]));
}

/** 'the foreign minister' of 'Jan Novak, the country's foreign minister,' and of 'Jan Novak is the foreign minister'. */
function roleAfter(tokens: readonly Token[], at: number): string | null {
  const opening = tokens[at];
  if (
    opening === undefined ||
    !(opening.text === ',' || opening.text === '(' || (opening.lemma === 'be' && opening.pos === 'AUX'))
  )
    return null;
  const words: string[] = [];
  for (let k = at + 1; k < Math.min(at + 9, tokens.length); k++) {
    const token = tokens[k];
    if (token === undefined || token.sentence !== opening.sentence || token.pos === 'VERB' || token.text === ',') break;
    const word = token.text.toLowerCase();
    if (ROLES.has(word) && /^(?:NOUN|PROPN|ADJ)$/.test(token.pos)) {
      words.push(word);
      if (!ROLES.has(tokens[k + 1]?.text.toLowerCase() ?? '')) return words.join(' ');
    } else if (TITLE_MODIFIERS.has(word)) words.push(word);
    else words.length = 0;
  }
  return null;
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
