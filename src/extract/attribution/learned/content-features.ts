import type { FeatureVector } from '../../model/features.ts';
import type { CueFacts } from './cue-features.ts';
import { step } from './cue-features.ts';
import type { LineFacts } from './line-facts.ts';
import { CLASS } from './line-facts.ts';

/** Items of a source as it was chosen; first is -1 for none. */
export interface SourceRange {
  readonly first: number;
  readonly last: number;
}

/** How far behind the cue a content may begin, in items, and how many beginnings before it are tried. */
const BEHIND = 22;
const BEFORE = 10;
/** How many ends are tried, and how far away, in items. */
const ENDS = 45;

/** Where cue and source begin. */
function clauseStart({ cue }: CueFacts, source: SourceRange): number {
  return source.first >= 0 && source.first < cue.group ? source.first : cue.group;
}

/** Where a content may begin: items; -1 stands for none in this line. */
export function contentStarts(facts: LineFacts, around: CueFacts, source: SourceRange): number[] {
  const { items } = facts;
  const { cue, rule } = around;
  const found: number[] = [-1];
  const limit = Math.min(items.length, Math.max(cue.last, source.last) + BEHIND);
  for (let i = cue.last + 1; i < limit; i++) {
    if (i >= source.first && i <= source.last) continue;
    const here = facts.kind(i);
    if (here === CLASS.COMMA || here === CLASS.STOP || here === CLASS.CLOSE || here === CLASS.DASH) continue;
    const chunk = facts.chunkAt(i);
    if (chunk && chunk.first < i && chunk.first > cue.last) continue;
    found.push(i);
  }
  const before = clauseStart(around, source);
  let starts = 0;
  for (let i = before - 1; i > 0 && starts < BEFORE; i--) {
    const previous = facts.kind(i - 1);
    const here = facts.kind(i);
    if (here === CLASS.COMMA || here === CLASS.STOP || here === CLASS.DASH || here === CLASS.CLOSE) continue;
    const opens =
      previous === CLASS.COMMA ||
      previous === CLASS.STOP ||
      previous === CLASS.DASH ||
      previous === CLASS.COLON ||
      previous === CLASS.OPEN ||
      previous === CLASS.CONJ ||
      previous === CLASS.SUB ||
      previous === CLASS.RELATIVE ||
      here === CLASS.QUOTE ||
      here === CLASS.SUB ||
      here === CLASS.RELATIVE ||
      (before - i < 16 && facts.chunkAt(i)?.first === i) ||
      i === 1;
    if (!opens) continue;
    found.push(i);
    starts++;
  }
  if (before > 0) found.push(0);
  const ruled = rule?.content[0];
  if (ruled && !found.includes(ruled.first)) found.push(ruled.first);
  return found;
}

