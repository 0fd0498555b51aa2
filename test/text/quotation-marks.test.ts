import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../src/domain/text-anchor.ts';
import { findQuotedStretches, hasSingleMarks, hasSubstituteMarks } from '../../src/text/quotation-marks.ts';

function paragraphsOf(body: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const line of body.split('\n')) {
    if (line.trim() !== '') spans.push({ start, end: start + line.length });
    start += line.length + 1;
  }
  return spans;
}

const stretchesOf = (body: string) => findQuotedStretches(body, paragraphsOf(body));
const outermost = (body: string) =>
  stretchesOf(body)
    .filter(({ depth }) => depth === 0)
    .map(({ start, end }) => body.slice(start, end));

describe('pairs of marks', () => {
  test.each([
    ['curly double', '“We sail at dawn,” said Ana Reyes.', ['We sail at dawn,']],
    ['straight double', '"We sail at dawn," said Ana Reyes.', ['We sail at dawn,']],
    ['curly single', '‘We sail at dawn,’ said Ana Reyes.', ['We sail at dawn,']],
    ['straight single', "'We sail at dawn,' said Ana Reyes.", ['We sail at dawn,']],
    ['guillemets', '«We sail at dawn», said Ana Reyes.', ['We sail at dawn']],
    ['guillemets with blanks', '« We sail at dawn », said Ana Reyes.', ['We sail at dawn']],
    ['low and high', '„We sail at dawn“, said Ana Reyes.', ['We sail at dawn']],
    ['low and right high', '„We sail at dawn”, said Ana Reyes.', ['We sail at dawn']],
    ['backticks and apostrophes', "``We sail at dawn,'' said Ana Reyes.", ['We sail at dawn,']],
    ['doubled apostrophes', "''We sail at dawn,'' said Ana Reyes.", ['We sail at dawn,']],
    ['two in a sentence', 'It was “cold” and “dark” there.', ['cold', 'dark']],
    ['around an attribution', '“We sail,” she said, “at dawn.”', ['We sail,', 'at dawn.']],
    ['a straight mark closed by a curly one', '"We sail at dawn,” she said.', ['We sail at dawn,']],
    ['a curly mark the wrong way round', 'She said: ”We sail at dawn.”', ['We sail at dawn.']],
    ['after a bracket', 'She left (“at dawn”).', ['at dawn']],
    ['before a dash', '“At dawn”—so she said.', ['At dawn']],
    ['behind a character that sets the direction of writing', '\u202a”At dawn,” she said.', ['At dawn,']],
    ['a closing mark that opens a paragraph, with a blank', '” … at dawn,” she said.', ['… at dawn,']],
  ])('%s', (_, body, expected) => {
    expect(outermost(body)).toEqual(expected);
  });
});

describe('what kind of marks a stretch has', () => {
  test.each([
    ["''We sail at dawn,'' she said.", true, false],
    ["``We sail at dawn,'' she said.", true, false],
    ["'' We sail at dawn '' was all.", true, false],
    ["''We sail, she said.", true, false],
    ['“We sail at dawn,” she said.', false, false],
    ['"We sail at dawn," she said.', false, false],
    ['‘We sail at dawn,’ she said.', false, true],
    ["'We sail at dawn,' she said.", false, true],
    ['“Boats’ end” was the name.', false, false],
  ])('%s', (body, substitutes, single) => {
    const [stretch] = stretchesOf(body);
    expect(stretch && [hasSubstituteMarks(body, stretch), hasSingleMarks(body, stretch)]).toEqual([
      substitutes,
      single,
    ]);
  });
});

describe('marks of markup are none', () => {
  test.each([
    ['See <a href="https://example.org/a">the plan</a>, “a good one.”', ['a good one.']],
    ['<tweet author="@harbour" date="May 3, 2031">The pier is open.</tweet>', []],
    ['He wrote a="b" on the wall and said "go home."', ['go home.']],
  ])('%s', (body, expected) => {
    expect(outermost(body)).toEqual(expected);
  });
});

describe('apostrophes are no marks', () => {
  test.each([
    'They don’t sail, and won’t.',
    "They don't sail, and won't.",
    'The sailors’ view of the ’90s was rosy.',
    "The sailors' view of the '90s was rosy.",
    "Rock 'n' roll in the summer of '69.",
    'Get ’em while it’s hot, ’cause they’re going.',
    'James’ boat and the Joneses’ dog',
    'He is 6\'3" tall.',
    'The 12’ plank is 5’ short.',
  ])('%s', (body) => {
    expect(stretchesOf(body)).toEqual([]);
  });

  test('inside single marks a possessive plural does not close', () => {
    expect(outermost('‘The sailors’ view isn’t ours,’ she said.')).toEqual(['The sailors’ view isn’t ours,']);
  });
});

