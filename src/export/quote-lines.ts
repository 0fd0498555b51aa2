import { stringify } from 'csv-stringify/sync';
import { toGlobalId } from '../graphql/global-id.ts';
import type { ArticleRow, EntityRow, QuoteRow, SourceRow } from '../storage/read/rows.ts';
import type { Page, Row } from '../storage/read/selection.ts';
import { selectionOf } from './shape.ts';

export const QUOTES_SELECTION = selectionOf({
  type: 'Article',
  columns: ['url', 'headline', 'datePublished', 'datePublishedPrecision'],
  ones: { publisher: { type: 'Source', columns: ['name'] } },
  lists: {
    quotes: {
      node: {
        type: 'Quote',
        columns: ['quoteType', 'content', 'speakerText', 'confidence', 'start', 'end'],
        ones: { speaker: { type: 'Entity', columns: ['name', 'type'] } },
      },
    },
  },
});

type ExportedQuote = Pick<QuoteRow, 'id' | 'quoteType' | 'content' | 'speakerText' | 'confidence' | 'start' | 'end'> & {
  speaker: Pick<EntityRow, 'id' | 'name' | 'type'> | null;
};

/** RFC 4180; spreadsheets would take a text that begins with `=`, `+`, `-` or `@` for a formula, so it gets an apostrophe. */
const CSV = { record_delimiter: '\r\n', escape_formulas: true } as const;

const COLUMNS = [
  'speaker',
  'speakerType',
  'speakerText',
  'quote',
  'quoteType',
  'confidence',
  'publisher',
  'headline',
  'datePublished',
  'datePublishedPrecision',
  'url',
  'start',
  'end',
  'quoteId',
  'speakerId',
  'articleId',
] as const;

export function quotesHeader(): string {
  return stringify([COLUMNS], CSV);
}

/** A line for each quote of an article: who said what, where, when; nothing for an article without quotes. */
export function quoteLines(row: Row): string {
  // The columns are those that the selection names.
  const article = row as unknown as ArticleRow;
  const publisher = row['publisher'] as Pick<SourceRow, 'name'> | null;
  const quotes = (row['quotes'] as Page).edges.map(({ node }) => node as unknown as ExportedQuote);
  return stringify(
    quotes.map(({ id, quoteType, content, speakerText, confidence, start, end, speaker }) => [
      speaker?.name,
      speaker?.type,
      speakerText,
      content,
      quoteType,
      confidence,
      publisher?.name,
      article.headline,
      article.datePublished,
      article.datePublishedPrecision,
      article.url,
      start,
      end,
      toGlobalId('Quote', id),
      speaker && toGlobalId('Entity', speaker.id),
      toGlobalId('Article', article.id),
    ]),
    CSV,
  );
}
