/**
 * Whether two texts are copies of one story: what a wire sent and what others made of it, cut, with another headline, byline
 * or credit; not two reports of one event, nor two texts that share a long quotation or a block of boilerplate.
 *
 * Texts are compared by their shingles, runs of five words (Broder, "On the resemblance and containment of documents", 1997).
 * Containment decides, not resemblance: of a reprint cut to a third all shingles are in the original, and only a third of the
 * original's in the reprint. docs/adr/0005-copies.md has the reasons, the measurements and the bounds.
 */

/** Words in a shingle. */
const SHINGLE = 5;
/** A text of fewer words is a copy of equal ones only: all its words are its one shingle. */
const FEWEST_WORDS = 30;
/** What follows is not compared, so that one document cannot keep the gateway busy for long. */
const MOST_WORDS = 20_000;
/** Numbers in a sketch. */
const SKETCH_SIZE = 48;
/** The least similarity of copies. */
export const COPY_THRESHOLD = 0.5;

/** A text as it is compared. */
export interface ComparedText {
  readonly shingles: ReadonlySet<string>;
  /** Those of them that do not lie within a quotation: the words are the writer's, at least in part. */
  readonly ofTheWriter: ReadonlySet<string>;
}

/** A text as it is looked for. */
export interface Sketch {
  /** The least hashes of its shingles, ascending, at most {@link SKETCH_SIZE}; 32-bit integers, signed. */
  readonly hashes: readonly number[];
  /** How many different shingles the text has. */
  readonly shingleCount: number;
}

/** Case, accents, punctuation, and how words are spaced do not count. Scripts without blanks are compared sign by sign. */
export function comparedText(body: string): ComparedText {
  const { words, quotedBefore } = wordsOf(body);
  const shingles = new Set<string>();
  const ofTheWriter = new Set<string>();
  const length = shingleLength(words);
  for (let start = 0; length > 0 && start + length <= words.length; start++) {
    const shingle = words.slice(start, start + length).join(' ');
    shingles.add(shingle);
    const quoted = (quotedBefore[start + length] ?? 0) - (quotedBefore[start] ?? 0);
    if (quoted < length) ofTheWriter.add(shingle);
  }
  return { shingles, ofTheWriter };
}

/** The words that are compared, and how many of those before each are quoted. */
function wordsOf(body: string): { readonly words: readonly string[]; readonly quotedBefore: readonly number[] } {
  const words: string[] = [];
  const quotedBefore = [0];
  for (const { text, isQuoted } of passages(body)) {
    if (words.length === MOST_WORDS) break;
    for (const word of normalized(text).match(WORD) ?? []) {
      if (words.length === MOST_WORDS) break;
      words.push(word);
      quotedBefore.push((quotedBefore.at(-1) ?? 0) + (isQuoted ? 1 : 0));
    }
  }
  return { words, quotedBefore };
}

function shingleLength({ length }: readonly string[]): number {
  return length < FEWEST_WORDS ? length : SHINGLE;
}

/**
 * The share of the shorter text's shingles that the other has too, 0 to 1; of its writer's own shingles where that is less,
 * so that quoting the same speech makes no copies. Exact, and the same both ways.
 */
export function similarity(a: ComparedText, b: ComparedText): number {
  const difference = a.shingles.size - b.shingles.size;
  if (difference === 0) return Math.max(contained(a, b), contained(b, a));
  return difference < 0 ? contained(a, b) : contained(b, a);
}

function contained(part: ComparedText, whole: ComparedText): number {
  const all = share(part.shingles, whole.shingles);
  return part.ofTheWriter.size === 0 ? all : Math.min(all, share(part.ofTheWriter, whole.shingles));
}

function share(part: ReadonlySet<string>, whole: ReadonlySet<string>): number {
  if (part.size === 0) return 0;
  let both = 0;
  for (const shingle of part) if (whole.has(shingle)) both += 1;
  return both / part.size;
}

/**
 * The sketch of a text: Broder's MIN_s, of one hash function, fixed. Texts that share many shingles share some of it. Made of
 * the words alone, without the texts of the shingles, for every document needs one and few are compared.
 */
export function sketchOf(body: string): Sketch {
  const { words } = wordsOf(body);
  const length = shingleLength(words);
  /** By the hash of a shingle, where it begins first. */
  const first = new Map<number, number>();
  /** Shingles whose hash another one has: as good as never any. */
  const others = new Set<string>();
  for (let start = 0; length > 0 && start + length <= words.length; start++) {
    const number = hash(words, start, length);
    const known = first.get(number);
    if (known === undefined) first.set(number, start);
    else if (!isSame(words, known, start, length)) others.add(words.slice(start, start + length).join(' '));
  }
  const hashes = Int32Array.from(first.keys()).sort();
  return { hashes: [...hashes.subarray(0, SKETCH_SIZE)], shingleCount: first.size + others.size };
}

function isSame(words: readonly string[], one: number, other: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (words[one + i] !== words[other + i]) return false;
  return true;
}

/**
 * How many numbers two sketches share at least, if the texts are copies. Of the greater text's sketch, a copy of its part has
 * each number with the probability threshold × part / whole; three standard deviations are taken off.
 */
export function fewestShared(shingleCounts: readonly [number, number]): number {
  const [part, whole] = [Math.min(...shingleCounts), Math.max(...shingleCounts)];
  const expected = Math.min(SKETCH_SIZE, whole) * COPY_THRESHOLD * (part / whole);
  return Math.max(1, Math.floor(expected - 3 * Math.sqrt(expected)));
}

const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu;

function normalized(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '');
}

/** Stretches between quotation marks, up to the paragraph's end where the closing one is missing; apostrophes are no marks. */
const QUOTATION = /“[^”\n]*”?|"[^"\n]*"?|«[^»\n]*»?|„[^“”\n]*[“”]?|(?<![\p{L}\p{N}])‘(?:[^‘’\n]|’(?=\p{L}))*’/gu;

function* passages(body: string): Generator<{ text: string; isQuoted: boolean }> {
  let end = 0;
  for (const { 0: text, index } of body.matchAll(QUOTATION)) {
    yield { text: body.slice(end, index), isQuoted: false };
    yield { text, isQuoted: true };
    end = index + text.length;
  }
  yield { text: body.slice(end), isQuoted: false };
}

/** Of the words with a blank between each: FNV-1a over UTF-16 code units, its bits mixed by the finaliser of MurmurHash3. */
function hash(words: readonly string[], start: number, length: number): number {
  let h = 0x811c9dc5;
  for (let k = start; k < start + length; k++) {
    if (k > start) h = Math.imul(h ^ 0x20, 0x01000193);
    const word = words[k] ?? '';
    for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
