import type { LinkRow } from '../storage/read/rows.ts';
import type { Row } from '../storage/read/selection.ts';
import type { Shape } from './shape.ts';
import { selectionOf, written } from './shape.ts';

const ANCHOR = ['start', 'end', 'exact', 'prefix', 'suffix'];
const SOURCE: Shape = { type: 'Source', columns: ['name', 'kind', 'domain'] };
const NAMED_ENTITY: Shape = { type: 'Entity', columns: ['name', 'type'] };

/** All that the graph holds of an article, corrections by people included in what they changed. */
const ARTICLE: Shape = {
  type: 'Article',
  columns: [
    'url',
    'headline',
    'headlineBasis',
    'body',
    'description',
    'datePublished',
    'datePublishedPrecision',
    'datePublishedBasis',
    'dateModified',
    'inLanguage',
    'articleSection',
    'byline',
    'authors',
    'image',
    'wordCount',
    'isTruncated',
    'pubStatus',
    'embargoedUntil',
    'provenance',
  ],
  ones: { publisher: SOURCE },
  lists: {
    entities: {
      node: {
        type: 'Entity',
        columns: ['name', 'type', 'aliases', 'countryCode', 'latitude', 'longitude', 'sameAs'],
      },
      edge: ['mentionCount', 'salience', 'link'],
    },
    mentions: {
      node: { type: 'EntityMention', columns: ['mentionType', ...ANCHOR], ones: { entity: NAMED_ENTITY } },
    },
    quotes: {
      node: {
        type: 'Quote',
        columns: [
          'quoteType',
          'content',
          'speakerText',
          'cue',
          'method',
          'confidence',
          'abstained',
          'stretches',
          'speakerAnchor',
          'cueAnchor',
          'evidence',
          ...ANCHOR,
        ],
        ones: { speaker: NAMED_ENTITY, addressee: SOURCE, citation: { type: 'Citation', columns: [] } },
      },
    },
    citations: {
      node: { type: 'Citation', columns: ['kind', 'isNamed', 'cue', ...ANCHOR], ones: { source: SOURCE, via: SOURCE } },
    },
  },
  manys: {
    documents: {
      type: null,
      columns: ['uri', 'format', 'sha256', 'extractorVersion', 'ingestedAt', 'problems', 'content'],
    },
  },
};

export const ARTICLE_LINE_SELECTION = selectionOf(ARTICLE);

/**
 * The complete form of an article. `newsgraph` is the version of the form, and tells the ingest that the documents below can be
 * read again: they come with the text that they were read from.
 */
export function articleLine(row: Row): object {
  const { entities, ...article } = written(row, ARTICLE);
  return { newsgraph: 1, ...article, entities: (entities as { link: LinkRow }[]).map(withoutCorrection) };
}

/** Why it is linked; the correction has ids of rows, and what it brought about is said. */
function withoutCorrection({ link: { name, key, rule, reason, anchor }, ...entity }: { link: LinkRow }): object {
  return { ...entity, link: { name, key, rule, reason, anchor } };
}
