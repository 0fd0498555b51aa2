import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../../web/src/article/segments.ts';
import { paragraphs, segments } from '../../../web/src/article/segments.ts';

const BODY = 'The mayor, Ada Quill, said that “the Harn” waits.';

function mark(exact: string): Span & { exact: string } {
  const start = BODY.indexOf(exact);
  return { exact, start, end: start + exact.length };
}

const shown = (found: readonly { text: string; marks: readonly { exact: string }[] }[]) =>
  found.map(({ text, marks }) => [text, ...marks.map(({ exact }) => exact)]);

describe('segments', () => {
  it('a text without marks is one', () => {
    expect(shown(segments(BODY, []))).toEqual([[BODY]]);
  });

  it('a mark inside of another one is on both', () => {
    const quote = mark('that “the Harn” waits');
    expect(shown(segments(BODY, [mark('Harn'), quote]))).toEqual([
      ['The mayor, Ada Quill, said '],
      ['that “the ', quote.exact],
      ['Harn', 'Harn', quote.exact],
      ['” waits', quote.exact],
      ['.'],
    ]);
  });

  it('marks that overlap by their ends share what they both cover', () => {
    expect(shown(segments(BODY, [mark('The mayor, Ada'), mark('Ada Quill')]))).toEqual([
      ['The mayor, ', 'The mayor, Ada'],
      ['Ada', 'The mayor, Ada', 'Ada Quill'],
      [' Quill', 'Ada Quill'],
      [', said that “the Harn” waits.'],
    ]);
  });

  it('marks of the same place are one segment', () => {
    expect(shown(segments(BODY, [mark('Ada Quill'), mark('Ada Quill')]))[1]).toEqual([
      'Ada Quill',
      'Ada Quill',
      'Ada Quill',
    ]);
  });
});

/** A text with line breaks and characters of two code units, and marks anywhere on it. */
const marked = fc
  .array(fc.constantFrom('a', 'é', ' ', '\n', '🦉', '“', 'word'), { maxLength: 40 })
  .map((parts) => parts.join(''))
  .chain((body) => {
    const place = fc.nat({ max: body.length });
    const span = fc.tuple(place, place).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
    return fc.record({ body: fc.constant(body), marks: fc.array(span, { maxLength: 12 }) });
  });

describe('of any text and any marks', () => {
  it('the segments, joined, are the text, and none is empty unless the text is', () => {
    fc.assert(
      fc.property(marked, ({ body, marks }) => {
        const found = segments(body, marks);
        expect(found.map(({ text }) => text).join('')).toBe(body);
        expect(found.every(({ start, end, text }) => body.slice(start, end) === text && text !== '')).toBe(true);
      }),
    );
  });

  it('each mark is on exactly the segments of its place', () => {
    fc.assert(
      fc.property(marked, ({ body, marks }) => {
        const found = segments(body, marks);
        for (const one of marks) {
          const covered = found.filter(({ marks: on }) => on.includes(one));
          expect(covered.map(({ text }) => text).join('')).toBe(body.slice(one.start, one.end));
          if (one.start < one.end) expect([covered[0]?.start, covered.at(-1)?.end]).toEqual([one.start, one.end]);
        }
      }),
    );
  });

  it('paragraphs are the lines that are not blank, and lose no mark on their words', () => {
    fc.assert(
      fc.property(marked, ({ body, marks }) => {
        const found = paragraphs(body, marks);
        expect(found.map(({ segments: cut }) => cut.map(({ text }) => text).join(''))).toEqual(
          body.split('\n').filter((line) => line.trim() !== ''),
        );
        for (const one of marks) {
          const covered = found.flatMap(({ segments: cut }) => cut).filter(({ marks: on }) => on.includes(one));
          const words = body.slice(one.start, one.end).replace(/\s/g, '');
          expect(
            covered
              .map(({ text }) => text)
              .join('')
              .replace(/\s/g, ''),
          ).toBe(words);
        }
      }),
    );
  });
});
