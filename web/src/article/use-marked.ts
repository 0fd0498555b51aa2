import { useMemo, useState } from 'react';
import { client } from '../graphql.ts';
import type { Article, Marked } from './article-query.ts';
import { MORE_MARKS } from './article-query.ts';

interface Whole {
  /** With all marks that were loaded. */
  readonly article: Article;
  /** Loads the next ones; null: there are none. */
  readonly loadMore: (() => void) | null;
  readonly isLoading: boolean;
}

/** An article with as many of its marks as were asked for: those of the longest texts come page after page. */
export function useMarked(article: Article): Whole {
  const [more, setMore] = useState<{ readonly of: Article; readonly pages: readonly Marked[] }>({
    of: article,
    pages: [],
  });
  const [isLoading, setIsLoading] = useState(false);
  const pages = more.of === article ? more.pages : NONE;
  const whole = useMemo(() => pages.reduce(joined, article), [article, pages]);
  const { mentions, quotes, citations } = whole;
  const hasMore = [mentions, quotes, citations].some(({ pageInfo }) => pageInfo.hasNextPage);
  const loadMore = () => {
    const variables = {
      id: article.id,
      mentions: mentions.pageInfo.endCursor,
      quotes: quotes.pageInfo.endCursor,
      citations: citations.pageInfo.endCursor,
    };
    setIsLoading(true);
    client
      .query(MORE_MARKS, variables)
      .then(
        ({ article: next }) => next && setMore({ of: article, pages: [...pages, next] }),
        // The button stays, to be pressed again.
        () => {},
      )
      .finally(() => setIsLoading(false));
  };
  return { article: whole, loadMore: hasMore ? loadMore : null, isLoading };
}

const NONE: readonly Marked[] = [];

function joined(article: Article, next: Marked): Article {
  return {
    ...article,
    mentions: followed(article.mentions, next.mentions),
    quotes: followed(article.quotes, next.quotes),
    citations: followed(article.citations, next.citations),
  };
}

interface List {
  readonly nodes: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A list and the page behind it. Behind its end there is an empty one, which has no cursor. */
function followed<Page extends List>(list: Page, next: Page): Page {
  const endCursor = next.pageInfo.endCursor ?? list.pageInfo.endCursor;
  return { ...next, nodes: [...list.nodes, ...next.nodes], pageInfo: { ...next.pageInfo, endCursor } };
}
