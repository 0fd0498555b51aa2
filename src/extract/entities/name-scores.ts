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
/** With -1 for none. */
const TAGS = PARTS_OF_SPEECH.length + 1;
const LABELS = RULE_LABELS + 1;

/**
 * The scores that a model gives the features of a token for each label. More than half of the features are decided by a word,
 * by two tags, or by what the rules say, alone, and come again and again: their scores are added up once and remembered.
 */
export class NameScores {
  readonly #model: LinearModel;
  readonly #choice: FeatureChoice;
  readonly #vector = new FeatureVector();
  /** The places of words in `#words`. */
  readonly #places = new Map<WordForm | undefined, number>();
  readonly #words: ScoreRows;
  readonly #tags: ScoreRows;
  readonly #rules: ScoreRows;

  constructor(model: LinearModel, choice: FeatureChoice = ALL_FEATURES) {
    this.#model = model;
    this.#choice = choice;
    this.#words = new ScoreRows(model, MOST_WORDS * ROLES);
    this.#tags = new ScoreRows(model, 5 * TAGS * TAGS);
    this.#rules = new ScoreRows(model, LABELS ** 3);
  }

  /** Adds to `scores`, from `offset` on, what speaks for each label of token `i`. */
  add(text: AnnotatedText, context: NameContext, i: number, scores: Float64Array, offset: number): void {
    const sentence = text.sentences[text.tokens[i]?.sentence ?? 0];
    const first = sentence?.firstToken ?? i;
    const last = sentence?.lastToken ?? i + 1;
    for (let distance = -2; distance <= 2; distance++) {
      const tag = tagAt(context, i + distance, first, last);
      this.#addTags(distance, tagAt(context, i + distance - 1, first, last), tag, scores, offset);
      const form = formAt(context, i + distance, first, last);
      this.#addWord(distance, form, context.initial[i] ?? 0, scores, offset);
    }
    if (this.#choice.rules) {
      const label = ruleLabelAt(context, i, first, last);
      const before = ruleLabelAt(context, i - 1, first, last);
      this.#addRuleLabels(before, label, ruleLabelAt(context, i + 1, first, last), scores, offset);
    }
    nameFeatures(text, context, i, this.#vector, this.#choice, false);
    this.#model.addScores(this.#vector, scores, offset);
  }

  #addWord(distance: number, form: WordForm | undefined, initial: number, scores: Float64Array, offset: number): void {
    let place = this.#places.get(form);
    if (place === undefined) {
      if (this.#places.size === MOST_WORDS) {
        this.#places.clear();
        this.#words.clear();
      }
      place = this.#places.size;
      this.#places.set(form, place);
    }
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

  #addTags(distance: number, left: number, tag: number, scores: Float64Array, offset: number): void {
    const row = ((distance + 2) * TAGS + left + 1) * TAGS + tag + 1;
    if (!this.#tags.has(row)) {
      this.#vector.clear();
      addTags(this.#vector, distance, left, tag);
      this.#tags.set(row, this.#vector);
    }
    this.#tags.addTo(scores, offset, row);
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
