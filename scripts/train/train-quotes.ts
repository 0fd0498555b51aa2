import type { Span } from '../../src/domain/text-anchor.ts';
import { FeatureVector } from '../../src/extract/model/features.ts';
import { readModel } from '../../src/extract/model/linear-model.ts';
import type { Candidate, Page, Place } from '../../src/extract/quotes/candidates.ts';
import { findCandidates, History, headWord } from '../../src/extract/quotes/candidates.ts';
import { quoteFeatures } from '../../src/extract/quotes/quote-features.ts';
import { OUTPUTS, QuoteRanker } from '../../src/extract/quotes/rank.ts';
import { readPage } from '../../src/extract/quotes/read-page.ts';
import { nobodyFeatures, speakerFeatures } from '../../src/extract/quotes/speaker-features.ts';
import { stretchFacts } from '../../src/extract/quotes/stretch-facts.ts';
import { annotate } from '../../src/text/annotate.ts';
import type { GoldArticle } from './attribution-examples.ts';
import { readArticles } from './attribution-examples.ts';
import { seededRandom } from './exact-math.ts';
import type { Decision, RankerOptions } from './ranker.ts';
import { trainRanker } from './ranker.ts';
import type { TrainedModel } from './write-model.ts';
import { writeModel } from './write-model.ts';

/** What the annotators say of a stretch. */
interface Gold {
  /** null where marks and annotation do not agree on where it is. */
  readonly isQuote: boolean | null;
  /** Whether the annotated content has hardly any other words. */
  readonly isWhole: boolean;
  /** The words for its speaker; empty when it has none. */
  readonly speaker: readonly Span[];
}

interface Example {
  readonly place: Place;
  readonly gold: Gold;
}

interface TrainingPage {
  readonly page: Page;
  readonly examples: readonly Example[];
}

/** How much of a stretch an annotated content must cover to make it a quote, and must not to make it none. */
const COVERED = 0.8;
const FREE = 0.1;

function trainingPage({ text: body, quotes }: GoldArticle): TrainingPage {
  const page = readPage(annotate(body));
  const examples = page.lines.flatMap((line) =>
    line.items.flatMap((item, at) => {
      const stretch = page.stretches[item.stretch];
      if (!stretch) return [];
      // The innermost content that holds the stretch tells whose words they are.
      const holding = quotes
        .map((quote) => ({ quote, share: Math.max(0, ...quote.spans.map((span) => overlap(stretch, span))) }))
        .filter(({ share }) => share > FREE);
      const inner = holding
        .filter(({ share }) => share >= COVERED)
        .sort((a, b) => size(a.quote.spans) - size(b.quote.spans))[0]?.quote;
      const speaker = inner?.speaker ? (inner.speaker.spans ?? [inner.speaker]) : [];
      const isQuote = inner ? true : holding.length > 0 ? null : false;
      const isWhole = inner?.spans.some((span) => overlap(span, stretch) >= COVERED) === true;
      return [{ place: { line, at, stretch: item.stretch }, gold: { isQuote, isWhole, speaker } }];
    }),
  );
  return { page, examples };
}

/** The share of the first that lies in the second. */
function overlap(first: Span, second: Span): number {
  return (Math.min(first.end, second.end) - Math.max(first.start, second.start)) / (first.end - first.start);
}

