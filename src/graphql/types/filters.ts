/**
 * What lists can be filtered by and ordered by. `storage/read/filterable.ts` has the SQL of each field, under the same name;
 * a test compares the two.
 *
 * One rule for absence: a field that is left out constrains nothing, nor does an empty object; null inside a filter is an
 * error; absence is asked for with `isNull: true`; `in: []` and `or: []` match nothing.
 */
import { builder } from '../builder.ts';
import { EntityType, QuoteType, SourceKind } from './enums.ts';

/** The shape is checked by `conditionOf`, which walks it. */
type Filter = Record<string, unknown>;

const IS_NULL = 'True: it has none. False: it has one. Other operators never match what has none.';

const StringFilter = builder.inputType('StringFilter', {
  description: 'Which texts fit; several operators must all hold. Case counts unless ignoreCase says otherwise.',
  fields: (t) => ({
    eq: t.string({ description: 'Exactly this.' }),
    in: t.stringList({ description: 'One of these, at most 1,000; an empty list matches nothing.' }),
    contains: t.string({ description: 'With this somewhere in it.' }),
    startsWith: t.string({ description: 'With this at its start.' }),
    ignoreCase: t.boolean({ description: 'True: capitals and small letters are the same to the other operators.' }),
    isNull: t.boolean({ description: IS_NULL }),
  }),
});

const IntFilter = builder.inputType('IntFilter', {
  description: 'Which numbers fit; several operators must all hold.',
  fields: (t) => ({
    eq: t.int({ description: 'Exactly this many.' }),
    gt: t.int({ description: 'More than this.' }),
    gte: t.int({ description: 'This or more.' }),
    lt: t.int({ description: 'Less than this.' }),
    lte: t.int({ description: 'This or less.' }),
  }),
});

const FloatFilter = builder.inputType('FloatFilter', {
  description: 'Which numbers fit; several operators must all hold.',
  fields: (t) => ({
    gt: t.float({ description: 'More than this.' }),
    gte: t.float({ description: 'This or more.' }),
    lt: t.float({ description: 'Less than this.' }),
    lte: t.float({ description: 'This or less.' }),
  }),
});

const DateTimeFilter = builder.inputType('DateTimeFilter', {
  description: 'Which instants fit; several operators must all hold. A date known to the day counts as its 00:00 UTC.',
  fields: (t) => ({
    eq: t.field({ type: 'DateTime', description: 'Exactly this instant.' }),
    gt: t.field({ type: 'DateTime', description: 'After this instant.' }),
    gte: t.field({ type: 'DateTime', description: 'At this instant or after it.' }),
    lt: t.field({ type: 'DateTime', description: 'Before this instant.' }),
    lte: t.field({ type: 'DateTime', description: 'At this instant or before it.' }),
    isNull: t.boolean({ description: IS_NULL }),
  }),
});

const IDFilter = builder.inputType('IDFilter', {
  description: 'Which nodes fit, by their ids.',
  fields: (t) => ({
    eq: t.id({ description: 'The node with this id.' }),
    in: t.idList({ description: 'The nodes with one of these ids, at most 1,000; an empty list matches nothing.' }),
    isNull: t.boolean({
      description:
        'Of a relation to one thing (publisher, speaker, source): true: there is none; false: there is one. Elsewhere every node has an id.',
    }),
  }),
});

const EntityTypeFilter = builder.inputType('EntityTypeFilter', {
  description: 'Which types of entities fit.',
  fields: (t) => ({
    eq: t.field({ type: EntityType, description: 'Exactly this type.' }),
    in: t.field({ type: [EntityType], description: 'One of these; an empty list matches nothing.' }),
  }),
});

const QuoteTypeFilter = builder.inputType('QuoteTypeFilter', {
  description: 'Which types of quotes fit.',
  fields: (t) => ({
    eq: t.field({ type: QuoteType, description: 'Exactly this type.' }),
    in: t.field({ type: [QuoteType], description: 'One of these; an empty list matches nothing.' }),
  }),
});

const SourceKindFilter = builder.inputType('SourceKindFilter', {
  description: 'Which kinds of sources fit.',
  fields: (t) => ({
    eq: t.field({ type: SourceKind, description: 'Exactly this kind.' }),
    in: t.field({ type: [SourceKind], description: 'One of these; an empty list matches nothing.' }),
  }),
});

const AND = 'All of these hold. An empty list constrains nothing.';
const OR = 'At least one of these holds. An empty list matches nothing.';
const NOT =
  'This does not hold. What is absent does not hold either: not section "sport" keeps articles without a section.';

