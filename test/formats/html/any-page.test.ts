import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentRejected } from '../../../src/domain/problem.ts';
import { readHtml } from '../../../src/formats/html/read-html.ts';
import { pageOf } from '../../support/pages.ts';

/** A reading, or a rejection with a code: anything else is a crash. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    const { article, problems } = readHtml({ uri: '/page.html', bytes }, { maxBytes: 20_000_000 });
    expect(article.body).not.toBe('');
    expect(article.body.isWellFormed()).toBe(true);
    return problems.map(({ code }) => code).join();
  } catch (error) {
    if (!(error instanceof DocumentRejected)) throw error;
    return error.code;
  }
}

const PROSE = '<p>The harbour bridge of Port Vella was closed to all traffic on Tuesday, the port authority said.</p>';

// Each would take minutes, or all memory, if only one step did more than its share; the time limit of the runner is the test.
describe('a page that was made to do harm', () => {
  it.each([
    ['elements nested a million deep', `${PROSE}${'<div>'.repeat(1_000_000)}`, 'MARKUP_CUT'],
    ['paragraphs below five hundred elements', '<div>'.repeat(500) + PROSE.repeat(20_000), 'EMPTY_DOCUMENT'],
    ['a hundred thousand links', PROSE + '<a href=x>word</a> '.repeat(100_000), 'MARKUP_CUT'],
    ['a hundred thousand siblings', '<div>word, and, more words</div>'.repeat(100_000), 'MARKUP_CUT'],
    ['an attribute of 10 MB', `<p title="${'x'.repeat(10_000_000)}">${PROSE}`, ''],
    [
      'a million attributes',
      `${PROSE}<p ${Array.from({ length: 1_000_000 }, (_, i) => `a${i}=1`).join(' ')}>`,
      'MARKUP_CUT',
    ],
    ['a million entities', PROSE + '&amp;'.repeat(1_000_000), 'MARKUP_CUT'],
    [
      'entities that are made of entities',
      `<!DOCTYPE html [<!ENTITY a "${'&b;'.repeat(1_000)}"><!ENTITY b "x">]>${PROSE}<p>${'&a;'.repeat(1_000)}`,
      '',
    ],
    ['five million less-than signs', PROSE + '<'.repeat(5_000_000), 'MARKUP_CUT'],
    ['a million closing tags', PROSE + '</p>'.repeat(1_000_000), 'MARKUP_CUT'],
    ['a million comments that never end', PROSE + '<!--'.repeat(1_000_000), ''],
    [
      'JSON-LD nested a million deep',
      `<script type="application/ld+json">${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}</script>${PROSE}`,
      '',
    ],
    ['one word of 5 MB', PROSE + 'x'.repeat(5_000_000), 'MARKUP_CUT'],
  ])('is read to a point, or refused: %s', (_, html, code) => {
    expect(outcomeOf(Buffer.from(html))).toBe(code);
  });

  const PAGE = Buffer.from(
    pageOf({
      head: '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge shut"}</script><title>Bridge</title>',
    }),
  );

  it('is read or refused wherever it is cut off', () => {
    fc.assert(
      fc.property(fc.nat(PAGE.length), (length) => void outcomeOf(PAGE.subarray(0, length))),
      { numRuns: 200 },
    );
  });

  it('is read or refused whichever bits are flipped', () => {
    const flips = fc.array(fc.tuple(fc.nat(PAGE.length - 1), fc.nat(7)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(flips, (places) => {
        const bytes = Buffer.from(PAGE);
        for (const [at, bit] of places) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
        outcomeOf(bytes);
      }),
      { numRuns: 200 },
    );
  });

  it('is read or refused in whatever order tags come', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<div>',
      '</div>',
      '<table>',
      '<tr>',
      '<td>',
      '<a href="#">',
      '</a>',
      '<article>',
      '<h1>',
      '<br>',
      '<b>',
      '</b>',
      '<template>',
      '<svg>',
      '<title>',
      '</title>',
      '<html>',
      '<body>',
      '<!--',
      '-->',
      '<script type="application/ld+json">',
      '</script>',
      '{"@type":"Article"}',
      PROSE,
      ' word ',
      '&nbsp;',
      '&#0;',
      '\u2028',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void outcomeOf(Buffer.from(pieces.join('')))),
      { numRuns: 300 },
    );
  });
});
