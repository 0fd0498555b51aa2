import { describe, expect, it, test } from 'vitest';
import type { Judgement } from '../../../scripts/accuracy/reliability.ts';
import { reliabilityOf } from '../../../scripts/accuracy/reliability.ts';
import { isotonicKnots } from '../../../scripts/train/isotonic.ts';
import { calibrated } from '../../../src/extract/model/calibration.ts';

/** So many answers of one confidence, of which so many are right. */
function answers(confidence: number, count: number, right: number): Judgement[] {
  return Array.from({ length: count }, (_, at) => ({ confidence, isRight: at < right }));
}

describe('calibrated', () => {
  const knots = [0.2, 0.5, 0.6, 0.7, 0.8, 0.9];
  it.each([
    [0, 0.5],
    [0.2, 0.5],
    [0.4, 0.6],
    [0.6, 0.7],
    [0.7, 0.8],
    [0.8, 0.9],
    [1, 0.9],
  ])('%d is worth %d', (raw, worth) => {
    expect(calibrated(knots, raw)).toBeCloseTo(worth);
  });

  test('without knots what is raw stays', () => {
    expect(calibrated([], 0.3)).toBe(0.3);
  });
});

describe('isotonicKnots', () => {
  test('give each confidence its share of right answers', () => {
    expect(isotonicKnots([...answers(0.3, 98, 49), ...answers(0.8, 98, 89)])).toEqual([0.3, 0.5, 0.8, 0.9]);
  });

  test('pool what would descend', () => {
    expect(isotonicKnots([...answers(0.3, 98, 59), ...answers(0.5, 98, 39), ...answers(0.8, 98, 89)])).toEqual([
      0.4, 0.5, 0.8, 0.9,
    ]);
  });

  test('do not mind the order of answers', () => {
    const all = [...answers(0.2, 130, 20), ...answers(0.5, 70, 30), ...answers(0.9, 90, 85)];
    expect(isotonicKnots(all.toReversed())).toEqual(isotonicKnots(all));
  });

  test('join too few answers with their neighbours', () => {
    expect(isotonicKnots([...answers(0.4, 97, 49), ...answers(0.9, 1, 0)])).toHaveLength(2);
  });
});

describe('reliabilityOf', () => {
  test('is nought where confidence is the share of right answers', () => {
    const { expectedCalibrationError, brierScore, bins } = reliabilityOf(answers(0.75, 100, 75));
    expect(expectedCalibrationError).toBeCloseTo(0);
    expect(brierScore).toBeCloseTo(0.1875);
    expect(bins).toEqual([{ count: 100, meanConfidence: expect.closeTo(0.75), accuracy: 0.75 }]);
  });

  test('weighs the tenths by their answers', () => {
    const { expectedCalibrationError } = reliabilityOf([...answers(0.95, 30, 15), ...answers(0.55, 10, 5)]);
    expect(expectedCalibrationError).toBeCloseTo((30 * 0.45 + 10 * 0.05) / 40);
  });

  test('counts certainty in the last tenth', () => {
    expect(reliabilityOf([...answers(1, 2, 2), ...answers(0.95, 2, 2)]).bins).toHaveLength(1);
  });
});
