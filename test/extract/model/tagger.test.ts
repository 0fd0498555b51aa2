import { describe, expect, it } from 'vitest';
import { mayFollow, Tagger } from '../../../src/extract/model/tagger.ts';

const LABELS = ['O', 'B-X', 'I-X', 'B-Y', 'I-Y'];

function taggerWith(transitions: number[] = []): Tagger {
  return new Tagger({ meta: { outputs: LABELS, scale: 1, features: 0, dense: { transitions } } });
}

/** The labels of tokens whose scores are given as 'label: score' pairs; all others are 0. */
function decode(tagger: Tagger, tokens: readonly Readonly<Record<string, number>>[]): string[] {
  const scores = new Float64Array(tokens.length * LABELS.length);
  tokens.forEach((token, t) => {
    for (const [label, score] of Object.entries(token)) scores[t * LABELS.length + LABELS.indexOf(label)] = score;
  });
  return [...tagger.decode(scores, tokens.length).subarray(0, tokens.length)].map((label) => LABELS[label] ?? '');
}

describe('what may follow what', () => {
  it.each<[string | null, string, boolean]>([
    [null, 'O', true],
    [null, 'B-X', true],
    [null, 'I-X', false],
    ['O', 'I-X', false],
    ['B-X', 'I-X', true],
    ['I-X', 'I-X', true],
    ['B-Y', 'I-X', false],
    ['I-X', 'B-X', true],
  ])('%s then %s: %s', (before, label, expected) => {
    expect(mayFollow(before, label)).toBe(expected);
  });
});

describe('the best labels', () => {
  it.each<[string, Record<string, number>[], string[]]>([
    ['of nothing', [], []],
    ['each its own best', [{ 'B-X': 1 }, { O: 1 }, { 'B-Y': 1 }], ['B-X', 'O', 'B-Y']],
    ['nothing inside that did not begin', [{ O: 5 }, { 'I-X': 2, 'B-X': 1 }], ['O', 'B-X']],
    ['a beginning for the sake of what follows', [{ O: 1 }, { 'I-X': 5 }], ['B-X', 'I-X']],
    ['no change of type inside', [{ 'B-X': 3 }, { 'I-Y': 2, 'I-X': 1 }], ['B-X', 'I-X']],
  ])('%s', (_, tokens, expected) => {
    expect(decode(taggerWith(), tokens)).toEqual(expected);
  });

  it('weighs one label after another', () => {
    const transitions = Array.from({ length: 30 }, () => 0);
    // 'B-Y' right after 'B-X'
    transitions[1 * 5 + 3] = -4;
    expect(decode(taggerWith(transitions), [{ 'B-X': 3 }, { 'B-Y': 2 }])).not.toEqual(['B-X', 'B-Y']);
    expect(decode(taggerWith(), [{ 'B-X': 3 }, { 'B-Y': 2 }])).toEqual(['B-X', 'B-Y']);
  });

  it('does not depend on what was decoded before', () => {
    const tagger = taggerWith();
    decode(
      tagger,
      Array.from({ length: 50 }, () => ({ 'B-Y': 1 })),
    );
    expect(decode(tagger, [{ O: 1 }, { 'B-X': 1 }])).toEqual(['O', 'B-X']);
  });
});
