import { diffArrays, diffWordsWithSpace } from 'diff';

/** A stretch of a paragraph, and whether the other text has it there, too. */
export interface Piece {
  readonly text: string;
  readonly isChanged: boolean;
}

/** Two paragraphs that say the same, or one that only one of the texts has. */
export interface Row {
  readonly left: readonly Piece[] | null;
  readonly right: readonly Piece[] | null;
}

/** Of two paragraphs that are one, cut or rewritten: the share of the shorter one's words that the other has. */
const ENOUGH = 0.5;

/**
 * Lays two texts side by side, paragraph by paragraph, and the paragraphs that belong together word by word. The left pieces, joined, are
 * the left text's paragraphs; the right ones the right text's.
 */
export function sideBySide(left: string, right: string): Row[] {
  const [ours, theirs] = [paragraphsOf(left), paragraphsOf(right)];
  const rows: Row[] = [];
  let i = 0;
  let j = 0;
  for (const { added, removed, count } of diffArrays(ours, theirs, { comparator: areAlike })) {
    for (let n = 0; n < count; n++) {
      if (added) rows.push({ left: null, right: whole(theirs[j++]?.text) });
      else if (removed) rows.push({ left: whole(ours[i++]?.text), right: null });
      else rows.push(wordByWord(ours[i++]?.text ?? '', theirs[j++]?.text ?? ''));
    }
  }
  return rows;
}

/** Two paragraphs that stand for one another, as headlines do: word by word, if enough of the words are the same. */
export function oneRow(left: string, right: string): Row {
  const [[ours], [theirs]] = [paragraphsOf(left), paragraphsOf(right)];
  return ours && theirs && areAlike(ours, theirs)
    ? wordByWord(left, right)
    : { left: whole(left), right: whole(right) };
}

interface Paragraph {
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

function paragraphsOf(text: string): Paragraph[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => ({ text: line, words: new Set(line.toLowerCase().match(/[\p{L}\p{N}]+/gu)) }));
}

function areAlike(a: Paragraph, b: Paragraph): boolean {
  if (a.text === b.text) return true;
  const shared = [...a.words].filter((word) => b.words.has(word)).length;
  return shared > 0 && shared / Math.min(a.words.size, b.words.size) >= ENOUGH;
}

function wordByWord(left: string, right: string): Row {
  const parts = diffWordsWithSpace(left, right);
  return {
    left: parts.filter(({ added }) => !added).map(({ value, removed }) => ({ text: value, isChanged: removed })),
    right: parts.filter(({ removed }) => !removed).map(({ value, added }) => ({ text: value, isChanged: added })),
  };
}

const whole = (text = ''): Piece[] => [{ text, isChanged: true }];
