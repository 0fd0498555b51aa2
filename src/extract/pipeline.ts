import type { Document } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import type { Span } from '../domain/text-anchor.ts';
import { annotate } from '../text/annotate.ts';
import type { Draft, Step } from './draft.ts';
import { entitySteps } from './entities/steps.ts';
import { quoteSteps } from './quotes/steps.ts';

/** Stored with what was extracted; raised by every change that can alter an answer. */
export const EXTRACTOR_VERSION = '1.0.0';

/** All steps in the order in which they run: who is named, then who said what to whom. */
const STEPS: readonly Step[] = [...entitySteps, ...quoteSteps];

/**
 * All that an article's text says: entities, mentions, quotes, sources and citations. A pure function of the document.
 * @returns spans in UTF-16 units of `document.article.body`
 * @throws RangeError when a step gave a span that is empty or outside the body, which is a fault of ours.
 */
export function extract(document: Pick<Document, 'article'>): Extraction {
  const { article } = document;
  const start: Draft = {
    article,
    text: annotate(article.body),
    entities: [],
    mentions: [],
    quotes: [],
    sources: [],
    citations: [],
  };
  const { entities, mentions, quotes, sources, citations } = STEPS.reduce((draft, step) => step(draft), start);
  const extraction: Extraction = { entities, mentions, quotes, sources, citations };
  for (const span of spansOf(extraction)) checkSpan(article.body, span);
  return extraction;
}

function* spansOf({ mentions, quotes, citations }: Extraction): Generator<Span> {
  yield* mentions;
  for (const quote of quotes) {
    yield quote;
    yield* quote.stretches;
    if (quote.speakerSpan) yield quote.speakerSpan;
    if (quote.cueSpan) yield quote.cueSpan;
    yield* quote.attribution.evidence;
  }
  for (const citation of citations) {
    yield citation;
    if (citation.cueSpan) yield citation.cueSpan;
  }
}

function checkSpan(body: string, { start, end }: Span): void {
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= body.length)) {
    throw new RangeError(`extraction gave the span ${start}..${end} in a body of ${body.length} UTF-16 units`);
  }
}
