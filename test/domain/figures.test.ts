import { expect, it } from 'vitest';
import { figuresIn } from '../../src/domain/figures.ts';

it.each<[string, string[]]>([
  ['At least 12 people were killed.', ['12 people']],
  ['Twelve people died, and two dozen were hurt.', ['Twelve people', 'two dozen']],
  ['Some 1,200 French soldiers and 40 tanks crossed.', ['1,200 French soldiers', '40 tanks']],
  ['It cost $3.5 million, or €3 billion in all.', ['$3.5 million', '€3 billion']],
  ['Exports rose 40 percent, imports 3.2%, rents 7 per cent.', ['40 percent', '3.2%', '7 per cent']],
  ['It killed 12 in the city.', ['12']],
  ['Nearly 3 million refugees live within 30 km of it.', ['3 million refugees', '30 km']],
  ['A 25-year-old man drove 90 miles.', ['25-year-old', '90 miles']],
  ['Thirty-two boats and twenty-one crews', ['Thirty-two boats', 'twenty-one crews']],
  ['The vote was 52 to 48.', ['52', '48']],
  // What is no figure.
  ['On November 15, 2015, at 10:30 and at 9 p.m., on 3 May and in 1999.', []],
  ['The G20, the A380 and the 3rd floor of Route-66; version 1.2.3 of 10/12.', []],
  ['One of the two said no.', ['two']],
  ['Nothing is counted here.', []],
  ['', []],
])('%s', (text, exacts) => {
  expect(figuresIn(text).map(({ exact }) => exact)).toEqual(exacts);
});

it.each([
  ['twelve people', '12 people'],
  ['Forty percent', '40%'],
  ['thirty-two boats', '32 boats'],
  ['7 per cent', '7 percent'],
  ['1,200 tanks', '1200 tanks'],
  ['$3.5 million', '$3.5 Million'],
])('%s and %s are one figure', (one, other) => {
  expect(figuresIn(one)[0]?.key).toBe(figuresIn(other)[0]?.key);
});

it.each([
  ['12 people', '14 people'],
  ['12 people', '12 soldiers'],
  ['$3', '€3'],
  ['3 million', '3 billion'],
  ['40', '40 percent'],
])('%s and %s are two figures', (one, other) => {
  expect(figuresIn(one)[0]?.key).not.toBe(figuresIn(other)[0]?.key);
});

it('100,000 characters of digits, blanks and words take no time to speak of', () => {
  for (const text of ['1', '1,', '1 ', '12 a', 'twenty-', '1 million '].map((part) =>
    part.repeat(100_000 / part.length),
  )) {
    const started = performance.now();
    figuresIn(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  }
});
