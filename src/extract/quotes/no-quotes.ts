import type { Page, Place } from './candidates.ts';
import type { Choice } from './rank.ts';
import type { StretchFacts } from './stretch-facts.ts';

/** Fewer words in marks need a speaker and a cue to be a quote. */
const FEW_WORDS = 3;
/** In words. */
const LONG_PHRASE = 4;
/** What stands before a name or title in marks. */
const INTRODUCES_NAME = new Set(['so-called', 'known', 'nicknamed', 'titled', 'entitled', 'named', 'alias']);
const POSSESSIVE = new Set(["'s", "'", '’', 'its', 'their', 'his', 'her']);

/**
 * What holds whatever the model says: names and titles that the text introduces as such are no quotes, and few words are one
 * only if somebody is reported to say them.
 */
export function mayBeQuote(
  page: Page,
  { line, at, stretch: index }: Place,
  facts: StretchFacts,
  best: Choice | null,
): boolean {
  const { items } = line;
  const before = items[at - 1];
  const soCalled = before?.lower === 'called' && items[at - 2]?.text === '-';
  if (before && (soCalled || INTRODUCES_NAME.has(before.lower))) return false;
  // A title or name bears no punctuation of speech within its marks. Headlines have capitals anyway, and single marks.
  if (facts.nameLike && facts.tail === 0 && facts.wordCount > 1 && facts.marks !== SINGLE) return false;
  const relation = best?.candidate.relation;
  const stretch = page.stretches[index];
  const told = best?.candidate.part != null || relation === 'colon' || relation === 'cue-after' || relation === 'label';
  // Without an opening mark only a report shows that the words are said; single marks without one are scare quotes.
  if (!told && (stretch?.opening == null || facts.marks === SINGLE)) return false;
  // 'The “pier of sighs” was closed': a phrase that nobody near could have said.
  if (facts.wordCount >= FEW_WORDS) return best !== null || facts.tail !== 0 || facts.wordCount > LONG_PHRASE;
  // 'the capital of its “republic”': a single word in somebody's possession is named, not said.
  if (facts.wordCount === 1 && before && POSSESSIVE.has(before.lower)) return false;
  return told || (line.items.length <= FEW_WORDS && facts.tail !== 0);
}

const SINGLE = 1;
