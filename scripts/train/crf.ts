import { mayFollow } from '../../src/extract/model/tagger.ts';
import { exp, seededRandom, shuffled } from './exact-math.ts';
import { indexed, indexFeatures } from './feature-index.ts';
import type { TrainedModel } from './write-model.ts';

/** A sequence with its right labels. */
export interface LabelledSequence {
  /** The features' hashes of each token. */
  readonly tokens: readonly Int32Array[];
  /** Numbers of the right labels, one a token. */
  readonly labels: readonly number[];
}

export interface CrfOptions {
  readonly epochs?: number;
  readonly rate?: number;
  /** Strength of the L2 penalty. */
  readonly l2?: number;
  /** Sum of squared gradients that each weight begins with: the larger it is, the less a rare feature learns. */
  readonly firstSquare?: number;
  /** Share of a token's features that are left out, at random, each time that it is seen. */
  readonly dropout?: number;
  /** Features of fewer tokens are left out. */
  readonly minCount?: number;
  readonly seed?: number;
}

/**
 * Trains a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001): the probability of all labels of a
 * sequence is proportional to e to the sum of the features' and transitions' weights, and that of the right ones is made as
 * large as it can be. Expectations by forward and backward passes over scaled probabilities, descent by AdaGrad (Duchi, Hazan
 * and Singer 2011), one sequence at a time; the weights are those after each epoch of the second half, averaged. The same input
 * gives the same weights to the bit.
 * @returns a model whose outputs are `labels`; `dense.transitions` as `Tagger` reads them
 */
export function trainCrf(
  sequences: readonly LabelledSequence[],
  labels: readonly string[],
  { epochs = 12, rate = 0.1, l2 = 1e-5, firstSquare = 1, dropout = 0, minCount = 2, seed = 1 }: CrfOptions = {},
): TrainedModel {
  const size = labels.length;
  const index = indexFeatures(allTokens(sequences), minCount);
  const examples = sequences.map(({ tokens, labels: right }) => ({
    tokens: tokens.map((hashes) => indexed(hashes, index)),
    right: Uint8Array.from(right),
  }));
  const weights = new Float32Array(index.size * size);
  const squares = new Float32Array(index.size * size).fill(firstSquare);
  const transitions = new Float64Array((size + 1) * size);
  const transitionSquares = new Float64Array((size + 1) * size).fill(firstSquare);
  const sums = new Float64Array(index.size * size);
  const transitionSums = new Float64Array((size + 1) * size);
  const allowed = Uint8Array.from({ length: (size + 1) * size }, (_, i) =>
    mayFollow(labels[Math.floor(i / size)] ?? null, labels[i % size] ?? '') ? 1 : 0,
  );
  const lattice = new Lattice(size, Math.max(1, ...examples.map(({ right }) => right.length)));
  const random = seededRandom(seed);
  const averageFrom = Math.floor(epochs / 2);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const number of shuffled(examples.length, random)) {
      const example = examples[number];
      if (example === undefined) continue;
      const { right } = example;
      const tokens =
        dropout === 0 ? example.tokens : example.tokens.map((features) => features.filter(() => random() >= dropout));
      lattice.expectations(tokens, weights, transitions, allowed);
      // Gradient of the log-likelihood: what is there less what is expected.
      for (let t = 0; t < right.length; t++) {
        const { gradient } = lattice;
        for (let l = 0; l < size; l++) gradient[l] = (right[t] === l ? 1 : 0) - (lattice.marginals[t * size + l] ?? 0);
        let largest = 0;
        for (let l = 0; l < size; l++) largest = Math.max(largest, Math.abs(gradient[l] ?? 0));
        if (largest < 1e-4) continue;
        const features = tokens[t] ?? new Int32Array(0);
        for (const feature of features) {
          const at = feature * size;
          for (let l = 0; l < size; l++) {
            const error = gradient[l] ?? 0;
            if (error < 1e-5 && error > -1e-5) continue;
            const step = error - l2 * (weights[at + l] ?? 0);
            const square = (squares[at + l] ?? 0) + step * step;
            squares[at + l] = square;
            weights[at + l] = (weights[at + l] ?? 0) + (rate * step) / Math.sqrt(square);
          }
        }
      }
      for (let t = 0; t < right.length; t++) {
        const k = (t === 0 ? size : (right[t - 1] ?? 0)) * size + (right[t] ?? 0);
        lattice.expected[k] = (lattice.expected[k] ?? 0) - 1;
      }
      for (let k = 0; k < transitions.length; k++) {
        const step = -(lattice.expected[k] ?? 0) - l2 * (transitions[k] ?? 0);
        if (allowed[k] === 0 || step === 0) continue;
        const square = (transitionSquares[k] ?? 0) + step * step;
        transitionSquares[k] = square;
        transitions[k] = (transitions[k] ?? 0) + (rate * step) / Math.sqrt(square);
      }
    }
    if (epoch < averageFrom) continue;
    for (let k = 0; k < weights.length; k++) sums[k] = (sums[k] ?? 0) + (weights[k] ?? 0);
    for (let k = 0; k < transitions.length; k++) transitionSums[k] = (transitionSums[k] ?? 0) + (transitions[k] ?? 0);
  }
  const snapshots = epochs - averageFrom;
  const trained = new Map<number, Float64Array>();
  for (const [hash, number] of index)
    trained.set(
      hash,
      sums.slice(number * size, (number + 1) * size).map((sum) => (sum / snapshots) * (1 - dropout)),
    );
  return {
    outputs: labels,
    weights: trained,
    dense: { transitions: [...transitionSums].map((sum) => sum / snapshots) },
  };
}

