import type { AnnotatedText } from '../../text/annotated-text.ts';
import type { LinearModel } from '../model/linear-model.ts';
import type { TaggedSpan } from '../model/tagger.ts';
import { Tagger } from '../model/tagger.ts';
import type { RatedChunk } from './classify.ts';
import type { NameContext } from './name-context.ts';
import { nameContext } from './name-context.ts';
import type { FeatureChoice } from './name-features.ts';
import { NameScores } from './name-scores.ts';

/** The stretches of tokens within a sentence where names may be: `first` to `last`, the latter exclusive. */
export function* liveStretches(
  { sentences }: AnnotatedText,
  { live }: NameContext,
): Generator<{ first: number; last: number }> {
  for (const { firstToken, lastToken } of sentences) {
    let i = firstToken;
    while (i < lastToken) {
      if (live[i] === 0) {
        i++;
        continue;
      }
      let end = i + 1;
      while (end < lastToken && live[end] === 1) end++;
      // A text without small words is one stretch; the tagger's memory is bounded.
      for (let first = i; first < end; first += LONGEST_STRETCH)
        yield { first, last: Math.min(end, first + LONGEST_STRETCH) };
      i = end;
    }
  }
}
const LONGEST_STRETCH = 400;

/** Names as a trained tagger sees them, with the tagger's types. */
export class NameTagger {
  readonly #tagger: Tagger;
  readonly #scorer: NameScores;
  #scores = new Float64Array(0);

  constructor(model: LinearModel, choice?: FeatureChoice) {
    this.#tagger = new Tagger(model);
    this.#scorer = new NameScores(model, choice);
  }

  tag(text: AnnotatedText, rated: readonly RatedChunk[]): TaggedSpan[] {
    const context = nameContext(text, rated);
    const { labels } = this.#tagger;
    const size = labels.length;
    const spans: TaggedSpan[] = [];
    for (const { first, last } of liveStretches(text, context)) {
      const length = last - first;
      if (this.#scores.length < length * size) this.#scores = new Float64Array(length * size * 2);
      const scores = this.#scores;
      scores.fill(0, 0, length * size);
      this.#scorer.add(text, context, first, last, scores);
      const path = this.#tagger.decode(scores, length);
      let i = 0;
      while (i < length) {
        const label = labels[path[i] ?? 0] ?? 'O';
        let end = i + 1;
        if (label.startsWith('B-')) {
          const type = label.slice(2);
          while (end < length && labels[path[end] ?? 0] === `I-${type}`) end++;
          spans.push({ first: first + i, last: first + end, type });
        }
        i = end;
      }
    }
    return spans;
  }
}
