import type { FeatureVector } from '../../model/features.ts';
import type { CueFacts } from './cue-features.ts';
import { step } from './cue-features.ts';
import type { LineFacts } from './line-facts.ts';
import { CLASS, EDGE } from './line-facts.ts';

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
export function contentStarts(
  { kind, items, chunkOf, chunks }: LineFacts,
  around: CueFacts,
  source: SourceRange,
): number[] {
  const { cue, rule } = around;
  const found: number[] = [-1];
  const limit = Math.min(items.length, Math.max(cue.last, source.last) + BEHIND);
  for (let i = cue.last + 1; i < limit; i++) {
    if (i >= source.first && i <= source.last) continue;
    const here = kind[i] ?? 0;
    if (here === CLASS.COMMA || here === CLASS.STOP || here === CLASS.CLOSE || here === CLASS.DASH) continue;
    const chunk = chunks[chunkOf[i] ?? -1];
    if (chunk && chunk.first < i && chunk.first > cue.last) continue;
    found.push(i);
  }
  const before = clauseStart(around, source);
  let starts = 0;
  for (let i = before - 1; i > 0 && starts < BEFORE; i--) {
    const previous = kind[i - 1] ?? 0;
    const here = kind[i] ?? 0;
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
      (before - i < 16 && chunks[chunkOf[i] ?? -1]?.first === i) ||
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
  const { word, kind, items, chunks, chunkOf } = facts;
  const w = (i: number): number => word[i] ?? EDGE;
  const k = (i: number): number => kind[i] ?? CLASS.NONE;
  const sourceSide = source.first < 0 ? 0 : source.first < cue.at ? 1 : 2;
  const ruled = rule?.content[0];
  if (start < 0) {
    features.add(base, shape, follows);
    features.add(base + 1, lemma, follows);
    features.add(base + 2, rule ? (ruled ? 2 : 1) : 0, shape);
    features.add(base + 3, k(cue.last + 1), k(cue.last + 2), sourceSide);
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
    const here = kind[i];
    if (here === CLASS.VERB || here === CLASS.AUX) verbs++;
    else if (here === CLASS.COMMA) commas++;
    else if (here === CLASS.QUOTE) quotes++;
    if (chunks[chunkOf[i] ?? -1]?.first === i) phrases++;
  }
  verbs = Math.min(verbs, 3);
  commas = Math.min(commas, 3);
  phrases = Math.min(phrases, 5);
  const near = side === 1 ? Math.min(distance, 7) : distance > 2 ? 3 : distance;
  const state = side * 8 + near;
  const opener = k(start) * 4 + (start === 0 ? 1 : k(start - 1) === CLASS.COMMA ? 2 : 0) + side;
  features.add(base + 10, state, shape);
  features.add(base + 11, state, lemma);
  features.add(base + 12, w(start), side, lemma);
  features.add(base + 13, w(start), state);
  features.add(base + 14, opener, lemma, side);
  features.add(base + 15, opener, shape, sourceSide);
  features.add(base + 16, k(start), k(start - 1), side * 4 + sourceSide);
  features.add(base + 17, w(start - 1), side, k(start));
  features.add(base + 18, verbs * 4 + commas, phrases, side);
  features.add(base + 19, verbs * 4 + commas, phrases * 2 + side, shape);
  features.add(base + 20, w(start - 1), lemma, side);
  features.add(base + 21, start === 0 ? 1 : 0, k(before - 1), step(items.length - cue.last));
  features.add(base + 22, side * 16 + k(cue.last + 1), shape, k(before - 1));
  features.add(base + 23, follows, state, sourceSide);
  features.add(base + 24, follows, lemma, side);
  features.add(base + 25, quotes > 0 ? 1 : 0, opener);
  features.add(base + 26, k(start), k(start + 1), k(start + 2));
  features.add(base + 27, w(start), w(start + 1));
  features.add(base + 28, distance === 0 ? 1 : 0, opener, shape);
  features.add(base + 29, side === 1 && start === origin + 1 ? 1 : 0, sourceSide, k(start));
  const chunk = chunks[chunkOf[start] ?? -1];
  if (chunk) {
    features.add(base + 30, k(chunk.last), k(chunk.last + 1), side);
    features.add(base + 31, w(chunk.last), lemma);
    features.add(base + 32, w(chunk.last), side);
  }
  if (ruled) {
    const same = ruled.first === start ? 1 : ruled.first > cue.at === start > cue.at ? 2 : 3;
    features.add(base + 33, same, side, rule?.onlyMarked ? 1 : 0);
    features.add(base + 34, same, opener);
    features.add(base + 35, same, state, shape);
  } else features.add(base + 36, rule ? 1 : 0, state);
}

/** Where a content that begins at `start` may end: items. */
export function contentEnds(
  { kind, items, chunkOf, chunks }: LineFacts,
  around: CueFacts,
  source: SourceRange,
  start: number,
): number[] {
  const { cue, rule } = around;
  const found: number[] = [];
  const before = clauseStart(around, source);
  const left = start < before;
  const stop = left ? before : items.length;
  for (let i = start; i < stop && found.length < ENDS; i++) {
    const here = kind[i] ?? 0;
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
    const chunk = chunks[chunkOf[i] ?? -1];
    if (chunk && i < chunk.last && chunk.last < stop) continue;
    if (here === CLASS.PREP || here === CLASS.TO || here === CLASS.CONJ || here === CLASS.SUB) {
      const next = kind[i + 1] ?? CLASS.STOP;
      if (next !== CLASS.STOP && next !== CLASS.COMMA && next !== CLASS.QUOTE && i + 1 < stop) continue;
    }
    found.push(i);
  }
  const end = inkEnd(kind, stop - 1, start);
  if (end >= start && !found.includes(end)) found.push(end);
  for (const range of rule?.content ?? []) {
    if (range.first === start && range.last < stop && !found.includes(range.last)) found.push(range.last);
  }
  if (found.length === 0 && start < items.length && start >= cue.last) found.push(start);
  return found;
}

/** The last item at or before `from` that is no comma or stop. */
function inkEnd(kind: Uint8Array, from: number, least: number): number {
  let end = from;
  while (
    end > least &&
    (kind[end] === CLASS.COMMA || kind[end] === CLASS.STOP || kind[end] === CLASS.DASH || kind[end] === CLASS.COLON)
  )
    end--;
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
  const { word, kind, items } = facts;
  const w = (i: number): number => word[i] ?? EDGE;
  const k = (i: number): number => kind[i] ?? CLASS.NONE;
  const before = clauseStart(around, source);
  const side = start < before ? 0 : 1;
  const stop = side === 0 ? before : items.length;
  let verbs = 0;
  let commas = 0;
  let quotes = 0;
  let open = 0;
  let links = 0;
  for (let i = start; i <= end; i++) {
    const here = kind[i];
    if (here === CLASS.VERB || (here === CLASS.AUX && k(i + 1) !== CLASS.VERB)) verbs++;
    else if (here === CLASS.COMMA) commas++;
    else if (here === CLASS.QUOTE) quotes++;
    else if (here === CLASS.OPEN) open++;
    else if (here === CLASS.CLOSE) open--;
    else if (here === CLASS.SUB || here === CLASS.RELATIVE || here === CLASS.CONJ) links++;
  }
  verbs = Math.min(verbs, 4);
  commas = Math.min(commas, 4);
  const final = end >= inkEnd(kind, stop - 1, start) ? 1 : 0;
  const opener = k(start) * 2 + side;
  const next = w(end + 1);
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
  features.add(355, next, w(end + 2), side);
  features.add(356, k(end + 1), k(end + 2), opener);
  features.add(357, k(end + 1), k(end + 2), side * 8 + verbs);
  features.add(358, k(end), k(end + 1), opener);
  features.add(359, verbs * 8 + commas, final, opener);
  features.add(360, verbs * 8 + commas, k(end + 1), shape);
  features.add(361, step(end - start), k(end + 1), opener);
  features.add(362, step(end - start), lemma);
  features.add(363, step(remaining), k(end + 1), side);
  features.add(364, reporter, k(end + 1), k(end + 2));
  features.add(365, reporter > 0 ? 1 : 0, next, side);
  features.add(366, open !== 0 ? 1 : 0, k(end + 1));
  features.add(367, quotes > 0 ? 1 : 0, k(end), k(end + 1));
  features.add(368, quotes > 0 ? 1 : 0, final, commas);
  features.add(369, w(end), side);
  features.add(370, Math.min(links, 3), k(end + 1), verbs);
  features.add(371, lemma, next);
  features.add(372, lemma, k(end + 1), opener);
  features.add(373, w(start), next);
  features.add(374, w(start), final, verbs);
  features.add(375, k(end - 1), k(end), final);
  features.add(376, w(start), commas, k(end + 1));
  features.add(377, shape, final, step(remaining));
  for (const range of rule?.content ?? []) {
    if (range.first > cue.at !== (side === 1)) continue;
    const same = range.last === end ? 1 : range.last > end ? 2 : 3;
    const exact = range.first === start ? 1 : 0;
    features.add(380, same, exact, final);
    features.add(381, same, exact, k(end + 1));
    features.add(382, same, opener, exact * 8 + commas);
    features.add(383, same, next, exact);
  }
}