function size(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** The words that a candidate gives for the speaker. */
function speakerSpan(page: Page, { label, line, phrase }: Candidate): Span {
  const items = page.lines[line]?.items;
  return label ?? { start: items?.[phrase?.first ?? -1]?.start ?? 0, end: items?.[phrase?.last ?? -1]?.end ?? 0 };
}

function isRight(page: Page, candidate: Candidate, gold: readonly Span[]): boolean {
  const { start, end } = speakerSpan(page, candidate);
  return gold.some((span) => span.start < end && start < span.end);
}

/** How much a quotation counts whose speaker is among no candidates: better nobody than anybody. */
const MISSED = 0.05;

/** One decision for each quotation: who of the candidates said it, those before it being known. */
function speakerDecisions({ page, examples }: TrainingPage): Decision[] {
  const features = new FeatureVector();
  const history = new History();
  return examples.flatMap(({ place, gold }) => {
    if (!gold.isQuote || page.labels[place.stretch]) return [];
    const facts = stretchFacts(page, place);
    const candidates = findCandidates(page, place, history);
    const right = candidates.flatMap((candidate, i) => (isRight(page, candidate, gold.speaker) ? [i + 1] : []));
    nobodyFeatures(features, place, facts, candidates.length);
    const vectors = [features.toArray()];
    for (const candidate of candidates) {
      speakerFeatures(features, page, place, facts, candidate, history);
      vectors.push(features.toArray());
    }
    const said = candidates[(right[0] ?? 0) - 1];
    if (said) history.add({ place, candidate: said }, headWord(page, said));
    return [
      {
        candidates: vectors,
        right: right.length > 0 ? right : [0],
        weight: right.length > 0 || gold.speaker.length === 0 ? 1 : MISSED,
      },
    ];
  });
}

/** One decision for each stretch: whether it is a quotation, given who would have said it. */
function quoteDecisions({ page, examples }: TrainingPage, ranker: QuoteRanker): Decision[] {
  const features = new FeatureVector();
  const history = new History();
  return examples.flatMap(({ place, gold }) => {
    const facts = stretchFacts(page, place);
    if (facts.wordCount === 0 || page.labels[place.stretch]) return [];
    const choice = ranker.choose(page, place, facts, findCandidates(page, place, history), history);
    if (gold.isQuote !== false && choice)
      history.add({ place, candidate: choice.candidate }, headWord(page, choice.candidate));
    // Titles and names within what somebody is reported to say stand in no other marks than quotations; they are left open.
    if (gold.isQuote === null || (gold.isQuote && !gold.isWhole && facts.nameLike)) return [];
    quoteFeatures(features, page, place, facts, choice);
    return [{ candidates: [new Int32Array(), features.toArray()], right: [gold.isQuote ? 1 : 0] }];
  });
}

const SPEAKER: RankerOptions = { epochs: 12, rate: 0.1, l2: 1e-3, minCount: 3 };
const QUOTE: RankerOptions = { epochs: 12, rate: 0.2, l2: 1e-3, minCount: 3 };

/** How often a decision is trained on with some of its features, and how many of them are kept. */
const COPIES = 1;
const KEPT = 0.5;

/**
 * Adds copies of decisions with features left out at random, so that no feature leans on the company that it keeps in the
 * corpus (weight undertraining: Sutton, Sindelar and McCallum 2006).
 */
function withBags(decisions: readonly Decision[]): Decision[] {
  const random = seededRandom(7);
  return decisions.flatMap((decision) => [
    decision,
    ...Array.from({ length: COPIES }, () => ({
      ...decision,
      candidates: decision.candidates.map((features) => features.filter(() => random() < KEPT)),
    })),
  ]);
}

function rankerOf(model: TrainedModel): QuoteRanker {
  return new QuoteRanker(readModel(writeModel(model)));
}

/**
 * The model `quotes`: who says a stretch, and whether it is a quotation. What the second is given of the first comes from
 * rankers that did not see the page (cross-validation with two folds), as it will be with new pages.
 */
function trainQuotePages(pages: readonly TrainingPage[], forSpeakers = SPEAKER, forQuotes = QUOTE): TrainedModel {
  const decisions = pages.map(speakerDecisions);
  const halves = [0, 1].map((half) =>
    rankerOf(widened(trainRanker(decisions.filter((_, i) => i % 2 !== half).flat(), forSpeakers), 0)),
  );
  const speaker = widened(trainRanker(decisions.flat(), forSpeakers), 0);
  const quote = widened(
    trainRanker(
      withBags(
        pages.flatMap((page, i) => {
          const ranker = halves[i % 2];
          return ranker ? quoteDecisions(page, ranker) : [];
        }),
      ),
      forQuotes,
    ),
    1,
  );
  // Weights are stored as fractions of the largest one, so both outputs need the same range.
  const share = largest(quote) / largest(speaker);
  return {
    outputs: OUTPUTS,
    weights: new Map([...speaker.weights, ...scaled(quote, 1 / share).weights]),
    dense: { scales: [1, share] },
  };
}

function largest({ weights }: TrainedModel): number {
  let most = 0;
  for (const row of weights.values()) for (const weight of row) most = Math.max(most, Math.abs(weight));
  return most || 1;
}

function scaled(model: TrainedModel, factor: number): TrainedModel {
  return {
    ...model,
    weights: new Map([...model.weights].map(([hash, row]) => [hash, row.map((weight) => weight * factor)])),
  };
}

/** A model of one output as one with all of them. */
function widened(model: TrainedModel, output: number): TrainedModel {
  const weights = new Map<number, Float64Array>();
  for (const [hash, row] of model.weights) {
    const wide = new Float64Array(OUTPUTS.length);
    wide[output] = row[0] ?? 0;
    weights.set(hash, wide);
  }
  return { outputs: OUTPUTS, weights, dense: { scales: [1, 1] } };
}

export function trainQuotes(articles: readonly GoldArticle[] = readArticles('polnear-train')): Promise<TrainedModel> {
  return Promise.resolve(trainQuotePages(articles.map(trainingPage)));
}
