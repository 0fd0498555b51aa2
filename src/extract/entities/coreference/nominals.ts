import type { Token } from '../../../text/annotated-text.ts';
import { wordSet } from '../lexicon/word-set.ts';
import { isCalling, isPersonNoun } from './callings.ts';

/** A phrase like 'the minister' or 'a 14-year-old': who or what is not named in it. */
export interface Nominal {
  readonly opener: number;
  /** The last token. */
  readonly head: number;
  /** Lower case: 'minister', '14-year-old'. */
  readonly noun: string;
  readonly modifiers: readonly string[];
  readonly isPerson: boolean;
  /** 'the', 'this', 'that'; not 'a', 'his'. */
  readonly isDefinite: boolean;
  /** Whether nothing follows that makes it another's ('the president of Chad') or a title ('the minister Jan Novak'). */
  readonly isBare: boolean;
  /** Whether 'of' follows: 'the president of Chad'. */
  readonly isOf: boolean;
  /** Whether a name follows at once. */
  readonly isTitle: boolean;
}

/** How many words before its noun a phrase may have. */
const LONGEST = 5;
const MODIFIER_POS = new Set(['NOUN', 'ADJ', 'PROPN', 'NUM']);

/**
 * The phrase that a determiner opens, where its noun is one of a person, organisation or place; null for others.
 * @param nextName where the next name begins in the text
 * @param isCalled whether somebody of this text goes by a noun that no lexicon lists
 */
export function nominalAt(
  tokens: readonly Token[],
  opener: number,
  nextName: number,
  isDefinite: boolean,
  isCalled: (noun: string) => boolean,
): Nominal | null {
  const sentence = tokens[opener]?.sentence;
  let head = -1;
  let noun = '';
  for (let k = opener + 1; k <= opener + LONGEST && k < tokens.length; k++) {
    const token = tokens[k];
    if (token === undefined || token.sentence !== sentence || token.start >= nextName) break;
    const age = ageAt(tokens, k);
    if (age !== null) {
      k += 4;
      head = k;
      noun = age;
      continue;
    }
    const word = token.text.toLowerCase();
    // 'The Church', 'the President': capitals of respect, where the whole was not taken for a name.
    const called =
      word.slice(1) === token.text.slice(1) && (isCalling(word) || (token.pos === 'NOUN' && isCalled(word)));
    if (!MODIFIER_POS.has(token.pos) && !HYPHEN.has(token.text) && !(called && isPersonNoun(word))) break;
    if (called) {
      head = k;
      noun = word;
    } else if (token.pos === 'NOUN' && head >= 0 && HYPHEN.has(tokens[k + 1]?.text ?? '')) continue;
    else if (head >= 0 && (token.pos === 'NOUN' || token.pos === 'PROPN')) return null;
  }
  if (head < 0) return null;
  const follower = tokens[head + 1];
  const isTitle =
    follower !== undefined && follower.start >= nextName && follower.start - (tokens[head]?.end ?? 0) <= 1;
  const isBare =
    follower === undefined ||
    !(
      isTitle ||
      follower.text === 'of' ||
      follower.pos === 'NOUN' ||
      follower.pos === 'PROPN' ||
      follower.pos === 'ADJ' ||
      HYPHEN.has(follower.text) ||
      (follower.text === 'for' && tokens[head + 2]?.pos === 'DET')
    );
  const modifiers: string[] = [];
  for (let k = opener + 1; k < head; k++) modifiers.push(tokens[k]?.text.toLowerCase() ?? '');
  return {
    opener,
    head,
    noun,
    modifiers,
    isPerson: isPersonNoun(noun) || noun.endsWith('-old'),
    isDefinite,
    isBare,
    isTitle,
    isOf: follower?.text === 'of',
  };
}

const HYPHEN = wordSet('- ‐ ‑');

/** '14-year-old', which is five tokens; null where none begins. */
export function ageAt(tokens: readonly Token[], at: number): string | null {
  const number = tokens[at];
  if (number?.pos !== 'NUM' || tokens[at + 2]?.text !== 'year' || tokens[at + 4]?.text !== 'old') return null;
  return HYPHEN.has(tokens[at + 1]?.text ?? '') && HYPHEN.has(tokens[at + 3]?.text ?? '')
    ? `${number.text}-year-old`
    : null;
}

/** Whether a role of a person is meant by a noun with modifiers: 'the prime minister' is no foreign minister. */
export function roleFits(role: string, noun: string, modifiers: readonly string[]): boolean {
  const words = role.split(' ');
  if (!words.includes(noun)) return false;
  return modifiers.every((word) => words.includes(word) || !DISTINGUISHING.has(word));
}

const DISTINGUISHING = wordSet(
  'prime foreign defense defence interior finance health education justice labour labor trade environment energy economy transport agriculture deputy vice former assistant attorney general chief police army other second another next new',
);
