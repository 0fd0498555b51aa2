import type { Item, Line } from '../quotes/lines.ts';
import type { ItemRange } from './contents.ts';
import { skipAdverbials } from './contents.ts';
import { DOCUMENT_NOUNS, PLURAL_PEOPLE } from './lexicon.ts';
import type { NounPhrase } from './noun-phrases.ts';
import { baseStartingAt, phraseEndingAt, phraseStartingAt, SOURCE_TIES } from './noun-phrases.ts';
import type { Report } from './reports.ts';

/** A place where a text rests on a source without reporting words of its own: the sentence or a phrase of it is the source's. */
export interface Carrier {
  readonly line: number;
  readonly cue: ItemRange;
  readonly source: NounPhrase;
  /** Whether the line's subject cites it: 'the paper wrote, citing a draft'. */
  readonly citing: boolean;
}

/** Participles that name who made something known first: 'first reported by'. */
const MADE_KNOWN = new Set(['reported', 'disclosed', 'revealed', 'published']);
const PUT = new Set(['put', 'puts', 'estimated', 'estimates']);
/** How many items an amount may stand behind 'put'. */
const AMOUNT = 14;

/**
 * 'In a statement, the ministry counted twelve ships', 'The paper put the cost at £4 million, citing a draft', 'the plan,
 * first reported by the paper'. A source that already reports in its line is left out.
 */
export function findCarriers(line: Line, reports: readonly Report[]): Carrier[] {
  const { items } = line;
  const found: Carrier[] = [];
  const add = (at: number, source: NounPhrase | null, citing = false): void => {
    const known = [...reports, ...found].some((one) => one.source?.head === source?.head);
    if (source && !known) found.push({ line: line.index, cue: { first: at, last: at }, source, citing });
  };
  const statement = /^(?:in|by)$/.test(items[0]?.lower ?? '') ? baseStartingAt(items, 1) : null;
  if (statement && DOCUMENT_NOUNS.has(items[statement.head]?.lower ?? '')) {
    const comma = skipAdverbials(items, statement.last + 1);
    const subject = items[comma]?.text === ',' ? phraseStartingAt(items, comma + 1, SOURCE_TIES) : null;
    const verb = subject ? skipAdverbials(items, subject.last + 1) : -1;
    if (items[verb]?.pos === 'VERB') add(verb, subject);
  }
  items.forEach((item, at) => {
    if (item.pos !== 'VERB') return;
    const next = items[at + 1];
    if (MADE_KNOWN.has(item.lower) && next?.lower === 'by') {
      const source = phraseStartingAt(items, at + 2);
      if (items[source?.head ?? -1]?.capital) add(at, source);
    } else if (PUT.has(item.lower) && givesAmount(items, at)) {
      add(at, phraseEndingAt(items, at - 1));
    } else if (item.lower === 'citing' || item.lower === 'quoting') {
      const source = phraseStartingAt(items, at + 1);
      const noun = items[source?.head ?? -1];
      if (noun && (noun.capital || DOCUMENT_NOUNS.has(noun.lower) || PLURAL_PEOPLE.test(noun.text)))
        add(at, source, true);
    }
  });
  return found;
}

/** '… at £4 million' behind the verb at `verb`. */
function givesAmount(items: readonly Item[], verb: number): boolean {
  for (let at = verb + 1; at < items.length - 1 && at - verb <= AMOUNT; at++) {
    const next = items[at + 1];
    if (items[at]?.text === ',') return false;
    if (items[at]?.lower === 'at' && (next?.pos === 'NUM' || next?.pos === 'SYM')) return true;
  }
  return false;
}
