import type { AnnotatedText } from '../../text/annotated-text.ts';
import type { FeatureVector } from '../model/features.ts';
import { NAME_LISTS } from './known-lists.ts';
import type { NameContext } from './name-context.ts';
import type { WordForm } from './word-forms.ts';

/** Templates of features. A template at a neighbour is the template plus the distance times 64. */
const BIAS = 1;
const EXACT = 2;
const LOWER = 3;
const SHAPE = 4;
const FOLDED_SHAPE = 5;
const AFFIX = 6;
const TAG = 7;
const LIST = 8;
const LOWER_PAIR = 9;
const SHAPES = 10;
const TAG_PAIR = 11;
const LOWER_AND_SHAPE = 12;
const INITIAL = 13;
const RUN_BEFORE = 14;
const RUN_AFTER = 15;
const RUN_FIRST = 16;
const RUN_HEAD = 17;
const RUN_PLACE = 18;
const NAME_LIST = 19;
const RULE = 20;
const RULE_SCORE = 21;
const RULE_LEAD = 22;
const RULE_SHAPE = 23;
const RULE_TITLE = 24;
const RULE_HEAD = 25;
const DOCUMENT_CASE = 26;
const DOCUMENT_TYPE = 27;
const DOCUMENT_PART = 28;
const ACRONYM = 29;
const EDGE = 30;
const RULE_PAIR = 31;
const RULE_LOWER = 32;
const GLUED = 33;
const ELSEWHERE_BEFORE = 34;
const ELSEWHERE_AFTER = 35;

const OFFSET = 64;
const NO_WORD = 0;

export interface FeatureChoice {
  readonly rules: boolean;
  readonly lists: boolean;
  readonly document: boolean;
}
export const ALL_FEATURES: FeatureChoice = { rules: true, lists: true, document: true };

/**
 * Fills `vector` with the features of token `i` as part of a name, in the tradition of Ratinov and Roth (2009).
 * @param isWhole false leaves out what words, tags and rules decide by themselves, which `NameScores` remembers
 */
export function nameFeatures(
  text: AnnotatedText,
  context: NameContext,
  i: number,
  vector: FeatureVector,
  choice: FeatureChoice = ALL_FEATURES,
  isWhole = true,
): void {
  vector.clear();
  const token = text.tokens[i];
  const form = context.forms[i];
  if (token === undefined || form === undefined) return;
  const sentence = text.sentences[token.sentence];
  const first = sentence?.firstToken ?? i;
  const last = sentence?.lastToken ?? i + 1;
  const before = formAt(context, i - 1, first, last);
  const after = formAt(context, i + 1, first, last);
  const before2 = formAt(context, i - 2, first, last);
  const after2 = formAt(context, i + 2, first, last);
  if (isWhole) {
    addWord(vector, form);
    addNeighbour(vector, before, -1);
    addNeighbour(vector, after, 1);
    addNeighbour(vector, before2, -2);
    addNeighbour(vector, after2, 2);
    for (let distance = -2; distance <= 2; distance++)
      addTags(
        vector,
        distance,
        tagAt(context, i + distance - 1, first, last),
        tagAt(context, i + distance, first, last),
      );
  }
  const lowerBefore = before?.lower ?? NO_WORD;
  const lowerAfter = after?.lower ?? NO_WORD;
  vector.add(LOWER_PAIR, lowerBefore, form.lower);
  vector.add(LOWER_PAIR + OFFSET, form.lower, lowerAfter);
  vector.add(LOWER_PAIR + 2 * OFFSET, lowerBefore, lowerAfter);
  vector.add(LOWER_PAIR - OFFSET, before2?.lower ?? NO_WORD, lowerBefore);
  vector.add(LOWER_PAIR + 3 * OFFSET, lowerAfter, after2?.lower ?? NO_WORD);
  vector.add(LOWER_AND_SHAPE - OFFSET, lowerBefore, form.foldedShape);
  vector.add(LOWER_AND_SHAPE + OFFSET, lowerAfter, form.foldedShape);
  vector.add(SHAPES, before?.foldedShape ?? NO_WORD, form.foldedShape, after?.foldedShape ?? NO_WORD);
  if (isWhole) addInitial(vector, form, context.initial[i] ?? 0);
  if (i === first) vector.add(EDGE);
  if (i === last - 1) vector.add(EDGE + OFFSET);
  vector.add(GLUED, text.tokens[i - 1]?.end === token.start ? 1 : 0, text.tokens[i + 1]?.start === token.end ? 1 : 0);
  addRun(vector, context, form, i, first, last);
  if (choice.lists) {
    if (isWhole) {
      addLists(vector, form, 0);
      addLists(vector, before, -1);
      addLists(vector, after, 1);
    }
    addNameLists(vector, context, first, last, i);
  }
  if (choice.rules) {
    const label = ruleLabelAt(context, i, first, last);
    if (isWhole) {
      const labelBefore = ruleLabelAt(context, i - 1, first, last);
      addRuleLabels(vector, labelBefore, label, ruleLabelAt(context, i + 1, first, last));
    }
    addRules(vector, context, form, label, i);
  }
  if (choice.document) addDocument(vector, context, form, token.text, i, first, last);
}

