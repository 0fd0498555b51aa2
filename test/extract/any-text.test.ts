import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/domain/text-anchor.ts';
import { anchorAt } from '../../src/domain/text-anchor.ts';
import type { ExtractedLine } from '../../src/extract/json-lines.ts';
import { extractLine } from '../../src/extract/json-lines.ts';

/** What makes news: names, cues, marks of every kind; and what does not belong there. */
const PIECES = [
  'Jan Novak',
  'Novak',
  'the minister',
  'officials',
  'The Port Vella Gazette',
  'he',
  'She',
  'who',
  'said',
  'said that',
  'told the paper',
  'according to',
  'asked whether',
  'adding',
  'was quoted by',
  'as saying',
  'the bridge will close',
  'we go on',
  'reported',
  '“',
  '”',
  '"',
  "'",
  '‘',
  '’',
  '«',
  '»',
  '„',
  "''",
  '``',
  '’s',
  ',',
  '.',
  '?',
  ':',
  ';',
  '—',
  '(',
  ')',
  '...',
  'Q:',
  'A:',
  'SMITH:',
  '@novak:',
  '\n',
  '\n\n',
  '\t',
  '\u00a0',
  '😀',
  '👩‍👩‍👧',
  '\ud83d',
  '\udc00',
  'é',
  'قال',
  'الوزير',
  '\u202e',
  '\u0000',
  '\ufeff',
  '她说',
  'function f() { return "x"; }',
  '+47 22 00 11 22',
  '__proto__',
] as const;

const anyNews = fc
  .array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(' ', ' ', ' ', '')), { maxLength: 80 })
  .map((parts) => parts.map(([piece, gap]) => piece + gap).join(''));

/** English enough that the language is never in doubt, so that extraction is not left out. */
const ENGLISH = 'The mayor of the town said on Monday that the old bridge over the river will be closed for a year.\n';

function found(text: string): ExtractedLine {
  const answer = extractLine(JSON.stringify({ id: 1, text }), 1);
  if ('error' in answer) throw new Error(answer.error.message);
  return answer;
}

/** Every place that the answer names. */
function* places({ entities, quotes, citations }: ExtractedLine): Generator<Span> {
  yield* entities;
  for (const { spans, quoted, speaker, cue, ...quote } of quotes) {
    yield quote;
    yield* spans;
    yield* quoted;
    if (speaker) yield speaker;
    if (cue) yield cue;
  }
  for (const { cue, ...citation } of citations) {
    yield citation;
    if (cue) yield cue;
  }
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function meet(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

describe('of any text', () => {
  it('every place is in the text, reproduces its words, and is not blank', () => {
    fc.assert(
      fc.property(anyNews, (news) => {
        const text = ENGLISH + news;
        const answer = found(text);
        for (const place of places(answer)) {
          expect(anchorAt(text, place).exact).toBe(text.slice(place.start, place.end));
          expect(text.slice(place.start, place.end).trim()).not.toBe('');
        }
        for (const { speaker, cue } of answer.quotes) {
          if (speaker) expect(speaker.text).toBe(text.slice(speaker.start, speaker.end));
          if (cue) expect(cue.text).toBe(text.slice(cue.start, cue.end));
        }
        for (const citation of answer.citations) expect(citation.phrase).toBe(text.slice(citation.start, citation.end));
      }),
      { numRuns: 500 },
    );
  });

  it('names do not overlap; what a quote is made of lies within it, in order, and in no two pieces', () => {
    fc.assert(
      fc.property(anyNews, (news) => {
        const { entities, quotes } = found(ENGLISH + news);
        entities.forEach((entity, i) => {
          const next = entities[i + 1];
          if (next) expect(entity.end).toBeLessThanOrEqual(next.start);
        });
        for (const quote of quotes) {
          for (const pieces of [quote.spans, quote.quoted]) {
            pieces.forEach((piece, i) => {
              expect(holds(quote, piece)).toBe(true);
              const next = pieces[i + 1];
              if (next) expect(piece.start).toBeLessThan(next.start);
            });
          }
          quote.spans.forEach((span, i) => {
            expect(quote.spans.some((other, k) => k !== i && meet(span, other))).toBe(false);
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a quote has a speaker or says why not, and how sure it is', () => {
    fc.assert(
      fc.property(anyNews, (news) => {
        for (const { speaker, abstained, confidence } of found(ENGLISH + news).quotes) {
          expect(speaker?.name == null).toBe(abstained !== null);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the same text gives the same answer, whatever was read before', () => {
    fc.assert(
      fc.property(anyNews, anyNews, (first, second) => {
        const once = found(ENGLISH + first);
        found(ENGLISH + second);
        expect(found(ENGLISH + first)).toEqual(once);
      }),
      { numRuns: 150 },
    );
  });
});

describe('however large or strange, a text is read to its end:', () => {
  const sentence = 'Jan Novak said the bridge would close. “We go on,” he added. ';
  it.each([
    ['10 MB without a blank', 'a'.repeat(10_000_000)],
    ['capitals without a blank', 'A'.repeat(1_000_000)],
    ['100,000 opening marks', '“'.repeat(100_000)],
    ['100,000 straight marks', '"'.repeat(100_000)],
    ['100,000 apostrophes', "' ".repeat(50_000)],
    ['marks around single letters', '“a” '.repeat(30_000)],
    ['a paragraph of 1 MB', sentence.repeat(17_000)],
    ['one sentence of 500 kB', 'Jan Novak said that '.repeat(25_000)],
    ['brackets that never close', '('.repeat(100_000)],
    ['commas', 'Novak, '.repeat(50_000)],
    ['opening paragraphs that never close', '“We go on\n'.repeat(20_000)],
    ['lone surrogates', '\ud800 Novak \udfff'.repeat(20_000)],
    ['right to left', 'قال الوزير إن الجسر سيغلق. '.repeat(10_000)],
    ['emoji', '😀👩‍👩‍👧 '.repeat(20_000)],
    ['a phone book', Array.from({ length: 10_000 }, (_, i) => `Novak J ${i} Harbour Rd 555-${i}`).join('\n')],
    ['source code', 'export const say = (who) => print("`" + who + " said: " + quote);\n'.repeat(5_000)],
    ['numbers', '3.14 '.repeat(100_000)],
  ])('%s', (_, text) => {
    const answer = found(text);
    for (const place of places(answer)) expect(place.end <= text.length && place.start < place.end).toBe(true);
  });
});
