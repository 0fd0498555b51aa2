import type { ExtractedEntity } from '../../../domain/extraction.ts';
import { lookupKey } from '../gazetteer/lookup-key.ts';
import {
  CHINESE_SURNAMES,
  COMMON_GIVEN_NAMES,
  COMMON_SURNAMES,
  SHORT_CHINESE_NAME,
  TOLD_APART_BY_INITIAL,
} from './names-in-doubt.ts';

/**
 * The form in which a person's names are compared across documents: of the full names that the document uses, the shortest
 * with the same first and last word, without middle initials ('Donald J. Trump') and the Arabic article ('Bashar al-Assad'
 * is 'Bashar Assad' in half of the press), leading initials joined ('J. K. Rowling', 'J.K. Rowling').
 *
 * Nicknames, transliterations ('Mohammed', 'Muhammad') and generations ('Jr.') stay as they are: they may tell people apart.
 */
export function personName({ name, aliases }: Pick<ExtractedEntity, 'name' | 'aliases'>): string {
  const whole = comparable(name);
  if (TOLD_APART_BY_INITIAL.has(whole.join(' '))) return whole.join(' ');
  let shortest = whole;
  for (const alias of aliases) {
    const words = comparable(alias);
    if (words.length < 2 || words[0] !== whole[0] || words.at(-1) !== whole.at(-1)) continue;
    const joined = words.join(' ');
    const best = shortest.join(' ');
    if (words.length < shortest.length || (words.length === shortest.length && joined < best)) shortest = words;
  }
  return shortest.join(' ') || lookupKey(name) || name;
}

/** A person's whole normalised name: where two of one document differ in it, they are two. */
export function wholePersonName(name: string): string {
  return lookupKey(name) || name;
}

function comparable(name: string): string[] {
  const plain = lookupKey(name);
  const words = plain.split(' ');
  if (TOLD_APART_BY_INITIAL.has(plain)) return words;
  // 'J. K. Rowling': initials at the head are one word.
  let initials = 0;
  while (initials < words.length - 1 && words[initials]?.length === 1) initials += 1;
  const [first = '', ...rest] = initials > 1 ? [words.slice(0, initials).join(''), ...words.slice(initials)] : words;
  const middle = rest.slice(0, -1);
  const kept = middle.filter((word) => word !== 'al' && word !== 'el' && (word.length > 1 || first.length === 1));
  return rest.length === 0 ? [first] : [first, ...kept, rest.at(-1) ?? ''];
}

/** What makes a person's name too little to link by. */
export type NameDoubt = 'ONE_WORD' | 'INITIAL' | 'COMMON';

/** @param name as {@link personName} gives it */
export function doubtOf(name: string): NameDoubt | null {
  const words = name.split(' ');
  const [first = '', last = ''] = [words[0], words.at(-1)];
  if (words.length < 2) return 'ONE_WORD';
  if (words.length > 2) return null;
  if (first.length === 1 || last.length === 1) return 'INITIAL';
  if (COMMON_GIVEN_NAMES.has(first) && COMMON_SURNAMES.has(last)) return 'COMMON';
  return CHINESE_SURNAMES.has(first) && last.length <= SHORT_CHINESE_NAME ? 'COMMON' : null;
}
