import type { Item, Line } from '../quotes/lines.ts';
import type { ItemRange } from './contents.ts';
import { DASH, RELATIVES } from './function-words.ts';
import type { Reporting } from './lexicon.ts';
import { TIME_WORDS } from './lexicon.ts';
import type { NounPhrase } from './noun-phrases.ts';
import { baseStartingAt, phraseEndingAt, phraseStartingAt, SOURCE_TIES } from './noun-phrases.ts';
import type { Report } from './reports.ts';
import { mainSubject } from './subjects.ts';

/**
 * Any verb can introduce words in marks, where punctuation ties them: '“Go!” the captain thundered', 'She grinned: “Go.”', also
 * before marks in the next line: 'He had this to give them:'.
 */
export function readIntroducers(line: Line, reports: readonly Report[]): Report[] {
  const { items } = line;
  const found: Report[] = [];
  const covered = (at: number): boolean =>
    reports.some((report) => report.content.some(({ first, last }) => first <= at && at <= last));
  const introduce = (verb: number, source: NounPhrase | null, content: readonly ItemRange[]): void => {
    if (!source || TIME_WORDS.has(items[source.head]?.lower ?? '') || RELATIVES.has(items[source.head]?.lower ?? ''))
      return;
    const report = reportOf(line, 'verb', verb, source, content);
    found.push({ ...report, verb: ANY_VERB, announces: content.length === 0 });
  };
  items.forEach((item, at) => {
    if (item.pos !== 'QUOTE' || covered(at)) return;
    const content = [{ first: at, last: at }];
    const next = items[at + 1];
    const before = items[at - 1];
    const after = next && next.text !== ',' && item.tail !== '.' ? baseStartingAt(items, at + 1) : null;
    const verb = after ? after.last + 1 : -1;
    const alone = items[verb + 1] === undefined || items[verb + 1]?.text === '.';
    if (after && items[verb]?.pos === 'VERB' && (item.tail === ',' || (/[?!]/.test(item.tail) && alone)))
      introduce(verb, after, content);
    else if (next?.pos === 'VERB' && /[,?!]/.test(item.tail)) introduce(at + 1, baseStartingAt(items, at + 2), content);
    else if (before?.text === ':' || before?.text === ',') {
      const main = lastVerb(items, at - 1);
      if (main > 0 && (before.text === ':' || at - main <= 6)) introduce(main, mainSubject(items, at - 1), content);
    }
  });
  if (reports.length === 0 && found.length === 0 && items.at(-1)?.text === ':') {
    const main = lastVerb(items, items.length - 1);
    if (main > 0) introduce(main, mainSubject(items, items.length - 1), []);
  }
  return found;
}

/** What an unlisted verb is taken for when punctuation ties it to words in marks. */
const ANY_VERB: Reporting = {
  lemma: '',
  kind: 'speech',
  clause: false,
  plain: false,
  infinitive: false,
  hearer: false,
  names: false,
  weight: 0.3,
};

function lastVerb(items: readonly Item[], before: number): number {
  for (let at = before - 1; at > 0; at--) {
    if (items[at]?.pos === 'VERB' && items[at - 1]?.lower !== 'to') return at;
    if (items[at]?.pos === 'QUOTE') return -1;
  }
  return -1;
}

/** 'Ann Smith: “…”' */
export function readLabel(line: Line): Report | null {
  const { items } = line;
  const colon = items.findIndex((item) => item.text === ':');
  if (colon < 1 || colon > 8 || items[colon + 1]?.pos !== 'QUOTE') return null;
  const phrase = phraseEndingAt(items, colon - 1);
  if (!phrase || phrase.first > 1 || !items[phrase.head]?.capital) return null;
  return reportOf(line, 'label', colon, phrase, [{ first: colon + 1, last: lastInk(items) }]);
}

/** '“…” — Ann Smith' */
export function readSignature(line: Line): Report | null {
  const { items } = line;
  const dash = items.findIndex((item, at) => DASH.test(item.text) && items[at - 1]?.pos === 'QUOTE');
  if (dash < 1 || items.length - dash > 12) return null;
  const phrase = phraseStartingAt(items, dash + 1, SOURCE_TIES);
  if (!phrase || !items[phrase.head]?.capital || !items[phrase.first]?.capital) return null;
  return reportOf(line, 'signature', dash, phrase, [{ first: 0, last: dash - 1 }]);
}

function reportOf(
  { index }: Line,
  kind: Report['kind'],
  cue: number,
  source: NounPhrase,
  content: readonly ItemRange[],
): Report {
  return {
    line: index,
    kind,
    verb: null,
    cue: { first: cue, last: cue },
    source,
    inherited: false,
    relative: false,
    clauseStart: Math.min(source.first, cue),
    hearer: null,
    content,
    onlyMarked: false,
    announces: false,
  };
}

function lastInk(items: readonly Item[]): number {
  let last = items.length - 1;
  while (last > 0 && /^[.,;:!?]$/.test(items[last]?.text ?? '')) last--;
  return last;
}