/** Whether the content begins there. `template` sets a second ranker of the same make apart. */
export function addContentStartFeatures(
  features: FeatureVector,
  facts: LineFacts,
  around: CueFacts,
  source: SourceRange,
  start: number,
  base: number,
): void {
  const { cue, lemma, shape, rule, follows } = around;
  const { items } = facts;
  const sourceSide = source.first < 0 ? 0 : source.first < cue.at ? 1 : 2;
  const ruled = rule?.content[0];
  if (start < 0) {
    features.add(base, shape, follows);
    features.add(base + 1, lemma, follows);
    features.add(base + 2, rule ? (ruled ? 2 : 1) : 0, shape);
    features.add(base + 3, facts.kind(cue.last + 1), facts.kind(cue.last + 2), sourceSide);
    features.add(base + 4);
    features.add(base + 5, step(items.length - cue.last), step(cue.group), sourceSide);
    return;
  }
  const before = clauseStart(around, source);
  const side = start > cue.at ? 1 : 0;
  const origin = sourceSide === 2 && start > source.last ? source.last : cue.last;
  const distance = side === 1 ? start - origin - 1 : before - start;
  const rangeStart = side === 1 ? origin + 1 : start;
  const rangeEnd = side === 1 ? start : before;
  let verbs = 0;
  let commas = 0;
  let phrases = 0;
  let quotes = 0;
  for (let i = rangeStart; i < rangeEnd; i++) {
    const here = facts.kind(i);
    if (here === CLASS.VERB || here === CLASS.AUX) verbs++;
    else if (here === CLASS.COMMA) commas++;
    else if (here === CLASS.QUOTE) quotes++;
    if (facts.chunkAt(i)?.first === i) phrases++;
  }
  verbs = Math.min(verbs, 3);
  commas = Math.min(commas, 3);
  phrases = Math.min(phrases, 5);
  const near = side === 1 ? Math.min(distance, 7) : distance > 2 ? 3 : distance;
  const state = side * 8 + near;
  const opener = facts.kind(start) * 4 + (start === 0 ? 1 : facts.kind(start - 1) === CLASS.COMMA ? 2 : 0) + side;
  features.add(base + 10, state, shape);
  features.add(base + 11, state, lemma);
  features.add(base + 12, facts.word(start), side, lemma);
  features.add(base + 13, facts.word(start), state);
  features.add(base + 14, opener, lemma, side);
  features.add(base + 15, opener, shape, sourceSide);
  features.add(base + 16, facts.kind(start), facts.kind(start - 1), side * 4 + sourceSide);
  features.add(base + 17, facts.word(start - 1), side, facts.kind(start));
  features.add(base + 18, verbs * 4 + commas, phrases, side);
  features.add(base + 19, verbs * 4 + commas, phrases * 2 + side, shape);
  features.add(base + 20, facts.word(start - 1), lemma, side);
  features.add(base + 21, start === 0 ? 1 : 0, facts.kind(before - 1), step(items.length - cue.last));
  features.add(base + 22, side * 16 + facts.kind(cue.last + 1), shape, facts.kind(before - 1));
  features.add(base + 23, follows, state, sourceSide);
  features.add(base + 24, follows, lemma, side);
  features.add(base + 25, quotes > 0 ? 1 : 0, opener);
  features.add(base + 26, facts.kind(start), facts.kind(start + 1), facts.kind(start + 2));
  features.add(base + 27, facts.word(start), facts.word(start + 1));
  features.add(base + 28, distance === 0 ? 1 : 0, opener, shape);
  features.add(base + 29, side === 1 && start === origin + 1 ? 1 : 0, sourceSide, facts.kind(start));
  const chunk = facts.chunkAt(start);
  if (chunk) {
    features.add(base + 30, facts.kind(chunk.last), facts.kind(chunk.last + 1), side);
    features.add(base + 31, facts.word(chunk.last), lemma);
    features.add(base + 32, facts.word(chunk.last), side);
  }
  if (ruled) {
    const same = ruled.first === start ? 1 : ruled.first > cue.at === start > cue.at ? 2 : 3;
    features.add(base + 33, same, side, rule?.onlyMarked ? 1 : 0);
    features.add(base + 34, same, opener);
    features.add(base + 35, same, state, shape);
  } else features.add(base + 36, rule ? 1 : 0, state);
}

/** Where a content that begins at `start` may end: items. */
export function contentEnds(facts: LineFacts, around: CueFacts, source: SourceRange, start: number): number[] {
  const { items } = facts;
  const { cue, rule } = around;
  const found: number[] = [];
  const before = clauseStart(around, source);
  const left = start < before;
  const stop = left ? before : items.length;
  for (let i = start; i < stop && found.length < ENDS; i++) {
    const here = facts.kind(i);
    if (
      here === CLASS.COMMA ||
      here === CLASS.STOP ||
      here === CLASS.DET ||
      here === CLASS.DASH ||
      here === CLASS.COLON ||
      here === CLASS.OPEN
    )
      continue;
    if (source.first <= i && i <= source.last) continue;
    const chunk = facts.chunkAt(i);
    if (chunk && i < chunk.last && chunk.last < stop) continue;
    if (here === CLASS.PREP || here === CLASS.TO || here === CLASS.CONJ || here === CLASS.SUB) {
      const next = facts.kind(i + 1);
      if (next !== CLASS.STOP && next !== CLASS.COMMA && next !== CLASS.QUOTE && i + 1 < stop) continue;
    }
    found.push(i);
  }
  const end = inkEnd(facts, stop - 1, start);
  if (end >= start && !found.includes(end)) found.push(end);
  for (const range of rule?.content ?? []) {
    if (range.first === start && range.last < stop && !found.includes(range.last)) found.push(range.last);
  }
  if (found.length === 0 && start < items.length && start >= cue.last) found.push(start);
  return found;
}

