import type { Line } from '../../quotes/lines.ts';
import type { ItemRange } from '../contents.ts';
import { withoutCountedTime } from '../contents.ts';
import type { NounPhrase } from '../noun-phrases.ts';
import { baseStartingAt, isSubjectPronoun } from '../noun-phrases.ts';
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
  const judged: JudgedReport[] = reports.map((report) => ({
    ...report,
    probability: 0,
    isNew: false,
    spansProbability: 0,
    relativePronoun: null,
  }));
  const more: JudgedReport[] = [];
  for (const line of lines) {
    const numbers = reportsOf(line.index);
    const own = numbers.flatMap((number) => reports[number] ?? []);
    for (const attribution of judgeLine(line, own, models)) {
      if (!attribution.rule) {
        more.push(newReport(line, attribution));
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
  const keepsSource = pronoun || source.first < 0 || isBound(line, rule, source);
  // 'The crew was told by Smith that …': who is told is not what is told.
  const { hearer } = rule;
  const keepsContent =
    hearer !== null && content.some(({ first, last }) => first <= hearer.head && hearer.head <= last);
  return {
    ...rule,
    source: keepsSource ? rule.source : phraseOf(line, source, rule.source),
    content: keepsContent ? rule.content : content.map((range) => withoutCountedTime(line.items, range)),
    relativePronoun: pronoun,
    isNew: false,
    probability,
    spansProbability: attribution.sourceProbability * attribution.contentProbability,
  };
}

function newReport(line: Line, attribution: Attribution): JudgedReport {
  const { cue, source, content, cueProbability: probability } = attribution;
  const kind: ReportKind =
    line.items[cue.at]?.lower === 'according' ? 'according-to' : line.items[cue.at]?.pos === 'VERB' ? 'verb' : 'noun';
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
    content: content.map((range) => withoutCountedTime(line.items, range)),
    onlyMarked: false,
    announces: false,
    probability,
    isNew: true,
    spansProbability: attribution.sourceProbability * attribution.contentProbability,
    relativePronoun: relativePronoun(line, source),
  };
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
