import { ownText } from '../../text/own-text.ts';
import { hashText, mix } from '../model/features.ts';
import { nameLists, wordLists } from './known-lists.ts';

/** What a word tells by itself, wherever it stands; numbers are hashes. */
export interface WordForm {
  readonly exact: number;
  readonly lower: number;
  /** 'X' for capitals, 'x' for small letters, 'd' for digits, other marks as they are: 'McAdam' is 'XxXxxx'. */
  readonly shape: number;
  /** The same with runs folded: 'XxXx'. */
  readonly foldedShape: number;
  /** Beginnings and endings of one to four letters, lower case. */
  readonly affixes: Int32Array;
  /** Bits of `wordLists`. */
  readonly lists: number;
  /** Bits of `nameLists`, of a word with a capital. */
  readonly names: number;
  readonly hasCapital: boolean;
  /** Begins with a small letter. */
  readonly isSmall: boolean;
  readonly isAllCapitals: boolean;
  /** A mark behind which a capital tells little, as at the beginning of a sentence. */
  readonly opens: boolean;
}

const MOST_FORMS = 20_000;
const forms = new Map<string, WordForm>();

/** The form of a word; remembered, for a text has few different words. */
export function wordForm(text: string): WordForm {
  let form = forms.get(text);
  if (form === undefined) {
    form = readForm(text);
    if (forms.size >= MOST_FORMS) forms.clear();
    forms.set(ownText(text), form);
  }
  return form;
}

function readForm(text: string): WordForm {
  const lower = text.toLowerCase();
  let shape = '';
  let folded = '';
  let last = '';
  let capitals = 0;
  let letters = 0;
  // A longer word is an address or noise.
  for (const letter of text.slice(0, 40)) {
    const kind = /\p{Lu}|\p{Lt}/u.test(letter)
      ? 'X'
      : /\p{L}|\p{M}/u.test(letter)
        ? 'x'
        : /\p{N}/u.test(letter)
          ? 'd'
          : letter;
    if (kind === 'X') capitals++;
    if (kind === 'X' || kind === 'x') letters++;
    if (shape.length < 12) shape += kind;
    if (kind !== last && folded.length < 12) folded += kind;
    last = kind;
  }
  const affixes: number[] = [];
  for (let n = 1; n <= 4; n++) {
    if (lower.length > n) {
      affixes.push(mix(n, hashText(lower.slice(0, n))), mix(-n, hashText(lower.slice(-n))));
    }
  }
  return {
    exact: hashText(text),
    lower: hashText(lower),
    shape: hashText(shape),
    foldedShape: hashText(folded),
    affixes: Int32Array.from(affixes),
    lists: wordLists(text),
    names: capitals > 0 ? nameLists(text) : 0,
    hasCapital: capitals > 0,
    isSmall: /^\p{Ll}/u.test(text),
    isAllCapitals: capitals > 1 && capitals === letters,
    opens: OPENING.test(text),
  };
}

const OPENING = /^(?:["“‘'«([{•*#–—:…-]+|\.\.\.)$/;
