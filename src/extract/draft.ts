import type { ArticleFields } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import type { AnnotatedText } from '../text/annotated-text.ts';

/** What the steps of the pipeline hand on: the annotated text, and the extraction as far as it has come. */
export interface Draft extends Extraction {
  readonly text: AnnotatedText;
  readonly article: Pick<ArticleFields, 'headline' | 'byline' | 'publisher' | 'datePublished' | 'inLanguage'>;
}

/** One step: a pure function from draft to draft. */
export type Step = (draft: Draft) => Draft;