/** The form of token `k`; none outside of the sentence from `first` to `last`. */
export function formAt({ forms }: NameContext, k: number, first: number, last: number): WordForm | undefined {
  return k >= first && k < last ? forms[k] : undefined;
}

/** The number of the tag of token `k`; -1 outside of the sentence from `first` to `last`. */
export function tagAt({ tags }: NameContext, k: number, first: number, last: number): number {
  return k >= first && k < last ? (tags[k] ?? 0) : -1;
}

/** What the rules make of token `k`; -1 outside of the sentence from `first` to `last`. */
export function ruleLabelAt({ ruleLabels }: NameContext, k: number, first: number, last: number): number {
  return k >= first && k < last ? (ruleLabels[k] ?? 0) : -1;
}

/** What the word itself tells. */
export function addWord(vector: FeatureVector, form: WordForm): void {
  vector.add(BIAS);
  vector.add(EXACT, form.exact);
  vector.add(LOWER, form.lower);
  vector.add(SHAPE, form.shape);
  vector.add(FOLDED_SHAPE, form.foldedShape);
  for (const affix of form.affixes) vector.add(AFFIX, affix);
}

/** What a word tells of the token from which it is one or two tokens away. */
export function addNeighbour(vector: FeatureVector, form: WordForm | undefined, distance: number): void {
  vector.add(LOWER + distance * OFFSET, form?.lower ?? NO_WORD);
  vector.add(FOLDED_SHAPE + distance * OFFSET, form?.foldedShape ?? NO_WORD);
}

/** What the tag at a distance tells, and that tag with the one to its left. */
export function addTags(vector: FeatureVector, distance: number, left: number, tag: number): void {
  vector.add(TAG + distance * OFFSET, tag);
  if (distance > -2) vector.add(TAG_PAIR + distance * OFFSET, left, tag);
}

/** What a word tells where a sentence or quotation begins, and elsewhere. */
export function addInitial(vector: FeatureVector, form: WordForm, initial: number): void {
  vector.add(INITIAL, initial, form.foldedShape);
  vector.add(INITIAL + OFFSET, initial, form.lower);
}

/** What the lists of words tell that have the word at a distance. */
export function addLists(vector: FeatureVector, form: WordForm | undefined, distance: number): void {
  if (form === undefined) return;
  for (let lists = form.lists, list = 0; lists !== 0; list++, lists >>>= 1)
    if (lists & 1) vector.add(LIST + distance * OFFSET, list, form.hasCapital ? 1 : 0);
}

/** The run of capitals around the token: the words on both sides of it, its first and last word, where the token stands. */
function addRun(
  vector: FeatureVector,
  context: NameContext,
  form: WordForm,
  i: number,
  sentenceFirst: number,
  sentenceLast: number,
): void {
  if (!form.hasCapital) return;
  const first = context.runFirst[i] ?? i;
  const last = context.runLast[i] ?? i + 1;
  const place = (first === i ? 1 : 0) + (last === i + 1 ? 2 : 0);
  vector.add(RUN_PLACE, place, Math.min(last - first, 5));
  vector.add(RUN_BEFORE, formAt(context, first - 1, sentenceFirst, sentenceLast)?.lower ?? NO_WORD, place);
  vector.add(RUN_AFTER, formAt(context, last, sentenceFirst, sentenceLast)?.lower ?? NO_WORD, place);
  if (last - first > 1) {
    vector.add(RUN_FIRST, context.forms[first]?.lower ?? NO_WORD, place);
    vector.add(RUN_HEAD, context.forms[last - 1]?.lower ?? NO_WORD, place);
  }
}

