import type { Span } from '../../domain/text-anchor.ts';
import type { ItemRange } from '../attribution/contents.ts';
import type { NounPhrase } from '../attribution/noun-phrases.ts';
import type { Report } from '../attribution/reports.ts';
import { rangeSpan } from '../attribution/reports.ts';
import type { Page, Place, Relation } from './candidates.ts';
import { findCandidates, History, headWord, isWholeLine, spokenBySame } from './candidates.ts';
import type { Item } from './lines.ts';
import { mayBeQuote } from './no-quotes.ts';
import type { Choice, QuoteRanker } from './rank.ts';
import { stretchFacts } from './stretch-facts.ts';

/** One attribution before its speaker is looked up. */
export interface FoundQuote {
  readonly kind: 'DIRECT' | 'MIXED' | 'INDIRECT';
  readonly content: Span;
  readonly stretches: readonly Span[];
  /** Index into the reports; -1 when the text gives no report. */
  readonly report: number;
  /** Who speaks, where no report says it: a phrase of a line, or a label ('SMITH:'). */
  readonly speaker: { readonly line: number; readonly phrase: NounPhrase } | { readonly label: Span } | null;
  readonly method: Relation | Report['kind'];
  /** 0 to 1. */
  readonly confidence: number;
}

/** A stretch that is a quote, and who said it. */
interface Chosen {
  readonly place: Place;
  readonly choice: Choice | null;
  readonly relation: Relation | null;
}

/** The least probability of a quote. */
const LIKELY = 0.5;
/** How sure a paragraph of a quotation must be of a speaker of its own. */
const SURE = 0.8;

/**
 * Which stretches are quotes, and who reports them: each stretch is given candidates among the reports and subjects near it,
 * a ranker chooses one or nobody, and a classifier tells whether it is a quote at all.
 */
export function attributeStretches(page: Page, ranker: QuoteRanker): FoundQuote[] {
  const { stretches } = page;
  const chosen: Chosen[] = [];
  const history = new History();
  /** Where in `chosen` the quotation of several paragraphs begins that goes on so far. */
  let head = 0;
  for (const line of page.lines) {
    line.items.forEach((item, at) => {
      const stretch = stretches[item.stretch];
      if (!stretch) return;
      const place: Place = { line, at, stretch: item.stretch };
      const facts = stretchFacts(page, place);
      if (facts.wordCount === 0) return;
      const choice = ranker.choose(page, place, facts, findCandidates(page, place, history), history);
      const goesOn = stretch.continues && chosen.length > 0;
      if (goesOn) {
        const opened = chosen[head];
        const own = isWhole(choice) && (choice?.chance ?? 0) >= SURE;
        if (own && !isWhole(opened?.choice ?? null)) {
          // Its last paragraph may be the one that tells who speaks.
          for (let at = head; at < chosen.length; at++) {
            const member = chosen[at];
            const relation = at === head ? (choice?.candidate.relation ?? null) : 'continuation';
            if (member) chosen[at] = { ...member, choice, relation };
          }
        } else if (own) head = chosen.length;
        const starts = head === chosen.length;
        chosen.push({
          place,
          choice: starts ? choice : (chosen[head]?.choice ?? null),
          relation: starts ? (choice?.candidate.relation ?? null) : 'continuation',
        });
      } else {
        if (!mayBeQuote(page, place, facts, choice)) return;
        // What goes on in the next paragraph without a closing mark is no title or nickname.
        const sure = isLabelled(choice) || stretches[item.stretch + 1]?.continues === true;
        if (!sure && ranker.isQuote(page, place, facts, choice) < LIKELY) return;
        head = chosen.length;
        const before = chosen.at(-1);
        const same =
          choice !== null &&
          before?.choice != null &&
          spokenBySame(before.choice.candidate, choice.candidate) &&
          before.place.line.paragraph === line.paragraph &&
          line.index - before.place.line.index === 1 &&
          isWholeLine(place);
        chosen.push({ place, choice, relation: same ? 'continuation' : (choice?.candidate.relation ?? null) });
      }
      const said = chosen.at(-1);
      if (said?.choice) history.add({ place, candidate: said.choice.candidate }, headWord(page, said.choice.candidate));
    });
  }
  return gather(page, chosen);
}

function isLabelled(choice: Choice | null): boolean {
  return choice?.candidate.relation === 'label';
}

/** Whether the words in marks are all that the report reports. */
function isWhole(choice: Choice | null): boolean {
  const relation = choice?.candidate.relation;
  return relation === 'cue-before' || relation === 'cue-after' || relation === 'colon' || relation === 'label';
}

/** Puts the stretches of one attribution together. */
function gather(page: Page, chosen: readonly Chosen[]): FoundQuote[] {
  const groups: Chosen[][] = [];
  for (const one of chosen) {
    const group = groups.at(-1);
    if (group && belongs(one, group)) group.push(one);
    else groups.push([one]);
  }
  return groups.flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const { choice, place } = first;
    const best = choice?.candidate;
    const spans = members
      .flatMap((member) => page.stretches[member.place.stretch] ?? [])
      .map(({ start, end }) => ({ start, end }));
    const { items } = place.line;
    const report = page.reports[best?.report ?? -1];
    const content = (report?.line === place.line.index ? report.content : []).filter((range) =>
      members.some(
        (member) => member.place.line === place.line && range.first <= member.place.at && member.place.at <= range.last,
      ),
    );
    const names = report?.verb?.names === true && !report.verb.clause;
    const mixed =
      names ||
      content.some((range) => hasOwnWords(items, range)) ||
      (content.length === 0 && !isWholeLine(place) && !isSetOff(place));
    const inked = { start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 };
    const [from] = content;
    const to = content.at(-1);
    const clause =
      from && to
        ? {
            start: Math.min(inked.start, rangeSpan(items, from).start),
            end: Math.max(inked.end, rangeSpan(items, to).end),
          }
        : inked;
    return [
      {
        kind: mixed ? ('MIXED' as const) : ('DIRECT' as const),
        content: mixed ? clause : inked,
        stretches: spans,
        report: best?.report ?? -1,
        speaker: speakerOf(choice),
        method: first.relation ?? 'subject',
        confidence: choice?.chance ?? 0,
      },
    ];
  });
}

function speakerOf(choice: Choice | null): FoundQuote['speaker'] {
  if (!choice || choice.candidate.report >= 0) return null;
  const { label, line, phrase } = choice.candidate;
  return label ? { label } : phrase && { line, phrase };
}

/** Whether a stretch is part of the same attribution as those before it. */
function belongs({ place, choice, relation }: Chosen, group: readonly Chosen[]): boolean {
  const first = group[0];
  const last = group.at(-1);
  if (!choice || !first?.choice || !last || !spokenBySame(first.choice.candidate, choice.candidate)) return false;
  return (
    relation === 'continuation' ||
    (last.place.line === place.line && choice.candidate.report >= 0 && relation !== 'same-line')
  );
}

/** Whether a content has words outside of marks, other than 'but' or 'and' at its head. */
function hasOwnWords(items: readonly Item[], { first, last }: ItemRange): boolean {
  return items
    .slice(first, last + 1)
    .some((item) => item.pos !== 'QUOTE' && item.pos !== 'PUNCT' && !/^(?:and|but|so|or|that)$/.test(item.lower));
}

/** Whether a comma or colon sets the quotation off from the words before it. */
function isSetOff({ line, at }: Place): boolean {
  return at === 0 || /^[,:—–]$/.test(line.items[at - 1]?.text ?? '');
}
