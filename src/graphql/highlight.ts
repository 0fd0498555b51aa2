import { normalizeName } from '../domain/name.ts';
import { MARKS } from '../storage/read/search.ts';

/** The matching words between <mark> and </mark>, all else escaped: safe to put into a page as it is. */
export function highlightHtml(marked: string): string {
  const html = marked.replaceAll(MARKS.less, '<').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
  return html.replaceAll(MARKS.start, '<mark>').replaceAll(MARKS.end, '</mark>');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Puts marks around the words of a name that resemble a word of what was typed. */
export function markName(name: string, typed: string): string {
  const wanted = normalizeName(typed).split(' ').filter(Boolean);
  return name.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => {
    const plain = normalizeName(word);
    return wanted.some((each) => resemble(each, plain)) ? `${MARKS.start}${word}${MARKS.end}` : word;
  });
}

/** Whether one begins the other, or two in five of their pairs of letters are shared (Dice's coefficient). */
function resemble(a: string, b: string): boolean {
  if (a === '' || b === '') return false;
  if (a.startsWith(b) || b.startsWith(a)) return true;
  const pairs = (word: string): string[] =>
    Array.from({ length: Math.max(0, word.length - 1) }, (_, i) => word.slice(i, i + 2));
  const [left, right] = [pairs(a), pairs(b)];
  const shared = left.filter((pair) => right.includes(pair)).length;
  return (2 * shared) / (left.length + right.length) >= 0.4;
}
