import type { FeatureVector } from '../../model/features.ts';
import { PLURAL_PEOPLE } from '../lexicon.ts';
import type { CueFacts } from './cue-features.ts';
import { step } from './cue-features.ts';
import type { LineFacts } from './line-facts.ts';
import { CLASS } from './line-facts.ts';

/** How many base phrases before and behind a cue may be its source. */
const LEFT = 9;
const RIGHT = 4;
/** How far from it, in items. */
const FAR = 60;
/** How many ends a source may be given. */
const ENDS = 12;

/** The base phrases that a source may begin with, by number; those before the cue from near to far, then those behind. */
export function sourceStarts({ chunks }: LineFacts, { cue, leftChunk, rightChunk }: CueFacts): number[] {
  const found: number[] = [];
  for (let number = leftChunk; number >= 0 && leftChunk - number < LEFT; number--) {
    if (cue.at - (chunks[number]?.first ?? 0) > FAR) break;
    found.push(number);
  }
  if (rightChunk >= 0)
    for (let number = rightChunk; number < chunks.length && number - rightChunk < RIGHT; number++) {
      if ((chunks[number]?.first ?? 0) - cue.at > FAR) break;
      if (number !== leftChunk) found.push(number);
    }
  return found;
}

/** What stands between two places, counted by kind and as one number. */
function between(
  facts: LineFacts,
  from: number,
  to: number,
): { verbs: number; commas: number; relative: number; links: number; path: number; link: number } {
  let verbs = 0;
  let commas = 0;
  let relative = 0;
  let links = 0;
  let path = 0;
  let length = 0;
  let link = 0;
  for (let i = from; i < to; i++) {
    const here = facts.kind(i);
    if (here === CLASS.VERB || here === CLASS.AUX) {
      if (facts.items[i]?.pos !== 'AUX' || facts.kind(i + 1) !== CLASS.VERB) verbs++;
    } else if (here === CLASS.COMMA || here === CLASS.DASH) commas++;
    else if (here === CLASS.RELATIVE) relative++;
    else if (here === CLASS.SUB || here === CLASS.CONJ || here === CLASS.STOP || here === CLASS.COLON) {
      links++;
      link = facts.word(i);
    }
    const coarse = here === CLASS.ADJ || here === CLASS.NUMBER || here === CLASS.DET ? CLASS.NOUN : here;
    if (i === from || coarse !== path % 32) {
      if (length < 5) path = path * 32 + coarse;
      length++;
    }
  }
  return {
    verbs: Math.min(verbs, 3),
    commas: Math.min(commas, 3),
    relative: Math.min(relative, 1),
    links: Math.min(links, 2),
    path: length > 5 ? -length : path,
    link,
  };
}

/** Whether the source begins with that base phrase. */
export function addStartFeatures(features: FeatureVector, facts: LineFacts, around: CueFacts, number: number): void {
  const { cue, lemma, shape, rule, follows } = around;
  const { items } = facts;
  const chunk = facts.chunk(number);
  if (!chunk) {
    features.add(100, shape);
    features.add(101, lemma, shape);
    features.add(102, facts.kind(cue.group - 1), shape);
    features.add(103, rule?.source ? 1 : 0, shape);
    features.add(104, around.leftChunk < 0 ? 1 : 0, around.rightChunk < 0 ? 1 : 0, shape);
    features.add(105);
    features.add(106, facts.word(cue.group - 1), shape);
    return;
  }
  const { first, last } = chunk;
  const inside = first <= cue.at && cue.at <= last;
  const side = inside ? 2 : first < cue.at ? 0 : 1;
  const gap = inside ? 0 : side === 0 ? around.leftChunk - number : number - around.rightChunk;
  const type = typeOf(facts, first, last);
  const gone =
    side === 0
      ? between(facts, last + 1, cue.group)
      : side === 1
        ? between(facts, cue.last + 1, first)
        : between(facts, 0, 0);
  const head = inside ? first : last;
  const place = side * 16 + Math.min(gap, 9);
  features.add(110, place, shape);
  features.add(111, place, type);
  features.add(112, gone.path, shape, side);
  features.add(113, gone.path, type, side);
  features.add(114, gone.verbs * 4 + gone.commas, gone.relative * 4 + gone.links, place);
  features.add(115, side * 8 + gone.verbs, type, shape);
  features.add(116, facts.word(head), side);
  features.add(117, facts.word(head), lemma, side);
  features.add(118, type, lemma, place);
  features.add(119, facts.word(first - 1), side, type);
  features.add(120, facts.kind(first - 1), side * 32 + type, shape);
  features.add(121, facts.word(first - 1), place, shape);
  features.add(122, facts.kind(first - 1), facts.kind(last + 1), place);
  features.add(123, facts.word(last + 1), side, type);
  features.add(124, lemma, facts.word(first - 1), side);
  features.add(125, facts.word(first), side);
  features.add(126, step(first), side, gone.verbs);
  features.add(127, follows, side, shape);
  features.add(128, gone.link, gone.verbs * 4 + gone.commas, side);
  const source = rule?.source;
  if (source) {
    const same = source.first === first ? 1 : source.first <= last && first <= source.last ? 2 : 3;
    const how = (rule.inherited ? 1 : 0) + (rule.relative ? 2 : 0) + side * 4;
    features.add(130, same, how);
    features.add(131, same, how, type);
    features.add(132, same, shape, facts.kind(first - 1));
  } else features.add(133, place, type);
  if (items[first]?.capital) features.add(134, side, gone.verbs);
}

