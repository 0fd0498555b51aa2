import { toGlobalId } from '../graphql/global-id.ts';
import type { ArticleRow, EntityRow, SourceRow } from '../storage/read/rows.ts';
import type { Page, Row } from '../storage/read/selection.ts';
import { selectionOf } from './shape.ts';

export const NINJS_SELECTION = selectionOf({
  type: 'Article',
  columns: [
    'url',
    'headline',
    'body',
    'description',
    'datePublished',
    'datePublishedPrecision',
    'dateModified',
    'inLanguage',
    'articleSection',
    'byline',
    'image',
    'wordCount',
    'isTruncated',
    'pubStatus',
    'embargoedUntil',
  ],
  ones: { publisher: { type: 'Source', columns: ['name', 'domain'] } },
  lists: { entities: { node: { type: 'Entity', columns: ['name', 'type', 'latitude', 'longitude'] } } },
});

type ExportedEntity = Pick<EntityRow, 'id' | 'name' | 'type' | 'latitude' | 'longitude'>;

/** The list of a ninjs item that entities of a type stand in. */
const LISTS = {
  PERSON: 'people',
  ORGANIZATION: 'organisations',
  GROUP: 'organisations',
  PLACE: 'places',
  EVENT: 'events',
  PRODUCT: 'objects',
  WORK: 'objects',
} as const satisfies Record<EntityRow['type'], string>;

/**
 * An article as an item of IPTC ninjs 3.1. ninjs has no place for quotes and citations, and times only: a date known to the day
 * is its 00:00 UTC, one known less exactly is left out.
 */
export function ninjsOf(row: Row): object {
  // The columns are those that the selection names.
  const article = row as unknown as ArticleRow;
  const publisher = row['publisher'] as Pick<SourceRow, 'name' | 'domain'> | null;
  const entities = (row['entities'] as Page).edges.map(({ node }) => node as unknown as ExportedEntity);
  const isDated = article.datePublishedPrecision !== 'YEAR' && article.datePublishedPrecision !== 'MONTH';
  return {
    uri: article.url ?? urn(article.id),
    type: 'text',
    representationType: article.isTruncated ? 'partial' : 'full',
    ...(isDated && article.datePublished !== null && { firstCreated: article.datePublished }),
    ...(article.dateModified !== null && { versionCreated: article.dateModified }),
    ...(article.embargoedUntil !== null && { embargoedUntil: article.embargoedUntil }),
    pubStatus: article.pubStatus.toLowerCase(),
    ...(article.inLanguage !== 'und' && { language: article.inLanguage }),
    headlines: [{ role: 'main', contentType: 'text/plain', value: article.headline }],
    ...(article.description !== null && {
      descriptions: [{ role: 'summary', contentType: 'text/plain', value: article.description }],
    }),
    bodies: [
      {
        role: 'main',
        contentType: 'text/plain',
        charCount: [...article.body].length,
        wordCount: article.wordCount,
        value: article.body,
      },
    ],
    ...(article.byline !== null && { by: article.byline }),
    ...(publisher && {
      infoSources: [
        { name: publisher.name, role: 'publisher', ...(publisher.domain && { uri: `https://${publisher.domain}/` }) },
      ],
    }),
    ...(article.articleSection !== null && { subjects: [{ name: article.articleSection }] }),
    ...concepts(entities),
    ...(article.image !== null && { renditions: [{ name: 'main', href: article.image }] }),
    altIds: [{ role: 'newsgraph', value: toGlobalId('Article', article.id) }],
    standard: { name: 'ninjs', version: '3.1', schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json' },
  };
}

function concepts(entities: readonly ExportedEntity[]): Record<string, object[]> {
  const lists: Record<string, object[]> = {};
  for (const { id, name, type, latitude, longitude } of entities) {
    const geoJSON =
      type === 'PLACE' && latitude !== null && longitude !== null
        ? { geoJSON: { type: 'Point', coordinates: [longitude, latitude] } }
        : {};
    const list = LISTS[type];
    lists[list] = [...(lists[list] ?? []), { name, rel: 'mentions', uri: urn(id), ...geoJSON }];
  }
  return lists;
}

function urn(id: string): string {
  return `urn:uuid:${id}`;
}