function* allTokens(sequences: readonly LabelledSequence[]): Generator<Int32Array> {
  for (const { tokens } of sequences) yield* tokens;
}

/** Forward and backward probabilities of one sequence at a time. */
class Lattice {
  readonly #size: number;
  readonly #local: Float64Array;
  readonly #steps: Float64Array;
  readonly #forward: Float64Array;
  readonly #backward: Float64Array;
  /** Probability of label `l` at token `t` at `t * size + l`. */
  readonly marginals: Float64Array;
  /** How often each transition is expected. */
  readonly expected: Float64Array;
  readonly gradient: Float64Array;

  constructor(size: number, longest: number) {
    this.#size = size;
    this.#local = new Float64Array(longest * size);
    this.#forward = new Float64Array(longest * size);
    this.#backward = new Float64Array(longest * size);
    this.marginals = new Float64Array(longest * size);
    this.#steps = new Float64Array((size + 1) * size);
    this.expected = new Float64Array((size + 1) * size);
    this.gradient = new Float64Array(size);
  }

  expectations(
    tokens: readonly Int32Array[],
    weights: Float32Array,
    transitions: Float64Array,
    allowed: Uint8Array,
  ): void {
    const size = this.#size;
    const local = this.#local;
    const steps = this.#steps;
    const forward = this.#forward;
    const backward = this.#backward;
    const { marginals, expected } = this;
    const n = tokens.length;
    for (let k = 0; k < steps.length; k++) steps[k] = allowed[k] === 1 ? exp(transitions[k] ?? 0) : 0;
    for (let t = 0; t < n; t++) {
      const at = t * size;
      for (let l = 0; l < size; l++) local[at + l] = 0;
      for (const feature of tokens[t] ?? [])
        for (let l = 0; l < size; l++) local[at + l] = (local[at + l] ?? 0) + (weights[feature * size + l] ?? 0);
      let top = Number.NEGATIVE_INFINITY;
      for (let l = 0; l < size; l++) top = Math.max(top, local[at + l] ?? 0);
      for (let l = 0; l < size; l++) local[at + l] = exp((local[at + l] ?? 0) - top);
    }
    for (let t = 0; t < n; t++) {
      let sum = 0;
      for (let to = 0; to < size; to++) {
        let mass = 0;
        if (t === 0) mass = steps[size * size + to] ?? 0;
        else
          for (let from = 0; from < size; from++)
            mass += (forward[(t - 1) * size + from] ?? 0) * (steps[from * size + to] ?? 0);
        mass *= local[t * size + to] ?? 0;
        forward[t * size + to] = mass;
        sum += mass;
      }
      for (let to = 0; to < size; to++) forward[t * size + to] = (forward[t * size + to] ?? 0) / sum;
    }
    for (let l = 0; l < size; l++) backward[(n - 1) * size + l] = 1;
    for (let t = n - 2; t >= 0; t--) {
      let sum = 0;
      for (let from = 0; from < size; from++) {
        let mass = 0;
        for (let to = 0; to < size; to++)
          mass +=
            (steps[from * size + to] ?? 0) * (local[(t + 1) * size + to] ?? 0) * (backward[(t + 1) * size + to] ?? 0);
        backward[t * size + from] = mass;
        sum += mass;
      }
      for (let l = 0; l < size; l++) backward[t * size + l] = (backward[t * size + l] ?? 0) / sum;
    }
    expected.fill(0);
    for (let t = 0; t < n; t++) {
      let sum = 0;
      for (let l = 0; l < size; l++) {
        const mass = (forward[t * size + l] ?? 0) * (backward[t * size + l] ?? 0);
        marginals[t * size + l] = mass;
        sum += mass;
      }
      for (let l = 0; l < size; l++) marginals[t * size + l] = (marginals[t * size + l] ?? 0) / sum;
      if (t === 0) {
        for (let l = 0; l < size; l++) expected[size * size + l] = marginals[l] ?? 0;
        continue;
      }
      let all = 0;
      for (let from = 0; from < size; from++)
        for (let to = 0; to < size; to++)
          all +=
            (forward[(t - 1) * size + from] ?? 0) *
            (steps[from * size + to] ?? 0) *
            (local[t * size + to] ?? 0) *
            (backward[t * size + to] ?? 0);
      for (let from = 0; from < size; from++)
        for (let to = 0; to < size; to++) {
          const k = from * size + to;
          expected[k] =
            (expected[k] ?? 0) +
            ((forward[(t - 1) * size + from] ?? 0) *
              (steps[k] ?? 0) *
              (local[t * size + to] ?? 0) *
              (backward[t * size + to] ?? 0)) /
              all;
        }
    }
  }
}
