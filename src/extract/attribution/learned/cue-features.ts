import type { FeatureVector } from '../../model/features.ts';
import type { Report } from '../reports.ts';
import type { CueCandidate } from './cue-candidates.ts';
import type { LineFacts } from './line-facts.ts';
import { CLASS } from './line-facts.ts';

/** How far to look for what governs a word and what it governs, in items. */
const REACH = 30;

/** What is known of a candidate's surroundings, for the features of all rankers. */
export interface CueFacts {
  readonly cue: CueCandidate;
  /** What the rules make of it. */
  readonly rule: Report | null;
  readonly lemma: number;
  /** A number for form, voice and class together. */
  readonly shape: number;
  /** The nearest base phrase before the verb group; -1 without one. */
  readonly leftChunk: number;
  /** The nearest behind the word. */
  readonly rightChunk: number;
  /** What follows the word, coarsely: 'that', a clause, an infinitive and so on. */
  readonly follows: number;
}

export function cueFacts(facts: LineFacts, cue: CueCandidate, rule: Report | null): CueFacts {
  const { items } = facts;
  let left = cue.group - 1;
  while (left >= 0 && facts.chunkOf(left) < 0 && cue.group - left < REACH) left--;
  let right = cue.last + 1;
  while (right < items.length && facts.chunkOf(right) < 0 && right - cue.last < REACH) right++;
  const inside = facts.chunkOf(cue.at);
  const leftChunk = inside >= 0 ? inside : left >= 0 ? facts.chunkOf(left) : -1;
  return {
    cue,
    rule,
    lemma: facts.lemma(cue.at),
    shape: (facts.kind(cue.at) * 8 + cue.form) * 4 + (cue.passive ? 2 : 0) + (cue.infinitive ? 1 : 0),
    leftChunk,
    rightChunk: right < items.length ? facts.chunkOf(right) : -1,
    follows: whatFollows(facts, cue.last + 1, facts.chunkAt(right)?.last ?? -1),
  };
}

/** 0 to 15: how what stands behind the word begins, and whether a finite verb follows the first phrase. */
function whatFollows(facts: LineFacts, from: number, phraseEnd: number): number {
  const { items } = facts;
  const here = facts.kind(from);
  if (items[from]?.lower === 'that') return 1;
  if (here === CLASS.TO) return facts.kind(from + 1) === CLASS.VERB || facts.kind(from + 1) === CLASS.AUX ? 2 : 3;
  if (here === CLASS.QUOTE) return 4;
  if (here === CLASS.COMMA) return facts.kind(from + 1) === CLASS.QUOTE ? 5 : 6;
  if (here === CLASS.COLON) return 7;
  if (here === CLASS.NONE || here === CLASS.STOP) return 8;
  if (here === CLASS.SUB) return 9;
  if (here === CLASS.RELATIVE) return 10;
  if (here === CLASS.PREP) return 11;
  if (here === CLASS.VERB || here === CLASS.AUX) return 12;
  for (let at = phraseEnd + 1; phraseEnd >= 0 && at <= phraseEnd + 2; at++) {
    const next = facts.kind(at);
    if (next === CLASS.AUX || next === CLASS.VERB) return items[at]?.lower.endsWith('ing') ? 13 : 14;
    if (next === CLASS.TO) return 13;
  }
  return 15;
}

/** A length as one of a few steps. */
export function step(length: number): number {
  if (length < 0) return 15;
  if (length <= 4) return length;
  if (length <= 6) return 5;
  if (length <= 9) return 6;
  if (length <= 14) return 7;
  if (length <= 22) return 8;
  return 9;
}

/** What the rules say of the word, as one number. */
function ruleNumber(rule: Report | null): number {
  if (!rule) return 0;
  const kinds = { verb: 1, 'according-to': 2, noun: 3, label: 4, signature: 5 } as const;
  return (
    kinds[rule.kind] * 64 +
    (rule.content.length > 0 ? 32 : 0) +
    (rule.inherited ? 16 : 0) +
    (rule.relative ? 8 : 0) +
    (rule.onlyMarked ? 4 : 0) +
    Math.round((rule.verb?.weight ?? 1) * 3)
  );
}

