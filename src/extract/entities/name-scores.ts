import type { AnnotatedText } from '../../text/annotated-text.ts';
import { PARTS_OF_SPEECH } from '../../text/annotated-text.ts';
import { FeatureVector } from '../model/features.ts';
import type { LinearModel } from '../model/linear-model.ts';
import type { NameContext } from './name-context.ts';
import { RULE_LABELS } from './name-context.ts';
import type { FeatureChoice } from './name-features.ts';
import {
  ALL_FEATURES,
  addInitial,
  addLists,
  addNeighbour,
  addRuleLabels,
  addTags,
  addWord,
  formAt,
  nameFeatures,
  ruleLabelAt,
  tagAt,
} from './name-features.ts';
import type { WordForm } from './word-forms.ts';

/** Words whose scores are remembered, about 4 MB of them. */
const MOST_WORDS = 8_192;
/** What a word tells two tokens before the one that is scored, one before, at it (not initial, initial), one after, two after. */
const ROLES = 6;
/** How many tokens away a word still tells something. */
const REACH = 2;
const NO_TAG = -1;
/** With `NO_TAG`. */
const TAGS = PARTS_OF_SPEECH.length + 1;
const LABELS = RULE_LABELS + 1;

/**
 * The scores that a model gives the features of a token for each label. More than half of the features are decided by a word,
 * by three tags, or by what the rules say, alone, and come again and again: their scores are added up once and remembered.
 */
export class NameScores {
  readonly #model: LinearModel;
  readonly #choice: FeatureChoice;
  readonly #vector = new FeatureVector();
  /** The places of words in `#words`. */
  readonly #places = new Map<WordForm | undefined, number>();
  readonly #words: ScoreRows;
  /** By a token's tag with the two before it, and with the two after it. */
  readonly #tagsBefore: ScoreRows;
  readonly #tagsAfter: ScoreRows;
  readonly #rules: ScoreRows;

  constructor(model: LinearModel, choice: FeatureChoice = ALL_FEATURES) {
    this.#model = model;
    this.#choice = choice;
    this.#words = new ScoreRows(model, MOST_WORDS * ROLES);
    this.#tagsBefore = new ScoreRows(model, TAGS ** 3);
    this.#tagsAfter = new ScoreRows(model, TAGS ** 3);
    this.#rules = new ScoreRows(model, LABELS ** 3);
  }

  /**
   * Adds to `scores`, a row a token, what speaks for each label of the tokens `first` to `last`, the latter exclusive, of one
   * sentence. A word tells of up to five tokens, and is looked up once for all of them.
   */
  add(text: AnnotatedText, context: NameContext, first: number, last: number, scores: Float64Array): void {
    const size = this.#model.meta.outputs.length;
    const sentence = text.sentences[text.tokens[first]?.sentence ?? 0];
    const sentenceFirst = sentence?.firstToken ?? first;
    const sentenceLast = sentence?.lastToken ?? last;
    for (let k = first - REACH; k < last + REACH; k++) {
      const form = formAt(context, k, sentenceFirst, sentenceLast);
      const place = this.#placeOf(form);
      for (let i = Math.max(first, k - REACH); i < Math.min(last, k + REACH + 1); i++)
        this.#addWord(form, place, k - i, context.initial[i] ?? 0, scores, (i - first) * size);
    }
    for (let i = first; i < last; i++) {
      const offset = (i - first) * size;
      const tag = tagAt(context, i, sentenceFirst, sentenceLast);
      const [before, after] = [
        tagAt(context, i - 1, sentenceFirst, sentenceLast),
        tagAt(context, i + 1, sentenceFirst, sentenceLast),
      ];
      this.#addTagsBefore(tagAt(context, i - 2, sentenceFirst, sentenceLast), before, tag, scores, offset);
      this.#addTagsAfter(tag, after, tagAt(context, i + 2, sentenceFirst, sentenceLast), scores, offset);
      if (this.#choice.rules) {
        const label = ruleLabelAt(context, i, sentenceFirst, sentenceLast);
        const labelBefore = ruleLabelAt(context, i - 1, sentenceFirst, sentenceLast);
        const labelAfter = ruleLabelAt(context, i + 1, sentenceFirst, sentenceLast);
        this.#addRuleLabels(labelBefore, label, labelAfter, scores, offset);
      }
      nameFeatures(text, context, i, this.#vector, this.#choice, false);
      this.#model.addScores(this.#vector, scores, offset);
    }
  }

  #placeOf(form: WordForm | undefined): number {
    let place = this.#places.get(form);
    if (place === undefined) {
      if (this.#places.size === MOST_WORDS) {
        this.#places.clear();
        this.#words.clear();
      }
      place = this.#places.size;
      this.#places.set(form, place);
    }
    return place;
  }

