import './types/article.ts';
import './types/article-facets.ts';
import './types/corpus.ts';
import './types/document.ts';
import './types/entity.ts';
import './types/extraction-quality.ts';
import './types/node.ts';
import './types/quote.ts';
import './types/search.ts';
import './types/source.ts';
import './types/timeline.ts';
import { builder } from './builder.ts';

/** The whole schema, ready to be served. */
export const schema = builder.toSchema();
