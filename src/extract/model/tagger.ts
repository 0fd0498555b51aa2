import type { LinearModel } from './linear-model.ts';

/**
 * The labels of a sequence tagger. A name of type T is a token 'B-T' and the tokens 'I-T' that follow it; all else is 'O'.
 * 'I-T' comes only after 'B-T' or 'I-T'.
 */
export function mayFollow(before: string | null, label: string): boolean {
  if (!label.startsWith('I-')) return true;
  return before !== null && before !== 'O' && before.slice(2) === label.slice(2);
}

/** A stretch of tokens that is a name. */
export interface TaggedSpan {
  readonly first: number;
  /** Exclusive. */
  readonly last: number;
  readonly type: string;
}

/** Finds the best labels of sequences by a linear model and the scores of one label following another. */
export class Tagger {
  readonly labels: readonly string[];
  /** Of label `to` after label `from`: at `from * size + to`; after the last row one for the first label of a sequence. */
  readonly #transitions: Float64Array;
  #back = new Uint8Array(0);
  #path = new Uint8Array(0);

  constructor({ meta }: Pick<LinearModel, 'meta'>) {
    this.labels = meta.outputs;
    const size = this.labels.length;
    const learnt = meta.dense['transitions'] ?? [];
    this.#transitions = Float64Array.from({ length: (size + 1) * size }, (_, i) => {
      const before = Math.floor(i / size);
      const allowed = mayFollow(this.labels[before] ?? null, this.labels[i % size] ?? '');
      return allowed ? (learnt[i] ?? 0) : Number.NEGATIVE_INFINITY;
    });
  }

  /**
   * The labels, as numbers, that together score highest: Viterbi's algorithm.
   * @param scores of label `l` at token `t` at `t * labels.length + l`
   * @returns an array that the next call overwrites
   */
  decode(scores: Float64Array, length: number): Uint8Array {
    const size = this.labels.length;
    if (this.#path.length < length) {
      this.#path = new Uint8Array(length * 2);
      this.#back = new Uint8Array(length * 2 * size);
    }
    const transitions = this.#transitions;
    const back = this.#back;
    let best = new Float64Array(size);
    let next = new Float64Array(size);
    for (let to = 0; to < size; to++) best[to] = (scores[to] ?? 0) + (transitions[size * size + to] ?? 0);
    for (let t = 1; t < length; t++) {
      for (let to = 0; to < size; to++) {
        let top = Number.NEGATIVE_INFINITY;
        let from = 0;
        for (let k = 0; k < size; k++) {
          const score = (best[k] ?? 0) + (transitions[k * size + to] ?? 0);
          if (score > top) {
            top = score;
            from = k;
          }
        }
        next[to] = top + (scores[t * size + to] ?? 0);
        back[t * size + to] = from;
      }
      [best, next] = [next, best];
    }
    let label = 0;
    for (let k = 1; k < size; k++) if ((best[k] ?? 0) > (best[label] ?? 0)) label = k;
    for (let t = length - 1; t >= 0; t--) {
      this.#path[t] = label;
      label = back[t * size + label] ?? 0;
    }
    return this.#path;
  }
}