export const ArticleFilter = builder.inputRef<Filter>('ArticleFilter');
export const EntityFilter = builder.inputRef<Filter>('EntityFilter');
export const QuoteFilter = builder.inputRef<Filter>('QuoteFilter');
export const CitationFilter = builder.inputRef<Filter>('CitationFilter');
export const SourceFilter = builder.inputRef<Filter>('SourceFilter');

ArticleFilter.implement({
  description:
    'Which articles fit; all that is given must hold. Relations ask for at least one such thing; for none of them, put `not` around it.',
  fields: (t) => ({
    and: t.field({ type: [ArticleFilter], description: AND }),
    or: t.field({ type: [ArticleFilter], description: OR }),
    not: t.field({ type: ArticleFilter, description: NOT }),
    id: t.field({ type: IDFilter, description: 'By id.' }),
    headline: t.field({ type: StringFilter, description: 'By its headline.' }),
    url: t.field({ type: StringFilter, description: 'By its canonical address.' }),
    inLanguage: t.field({ type: StringFilter, description: 'By its language, BCP 47: en.' }),
    articleSection: t.field({ type: StringFilter, description: 'By the section of the outlet: world, sport.' }),
    byline: t.field({ type: StringFilter, description: 'By its credit as printed.' }),
    datePublished: t.field({ type: DateTimeFilter, description: 'By when it was published.' }),
    dateModified: t.field({ type: DateTimeFilter, description: 'By when its publisher last changed it.' }),
    ingestedAt: t.field({ type: DateTimeFilter, description: 'By when the gateway first took it in.' }),
    wordCount: t.field({ type: IntFilter, description: 'By the number of words of its body.' }),
    isTruncated: t.boolean({ description: 'Only those of which a summary or part was to be had, or only whole ones.' }),
    publisher: t.field({ type: SourceFilter, description: 'Published by such an outlet.' }),
    mentions: t.field({ type: EntityFilter, description: 'Naming at least one such entity.' }),
    quotes: t.field({ type: QuoteFilter, description: 'With at least one such quote.' }),
    citations: t.field({ type: CitationFilter, description: 'With at least one such citation.' }),
    search: t.string({
      description:
        'Full text over headline and body, stems and accents ignored: words, "phrases", or, -not. At most 10,000 characters.',
    }),
  }),
});

EntityFilter.implement({
  description: 'Which entities fit; all that is given must hold.',
  fields: (t) => ({
    and: t.field({ type: [EntityFilter], description: AND }),
    or: t.field({ type: [EntityFilter], description: OR }),
    not: t.field({ type: EntityFilter, description: NOT }),
    id: t.field({ type: IDFilter, description: 'By id.' }),
    name: t.field({ type: StringFilter, description: 'By its canonical name.' }),
    type: t.field({ type: EntityTypeFilter, description: 'By its type.' }),
    countryCode: t.field({ type: StringFilter, description: 'By its country, ISO 3166-1 alpha-2: SY.' }),
    articleCount: t.field({ type: IntFilter, description: 'By the number of articles that mention it.' }),
    mentionCount: t.field({ type: IntFilter, description: 'By how often articles mention it.' }),
    articles: t.field({ type: ArticleFilter, description: 'Named in at least one such article.' }),
    quotes: t.field({ type: QuoteFilter, description: 'Having said at least one such thing.' }),
    search: t.string({
      description: 'By any name that articles have for it, half typed or with a slip: "baghd", "fabuis".',
    }),
  }),
});

QuoteFilter.implement({
  description: 'Which quotes fit; all that is given must hold.',
  fields: (t) => ({
    and: t.field({ type: [QuoteFilter], description: AND }),
    or: t.field({ type: [QuoteFilter], description: OR }),
    not: t.field({ type: QuoteFilter, description: NOT }),
    id: t.field({ type: IDFilter, description: 'By id.' }),
    content: t.field({
      type: StringFilter,
      description: 'By the words said, letter by letter; `search` finds them by words, and faster.',
    }),
    quoteType: t.field({ type: QuoteTypeFilter, description: 'By how the words are reported.' }),
    cue: t.field({ type: StringFilter, description: 'By the reporting word: said.' }),
    speakerText: t.field({ type: StringFilter, description: 'By the words that stand for the speaker.' }),
    confidence: t.field({ type: FloatFilter, description: 'By how sure the extractor is of the speaker, 0 to 1.' }),
    speaker: t.field({ type: EntityFilter, description: 'Said by such an entity.' }),
    hasSpeaker: t.boolean({ description: 'True: somebody is named as the speaker. False: nobody is.' }),
    addressee: t.field({ type: SourceFilter, description: 'Told to such a source.' }),
    citation: t.field({ type: CitationFilter, description: 'Evidence of such a citation.' }),
    mentions: t.field({ type: EntityFilter, description: 'Naming at least one such entity among the words said.' }),
    article: t.field({ type: ArticleFilter, description: 'In such an article.' }),
    search: t.string({
      description:
        'Full text over the words said, stems and accents ignored: words, "phrases", or, -not. At most 10,000 characters.',
    }),
  }),
});

