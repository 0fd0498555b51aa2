import type { Span } from '../domain/text-anchor.ts';

const AUXILIARIES =
  'has have had is are was were be been being would will could can may might should must did does do not';
const ADVERBS = 'also then later now often first once again even further still already never';
/** What ends like an adverb and is none. */
const NOUNS = 'ally|anomaly|assembly|bully|family|monopoly|rally|reply|supply';
/** Auxiliaries and adverbs, and only they, before a word; no more than a verb has. */
const BEFORE = new RegExp(
  `(?:(?<=[\\s’'])(?:${`${AUXILIARIES} ${ADVERBS}`.replaceAll(' ', '|')}|(?:is|are|was|were|has|have|had|do|does|did|would|could|should)n[’']t|(?!(?:${NOUNS}) )[a-z]{2,20}ly) ){1,5}$`,
);
/** In UTF-16 units. */
const LONGEST = 80;

/** A verb with the auxiliaries and adverbs before it: 'has repeatedly said' for 'said'. Other words stay as they are. */
export function verbGroup(body: string, verb: Span): Span {
  const before = body.slice(Math.max(0, verb.start - LONGEST), verb.start);
  const group = BEFORE.exec(before)?.[0] ?? '';
  return { start: verb.start - group.length, end: verb.end };
}
