import type { LinearModel } from '../../model/linear-model.ts';
import { loadModel } from '../../model/load-model.ts';
import type { Chooser } from './resolve-references.ts';

/** Chooses the candidate with the highest score, if it is not nobody and leads the next one by the model's margin. */
export function chooserOf(model: LinearModel): Chooser {
  const margin = model.meta.dense['margin']?.[0] ?? 0;
  return (_, referents, candidates) => {
    let best = -1;
    let top = Number.NEGATIVE_INFINITY;
    let second = Number.NEGATIVE_INFINITY;
    candidates.forEach((features, i) => {
      const score = model.score(features);
      if (score > top) {
        second = top;
        top = score;
        best = i;
      } else if (score > second) second = score;
    });
    return best < referents.length && top - second >= margin ? best : -1;
  };
}

let trained: Chooser | undefined;

/** With the weights that ship with the extractor. */
export const trainedChooser: Chooser = (pronoun, referents, candidates) => {
  trained ??= chooserOf(loadModel('pronouns'));
  return trained(pronoun, referents, candidates);
};
