import { describe, expect, it } from 'vitest';
import { trainCrf } from '../../../scripts/train/crf.ts';
import { writeModel } from '../../../scripts/train/write-model.ts';
import { FeatureVector, hashText } from '../../../src/extract/model/features.ts';
import type { LinearModel } from '../../../src/extract/model/linear-model.ts';
import { readModel } from '../../../src/extract/model/linear-model.ts';
import { Tagger } from '../../../src/extract/model/tagger.ts';

const LABELS = ['O', 'B-X', 'I-X'];

/** A feature for each word, and one for the word before. */
function features(words: readonly string[], i: number): FeatureVector {
  const vector = new FeatureVector();
  vector.add(1, hashText(words[i] ?? ''));
  vector.add(2, hashText(words[i - 1] ?? ''));
  return vector;
}

function tag(model: LinearModel, sentence: string): string {
  const words = sentence.split(' ');
  const scores = new Float64Array(words.length * LABELS.length);
  words.forEach((_, i) => {
    model.addScores(features(words, i), scores, i * LABELS.length);
  });
  return [...new Tagger(model).decode(scores, words.length).subarray(0, words.length)]
    .map((label) => LABELS[label])
    .join(' ');
}

const EXAMPLES: readonly (readonly [string, readonly number[]])[] = [
  ['we saw Mount Tarn today', [0, 0, 1, 2, 0]],
  ['Mount Elgo is near', [1, 2, 0, 0]],
  ['we met Tarn today', [0, 0, 0, 0]],
  ['today we saw Mount Quill', [0, 0, 0, 1, 2]],
  ['Elgo is near', [0, 0, 0]],
];
const sequences = Array.from({ length: 8 }, () => EXAMPLES)
  .flat()
  .map(([sentence, labels]) => {
    const words = sentence.split(' ');
    return { tokens: words.map((_, i) => features(words, i).toArray()), labels };
  });

describe('a trained field of random variables', () => {
  const trained = trainCrf(sequences, LABELS, { firstSquare: 0.1, epochs: 20 });
  const model = readModel(writeModel(trained));

  it.each([
    ['we saw Mount Tarn today', 'O O B-X I-X O'],
    ['Mount Never is near', 'B-X I-X O O'],
    ['Tarn is near', 'O O O'],
  ])('has learnt: %s', (sentence, labels) => {
    expect(tag(model, sentence)).toBe(labels);
  });

  it('is the same to the byte when trained again', () => {
    const options = { epochs: 3, dropout: 0.2 };
    expect(writeModel(trainCrf(sequences, LABELS, options))).toEqual(writeModel(trainCrf(sequences, LABELS, options)));
  });
});

describe('a model file', () => {
  const bytes = writeModel({
    outputs: ['a', 'b'],
    weights: new Map([
      [7, Float64Array.of(1.27, 0)],
      [-5, Float64Array.of(-0.5, 0.25)],
      [9, Float64Array.of(0.001, 0)],
    ]),
    dense: { threshold: [0.5, -1] },
  });

  it('is read as it was written, weights rounded to 8 bits', () => {
    const { meta } = readModel(bytes);
    expect(meta).toEqual({ outputs: ['a', 'b'], scale: 0.01, features: 2, dense: { threshold: [0.5, -1] } });
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a text', new TextEncoder().encode('{"outputs":[]}')],
    ['half of one', bytes.subarray(0, bytes.length >> 1)],
    ['noise after the first bytes', Uint8Array.from([...bytes.subarray(0, 4), 1, 2, 3, 4, 5, 6, 7, 8])],
  ])('is refused: %s', (_, other) => {
    expect(() => readModel(other)).toThrow();
  });
});
