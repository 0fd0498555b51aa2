import type { Item, Line } from '../../quotes/lines.ts';
import type { ItemRange } from '../contents.ts';
import { withoutCountedTime } from '../contents.ts';
import type { NounPhrase } from '../noun-phrases.ts';
import { baseStartingAt, isSubjectPronoun } from '../noun-phrases.ts';
import { isQuotedAs, quotedAs } from '../quoted-as.ts';
import type { Report, ReportKind } from '../reports.ts';
import type { SourceRange } from './content-features.ts';
import type { Attribution, Rankers } from './judge.ts';
import { judgeLine } from './judge.ts';

/** A report with what the rankers think of it. */
export interface JudgedReport extends Report {
  /** That somebody is reported here, 0 to 1. */
  readonly probability: number;
  /** Whether only the rankers found it. */
  readonly isNew: boolean;
  /** That source and content are these, if so. */
  readonly spansProbability: number;
  /** The relative pronoun that stands for the source next to the verb, where that is the source's nearest word. */
  readonly relativePronoun: ItemRange | null;
}

/**
 * The reports of all lines as the rankers see them: first those that the rules found, under the same numbers, with source and
 * content as ranked; behind them those that only the rankers found.
 */
export function judgeReports(
  lines: readonly Line[],
  reports: readonly Report[],
  reportsOf: (line: number) => readonly number[],
  models: Rankers,
): JudgedReport[] {
  const judged: JudgedReport[] = reports.map((report) => {
    const items = lines[report.line]?.items ?? [];
    const sure = report.content.length > 0 && quotedAs(items, report.cue.first) ? IDIOM : 0;
    return { ...report, probability: sure, isNew: false, spansProbability: sure, relativePronoun: null };
  });
  const more: JudgedReport[] = [];
  for (const line of lines) {
    const numbers = reportsOf(line.index);
    const own = numbers.flatMap((number) => reports[number] ?? []);
    for (const attribution of judgeLine(line, own, models)) {
      if (!attribution.rule) {
        if (!isIdiom(line.items, attribution.cue.at)) more.push(newReport(line, attribution));
        continue;
      }
      const number = numbers[own.indexOf(attribution.rule)];
      if (number !== undefined) judged[number] = refined(line, attribution.rule, attribution);
    }
  }
  return [...judged, ...more];
}

/** Whether grammar leaves no doubt of the source: the noun before a relative clause, the phrase with 'by'. */
function isBound({ items }: Line, rule: Report, source: SourceRange): boolean {
  const known = rule.source;
  if (!known || (source.first <= known.last && known.first <= source.last)) return false;
  return rule.relative || items[known.first - 1]?.lower === 'by';
}

function refined(line: Line, rule: Report, attribution: Attribution): JudgedReport {
  const { source, content, cueProbability: probability } = attribution;
  const pronoun = relativePronoun(line, source);
  const keepsSource = pronoun !== null || source.first < 0 || isBound(line, rule, source);
  // 'The crew was told by Smith that …': who is told is not what is told.
  const { hearer } = rule;
  const keepsContent =
    rule.content.length > 0 &&
    hearer !== null &&
    content.some(({ first, last }) => first <= hearer.head && hearer.head <= last);
  // The corpora have the carrier for the source of 'He was quoted by the paper as saying that …'; grammar knows better.
  if (quotedAs(line.items, rule.cue.first) && rule.source && rule.content.length > 0)
    return { ...rule, relativePronoun: null, isNew: false, probability: IDIOM, spansProbability: IDIOM };
  return {
    ...rule,
    source: keepsSource ? rule.source : phraseOf(line, source, rule.source),
    content: keepsContent ? rule.content : content.flatMap((range) => reportedPart(line.items, range)),
    relativePronoun: pronoun,
    isNew: false,
    probability,
    spansProbability: attribution.sourceProbability * attribution.contentProbability,
  };
}

/** Whether a word names who carried or who is cited, and no report of its own: 'was quoted as saying', 'reported, citing Smith'. */
function isIdiom(items: readonly Item[], at: number): boolean {
  return isQuotedAs(items, at) || items[at]?.lower === 'citing';
}

/** How sure a report is whose words leave no doubt. */
const IDIOM = 0.95;

/** A ranked content without what is no part of it: a counted time, and who is cited for it ('reported, citing Smith, that …'). */
function reportedPart(items: readonly Item[], range: ItemRange): ItemRange[] {
  const { first, last } = range;
  if (!/^(?:citing|quoting)$/.test(items[first]?.lower ?? '')) return [withoutCountedTime(items, range)];
  for (let at = first + 1; at < items.length - 1; at++)
    if (items[at]?.text === ',' && items[at + 1]?.lower === 'that')
      return [withoutCountedTime(items, { first: at + 1, last: Math.max(last, lastWord(items)) })];
  return [];
}

function lastWord(items: readonly Item[]): number {
  let last = items.length - 1;
  while (last > 0 && items[last]?.pos === 'PUNCT') last--;
  return last;
}

function newReport(line: Line, attribution: Attribution): JudgedReport {
  const { cue, source, content, cueProbability: probability } = attribution;
  const kind = kindOf(line.items[cue.at]);
  const first = source.first < 0 ? cue.group : Math.min(source.first, cue.group);
  return {
    line: line.index,
    kind,
    verb: null,
    cue: { first: cue.at, last: cue.last },
    source: source.first < 0 ? null : phraseOf(line, source, null),
    inherited: false,
    relative: false,
    clauseStart: first,
    hearer: null,
    content: content.flatMap((range) => reportedPart(line.items, range)),
    onlyMarked: false,
    announces: false,
    probability,
    isNew: true,
    spansProbability: attribution.sourceProbability * attribution.contentProbability,
    relativePronoun: relativePronoun(line, source),
  };
}

function kindOf(cue: Item | undefined): ReportKind {
  if (cue?.lower === 'according') return 'according-to';
  if (cue?.text === ':') return 'label';
  return cue?.pos === 'VERB' ? 'verb' : 'noun';
}

function relativePronoun({ items }: Line, { first, last }: SourceRange): ItemRange | null {
  return first >= 0 && first === last && /^(?:who|which|that|whose|whom)$/.test(items[first]?.lower ?? '')
    ? { first, last }
    : null;
}

/** A ranked source as a phrase, with the item that it is about. */
function phraseOf({ items }: Line, { first, last }: SourceRange, ruled: NounPhrase | null): NounPhrase {
  if (ruled && ruled.head >= first && ruled.head <= last) return { first, last, head: ruled.head };
  const base = isSubjectPronoun(items[first]) && first === last ? null : baseStartingAt(items, first);
  let head = Math.min(base?.head ?? last, last);
  while (head > first && /^(?:'s|')$/.test(items[head]?.lower ?? '')) head--;
  return { first, last, head };
}
