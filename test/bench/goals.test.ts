import { describe, expect, it } from 'vitest';
import type { Figures } from '../../bench/figures.ts';
import { spread } from '../../bench/figures.ts';
import type { Results } from '../../bench/report.ts';
import { goalsOf } from '../../bench/report.ts';

function figures(requestsPerSecond: number, p50: number): Figures {
  return {
    requestsPerSecond: spread([requestsPerSecond]),
    p50: spread([p50]),
    p99: spread([p50]),
    processorMs: null,
    requests: 1,
    errors: 0,
    bytes: 1,
  };
}

const NOTHING: Results = {
  date: '',
  machine: {},
  options: {},
  refused: {},
  operations: {},
  repeated: {},
  megabytes: {},
};

describe('goals', () => {
  it('are throughputs against peers', () => {
    const peers = { newsgraph: figures(50, 9), sql: figures(100, 1), postgraphile: figures(40, 1) };
    const goals = goalsOf({ ...NOTHING, operations: { a: { title: '', peers } } });
    expect(goals).toEqual([
      { what: '(a) against sql, throughput', value: 0.5, needed: 0.45, aim: 0.7, reached: true },
      { what: '(a) against postgraphile, throughput', value: 1.25, needed: 1.5, aim: 2, reached: false },
    ]);
  });

  it('are latencies against a smaller corpus and a shallower page', () => {
    const page = (p50: number) => ({ title: '', peers: { newsgraph: figures(1, p50) } });
    const goals = goalsOf({
      ...NOTHING,
      operations: { e1: page(10), e: page(11) },
      grown: {
        b: { title: '', peers: { 50000: figures(1, 2), 500000: figures(1, 3) } },
        d: { title: '', peers: { 50000: figures(1, 2), 500000: figures(1, 3) } },
      },
    });
    expect(goals.map(({ value, needed, reached }) => [value, needed, reached])).toEqual([
      [1.1, 1.2, true],
      [1.5, 1.2, false],
      [1.5, 2, true],
    ]);
  });

  it('are left out where nothing was measured', () => {
    expect(goalsOf(NOTHING)).toEqual([]);
  });
});

describe('the spread of rounds', () => {
  it('is their median, least and greatest', () => {
    expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
    expect(spread([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
  });

  it('is an error of nothing', () => {
    expect(() => spread([])).toThrow('Nothing was measured.');
  });
});
