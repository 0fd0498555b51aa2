/** Trains the rankers of `src/extract/attribution/learned` on PolNeAR. */

import {
  addContentEndFeatures,
  addContentStartFeatures,
  contentEnds,
  contentStarts,
} from '../../src/extract/attribution/learned/content-features.ts';
import { gateKey } from '../../src/extract/attribution/learned/cue-candidates.ts';
import type { CueFacts } from '../../src/extract/attribution/learned/cue-features.ts';
import { addCueFeatures } from '../../src/extract/attribution/learned/cue-features.ts';
import { candidatesOf, FIRST, REST, restStarts, strongItems } from '../../src/extract/attribution/learned/judge.ts';
import {
  addEndFeatures,
  addStartFeatures,
  sourceEnds,
  sourceStarts,
} from '../../src/extract/attribution/learned/source-features.ts';
import { FeatureVector } from '../../src/extract/model/features.ts';
import type { GoldArticle, GoldAttribution, GoldLine } from './attribution-examples.ts';
import { goldLines, goldOf, readArticles } from './attribution-examples.ts';
import type { Decision } from './ranker.ts';
import { trainRanker } from './ranker.ts';
import type { TrainedModel } from './write-model.ts';

/** A word is looked at when at least so many of its occurrences report, and such a share of them. */
const GATE = { count: 2, share: 0.03 };
const STRONG = { count: 3, share: 0.45 };

const features = new FeatureVector();
const filled = (fill: () => void): Int32Array => {
  features.clear();
  fill();
  return features.toArray();
};

export function trainAttributionCue(lines: readonly GoldLine[] = trainingLines()): TrainedModel {
  const { gate, strong } = countWords(lines);
  const decisions = lines.flatMap(({ facts, reports, gold }): Decision[] =>
    candidatesOf(facts, reports, { gate: new Set(gate) }).map((around) => ({
      candidates: [filled(() => addCueFeatures(features, facts, around)), NOTHING],
      right: [goldOf(around, gold) ? 0 : 1],
    })),
  );
  const model = trainRanker(decisions, { epochs: 8, rate: 0.1, minCount: 3, l2: 1e-5 });
  return { ...model, dense: { gate, strong } };
}

const NOTHING = new Int32Array(0);

/** The words that ever report, and those that mostly do. */
function countWords(lines: readonly GoldLine[]): { gate: number[]; strong: number[] } {
  const seen = new Map<number, number>();
  const reporting = new Map<number, number>();
  const count = (map: Map<number, number>, key: number): void => void map.set(key, (map.get(key) ?? 0) + 1);
  for (const { facts, gold } of lines) {
    for (let at = 0; at < facts.items.length; at++) count(seen, gateKey(facts, at));
    for (const { cue } of gold) count(reporting, gateKey(facts, cue));
  }
  const keys = ({ count: least, share }: typeof GATE): number[] =>
    [...reporting]
      .filter(([key, times]) => times >= least && times >= share * (seen.get(key) ?? 0))
      .map(([key]) => key)
      .sort((a, b) => a - b);
  return { gate: keys(GATE), strong: keys(STRONG) };
}

/** Each annotated attribution with its candidate. */
function* pairs(
  lines: readonly GoldLine[],
  gate: ReadonlySet<number>,
): Generator<[GoldLine, CueFacts, GoldAttribution]> {
  for (const line of lines) {
    if (line.gold.length === 0) continue;
    for (const around of candidatesOf(line.facts, line.reports, { gate })) {
      const gold = goldOf(around, line.gold);
      if (gold) yield [line, around, gold];
    }
  }
}

export function trainAttributionSource(lines: readonly GoldLine[] = trainingLines()): TrainedModel {
  const gate = new Set(countWords(lines).gate);
  const decisions: Decision[] = [];
  for (const [{ facts }, around, { source }] of pairs(lines, gate)) {
    if (source === 'elsewhere') continue;
    const starts = [-1, ...sourceStarts(facts, around)];
    const right = starts.findIndex((number) => (source ? facts.chunks[number]?.first === source.first : number < 0));
    if (right < 0) continue;
    decisions.push({
      candidates: starts.map((number) => filled(() => addStartFeatures(features, facts, around, number))),
      right: [right],
    });
    const number = starts[right] ?? -1;
    const ends = sourceEnds(facts, around, number);
    const end = source ? ends.indexOf(source.last) : -1;
    if (end < 0) continue;
    decisions.push({
      candidates: ends.map((last) => filled(() => addEndFeatures(features, facts, around, number, last))),
      right: [end],
    });
  }
  return trainRanker(decisions, { epochs: 10, rate: 0.1, minCount: 2, l2: 1e-5 });
}

export function trainAttributionContent(lines: readonly GoldLine[] = trainingLines()): TrainedModel {
  const words = countWords(lines);
  const gate = new Set(words.gate);
  const strongWords = new Set(words.strong);
  const decisions: Decision[] = [];
  for (const [{ facts }, around, { source: given, content, isUnaligned }] of pairs(lines, gate)) {
    if (given === 'elsewhere' || isUnaligned) continue;
    const source = given ?? { first: -1, last: -1 };
    const strong = strongItems(facts, strongWords);
    const addEnd = ({ first, last }: { first: number; last: number }): void => {
      const ends = contentEnds(facts, around, source, first);
      const right = ends.indexOf(last);
      if (right < 0) return;
      decisions.push({
        candidates: ends.map((end) =>
          filled(() => addContentEndFeatures(features, facts, around, source, first, end, strong)),
        ),
        right: [right],
      });
    };
    const addStart = (starts: readonly number[], wanted: number, base: number): void => {
      const right = starts.indexOf(wanted);
      if (right < 0) return;
      decisions.push({
        candidates: starts.map((start) =>
          filled(() => addContentStartFeatures(features, facts, around, source, start, base)),
        ),
        right: [right],
      });
    };
    const starts = contentStarts(facts, around, source);
    const [first] = content;
    addStart(starts, first?.first ?? -1, FIRST);
    if (!first) continue;
    addEnd(first);
    if (first.last >= around.cue.at) continue;
    const rest = content.find((range) => range.first > around.cue.at);
    addStart(restStarts(starts, around), rest?.first ?? -1, REST);
    if (rest) addEnd(rest);
  }
  return trainRanker(decisions, { epochs: 10, rate: 0.1, minCount: 2, l2: 1e-5 });
}

let lines: GoldLine[] | undefined;

function trainingLines(): GoldLine[] {
  lines ??= readArticles('polnear-train').flatMap((article: GoldArticle) => goldLines(article));
  return lines;
}
