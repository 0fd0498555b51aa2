import type { Span } from '../../domain/text-anchor.ts';
import type { Item, Line } from '../quotes/lines.ts';
import type { ItemRange } from './contents.ts';
import {
  adverbialPart,
  clauseContent,
  endsClause,
  isClauseAhead,
  isClauseRest,
  leftContent,
  markedContent,
  rightContent,
  skipAdverbials,
  subjectPart,
} from './contents.ts';
import type { Cue } from './cues.ts';
import { findCues } from './cues.ts';
import { DASH, RELATIVES } from './function-words.ts';
import { readIntroducers, readLabel, readSignature } from './introducers.ts';
import type { Reporting } from './lexicon.ts';
import { CLAUSE_OPENERS } from './lexicon.ts';
import type { NounPhrase } from './noun-phrases.ts';
import { phraseStartingAt } from './noun-phrases.ts';

export type ReportKind = 'verb' | 'according-to' | 'noun' | 'label' | 'signature';

/** A place where a text says that somebody said, wrote or believes something. */
export interface Report {
  readonly line: number;
  readonly kind: ReportKind;
  /** null for a label ('SMITH: …') or signature ('“…” – Ann Smith'). */
  readonly verb: Reporting | null;
  /** Items of the reporting word. */
  readonly cue: ItemRange;
  readonly source: NounPhrase | null;
  /** Whether the source was taken over from the verb before ('…, adding that', '… and said'). */
  readonly inherited: boolean;
  /** Whether it stands in a relative clause ('the memo that warned'). */
  readonly relative: boolean;
  /** The first item of source and reporting word. */
  readonly clauseStart: number;
  readonly hearer: NounPhrase | null;
  /** What is reported, in this line; empty when that stands in marks elsewhere. */
  readonly content: readonly ItemRange[];
  /** Whether only the marks in it show that the content is said: 'called the plan “a shame”'. */
  readonly onlyMarked: boolean;
  /** Whether the report ends with a colon that announces what follows. */
  readonly announces: boolean;
}

/** The reports of a line, in order. */
export function findReports(line: Line): Report[] {
  const { items } = line;
  const cues = findCues(items);
  const reports: Report[] = [];
  for (const cue of cues) {
    const report = complete(line, cue, cues, leftContent(items, cue, reports));
    if (report) reports.push(report);
  }
  if (reports.length === 0) {
    const bare = readLabel(line) ?? readSignature(line);
    if (bare) return [bare];
  }
  const plain = readIntroducers(line, reports);
  return plain.length > 0 ? [...reports, ...plain].sort((a, b) => a.cue.first - b.cue.first) : reports;
}

export function rangeSpan(items: readonly Item[], { first, last }: ItemRange): Span {
  return { start: items[first]?.start ?? 0, end: items[last]?.end ?? 0 };
}

/**
 * Adds to a cue what it reports and to whom; null when it turns out to report nothing.
 * @param left what stands before it and may be its content
 */
