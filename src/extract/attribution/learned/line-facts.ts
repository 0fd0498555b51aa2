import { hashText } from '../../model/features.ts';
import type { Item, Line } from '../../quotes/lines.ts';
import { DASH } from '../function-words.ts';
import { TIME_WORDS } from '../lexicon.ts';

/** Coarse word classes; small numbers, so that several fit in one hash. */
export const CLASS = {
  NONE: 0,
  NOUN: 1,
  NAME: 2,
  VERB: 3,
  AUX: 4,
  PREP: 5,
  CONJ: 6,
  SUB: 7,
  RELATIVE: 8,
  PRONOUN: 9,
  DET: 10,
  ADJ: 11,
  ADV: 12,
  NUMBER: 13,
  TO: 14,
  POSSESSIVE: 15,
  COMMA: 16,
  STOP: 17,
  COLON: 18,
  DASH: 19,
  OPEN: 20,
  CLOSE: 21,
  QUOTE: 22,
  TIME: 23,
  NOT: 24,
  OTHER: 25,
} as const;

/** Stands for what is before the first item and behind the last. */
const EDGE = 0x5eed;

/** Items `first` to `last` that are a noun with its determiner and modifiers, or a pronoun. */
export interface Chunk {
  readonly first: number;
  readonly last: number;
}

/**
 * What the rankers look up of a line's items, computed once: hashes, classes, base phrases. May be asked beyond both ends of the
 * line; the arrays behind it may not, since reading a typed array at -1 throws compiled code away.
 */
export class LineFacts {
  readonly items: readonly Item[];
  /** The base phrases, in order. */
  readonly chunks: readonly Chunk[];
  readonly #words: Int32Array;
  readonly #lemmas: Int32Array;
  readonly #kinds: Uint8Array;
  readonly #chunkNumbers: Int16Array;

