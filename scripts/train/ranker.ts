import { exp, seededRandom, shuffled } from './exact-math.ts';
import { indexed, indexFeatures } from './feature-index.ts';
import type { TrainedModel } from './write-model.ts';

/** One decision: the candidates that were to choose from, and which of them are right. */
export interface Decision {
  /** The features' hashes of each candidate. */
  readonly candidates: readonly Int32Array[];
  /** Numbers of the right candidates; one of several is as good as another. */
  readonly right: readonly number[];
  /** @default 1 */
  readonly weight?: number;
}

export interface RankerOptions {
  readonly epochs?: number;
  readonly rate?: number;
  /** Strength of the L2 penalty. */
  readonly l2?: number;
  /** Features that occur in fewer candidates are left out. */
  readonly minCount?: number;
  readonly seed?: number;
}

/**
 * Trains a log-linear ranker: the probability of a candidate is proportional to e to its score, and the probability of the
 * right ones is made as large as it can be (conditional maximum entropy: Berger, Della Pietra and Della Pietra 1996; ranking
 * of candidates: Ravichandran, Hovy and Och 2003), by AdaGrad (Duchi, Hazan and Singer 2011). A yes-or-no question is a decision
 * between a candidate and one without features. The same input gives the same weights to the bit.
 * @returns a model with one output, 'score'
 */
export function trainRanker(
  decisions: readonly Decision[],
  { epochs = 12, rate = 0.1, l2 = 1e-6, minCount = 2, seed = 1 }: RankerOptions = {},
): TrainedModel {
  const index = indexFeatures(
    decisions.flatMap(({ candidates }) => candidates),
    minCount,
  );
  const examples = decisions
    .map(({ candidates, right, weight = 1 }) => ({
      candidates: candidates.map((hashes) => indexed(hashes, index)),
      right: new Set(right),
      weight,
    }))
    .filter(({ candidates, right }) => right.size > 0 && right.size < candidates.length);
  const weights = new Float64Array(index.size);
  const squares = new Float64Array(index.size).fill(1e-8);
  const random = seededRandom(seed);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const number of shuffled(examples.length, random)) {
      const example = examples[number];
      if (!example) continue;
      const scores = example.candidates.map((features) => {
        let sum = 0;
        for (const feature of features) sum += weights[feature] ?? 0;
        return sum;
      });
      const top = Math.max(...scores);
      const masses = scores.map((score) => exp(score - top));
      const all = masses.reduce((sum, mass) => sum + mass, 0);
      const good = masses.reduce((sum, mass, i) => sum + (example.right.has(i) ? mass : 0), 0);
      example.candidates.forEach((features, i) => {
        const mass = masses[i] ?? 0;
        const error = example.weight * ((example.right.has(i) ? mass / good : 0) - mass / all);
        if (Math.abs(error) < 1e-9) return;
        for (const feature of features) {
          const gradient = error - l2 * (weights[feature] ?? 0);
          const square = (squares[feature] ?? 0) + gradient * gradient;
          squares[feature] = square;
          weights[feature] = (weights[feature] ?? 0) + (rate * gradient) / Math.sqrt(square);
        }
      });
    }
  }
  const trained = new Map<number, Float64Array>();
  for (const [hash, number] of index) trained.set(hash, Float64Array.of(weights[number] ?? 0));
  return { outputs: ['score'], weights: trained, dense: {} };
}