/** What a base phrase is like: a name, people, a pronoun. */
function typeOf(facts: LineFacts, first: number, last: number): number {
  const { items } = facts;
  const head = facts.kind(last);
  if (head === CLASS.PRONOUN || head === CLASS.RELATIVE || head === CLASS.DET) return 64 + (facts.word(last) & 63);
  if (head === CLASS.NOUN) return (PLURAL_PEOPLE.test(items[last]?.text ?? '') ? 2 : 1) + (first === last ? 4 : 0);
  return head * 2 + (first === last ? 1 : 0) + 8;
}

/** Where a source that begins with base phrase `number` may end: items, from near to far. */
export function sourceEnds(facts: LineFacts, { cue, rule }: CueFacts, number: number): number[] {
  const { chunks, items } = facts;
  const begin = facts.chunk(number);
  if (!begin) return [];
  const found: number[] = [];
  const { first, last } = begin;
  const inside = first <= cue.at && cue.at <= last;
  for (let i = first; i <= last; i++) {
    if (inside && i >= cue.at) break;
    if (facts.kind(i) === CLASS.POSSESSIVE) found.push(i - 1, i);
    else if (inside && i === first && facts.kind(i) === CLASS.DET) found.push(i);
  }
  if (inside) {
    if (cue.at > first) found.push(cue.at - 1);
    return [...new Set(found)];
  }
  const stop = first < cue.at ? cue.group : items.length;
  const limit = Math.min(stop, first + FAR);
  for (let next = number; next < chunks.length && found.length < ENDS; next++) {
    const end = chunks[next]?.last ?? 0;
    if (end >= limit) break;
    found.push(end);
    if (facts.kind(end + 1) === CLASS.CLOSE && end + 1 < limit) found.push(end + 1);
  }
  const verbEnd = stop - 1;
  if (first < cue.at) {
    let end = verbEnd;
    while (end > last && (facts.kind(end) === CLASS.COMMA || facts.kind(end) === CLASS.DASH)) end--;
    if (end > first && end - first < FAR) found.push(end);
  } else {
    // 'said Smith, who leads the firm.': up to the next comma or stop.
    for (let i = last + 1, marks = 0; i < limit && marks < 3; i++) {
      const here = facts.kind(i);
      // 'a plan proposed by Smith failed'
      if (i === last + 1 && facts.kind(i) === CLASS.VERB && items[first - 1]?.lower === 'by') break;
      if (opensClauseOfItsOwn(facts, i)) break;
      if (here !== CLASS.COMMA && here !== CLASS.STOP && here !== CLASS.DASH && here !== CLASS.QUOTE) continue;
      marks++;
      if (i - 1 > last) found.push(i - 1);
    }
  }
  const ruled = rule?.source;
  if (ruled && ruled.first === first && ruled.last < limit) found.push(ruled.last);
  return [...new Set(found)];
}

