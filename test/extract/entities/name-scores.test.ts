import { describe, expect, it } from 'vitest';
import { findChunks } from '../../../src/extract/entities/chunks.ts';
import { rateChunks } from '../../../src/extract/entities/classify.ts';
import { nameContext } from '../../../src/extract/entities/name-context.ts';
import { ALL_FEATURES, nameFeatures } from '../../../src/extract/entities/name-features.ts';
import { NameScores } from '../../../src/extract/entities/name-scores.ts';
import { FeatureVector } from '../../../src/extract/model/features.ts';
import { loadModel } from '../../../src/extract/model/load-model.ts';
import { annotate } from '../../../src/text/annotate.ts';

describe('the scores of names', () => {
  const model = loadModel('entities');
  const size = model.meta.outputs.length;

  it.each([
    ['all features', ALL_FEATURES],
    ['words and tags only', { rules: false, lists: false, document: false }],
  ])('are the same whether features are remembered or added up anew: %s', (_, choice) => {
    const scorer = new NameScores(model, choice);
    const vector = new FeatureVector();
    const body =
      'The Port Vella Gazette spoke to Nora Falk. “Falk left Oslo in May,” said Prime Minister Jan Novak of Norway.\n' +
      'Novak, 54, did not. IT IS SO.';
    const text = annotate(`${body}\n${body}`);
    const context = nameContext(text, rateChunks(text, findChunks(text)));
    for (const { firstToken, lastToken } of text.sentences) {
      const remembered = new Float64Array((lastToken - firstToken) * size);
      scorer.add(text, context, firstToken, lastToken, remembered);
      const anew = new Float64Array(remembered.length);
      for (let i = firstToken; i < lastToken; i++) {
        nameFeatures(text, context, i, vector, choice);
        model.addScores(vector, anew, (i - firstToken) * size);
      }
      remembered.forEach((score, label) => {
        expect(score).toBeCloseTo(anew[label] ?? Number.NaN, 9);
      });
    }
  });
});