  #addWord(
    form: WordForm | undefined,
    place: number,
    distance: number,
    initial: number,
    scores: Float64Array,
    offset: number,
  ): void {
    const row = place * ROLES + (distance < 0 ? distance + 2 : distance > 0 ? distance + 3 : 2 + initial);
    if (!this.#words.has(row)) {
      const vector = this.#vector;
      vector.clear();
      if (distance !== 0) addNeighbour(vector, form, distance);
      else if (form !== undefined) {
        addWord(vector, form);
        addInitial(vector, form, initial);
      }
      if (this.#choice.lists && Math.abs(distance) < 2) addLists(vector, form, distance);
      this.#words.set(row, vector);
    }
    this.#words.addTo(scores, offset, row);
  }

  #addTagsBefore(beforeIt: number, before: number, tag: number, scores: Float64Array, offset: number): void {
    const row = tagRow(beforeIt, before, tag);
    if (!this.#tagsBefore.has(row)) {
      this.#vector.clear();
      addTags(this.#vector, -2, NO_TAG, beforeIt);
      addTags(this.#vector, -1, beforeIt, before);
      addTags(this.#vector, 0, before, tag);
      this.#tagsBefore.set(row, this.#vector);
    }
    this.#tagsBefore.addTo(scores, offset, row);
  }

  #addTagsAfter(tag: number, after: number, afterIt: number, scores: Float64Array, offset: number): void {
    const row = tagRow(tag, after, afterIt);
    if (!this.#tagsAfter.has(row)) {
      this.#vector.clear();
      addTags(this.#vector, 1, tag, after);
      addTags(this.#vector, 2, after, afterIt);
      this.#tagsAfter.set(row, this.#vector);
    }
    this.#tagsAfter.addTo(scores, offset, row);
  }

  #addRuleLabels(before: number, label: number, after: number, scores: Float64Array, offset: number): void {
    const row = ((before + 1) * LABELS + label + 1) * LABELS + after + 1;
    if (!this.#rules.has(row)) {
      this.#vector.clear();
      addRuleLabels(this.#vector, before, label, after);
      this.#rules.set(row, this.#vector);
    }
    this.#rules.addTo(scores, offset, row);
  }
}

/** The number of three tags that follow each other. */
function tagRow(first: number, second: number, third: number): number {
  return ((first + 1) * TAGS + second + 1) * TAGS + third + 1;
}

/** For each of so many sets of features the scores of all labels, once they are known. */
class ScoreRows {
  readonly #model: LinearModel;
  readonly #size: number;
  readonly #scores: Float64Array;
  readonly #isKnown: Uint8Array;

  constructor(model: LinearModel, rows: number) {
    this.#model = model;
    this.#size = model.meta.outputs.length;
    this.#scores = new Float64Array(rows * this.#size);
    this.#isKnown = new Uint8Array(rows);
  }

  has(row: number): boolean {
    return this.#isKnown[row] === 1;
  }

  set(row: number, features: FeatureVector): void {
    this.#isKnown[row] = 1;
    this.#model.addScores(features, this.#scores.fill(0, row * this.#size, (row + 1) * this.#size), row * this.#size);
  }

  clear(): void {
    this.#isKnown.fill(0);
  }

  addTo(scores: Float64Array, offset: number, row: number): void {
    const size = this.#size;
    const from = row * size;
    for (let k = 0; k < size; k++) scores[offset + k] = (scores[offset + k] ?? 0) + (this.#scores[from + k] ?? 0);
  }
}