CitationFilter.implement({
  description: 'Which citations fit; all that is given must hold.',
  fields: (t) => ({
    and: t.field({ type: [CitationFilter], description: AND }),
    or: t.field({ type: [CitationFilter], description: OR }),
    not: t.field({ type: CitationFilter, description: NOT }),
    id: t.field({ type: IDFilter, description: 'By id.' }),
    isNamed: t.boolean({ description: 'True: the text names the source. False: it does not.' }),
    kind: t.field({ type: SourceKindFilter, description: 'By what kind of thing is cited, named or not.' }),
    phrase: t.field({ type: StringFilter, description: 'By the words that stand for the source.' }),
    cue: t.field({ type: StringFilter, description: 'By the word that says that it is a source: according to.' }),
    source: t.field({ type: SourceFilter, description: 'Citing such a source.' }),
    via: t.field({ type: SourceFilter, description: 'Carried by such an outlet.' }),
    quotes: t.field({ type: QuoteFilter, description: 'With at least one such quote as evidence.' }),
    article: t.field({ type: ArticleFilter, description: 'In such an article.' }),
  }),
});

SourceFilter.implement({
  description: 'Which sources fit; all that is given must hold.',
  fields: (t) => ({
    and: t.field({ type: [SourceFilter], description: AND }),
    or: t.field({ type: [SourceFilter], description: OR }),
    not: t.field({ type: SourceFilter, description: NOT }),
    id: t.field({ type: IDFilter, description: 'By id.' }),
    name: t.field({ type: StringFilter, description: 'By its canonical name.' }),
    domain: t.field({ type: StringFilter, description: 'By its registrable domain: nytimes.com.' }),
    kind: t.field({ type: SourceKindFilter, description: 'By what kind of thing it is.' }),
    entity: t.field({ type: EntityFilter, description: 'Being such an entity.' }),
    articles: t.field({ type: ArticleFilter, description: 'Having published at least one such article.' }),
    citations: t.field({ type: CitationFilter, description: 'Cited in at least one such way.' }),
    search: t.string({ description: 'By its name or an alias, half typed or with a slip: "reutres".' }),
  }),
});

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which way an order runs; ties run the same way, by id.',
  values: {
    ASC: { description: 'The least first: A to Z, oldest to newest.' },
    DESC: { description: 'The greatest first: newest to oldest.' },
  },
});

const ArticleOrderField = builder.enumType('ArticleOrderField', {
  description: 'What articles can be ordered by.',
  values: {
    DATE_PUBLISHED: { description: 'When they were published; undated ones last, both ways.' },
    INGESTED_AT: { description: 'When the gateway first took them in.' },
    HEADLINE: { description: 'By the first 200 characters of the headline, capitals and small letters alike.' },
    WORD_COUNT: { description: 'By the words of their bodies.' },
    RELEVANCE: { description: 'How well they fit filter.search, headline above body. Only with filter.search.' },
  },
});

const EntityOrderField = builder.enumType('EntityOrderField', {
  description: 'What entities can be ordered by.',
  values: {
    NAME: { description: 'Their canonical names, code point by code point.' },
    ARTICLE_COUNT: { description: 'The number of articles that mention them.' },
    MENTION_COUNT: { description: 'How often articles mention them.' },
  },
});

export const ArticleOrder = builder.inputType('ArticleOrder', {
  description: 'How to order articles.',
  fields: (t) => ({
    field: t.field({ type: ArticleOrderField, required: true, description: 'By what.' }),
    direction: t.field({ type: OrderDirection, required: true, description: 'Which way.' }),
  }),
});

export const EntityOrder = builder.inputType('EntityOrder', {
  description: 'How to order entities.',
  fields: (t) => ({
    field: t.field({ type: EntityOrderField, required: true, description: 'By what.' }),
    direction: t.field({ type: OrderDirection, required: true, description: 'Which way.' }),
  }),
});
