import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, linesOf } from '../../src/text/clean.ts';

describe('cleanText', () => {
  it.each([
    ['Windows line breaks', 'a\r\nb', 'a\nb'],
    ['old Mac line breaks', 'a\rb', 'a\nb'],
    ['Unicode line and paragraph separators', 'a\u2028b\u2029c\u0085d', 'a\nb\nc\nd'],
    ['form feeds', 'a\fb', 'a\nb'],
    ['no-break and thin blanks', 'Mr.\u00a0Roe\u2009\u202f5', 'Mr. Roe 5'],
    ['tabs and runs of blanks', 'a \t  b', 'a b'],
    ['blanks at the ends of lines', ' a  \n  b ', 'a\nb'],
    ['soft hyphens', 'har\u00adbour', 'harbour'],
    ['zero-width blanks and byte order marks', '\ufeffa\u200bb\u2060c\ufeff', 'abc'],
    ['direction marks', '\u202aa\u202c \u200eb\u2067c\u2069', 'a bc'],
    ['joiners between Latin letters', 'har\u200dbour \u200cx', 'harbour x'],
    ['control characters', 'a\x1b\x07b\x7f\x9f', 'ab'],
    ['half surrogate pairs', 'a\ud83d b\ude00', 'a\ufffd b\ufffd'],
    ['letters with loose accents', 'cafe\u0301', 'café'],
    ['hyphens that do not break', 'Jean\u2011Luc and Anne\u2010Marie', 'Jean-Luc and Anne-Marie'],
  ])('cleans %s', (_, text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  it.each([
    ['typographic marks and dashes', '“We,” he said — ‘go’ – «now»…'],
    ['an emoji of several', 'x 👩‍👩‍👧 ❤️‍🔥 y'],
    ['Persian spelling', 'می‌خواهم'],
    ['empty lines', 'a\n\nb'],
    ['ligatures and full-width letters', 'ﬁne ＡＢＣ ²'],
  ])('leaves %s', (_, text) => {
    expect(cleanText(text)).toBe(text);
  });

  it('changes nothing the second time', () => {
    const unit = fc.constantFrom(
      'a',
      'é',
      'e\u0301',
      ' ',
      '\n',
      '\r',
      '\t',
      '\u00a0',
      '\u00ad',
      '\u200b',
      '\u200c',
      '\u200d',
      '\ufeff',
      '\ud800',
      '\udc00',
      '\x01',
      '👍',
      '.',
      '\u0301',
      '\u2011',
      '\u3000',
      '\u2028',
      'ک',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        const once = cleanText(text);
        expect(cleanText(once)).toBe(once);
        expect(once.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('linesOf', () => {
  it('leaves empty lines out', () => {
    expect(linesOf('a\n\n\nb\nc')).toEqual(['a', 'b', 'c']);
    expect(linesOf('')).toEqual([]);
  });
});