/** Whether the word reports. */
export function addCueFeatures(
  features: FeatureVector,
  facts: LineFacts,
  { cue, rule, lemma, ...around }: CueFacts,
): void {
  const { items } = facts;
  const { at, group, last } = cue;
  const { shape, leftChunk, rightChunk, follows } = around;
  features.add(1, lemma);
  features.add(2, lemma, shape);
  features.add(3, facts.word(at));
  features.add(4, shape);
  features.add(5, lemma, follows, shape);
  features.add(6, follows, shape);
  features.add(7, lemma, facts.word(last + 1));
  features.add(8, facts.word(last + 1), shape);
  features.add(9, facts.word(last + 1), facts.word(last + 2));
  features.add(10, lemma, facts.kind(last + 1));
  features.add(11, facts.word(group - 1), shape);
  features.add(12, lemma, facts.word(group - 1));
  features.add(13, lemma, facts.kind(group - 1));
  features.add(14, facts.word(at - 1), lemma);
  features.add(15, facts.word(at - 2), facts.word(at - 1));
  features.add(16, facts.kind(at - 2), facts.kind(at - 1), facts.kind(at + 1));
  features.add(17, facts.kind(at + 1), facts.kind(at + 2));
  features.add(18, facts.kind(group - 2), facts.kind(group - 1), shape);
  const from = facts.chunk(leftChunk);
  if (from) {
    const gap = group - 1 - from.last;
    const type = facts.kind(from.last);
    features.add(20, facts.word(from.last), shape);
    features.add(21, type, gap > 3 ? 4 : gap, shape);
    features.add(22, lemma, type, gap === 0 ? 1 : 0);
    features.add(23, facts.word(from.first - 1), type);
    features.add(24, facts.kind(from.first - 1), type, follows);
    features.add(25, facts.word(from.first), shape);
  } else features.add(26, shape);
  const to = facts.chunk(rightChunk);
  if (to) {
    const gap = to.first - last - 1;
    features.add(30, facts.word(to.last), lemma);
    features.add(31, facts.word(to.last), shape);
    features.add(32, facts.kind(to.last), gap > 3 ? 4 : gap, facts.kind(to.last + 1));
    features.add(33, lemma, facts.kind(to.last), facts.kind(to.last + 1));
    features.add(34, facts.word(to.last + 1), shape);
    features.add(35, facts.word(to.first), lemma);
  }
  addGovernor(features, facts, cue, lemma);
  const number = ruleNumber(rule);
  features.add(40, number);
  features.add(41, lemma, number);
  features.add(42, shape, number, follows);
  features.add(43, step(at));
  features.add(44, step(items.length - 1 - last), shape, facts.kind(group - 1));
  for (let i = group; i < at; i++) {
    features.add(45, facts.word(i), shape);
    features.add(51, facts.word(i), lemma);
  }
  let before = 0;
  let after = 0;
  for (let i = 0; i < items.length; i++) if (facts.kind(i) === CLASS.QUOTE) i < at ? before++ : after++;
  features.add(46, before > 0 ? 1 : 0, after > 0 ? 1 : 0, shape);
  features.add(47, lemma, (before > 0 ? 1 : 0) + (after > 0 ? 2 : 0));
  features.add(48, facts.kind(last + 1), facts.kind(last + 2), shape);

  features.add(50);
}

/** The verbs before and behind it in the line, and what lies between: 'said he believes' is one report. */
function addGovernor(features: FeatureVector, facts: LineFacts, cue: CueCandidate, lemma: number): void {
  const { items } = facts;
  let commas = 0;
  let link = 0;
  let seen = 0;
  let mark = 0;
  for (let i = cue.group - 1; i >= 0 && cue.group - i <= REACH && seen < 2; i--) {
    const here = facts.kind(i);
    if (here === CLASS.COMMA || here === CLASS.DASH || here === CLASS.COLON) commas++;
    else if (here === CLASS.STOP) {
      mark = 1;
      commas++;
    } else if (here === CLASS.SUB || here === CLASS.RELATIVE || here === CLASS.CONJ || here === CLASS.TO)
      link = facts.word(i);
    else if (here === CLASS.VERB && items[i]?.pos === 'VERB') {
      const between = Math.min(commas, 2) * 4 + mark * 2 + seen;
      features.add(60 + seen, facts.lemma(i), between, link);
      features.add(62 + seen, facts.lemma(i), Math.min(commas, 2));
      features.add(64, facts.lemma(i), lemma, seen);
      seen++;
    }
  }
  features.add(66, seen, Math.min(commas, 3), link);
  for (let i = cue.last + 1, verbs = 0; i < items.length && i - cue.last <= REACH && verbs < 1; i++) {
    if (facts.kind(i) !== CLASS.VERB) continue;
    features.add(67, facts.lemma(i));
    features.add(68, facts.lemma(i), lemma);
    verbs++;
  }
}
