import type { ArticleFields } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import { annotate } from '../text/annotate.ts';
import type { AnnotatedText } from '../text/annotated-text.ts';

/** What extraction reads of an article. */
export type ArticleText = Pick<ArticleFields, 'body' | 'headline' | 'inLanguage'>;

/** What the steps of the pipeline hand on: the annotated text, and the extraction as far as it has come. */
export interface Draft extends Extraction {
  readonly text: AnnotatedText;
  readonly article: ArticleText;
}

/** One step: a pure function from draft to draft. */
export type Step = (draft: Draft) => Draft;

/** What the first step is given: the text, and nothing found in it. */
export function startDraft(article: ArticleText): Draft {
  return { article, text: annotate(article.body), entities: [], mentions: [], quotes: [], sources: [], citations: [] };
}