/** Whether a finite verb stands at `at`, or follows the phrase behind a comma there. */
function opensClauseOfItsOwn(facts: LineFacts, at: number): boolean {
  if (facts.kind(at) === CLASS.AUX && facts.kind(at - 1) !== CLASS.RELATIVE && facts.chunkOf(at - 1) >= 0) return true;
  if (facts.kind(at) !== CLASS.COMMA || facts.kind(at + 1) === CLASS.RELATIVE) return false;
  const chunk = facts.chunkAt(at + 1);
  if (!chunk) return false;
  const next = facts.kind(chunk.last + 1);
  return (
    next === CLASS.AUX ||
    (next === CLASS.VERB &&
      !facts.items[chunk.last + 1]?.lower.endsWith('ing') &&
      facts.kind(chunk.last + 2) !== CLASS.PREP)
  );
}

/** Whether the source that begins with base phrase `number` ends there. */
export function addEndFeatures(
  features: FeatureVector,
  facts: LineFacts,
  around: CueFacts,
  number: number,
  end: number,
): void {
  const chunk = facts.chunk(number);
  if (!chunk) return;
  const { cue, shape, rule, lemma } = around;
  const { first, last } = chunk;
  const side = first <= cue.at && cue.at <= last ? 2 : first < cue.at ? 0 : 1;
  const type = typeOf(facts, first, last);
  const inner = between(facts, last + 1, end + 1);
  const size = end <= last ? 0 : facts.chunkOf(end) >= 0 ? Math.min(facts.chunkOf(end) - number, 7) : 8;
  const short = end < last ? 1 : 0;
  const shapeOf = side * 64 + size * 4 + short * 2;
  const rest = side === 0 ? between(facts, end + 1, cue.group) : between(facts, end + 1, end + 4);
  const touches =
    side === 0 ? (end + 1 === cue.group ? 1 : facts.kind(end + 1) === CLASS.COMMA && end + 2 === cue.group ? 2 : 0) : 3;
  const tie = end > last ? facts.word(last + 1) : 0;
  features.add(150, shapeOf, touches);
  features.add(151, tie, touches, shapeOf);
  features.add(152, inner.path, touches, side);
  features.add(153, inner.path, type, touches);
  features.add(154, facts.word(end + 1), side, size);
  features.add(155, facts.kind(end + 1), facts.kind(end + 2), shapeOf);
  features.add(156, facts.word(end), side);
  features.add(157, facts.kind(end), facts.kind(end + 1), side);
  features.add(158, inner.verbs * 4 + inner.commas, inner.relative * 4 + inner.links, touches * 4 + side);
  features.add(159, rest.path, side, size);
  features.add(160, rest.verbs * 4 + rest.commas, rest.relative * 4 + rest.links, shapeOf);
  features.add(161, step(end - first), side, touches);
  features.add(162, tie, facts.word(last), touches);
  features.add(163, facts.word(end + 1), facts.word(end + 2), side);
  features.add(164, shape, shapeOf, touches);
  features.add(165, lemma, side, size);
  features.add(175, inner.verbs > 0 && inner.relative === 0 ? inner.commas + 1 : 0, lemma, side);
  features.add(166, facts.kind(last + 1), facts.kind(last + 2), touches * 16 + size);
  if (inner.commas > 0) {
    let comma = last + 1;
    while (comma <= end && facts.kind(comma) !== CLASS.COMMA) comma++;
    features.add(167, facts.word(comma + 1), touches, side);
    features.add(168, facts.kind(comma + 1), touches * 4 + side, type);
    features.add(169, facts.kind(end + 1), facts.kind(comma + 1), facts.kind(comma + 2));
  }
  const source = rule?.source;
  if (source) {
    const same = source.last === end ? 1 : source.last > end ? 2 : 3;
    const exact = source.first === first ? 1 : 0;
    features.add(170, same, exact, side * 4 + touches);
    features.add(171, same, exact * 16 + size, facts.kind(end + 1));
    features.add(172, same, exact, tie);
    features.add(173, same, exact, lemma);
    features.add(174, same, inner.verbs > inner.relative ? 1 : 0, side * 4 + exact);
  }
}
