import { existsSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';

const root = new URL('../../', import.meta.url);
const contractFile = new URL('../shared/contract/schema.graphql', root);

it('schema.graphql is what the code builds', () => {
  const committed = readFileSync(new URL('schema.graphql', root), 'utf8');
  expect(`${printSchema(lexicographicSortSchema(schema))}\n`, 'write it again: npm run schema').toBe(committed);
});

it('every type, field, argument and enum value has a description', () => {
  const bare: string[] = [];
  const check = (name: string, thing: { description?: string | null | undefined }) => {
    if (!thing.description) bare.push(name);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    check(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      check(`${type.name}.${field.name}`, field);
      if ('args' in field) for (const arg of field.args) check(`${type.name}.${field.name}(${arg.name}:)`, arg);
    }
  }
  expect(bare).toEqual([]);
});

describe.skipIf(!existsSync(contractFile))(
  existsSync(contractFile) ? 'the contract' : 'skipped, ../shared/contract is not here: the contract',
  () => {
    /** What the contract has and the schema will get: its absence is no surprise, anything else missing is. */
    const TYPES_SERVED = [
      'Node',
      'Article',
      'Document',
      'TextAnchor',
      'Entity',
      'EntityMention',
      'Quote',
      'Attribution',
      'Source',
      'Citation',
      'Corpus',
      'IngestDocumentInput',
      'IngestDocumentPayload',
      'IngestReceipt',
      'IngestOutcome',
      'Problem',
      'DeleteArticleInput',
      'DeleteArticlePayload',
      'Subscription',
      'ArticleEvent',
      'ArticleIngested',
      'ArticleRemoved',
      'EventGap',
      'Query',
      'PageInfo',
      'GeoPoint',
      'ArticleConnection',
      'ArticleEdge',
      'ArticleEntityConnection',
      'ArticleEntityEdge',
      'EntityConnection',
      'EntityEdge',
      'EntityMentionConnection',
      'EntityMentionEdge',
      'QuoteConnection',
      'QuoteEdge',
      'CitationConnection',
      'CitationEdge',
      'SourceConnection',
      'SourceEdge',
      'CoMentionConnection',
      'CoMentionEdge',
      'RelatedArticleConnection',
      'RelatedArticleEdge',
      'Timeline',
      'TimelineBucket',
      'TimelineInterval',
      'ArticleFacets',
      'EntityFacet',
      'SourceFacet',
      'ValueFacet',
      'CountBy',
    ];
    const STILL_TO_COME = /^(Article\.(copies|jsonLd)|\S+ arg (filter|orderBy)) was removed\.$/;

    it('is kept by every type that is served', () => {
      const contract = buildSchema(readFileSync(contractFile, 'utf8'));
      const changes = findBreakingChanges(contract, schema).map(({ description }) => description);
      const broken = changes.filter(
        (change) => TYPES_SERVED.includes(change.split(/[. ]/, 1)[0] ?? '') && !STILL_TO_COME.test(change),
      );
      expect(broken).toEqual([]);
      expect(TYPES_SERVED.filter((name) => !schema.getType(name))).toEqual([]);
    });
  },
);
