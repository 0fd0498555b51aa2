import { FeatureVector } from '../../model/features.ts';
import type { LinearModel } from '../../model/linear-model.ts';
import { loadModel } from '../../model/load-model.ts';
import type { Line } from '../../quotes/lines.ts';
import type { ItemRange } from '../contents.ts';
import type { Report } from '../reports.ts';
import type { SourceRange } from './content-features.ts';
import { addContentEndFeatures, addContentStartFeatures, contentEnds, contentStarts } from './content-features.ts';
import type { CueCandidate } from './cue-candidates.ts';
import { cueCandidate, gateKey } from './cue-candidates.ts';
import type { CueFacts } from './cue-features.ts';
import { addCueFeatures, cueFacts } from './cue-features.ts';
import { LineFacts } from './line-facts.ts';
import { addEndFeatures, addStartFeatures, sourceEnds, sourceStarts } from './source-features.ts';

/** The rankers and the lists that go with them. */
export interface Rankers {
  readonly cue: LinearModel;
  readonly source: LinearModel;
  readonly content: LinearModel;
  /** Keys of words that may report, and of those that mostly do. */
  readonly gate: ReadonlySet<number>;
  readonly strong: ReadonlySet<number>;
}

/** The rankers with the lists that stand in their models. */
export function rankers(cue: LinearModel, source: LinearModel, content: LinearModel): Rankers {
  return { cue, source, content, gate: new Set(cue.meta.dense['gate']), strong: new Set(cue.meta.dense['strong']) };
}

let loaded: Rankers | undefined;

/** The trained rankers, read when they are first asked for. */
export function attributionRankers(): Rankers {
  loaded ??= rankers(loadModel('attribution-cue'), loadModel('attribution-source'), loadModel('attribution-content'));
  return loaded;
}

/** One attribution of a line: numbers count its items. */
export interface Attribution {
  readonly cue: CueCandidate;
  readonly rule: Report | null;
  readonly source: SourceRange;
  readonly content: readonly ItemRange[];
  /** That the word reports; that source and content are these, if it does. 0 to 1. */
  readonly cueProbability: number;
  readonly sourceProbability: number;
  readonly contentProbability: number;
}

export const FIRST = 200;
export const REST = 280;
/** The least probability of a word that is looked at further. */
const LEAST = 0.15;

const features = new FeatureVector();

/** Words of the line that may report, with what the rules make of them. */
export function candidatesOf(
  facts: LineFacts,
  reports: readonly Report[],
  { gate }: Pick<Rankers, 'gate'>,
): CueFacts[] {
  const found: CueFacts[] = [];
  for (let at = 0; at < facts.items.length; at++) {
    const rule =
      reports.find((report) => report.cue.first <= at && at <= report.cue.last && report.kind !== 'signature') ?? null;
    if (!rule && !gate.has(gateKey(facts, at))) continue;
    if (rule && rule.cue.first !== at) continue;
    found.push(cueFacts(facts, cueCandidate(facts, at), rule));
  }
  return found;
}

export function strongItems(facts: LineFacts, strong: ReadonlySet<number>): Uint8Array {
  const flags = new Uint8Array(facts.items.length);
  for (let at = 0; at < flags.length; at++) if (strong.has(gateKey(facts, at))) flags[at] = 1;
  return flags;
}

export function judgeLine(line: Line, reports: readonly Report[], models: Rankers): Attribution[] {
  const facts = new LineFacts(line);
  const found: Attribution[] = [];
  let strong: Uint8Array | null = null;
  for (const around of candidatesOf(facts, reports, models)) {
    features.clear();
    addCueFeatures(features, facts, around);
    const cueProbability = sigmoid(models.cue.score(features));
    if (cueProbability < LEAST) continue;
    strong ??= strongItems(facts, models.strong);
    const [source, sourceProbability] = chooseSource(facts, around, models.source);
    const [content, contentProbability] = chooseContent(facts, around, source, strong, models.content);
    found.push({
      cue: around.cue,
      rule: around.rule,
      source,
      content,
      cueProbability,
      sourceProbability,
      contentProbability,
    });
  }
  return found;
}

function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

/** Turns scores into probabilities in place. */
function normalize(scores: number[]): void {
  const top = Math.max(...scores);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const mass = Math.exp((scores[i] ?? 0) - top);
    scores[i] = mass;
    sum += mass;
  }
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) / sum;
}

/** A beginning that is this improbable beside the best is not followed up. */
const BEAM = 0.1;

