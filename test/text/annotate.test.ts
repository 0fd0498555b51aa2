import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotate } from '../../src/text/annotate.ts';

const sentencesOf = (body: string): string[] => annotate(body).sentences.map((s) => body.slice(s.start, s.end));
const tokensOf = (body: string): string[] => annotate(body).tokens.map((t) => t.text);

describe('sentences', () => {
  it.each<[string, string[]]>([
    ['The ferry left. It was late.', ['The ferry left.', 'It was late.']],
    ['The U.S. Coast Guard came at 5 a.m. on Oct. 8.', ['The U.S. Coast Guard came at 5 a.m. on Oct. 8.']],
    ['She lives in the U.S. He does not.', ['She lives in the U.S.', 'He does not.']],
    ['It closed at 9 p.m. The keeper went home.', ['It closed at 9 p.m.', 'The keeper went home.']],
    [
      'Gen. Ada Moor met J. K. Finch and Dr. Obi. Both smiled.',
      ['Gen. Ada Moor met J. K. Finch and Dr. Obi.', 'Both smiled.'],
    ],
    ['He works for Tarn & Sons Ltd. in Leeds.', ['He works for Tarn & Sons Ltd. in Leeds.']],
    ['“We must go.” He went.', ['“We must go.”', 'He went.']],
    ['"We must go." He went.', ['"We must go."', 'He went.']],
    ['He said “go.” “Why?” she wrote.', ['He said “go.”', '“Why?” she wrote.']],
    ['“Why now?” Moor asked.', ['“Why now?” Moor asked.']],
    ['(It rained.) Nobody came.', ['(It rained.)', 'Nobody came.']],
    [
      'They reached the coast of Malta.(Ada Moor and staff)',
      ['They reached the coast of Malta.', '(Ada Moor and staff)'],
    ],
    ['That was the end.The crew slept.', ['That was the end.', 'The crew slept.']],
    ['He waited… Then he left.', ['He waited…', 'Then he left.']],
    ['He waited… and waited.', ['He waited… and waited.']],
    ['No. I will not. See No. 10.', ['No.', 'I will not.', 'See No. 10.']],
    ['Read it at harbour.example or pay $3.14.', ['Read it at harbour.example or pay $3.14.']],
    ['A headline without a stop\nThe text.', ['A headline without a stop', 'The text.']],
  ])('%s', (body, expected) => {
    expect(sentencesOf(body)).toEqual(expected);
  });
});

describe('tokens', () => {
  it.each<[string, string[]]>([
    ['Moor’s boat', ['Moor', '’s', 'boat']],
    ["J. K. Finch's", ['J.', 'K.', 'Finch', "'s"]],
    ["MALTA'S PORT", ['MALTA', "'S", 'PORT']],
    ['rebel-held Homs', ['rebel', '-', 'held', 'Homs']],
    ['the U.S.-led force', ['the', 'U.S.', '-', 'led', 'force']],
    ['the U.N.’s', ['the', 'U.N.', '’s']],
    ['They don’t', ['They', 'do', 'n’t']],
    ['Çağla Yıldız in Łódź', ['Çağla', 'Yıldız', 'in', 'Łódź']],
    ['Zoe\u0308 left', ['Zoe\u0308', 'left']],
    ['a\u00a0b', ['a', 'b']],
    ['“Go,” he', ['“', 'Go', ',', '”', 'he']],
  ])('%s', (body, expected) => {
    expect(tokensOf(body)).toEqual(expected);
  });

  it.each(['', ' ', '\n\n', '\u00a0'])('nothing in %j', (body) => {
    expect(annotate(body)).toEqual({
      body,
      paragraphs: [],
      sentences: [],
      tokens: [],
    });
  });
});

describe('paragraphs', () => {
  it('are the lines that are not blank, trimmed', () => {
    const body = '  One.\n\n \t\nTwo. Three. \nFour';
    const annotated = annotate(body);
    expect(annotated.paragraphs.map((p) => body.slice(p.start, p.end))).toEqual(['One.', 'Two. Three.', 'Four']);
    expect(annotated.sentences.map((s) => s.paragraph)).toEqual([0, 1, 1, 2]);
  });
});

describe('any text', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '“',
        '”',
        '"',
        "'",
        '’',
        '.',
        '…',
        ' ',
        '\n',
        '\r',
        '-',
        'U.S.',
        'the ',
        '’s',
        '\ud800',
        '\udc00',
        '\u00a0',
        '\u200f',
        'م',
        '日',
        '😀',
        'é',
        'ğ',
        'e\u0301',
        'Mr. ',
        '3.5',
        '__proto__',
        '(',
        ')',
        '\t',
        '\u2028',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }),
      fc.constantFrom('Moor', ' said ', 'Harbour ', 'ran', 'can’t', 'cannot', 'A', 'z'),
    ),
    maxLength: 80,
  });

  it('is reproduced by its tokens, in order, each in one sentence of one paragraph', () => {
    fc.assert(
      fc.property(text, (body) => {
        const { paragraphs, sentences, tokens } = annotate(body);
        let at = 0;
        tokens.forEach((token, index) => {
          expect(body.slice(token.start, token.end)).toBe(token.text);
          expect(token.start).toBeGreaterThanOrEqual(at);
          expect(token.end).toBeGreaterThan(token.start);
          at = token.end;
          const sentence = sentences[token.sentence];
          expect(sentence && sentence.firstToken <= index && index < sentence.lastToken).toBe(true);
          expect(sentence && sentence.start <= token.start && token.end <= sentence.end).toBe(true);
          const paragraph = paragraphs[sentence?.paragraph ?? -1];
          expect(paragraph && paragraph.start <= token.start && token.end <= paragraph.end).toBe(true);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('loses no letter or digit of ordinary scripts', () => {
    fc.assert(
      fc.property(text, (body) => {
        const kept = tokensOf(body)
          .join('')
          .replace(/[^A-Za-z0-9éğ]/g, '');
        expect(kept).toBe(body.replace(/[^A-Za-z0-9éğ]/g, ''));
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same answer twice', () => {
    fc.assert(
      fc.property(text, (body) => {
        expect(annotate(body)).toEqual(annotate(body));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['a run without blanks', 'a'.repeat(1_000_000)],
    ['opening marks', '“'.repeat(100_000)],
    ['straight marks', '"'.repeat(100_000)],
    ['dots', '.'.repeat(100_000)],
    ['initials', 'A.'.repeat(100_000)],
    ['emoji', '😀'.repeat(50_000)],
    ['blanks', ' '.repeat(1_000_000)],
  ])('is read in linear time: %s', (_, body) => {
    const { tokens } = annotate(body);
    expect(tokens.every((t) => body.slice(t.start, t.end) === t.text)).toBe(true);
  });
});