  constructor({ items }: Pick<Line, 'items'>) {
    const { length } = items;
    this.items = items;
    this.#words = new Int32Array(length);
    this.#lemmas = new Int32Array(length);
    this.#kinds = new Uint8Array(length);
    for (let at = 0; at < length; at++) {
      const item = items[at];
      if (!item) continue;
      this.#words[at] = item.pos === 'QUOTE' ? CLASS.QUOTE : hashText(item.lower);
      this.#lemmas[at] = item.pos === 'QUOTE' ? CLASS.QUOTE : hashText(item.lemma);
      this.#kinds[at] = classOf(items, at, item);
    }
    this.chunks = chunk(items, this.#kinds);
    this.#chunkNumbers = new Int16Array(length).fill(-1);
    this.chunks.forEach(({ first, last }, number) => void this.#chunkNumbers.fill(number, first, last + 1));
  }

  /** Hash of the lower-case word. */
  word(at: number): number {
    return at < 0 ? EDGE : (this.#words[at] ?? EDGE);
  }

  /** Hash of the base form. */
  lemma(at: number): number {
    return at < 0 ? EDGE : (this.#lemmas[at] ?? EDGE);
  }

  kind(at: number): number {
    return at < 0 ? CLASS.NONE : (this.#kinds[at] ?? CLASS.NONE);
  }

  /** The number of the base phrase that the item is part of; -1 for none. */
  chunkOf(at: number): number {
    return at < 0 ? -1 : (this.#chunkNumbers[at] ?? -1);
  }

  /** The base phrase that the item is part of. */
  chunkAt(at: number): Chunk | undefined {
    return this.chunk(this.chunkOf(at));
  }

  /** The base phrase of that number; none has -1. */
  chunk(number: number): Chunk | undefined {
    return number < 0 ? undefined : this.chunks[number];
  }
}

const RELATIVE_WORDS = new Set(['who', 'which', 'whom', 'whose']);
const POSSESSIVE_PRONOUNS = new Set(['his', 'her', 'its', 'their', 'my', 'our', 'your']);

function classOf(items: readonly Item[], at: number, item: Item): number {
  const { pos, lower, text } = item;
  switch (pos) {
    case 'QUOTE':
      return CLASS.QUOTE;
    case 'PUNCT':
      if (text === ',') return CLASS.COMMA;
      if (text === ':') return CLASS.COLON;
      if (text === '(' || text === '[') return CLASS.OPEN;
      if (text === ')' || text === ']') return CLASS.CLOSE;
      if (DASH.test(text)) return isHyphen(items, at) ? CLASS.OTHER : CLASS.DASH;
      return /^[.;!?…]/.test(text) ? CLASS.STOP : CLASS.OTHER;
    case 'AUX':
      return CLASS.AUX;
    case 'CCONJ':
      return CLASS.CONJ;
    case 'NUM':
      return CLASS.NUMBER;
    default:
  }
  if (lower === 'to') return CLASS.TO;
  if (lower === 'not' || lower === "n't") return CLASS.NOT;
  if (lower === "'s" || lower === "'") return CLASS.POSSESSIVE;
  if (RELATIVE_WORDS.has(lower)) return CLASS.RELATIVE;
  if (lower === 'that' && pos !== 'DET') return CLASS.SUB;
  if (POSSESSIVE_PRONOUNS.has(lower)) return CLASS.DET;
  if (TIME_WORDS.has(lower) && pos !== 'VERB') return CLASS.TIME;
  switch (pos) {
    case 'NOUN':
      return item.capital && at > 0 ? CLASS.NAME : CLASS.NOUN;
    case 'PROPN':
      return CLASS.NAME;
    case 'VERB':
      return CLASS.VERB;
    case 'ADP':
      return CLASS.PREP;
    case 'SCONJ':
      return CLASS.SUB;
    case 'PRON':
      return CLASS.PRONOUN;
    case 'DET':
      return CLASS.DET;
    case 'ADJ':
      return CLASS.ADJ;
    case 'ADV':
      return CLASS.ADV;
    case 'X':
      return item.capital ? CLASS.NAME : CLASS.NOUN;
    case 'SYM':
      return /^[\p{L}\p{N}@#$£€]/u.test(text) ? CLASS.NOUN : CLASS.OTHER;
    default:
      return CLASS.OTHER;
  }
}

function isHyphen(items: readonly Item[], at: number): boolean {
  return items[at]?.start === items[at - 1]?.end && items[at]?.end === items[at + 1]?.start;
}

/** The base phrases of a line, in order; one pass. */
function chunk(items: readonly Item[], kind: Uint8Array): Chunk[] {
  const { length } = items;
  const chunks: Chunk[] = [];
  let first = -1;
  let last = -1;
  const close = (): void => {
    if (last >= 0) chunks.push({ first, last });
    first = -1;
    last = -1;
  };
  for (let at = 0; at < length; at++) {
    const here = kind[at];
    const next = kind[at + 1] ?? CLASS.NONE;
    switch (here) {
      case CLASS.PRONOUN:
      case CLASS.RELATIVE:
        close();
        first = at;
        last = at;
        close();
        break;
      case CLASS.DET:
        close();
        first = at;
        // 'those', 'some', 'all' by themselves
        if (next !== CLASS.NOUN && next !== CLASS.NAME && next !== CLASS.ADJ && next !== CLASS.NUMBER) last = at;
        break;
      case CLASS.NOUN:
      case CLASS.NAME:
      case CLASS.NUMBER:
        if (first < 0) first = at;
        last = at;
        break;
      case CLASS.TIME:
        if (last >= 0) close();
        if (first < 0) first = at;
        last = at;
        if (next !== CLASS.POSSESSIVE) close();
        break;
      case CLASS.ADJ:
        // 'the officials familiar with it': an adjective behind the noun begins nothing of its own.
        if (last >= 0 && next !== CLASS.NOUN && next !== CLASS.NAME && next !== CLASS.ADJ) {
          last = at;
          close();
        } else if (first < 0) first = at;
        break;
      case CLASS.POSSESSIVE:
        if (last < 0) first = -1;
        break;
      case CLASS.VERB: {
        const inside =
          first >= 0 &&
          (next === CLASS.NOUN || next === CLASS.NAME || next === CLASS.ADJ) &&
          (last < 0 || (items[at]?.capital === true && items[at - 1]?.capital === true) || items[at - 1]?.text === '-');
        if (!inside) close();
        break;
      }
      case CLASS.OTHER:
        if (!(first >= 0 && /^[-&/.–]$/.test(items[at]?.text ?? ''))) close();
        break;
      default:
        close();
    }
  }
  close();
  return chunks;
}
