import { coerceInputValue, isInputObjectType } from 'graphql';
import { ClientError } from '../domain/client-error.ts';
import { conditionOf } from '../graphql/filter.ts';
import { NEWS_ARTICLE_COLUMNS, NEWS_ARTICLE_PARTS, newsArticleOf } from '../graphql/news-article.ts';
import { schema } from '../graphql/schema.ts';
import { ArticleFilter } from '../graphql/types/filters.ts';
import type { Condition } from '../storage/read/condition.ts';
import type { Reader } from '../storage/read/reader.ts';
import type { ArticleRow } from '../storage/read/rows.ts';
import type { Row, Selection } from '../storage/read/selection.ts';
import { emptySelection } from '../storage/read/selection.ts';
import { ARTICLE_LINE_SELECTION, articleLine } from './article-line.ts';
import type { ExportFormat } from './export-formats.ts';
import { NINJS_SELECTION, ninjsOf } from './ninjs-item.ts';
import { QUOTES_SELECTION, quoteLines, quotesHeader } from './quote-lines.ts';

export interface ExportOptions {
  /** @default jsonl */
  readonly format?: ExportFormat;
  /** An `ArticleFilter` as JSON; left out: all articles. */
  readonly filter?: string;
  /** Also what readers may not see: articles that are withheld, cancelled or under an embargo. */
  readonly isAll?: boolean;
}

/** How one format is written: what is read of an article, and the text that it becomes. */
interface Writer {
  readonly selection: Selection;
  /** What stands before the first article. */
  readonly head: string;
  readonly write: (row: Row) => string;
  /** Whether it says of an article that it is withheld or under an embargo. */
  readonly tellsStatus: boolean;
}

const WRITERS: Readonly<Record<ExportFormat, Writer>> = {
  jsonl: { selection: ARTICLE_LINE_SELECTION, head: '', write: (row) => line(articleLine(row)), tellsStatus: true },
  ninjs: { selection: NINJS_SELECTION, head: '', write: (row) => line(ninjsOf(row)), tellsStatus: true },
  jsonld: {
    selection: newsArticleSelection(),
    head: '',
    // The columns are those that the selection names.
    write: (row) => line(newsArticleOf(row as unknown as ArticleRow)),
    tellsStatus: false,
  },
  csv: { selection: QUOTES_SELECTION, head: quotesHeader(), write: quoteLines, tellsStatus: false },
};

/** How many articles are held at a time. */
const PAGE = 20;

/**
 * The articles of the graph with all that was found in them, in the order in which they came, as text to be written one
 * piece after the other. Articles are read page by page, so memory does not grow with their number; what comes meanwhile comes last.
 * @throws ClientError BAD_USER_INPUT for a filter that is none, and for hidden articles in a format that cannot say that they are
 */
export async function* exportArticles(
  reader: Reader,
  { format = 'jsonl', filter, isAll = false }: ExportOptions = {},
): AsyncGenerator<string> {
  const { selection, head, write, tellsStatus } = WRITERS[format];
  if (isAll && !tellsStatus) {
    throw new ClientError(
      'BAD_USER_INPUT',
      `${format} cannot say that an article is withheld or under an embargo: export all articles as jsonl or ninjs.`,
    );
  }
  const condition = filter === undefined ? conditionOf('Article', null) : filterCondition(filter);
  if (head !== '') yield head;
  let after: string | null = null;
  do {
    const { edges, pageInfo } = await reader.page(isAll ? 'allArticles' : 'articles', {
      args: { first: PAGE, last: null, after, before: null },
      condition,
      order: { name: 'INGESTED_AT_ASC', search: null },
      node: selection,
      edge: new Set(),
      totalCount: false,
      cursors: true,
      more: true,
    });
    for (const { node } of edges) yield write(node);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
}

/** @throws ClientError BAD_USER_INPUT */
function filterCondition(filter: string): Condition {
  const value = json(filter);
  if (value === undefined) {
    throw new ClientError(
      'BAD_USER_INPUT',
      'The filter is no JSON: give an ArticleFilter, as {"inLanguage":{"eq":"en"}}.',
    );
  }
  const type = schema.getType(ArticleFilter.name);
  if (!isInputObjectType(type)) throw new Error('the schema has no ArticleFilter');
  const coerced: unknown = coerceInputValue(value, type, (path, _value, error) => {
    throw new ClientError(
      'BAD_USER_INPUT',
      `The filter is no ArticleFilter. At ${['filter', ...path].join('.')}: ${error.message}`,
    );
  });
  return conditionOf('Article', coerced);
}

/** undefined for what is none. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function newsArticleSelection(): Selection {
  const selection = { ...emptySelection(), columns: new Set(['id', ...NEWS_ARTICLE_COLUMNS]) };
  NEWS_ARTICLE_PARTS.addTo(selection);
  return selection;
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