function complete(line: Line, cue: Cue, cues: readonly Cue[], left: ItemRange | null): Report | null {
  const { items } = line;
  const report = (content: readonly ItemRange[], hearer: NounPhrase | null = null, announces = false): Report => ({
    line: line.index,
    kind: cue.kind,
    verb: cue.verb,
    cue: { first: cue.at, last: cue.last },
    source: cue.source,
    inherited: cue.inherited,
    relative: cue.relative,
    clauseStart: cue.clauseStart,
    hearer,
    content,
    onlyMarked: false,
    announces,
  });
  if (cue.kind === 'according-to' && cue.source) {
    if (left && cue.at > 0 && !RELATIVES.has(items[left.last]?.lower ?? '')) return report([left]);
    const next = endOfRelative(items, cue.source.last + 1);
    const right = items[next]?.text === ',' ? rightContent(items, next + 1, cues, cue) : null;
    return right ? report([right]) : null;
  }
  if (cue.kind === 'noun' && cue.source) {
    const start = Math.max(cue.source.last, cue.at) + 1;
    if (!isClauseAhead(items, start + 1, items.length)) return null;
    const right = rightContent(items, start, cues, cue);
    return right && report([right]);
  }
  const { verb, source } = cue;
  if (!verb || !source) return null;
  let at = cue.inverted ? source.last + 1 : cue.last + 1;
  let { hearer } = cue;
  if (verb.hearer && !cue.inverted) {
    const phrase = phraseStartingAt(items, at, HEARER_TIES);
    if (
      phrase &&
      !CLAUSE_OPENERS.has(items[at]?.lower ?? '') &&
      (verb.lemma === 'tell' || !startsClause(items, phrase, at))
    ) {
      hearer = phrase;
      at = phrase.last + 1;
    }
  }
  const afterAdverbials = skipAdverbials(items, at);
  const here = items[afterAdverbials];
  if (here?.text === ':') {
    const right = rightContent(items, afterAdverbials + 1, cues, cue);
    return report(right ? [right] : [], hearer, right === null);
  }
  const comma = here?.text === ',' || (DASH.test(here?.text ?? '') && items[afterAdverbials + 1]?.pos === 'QUOTE');
  if (comma) {
    const rest = rightContent(items, afterAdverbials + 1, cues, cue);
    const quoteNext =
      items[afterAdverbials + 1]?.pos === 'QUOTE' ||
      (items[afterAdverbials + 2]?.pos === 'QUOTE' && items[afterAdverbials + 1]?.lower === 'that');
    if (quoteNext && rest) return report(left && !cue.inherited ? [left, rest] : [rest], hearer);
    const opener = items[afterAdverbials + 1];
    if (
      !left &&
      !cue.gerund &&
      !cue.inverted &&
      rest &&
      (opener?.pos === 'AUX' || opener?.pos === 'VERB') &&
      !opener.lower.endsWith('ing')
    ) {
      const subject = subjectPart(items, cue.clauseStart);
      if (subject) return report([subject, rest], hearer);
    }
    const front = left || cue.inverted || cue.gerund ? null : adverbialPart(items, cue.clauseStart);
    if (front && rest && isClauseAhead(items, rest.first, rest.last + 1)) return report([front, rest], hearer);
    if (left && !cue.gerund) {
      const goesOn = rest && isClauseRest(items, rest, cues, cue) && !cue.inverted;
      return report(goesOn ? [left, rest] : [left], hearer);
    }
    if (rest && items[rest.first]?.lower === 'that') return report([rest], hearer);
    return strong(verb) ? report([], hearer) : null;
  }
  // A whole quotation before is all that is reported: '“Go,” she said of the plan that they call …'
  const whole = left !== null && !cue.gerund && left.first === left.last && left.last === cue.clauseStart - 1;
  const answered = whole && /[,?!]/.test(items[left.last]?.tail ?? '');
  const right =
    answered || (verb.lemma === 'tell' && hearer === null && !cue.gerund)
      ? null
      : clauseContent(items, verb, at, afterAdverbials, cues, cue);
  if (right) return report([right], hearer);
  if (left && !cue.gerund && (endsClause(items, afterAdverbials) || items[left.last]?.pos === 'QUOTE'))
    return report([left], hearer);
  const marked =
    verb.names || verb.kind === 'speech' ? markedContent(items, cue.inverted ? at : cue.last + 1, cues, cue) : null;
  if (marked) return { ...report([marked], hearer), onlyMarked: true };
  return strong(verb) && here?.pos !== 'QUOTE' && endsClause(items, afterAdverbials) ? report([], hearer) : null;
}

/** The comma that closes a relative clause which the comma at `comma` opens; else `comma`. */
function endOfRelative(items: readonly Item[], comma: number): number {
  if (items[comma]?.text !== ',' || !/^(?:who|which|whose)$/.test(items[comma + 1]?.lower ?? '')) return comma;
  for (let at = comma + 2; at < items.length; at++)
    if (items[at]?.text === ',' && isClauseAhead(items, at + 1, items.length)) return at;
  return comma;
}

const HEARER_TIES: ReadonlySet<string> = new Set(['of']);

function strong(verb: Reporting): boolean {
  return verb.clause && verb.weight >= 0.7 && verb.kind === 'speech';
}

/** Whether the phrase is the subject of a clause rather than a hearer: 'asked the mayor would …'. */
function startsClause(items: readonly Item[], phrase: NounPhrase, at: number): boolean {
  const after = items[phrase.last + 1];
  return (
    at === phrase.first &&
    after !== undefined &&
    (after.pos === 'AUX' || (after.pos === 'VERB' && !after.lower.endsWith('ing')))
  );
}
