import type { Extraction } from '../domain/extraction.ts';
import type { Problem } from '../domain/problem.ts';
import type { Span } from '../domain/text-anchor.ts';
import type { ArticleText, Step } from './draft.ts';
import { startDraft } from './draft.ts';
import { entitySteps } from './entities/steps.ts';
import { quoteSteps } from './quotes/steps.ts';

/** All steps in the order in which they run: who is named, then who said what to whom. */
const STEPS: readonly Step[] = [...entitySteps, ...quoteSteps];

/** What has nothing found in it. */
const NOTHING: Extraction = { entities: [], mentions: [], quotes: [], sources: [], citations: [] };

/**
 * Whether texts of a language are looked into: English, and those whose language is not known ('und').
 * @param language BCP 47
 */
export function supportsLanguage(language: string): boolean {
  return /^(?:en|und)(?:[-_]|$)/i.test(language) || language === '';
}

/**
 * All that an article's text says: entities, mentions, quotes, sources and citations. A pure function of the document.
 * Of a text in a language that is not supported it says so, and guesses nothing.
 * @returns spans in UTF-16 units of `document.article.body`
 * @throws RangeError when a step gave a span that is empty or outside the body, which is a fault of ours.
 */
export function extract({ article }: { readonly article: ArticleText }): Extraction {
  if (!supportsLanguage(article.inLanguage)) return { ...NOTHING, problems: [languageProblem(article.inLanguage)] };
  const { entities, mentions, quotes, sources, citations } = STEPS.reduce(
    (draft, step) => step(draft),
    startDraft(article),
  );
  const extraction: Extraction = { entities, mentions, quotes, sources, citations };
  for (const span of spansOf(extraction)) checkSpan(article.body, span);
  return extraction;
}

function languageProblem(language: string): Problem {
  return {
    code: 'LANGUAGE_NOT_SUPPORTED',
    message: `The text is in ${languageName(language)}: it is stored and served, but entities, quotes and citations are looked for in English texts only.`,
  };
}

/** 'French (fr)'; the bare tag where it names no language. */
function languageName(tag: string): string {
  try {
    const name = ENGLISH_NAMES.of(tag);
    return name === undefined || name === tag ? `“${tag}”` : `${name} (${tag})`;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return `“${tag}”`;
  }
}

const ENGLISH_NAMES = new Intl.DisplayNames('en', { type: 'language' });

function* spansOf({ entities, mentions, quotes, citations }: Extraction): Generator<Span> {
  yield* mentions;
  for (const { link } of entities) if (link?.span) yield link.span;
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