function isBreak(kind: number): boolean {
  return kind === CLASS.COMMA || kind === CLASS.STOP || kind === CLASS.DASH || kind === CLASS.COLON;
}

/** The last item at or before `from` that is no comma or stop. */
function inkEnd(facts: LineFacts, from: number, least: number): number {
  let end = from;
  while (end > least && isBreak(facts.kind(end))) end--;
  return end;
}

/** Whether the content that begins at `start` ends at `end`. */
export function addContentEndFeatures(
  features: FeatureVector,
  facts: LineFacts,
  around: CueFacts,
  source: SourceRange,
  start: number,
  end: number,
  strong: Uint8Array,
): void {
  const { cue, lemma, shape, rule } = around;
  const { items } = facts;
  const before = clauseStart(around, source);
  const side = start < before ? 0 : 1;
  const stop = side === 0 ? before : items.length;
  let verbs = 0;
  let commas = 0;
  let quotes = 0;
  let open = 0;
  let links = 0;
  for (let i = start; i <= end; i++) {
    const here = facts.kind(i);
    if (here === CLASS.VERB || (here === CLASS.AUX && facts.kind(i + 1) !== CLASS.VERB)) verbs++;
    else if (here === CLASS.COMMA) commas++;
    else if (here === CLASS.QUOTE) quotes++;
    else if (here === CLASS.OPEN) open++;
    else if (here === CLASS.CLOSE) open--;
    else if (here === CLASS.SUB || here === CLASS.RELATIVE || here === CLASS.CONJ) links++;
  }
  verbs = Math.min(verbs, 4);
  commas = Math.min(commas, 4);
  const final = end >= inkEnd(facts, stop - 1, start) ? 1 : 0;
  const opener = facts.kind(start) * 2 + side;
  const next = facts.word(end + 1);
  // How far the next word that mostly reports is, and whether its clause begins at the mark.
  let reporter = 0;
  for (let i = end + 1; i < items.length && i - end <= 9; i++) {
    if (strong[i] === 1) {
      reporter = i - end;
      break;
    }
  }
  const remaining = stop - 1 - end;
  features.add(350, final, side, opener);
  features.add(351, final, lemma);
  features.add(352, final, shape, commas);
  features.add(353, next, side, verbs > 0 ? 1 : 0);
  features.add(354, next, opener, verbs > 1 ? 2 : verbs);
  features.add(355, next, facts.word(end + 2), side);
  features.add(356, facts.kind(end + 1), facts.kind(end + 2), opener);
  features.add(357, facts.kind(end + 1), facts.kind(end + 2), side * 8 + verbs);
  features.add(358, facts.kind(end), facts.kind(end + 1), opener);
  features.add(359, verbs * 8 + commas, final, opener);
  features.add(360, verbs * 8 + commas, facts.kind(end + 1), shape);
  features.add(361, step(end - start), facts.kind(end + 1), opener);
  features.add(362, step(end - start), lemma);
  features.add(363, step(remaining), facts.kind(end + 1), side);
  features.add(364, reporter, facts.kind(end + 1), facts.kind(end + 2));
  features.add(365, reporter > 0 ? 1 : 0, next, side);
  features.add(366, open !== 0 ? 1 : 0, facts.kind(end + 1));
  features.add(367, quotes > 0 ? 1 : 0, facts.kind(end), facts.kind(end + 1));
  features.add(368, quotes > 0 ? 1 : 0, final, commas);
  features.add(369, facts.word(end), side);
  features.add(370, Math.min(links, 3), facts.kind(end + 1), verbs);
  features.add(371, lemma, next);
  features.add(372, lemma, facts.kind(end + 1), opener);
  features.add(373, facts.word(start), next);
  features.add(374, facts.word(start), final, verbs);
  features.add(375, facts.kind(end - 1), facts.kind(end), final);
  features.add(376, facts.word(start), commas, facts.kind(end + 1));
  features.add(377, shape, final, step(remaining));
  for (const range of rule?.content ?? []) {
    if (range.first > cue.at !== (side === 1)) continue;
    const same = range.last === end ? 1 : range.last > end ? 2 : 3;
    const exact = range.first === start ? 1 : 0;
    features.add(380, same, exact, final);
    features.add(381, same, exact, facts.kind(end + 1));
    features.add(382, same, opener, exact * 8 + commas);
    features.add(383, same, next, exact);
  }
}