function chooseSource(facts: LineFacts, around: CueFacts, model: LinearModel): [SourceRange, number] {
  const starts = [-1, ...sourceStarts(facts, around)];
  const scores = starts.map((number) => {
    features.clear();
    addStartFeatures(features, facts, around, number);
    return model.score(features);
  });
  normalize(scores);
  const top = Math.max(...scores);
  let best: SourceRange = { first: -1, last: -1 };
  let bestMass = 0;
  for (let i = 0; i < starts.length; i++) {
    const mass = scores[i] ?? 0;
    const number = starts[i] ?? -1;
    if (mass < top * BEAM || mass <= bestMass) continue;
    if (number < 0) {
      best = { first: -1, last: -1 };
      bestMass = mass;
      continue;
    }
    const ends = sourceEnds(facts, around, number);
    const endScores = ends.map((end) => {
      features.clear();
      addEndFeatures(features, facts, around, number, end);
      return model.score(features);
    });
    if (ends.length === 0) continue;
    normalize(endScores);
    for (let e = 0; e < ends.length; e++) {
      const joint = mass * (endScores[e] ?? 0);
      if (joint > bestMass) {
        bestMass = joint;
        best = { first: facts.chunk(number)?.first ?? 0, last: ends[e] ?? 0 };
      }
    }
  }
  return [best, bestMass];
}

function rankStarts(
  facts: LineFacts,
  around: CueFacts,
  source: SourceRange,
  starts: readonly number[],
  base: number,
  model: LinearModel,
): number[] {
  const scores = starts.map((start) => {
    features.clear();
    addContentStartFeatures(features, facts, around, source, start, base);
    return model.score(features);
  });
  normalize(scores);
  return scores;
}

/**
 * Where a content ends. Not a pair: an array of an item's number and a probability is one of doubles to V8, and what was once
 * read from it makes doubles of all numbers of items that it is kept with.
 */
interface ContentEnd {
  readonly end: number;
  readonly probability: number;
}

function chooseEnd(
  facts: LineFacts,
  around: CueFacts,
  source: SourceRange,
  start: number,
  strong: Uint8Array,
  model: LinearModel,
): ContentEnd {
  const ends = contentEnds(facts, around, source, start);
  if (ends.length === 0) return { end: -1, probability: 0 };
  const scores = ends.map((end) => {
    features.clear();
    addContentEndFeatures(features, facts, around, source, start, end, strong);
    return model.score(features);
  });
  normalize(scores);
  let best = 0;
  for (let i = 1; i < scores.length; i++) if ((scores[i] ?? 0) > (scores[best] ?? 0)) best = i;
  return { end: ends[best] ?? -1, probability: scores[best] ?? 0 };
}

function chooseContent(
  facts: LineFacts,
  around: CueFacts,
  source: SourceRange,
  strong: Uint8Array,
  model: LinearModel,
): [ItemRange[], number] {
  const starts = contentStarts(facts, around, source);
  const scores = rankStarts(facts, around, source, starts, FIRST, model);
  const top = Math.max(...scores);
  let best: ItemRange | null = null;
  let bestMass = 0;
  for (let i = 0; i < starts.length; i++) {
    const mass = scores[i] ?? 0;
    const start = starts[i] ?? -1;
    if (mass < top * BEAM || mass <= bestMass) continue;
    if (start < 0) {
      best = null;
      bestMass = mass;
      continue;
    }
    const { end, probability } = chooseEnd(facts, around, source, start, strong, model);
    if (end >= start && mass * probability > bestMass) {
      bestMass = mass * probability;
      best = { first: start, last: end };
    }
  }
  if (!best) return [[], bestMass];
  if (best.last >= around.cue.at) return [[best], bestMass];
  // Does it go on behind the cue?
  const later = restStarts(starts, around);
  const laterScores = rankStarts(facts, around, source, later, REST, model);
  let again = 0;
  for (let i = 1; i < later.length; i++) if ((laterScores[i] ?? 0) > (laterScores[again] ?? 0)) again = i;
  const start = later[again] ?? -1;
  if (start < 0) return [[best], bestMass * (laterScores[again] ?? 0)];
  const { end, probability } = chooseEnd(facts, around, source, start, strong, model);
  return end < start
    ? [[best], bestMass]
    : [[best, { first: start, last: end }], bestMass * (laterScores[again] ?? 0) * probability];
}

/** Where a content that begins before the cue may go on behind it; -1 for nowhere. */
export function restStarts(starts: readonly number[], { cue }: CueFacts): number[] {
  return starts.filter((start) => start < 0 || start > cue.at);
}
