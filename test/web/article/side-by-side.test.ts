import fc from 'fast-check';
import { expect, it } from 'vitest';
import { oneRow, sideBySide } from '../../../web/src/article/side-by-side.ts';

const textOf = (pieces: readonly { text: string }[] | null) => pieces?.map(({ text }) => text).join('') ?? null;
const changedOf = (pieces: readonly { text: string; isChanged: boolean }[] | null) =>
  pieces?.filter(({ isChanged }) => isChanged).map(({ text }) => text.trim());

it('a paragraph that was changed stands beside itself, with the words that changed', () => {
  const rows = sideBySide(
    'The bridge opens in April.\nAda Quill was glad.',
    'The bridge opens in May.\nAda Quill was glad.',
  );
  expect(rows.map(({ left, right }) => [changedOf(left), changedOf(right)])).toEqual([
    [['April'], ['May']],
    [[], []],
  ]);
});

it('a paragraph that only one text has stands alone, and the others stay beside each other', () => {
  const rows = sideBySide(
    'One bridge opens.\nTwo divers went down.\nThree cars waited.',
    'One bridge opens.\nThree cars waited long.',
  );
  expect(rows.map(({ left, right }) => [textOf(left), textOf(right)])).toEqual([
    ['One bridge opens.', 'One bridge opens.'],
    ['Two divers went down.', null],
    ['Three cars waited.', 'Three cars waited long.'],
  ]);
});

it('nothing of either text is lost, whatever they are', () => {
  const text = fc
    .array(
      fc.array(fc.constantFrom('the', 'bridge', 'opens', 'Ada', 'no', '—', '1,000'), { minLength: 1, maxLength: 8 }),
      {
        maxLength: 6,
      },
    )
    .map((lines) => lines.map((words) => words.join(' ')).join('\n'));
  fc.assert(
    fc.property(text, text, (left, right) => {
      const rows = sideBySide(left, right);
      const side = (which: 'left' | 'right') => rows.flatMap((row) => textOf(row[which]) ?? []).join('\n');
      expect([side('left'), side('right')]).toEqual([left, right]);
    }),
  );
});

it('headlines stand beside each other, word by word where they are alike', () => {
  const alike = oneRow('Two bridges open in Vella', 'Three bridges open in Vella');
  expect([changedOf(alike.left), changedOf(alike.right)]).toEqual([['Two'], ['Three']]);
  const unlike = oneRow('Two bridges open', 'Ferry sails again');
  expect([changedOf(unlike.left), changedOf(unlike.right)]).toEqual([['Two bridges open'], ['Ferry sails again']]);
});
