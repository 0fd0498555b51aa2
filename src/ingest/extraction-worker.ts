import type { Document } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import { extract } from '../extract/pipeline.ts';

/** What extraction reads of a document. */
export type ArticleText = Pick<Document['article'], 'body' | 'headline' | 'inLanguage'>;

/** What a thread of `extraction-workers.ts` answers; it has the models of extraction for itself. */
export function extractArticle(article: ArticleText): Extraction {
  return extract({ article });
}