describe('nested marks', () => {
  test.each([
    ['single in double', '“He told me ‘go home’ and left,” she said.', ['He told me ‘go home’ and left,', 'go home']],
    ['double in single', '‘He told me “go home” and left,’ she said.', ['He told me “go home” and left,', 'go home']],
    ['closing together', '“He said ‘never again.’”', ['He said ‘never again.’', 'never again.']],
    ['opening together', '“‘Never’ is a long time,” she said.', ['‘Never’ is a long time,', 'Never']],
    ['double in double', '“He said “never” to me,” she said.', ['He said “never” to me,', 'never']],
    ['straight in straight', '"He said \'never\' to me," she said.', ["He said 'never' to me,", 'never']],
  ])('%s', (_, body, [outer, inner]) => {
    expect(stretchesOf(body).map(({ start, end, depth }) => [body.slice(start, end), depth])).toEqual([
      [outer, 0],
      [inner, 1],
    ]);
  });
});

describe('marks that are missing', () => {
  test('a closing mark: the next opening one bounds the stretch', () => {
    expect(outermost('“We sailed at dawn, she said. “Nobody saw us.”')).toEqual([
      'We sailed at dawn, she said.',
      'Nobody saw us.',
    ]);
  });

  test('a closing mark: the end of the paragraph bounds the stretch', () => {
    expect(outermost('“We sailed at dawn, she said.\nThe port was quiet.')).toEqual(['We sailed at dawn, she said.']);
  });

  test('an opening mark: the sentence’s beginning bounds the stretch', () => {
    const body = 'The port was quiet. We sailed at dawn,” she said.';
    expect(outermost(body)).toEqual(['We sailed at dawn,']);
    expect(stretchesOf(body)[0]?.opening).toBeNull();
  });

  test('nothing but marks gives nothing', () => {
    expect(outermost('“” "" ‘’ «»')).toEqual([]);
  });
});

describe('quotations of several paragraphs', () => {
  test('with an opening mark at each paragraph and a closing one at the last', () => {
    const body = 'She wrote:\n“We sailed at dawn.\n“Nobody saw us.\n“Then it rained.”\nThe port was quiet.';
    expect(stretchesOf(body).map(({ start, end, continues }) => [body.slice(start, end), continues])).toEqual([
      ['We sailed at dawn.', false],
      ['Nobody saw us.', true],
      ['Then it rained.', true],
    ]);
  });

  test('with marks at the beginning and the end only', () => {
    const body = '“We sailed at dawn.\nNobody saw us.\nThen it rained.”';
    expect(stretchesOf(body).map(({ start, end, continues }) => [body.slice(start, end), continues])).toEqual([
      ['We sailed at dawn.', false],
      ['Nobody saw us.', true],
      ['Then it rained.', true],
    ]);
  });

  test('two closed quotations in a row are two', () => {
    expect(stretchesOf('“We sailed.”\n“Nobody saw us.”').map(({ continues }) => continues)).toEqual([false, false]);
  });
});

describe('any text', () => {
  const text = fc.string({
    unit: fc.constantFrom(
      '“',
      '”',
      '"',
      "'",
      '‘',
      '’',
      '«',
      '»',
      '„',
      '`',
      ' ',
      '\n',
      'a',
      'B',
      's',
      '.',
      ',',
      '?',
      '—',
      '9',
      '😀',
      '\ud83d',
    ),
  });

  test('gives stretches in order, in their paragraph, without outer blanks, never crossing', () => {
    fc.assert(
      fc.property(text, (body) => {
        const paragraphs = paragraphsOf(body);
        const stretches = findQuotedStretches(body, paragraphs);
        const open: Span[] = [];
        let before = 0;
        for (const stretch of stretches) {
          const paragraph = paragraphs[stretch.paragraph];
          expect(stretch.start).toBeGreaterThanOrEqual(Math.max(before, paragraph?.start ?? Number.POSITIVE_INFINITY));
          expect(stretch.end).toBeLessThanOrEqual(paragraph?.end ?? -1);
          expect(stretch.start).toBeLessThan(stretch.end);
          expect(body.slice(stretch.start, stretch.end)).toBe(body.slice(stretch.start, stretch.end).trim());
          while (open.length > 0 && (open.at(-1)?.end ?? 0) <= stretch.start) open.pop();
          expect(stretch.end).toBeLessThanOrEqual(open.at(-1)?.end ?? Number.POSITIVE_INFINITY);
          expect(stretch.depth).toBe(open.length);
          open.push(stretch);
          before = stretch.start;
        }
        expect(findQuotedStretches(body, paragraphs)).toEqual(stretches);
      }),
      { numRuns: 500 },
    );
  });

  test.each(['“', '”', '"', "'", '‘', '«', ' "a', '“a ‘', ' ‘a', '„ ', '`'])(
    '100,000 times %j comes to an end',
    (mark) => {
      const body = mark.repeat(100_000);
      expect(Array.isArray(stretchesOf(body))).toBe(true);
    },
  );
});