function addNameLists(
  vector: FeatureVector,
  { covered, begins, ends }: NameContext,
  first: number,
  last: number,
  i: number,
): void {
  const here = covered[i] ?? 0;
  vector.add(NAME_LIST, -1, here);
  for (let list = 0; list < NAME_LISTS; list++) {
    if ((here >> list) & 1)
      vector.add(NAME_LIST, list, (((begins[i] ?? 0) >> list) & 1) + 2 * (((ends[i] ?? 0) >> list) & 1));
    if (i > first && ((covered[i - 1] ?? 0) >> list) & 1) vector.add(NAME_LIST - OFFSET, list);
    if (i + 1 < last && ((covered[i + 1] ?? 0) >> list) & 1) vector.add(NAME_LIST + OFFSET, list);
  }
}

/** What the rules say of the token and of those beside it. */
export function addRuleLabels(vector: FeatureVector, before: number, label: number, after: number): void {
  vector.add(RULE, label);
  vector.add(RULE - OFFSET, before);
  vector.add(RULE + OFFSET, after);
  vector.add(RULE_PAIR, label, after);
  vector.add(RULE_PAIR - OFFSET, before, label);
}

/** What the rules say of such a word: the candidate that covers it, how sure they are of it. */
function addRules(
  vector: FeatureVector,
  { rated, chunkOf, forms }: NameContext,
  form: WordForm,
  label: number,
  i: number,
): void {
  vector.add(RULE_SHAPE, label, form.foldedShape);
  vector.add(RULE_LOWER, label, form.lower);
  const chunk = rated[chunkOf[i] ?? -1];
  if (chunk === undefined) return;
  const length = chunk.chunk.last - chunk.chunk.first;
  const score = Math.max(0, Math.min(8, Math.floor(chunk.score)));
  const lead = Math.max(0, Math.min(6, Math.floor(chunk.lead)));
  vector.add(RULE_SCORE, label, score, Math.min(length, 3));
  vector.add(RULE_LEAD, label, lead);
  vector.add(RULE_TITLE, label, chunk.chunk.titles.length > 0 ? 1 : 0, chunk.chunk.inTitleCase ? 1 : 0);
  if (length > 1) vector.add(RULE_HEAD, label, forms[chunk.chunk.last - 1]?.lower ?? NO_WORD);
}

/** What the same word is elsewhere in the document (Chieu and Ng, 2003). */
function addDocument(
  vector: FeatureVector,
  { words, initial, acronyms, forms }: NameContext,
  form: WordForm,
  text: string,
  i: number,
  first: number,
  last: number,
): void {
  const word = words[i];
  if (word === undefined) return;
  vector.add(
    DOCUMENT_CASE,
    Math.min(word.small, 2) * 4 + Math.min(word.capital, 3),
    (initial[i] ?? 0) * 2 + (form.hasCapital ? 1 : 0),
  );
  vector.add(DOCUMENT_TYPE, word.type);
  vector.add(DOCUMENT_TYPE + OFFSET, word.type, form.foldedShape);
  if (i > first && forms[i - 1]?.hasCapital) vector.add(DOCUMENT_TYPE - OFFSET, words[i - 1]?.type ?? -1);
  if (i + 1 < last && forms[i + 1]?.hasCapital) vector.add(DOCUMENT_TYPE + 2 * OFFSET, words[i + 1]?.type ?? -1);
  vector.add(DOCUMENT_PART, word.parts);
  if (form.hasCapital) {
    for (const place of word.places) {
      if (place === i) continue;
      vector.add(ELSEWHERE_BEFORE, forms[place - 1]?.lower ?? NO_WORD);
      vector.add(ELSEWHERE_AFTER, forms[place + 1]?.lower ?? NO_WORD);
    }
  }
  if (form.isAllCapitals) vector.add(ACRONYM, acronyms.has(text) ? 1 : 0);
}
