import { DATE_PRECISIONS, DOCUMENT_FORMATS, FIELD_BASES, PUB_STATUSES } from '../../domain/document.ts';
import { ENTITY_TYPES, MENTION_TYPES } from '../../domain/entity.ts';
import { INGEST_JOB_STATES } from '../../domain/ingest-job.ts';
import type { LinkRule as MachineRule } from '../../domain/linking.ts';
import { LINK_RULES } from '../../domain/linking.ts';
import { DATE_ZONES, FIELD_ORIGINS, PROVENANCE_FIELDS, SELECTION_RULES } from '../../domain/provenance.ts';
import { QUALITY_MEASURES, QUALITY_METRICS } from '../../domain/quality.ts';
import { ABSTENTION_REASONS, QUOTE_TYPES } from '../../domain/quote.ts';
import { INGEST_OUTCOMES } from '../../domain/receipt.ts';
import { SOURCE_KINDS } from '../../domain/source.ts';
import { COUNT_BY } from '../../storage/read/facets.ts';
import { TIMELINE_INTERVALS } from '../../storage/read/timeline.ts';
import { builder } from '../builder.ts';

/** An enum whose values are the domain's; the compiler asks for a description of each. */
function enumType<Value extends string>(
  name: string,
  description: string,
  values: readonly Value[],
  descriptions: Readonly<Record<Value, string>>,
) {
  return builder.enumType(name, {
    description,
    values: Object.fromEntries(values.map((value) => [value, { value, description: descriptions[value] }])) as Record<
      Value,
      { value: Value; description: string }
    >,
  });
}

export const PubStatus = enumType(
  'PubStatus',
  'Whether an article may be served (IPTC ninjs pubstatus).',
  PUB_STATUSES,
  {
    USABLE: 'May be served: what readers see is always this.',
    WITHHELD: 'Held back by its publisher; readers do not see it, and it counts nowhere.',
    CANCELED: 'Taken back by its publisher; readers do not see it, and it counts nowhere.',
  },
);

export const DocumentFormat = enumType('DocumentFormat', 'What a document was written in.', DOCUMENT_FORMATS, {
  TEXT: 'Plain text, one paragraph a line.',
  HTML: 'A web page.',
  JSON_LD: 'A schema.org NewsArticle as JSON-LD.',
  NINJS: 'An IPTC ninjs item.',
  FEED: 'An item of an RSS, Atom or JSON feed.',
});

export const IngestOutcome = enumType('IngestOutcome', 'What became of a document.', INGEST_OUTCOMES, {
  CREATED: 'It made a new article.',
  UPDATED: 'It changed, or joined, an article that was there.',
  UNCHANGED: 'The same bytes had been taken in before, and the extractor is the same: nothing was written.',
  REJECTED: 'It was not taken in; the problems say why.',
});

export const IngestJobState = enumType(
  'IngestJobState',
  'What becomes of a document that was queued.',
  INGEST_JOB_STATES,
  {
    QUEUED: 'It waits for its first try.',
    RUNNING: 'It is being taken in.',
    RETRYING: 'A try has failed, by a fault of the gateway’s: it waits for the next.',
    DONE: 'It was taken in, or rejected: its receipts say what became of it.',
    DEAD: 'Its last try has failed: it is kept until somebody has it tried anew, or gives it up.',
    DISCARDED: 'Somebody gave it up.',
  },
);

export const FieldBasis = enumType('FieldBasis', 'What a field of an article was read from.', FIELD_BASES, {
  STATED: 'The document says it.',
  URL: 'Derived from the address of the article.',
  FIRST_SENTENCE: 'Derived from the first sentence of the text.',
  FEED: 'Taken from the feed that carried the article.',
  METADATA: 'Taken from metadata of the page.',
  DATELINE: 'Taken from the dateline at the head of the text.',
});

export const ProvenanceField = enumType(
  'ProvenanceField',
  'A field of an article that documents may give in several places.',
  PROVENANCE_FIELDS,
  {
    HEADLINE: 'Article.headline.',
    DATE_PUBLISHED: 'Article.datePublished.',
    DATE_MODIFIED: 'Article.dateModified.',
    BYLINE: 'Article.byline, and with it authors.',
    SECTION: 'Article.articleSection.',
    PUBLISHER: 'Article.publisher.',
    LANGUAGE: 'Article.inLanguage.',
  },
);

export const FieldOrigin = enumType('FieldOrigin', 'Where a candidate for a field was found.', FIELD_ORIGINS, {
  TEXT: 'A line of a plain text.',
  JSON_LD: 'schema.org as JSON-LD.',
  NINJS: 'A property of an item of IPTC ninjs.',
  FEED: 'An element of an item of a feed, or of the feed.',
  OPEN_GRAPH: 'Open Graph: <meta property="og:…"> or "article:…".',
  DUBLIN_CORE: 'Dublin Core: <meta name="dc.…"> or "dcterms.…".',
  META: 'Another <meta> of the page.',
  MICRODATA: 'schema.org as microdata.',
  TITLE: 'The <title> of the page, without the name of the site.',
  HEADING: 'A heading that the page prints.',
  TIME: 'A date that the page prints, or a <time>.',
  BYLINE: 'A byline that the page prints.',
  LANG: 'The attribute lang of the page.',
  OUTLET: 'The outlet of renown that publishes at the address.',
  URL: 'The address of the article.',
  DATELINE: 'The dateline at the head of the text.',
  FIRST_SENTENCE: 'The first sentence of the text.',
  DETECTION: 'Detected in the text.',
});

export const SelectionRule = enumType('SelectionRule', 'Why a candidate was taken.', SELECTION_RULES, {
  ONLY: 'There was no other.',
  TRUSTED: 'Of those that can be read, it was found in the place that is trusted most.',
  AGREED: 'Other places say the same.',
});

export const DateZone = enumType('DateZone', 'How the zone of a time is known.', DATE_ZONES, {
  STATED: 'It is written beside the time.',
  PUBLISHER: 'It is that of the other dates in the document.',
  ASSUMED: 'It is not written, and was taken for UTC.',
});

export const DatePrecision = enumType('DatePrecision', 'How exactly a date is known.', DATE_PRECISIONS, {
  YEAR: 'The year is known; month, day and time are filled in as its first instant.',
  MONTH: 'The month is known; day and time are filled in as its first instant.',
  DAY: 'The day is known; the time is filled in as 00:00 UTC.',
  MINUTE: 'Known to the minute.',
  SECOND: 'Known to the second or better.',
});

export const EntityType = enumType('EntityType', 'What kind of thing an entity is.', ENTITY_TYPES, {
  PERSON: 'A human being, also one known by a nickname.',
  ORGANIZATION: 'A company, ministry, party, team, newspaper, armed group, …',
  PLACE: 'A country, city, region, building, river, …',
  EVENT: 'A summit, war, tournament, storm, …',
  GROUP: 'A nationality, religion or ethnic group.',
  PRODUCT: 'Something made or sold under a name.',
  WORK: 'A book, film, song, report, law, …',
});

export const MentionType = enumType('MentionType', 'By what kind of words a text names an entity.', MENTION_TYPES, {
  NAME: 'By a name: “Laurent Fabius”, “Fabius”.',
  NOMINAL: 'By a description: “the minister”.',
  PRONOUN: 'By a pronoun: “he”.',
});

export const QuoteType = enumType('QuoteType', 'How words are reported.', QUOTE_TYPES, {
  DIRECT: 'The whole clause stands between marks.',
  MIXED: 'Some words of a reported clause stand between marks.',
  INDIRECT: 'Reported without marks.',
});

export const AbstentionReason = enumType(
  'AbstentionReason',
  'Why a quote has no speaker among the entities.',
  ABSTENTION_REASONS,
  {
    NO_CANDIDATE: 'The text gives nobody who could have said it.',
    AMBIGUOUS: 'Two or more could have said it equally well.',
    UNRESOLVED_PRONOUN: 'The text says “he” or “she”, and it is not clear who that is.',
    UNNAMED_SPEAKER: 'The text gives the speaker no name: “a senior official”.',
  },
);

export const SourceKind = enumType('SourceKind', 'What kind of thing a source is.', SOURCE_KINDS, {
  NEWS_OUTLET: 'A newspaper, broadcaster or news site.',
  NEWS_AGENCY: 'An agency that others carry.',
  ORGANIZATION: 'Any other organisation.',
  PERSON: 'One person, named or not.',
  GROUP: 'Several people: “French officials”.',
  DOCUMENT: 'A report, letter, dispatch, …',
});

export const TimelineInterval = enumType(
  'TimelineInterval',
  'How long a bucket of a timeline is.',
  TIMELINE_INTERVALS,
  {
    HOUR: 'An hour of the clock; one that the clock shows twice is two.',
    DAY: 'A calendar day.',
    WEEK: 'A week of ISO 8601, which begins on Monday.',
    MONTH: 'A calendar month.',
    YEAR: 'A calendar year.',
  },
);

export const CountBy = enumType('CountBy', 'What counts as one.', COUNT_BY, {
  ARTICLE: 'Each article.',
  COPY_GROUP: 'Each text: articles that are copies of one text count once.',
});

export const QualityMeasure = enumType('QualityMeasure', 'What extraction is measured by.', QUALITY_MEASURES, {
  ENTITIES: 'Names of people, organizations and places with exactly the right words and type.',
  QUOTED_STRETCHES: 'Words between quotation marks, three or more, that are somebody’s words.',
  SPEAKERS: 'The words that stand for the speaker of a quotation that was found.',
  SPEAKERS_BY_REFERENCE: 'The same where the text gives no name but a pronoun or a nominal: `she`, `the minister`.',
  CANONICAL_SPEAKERS: 'Who the speaker of any attribution is by name, wherever in the text the name stands.',
  QUOTES_WITH_SPEAKER: 'Quotations found together with the right speaker.',
  ATTRIBUTION_SOURCES: 'Exactly the words that stand for the source, of all attributions, indirect ones included.',
  ATTRIBUTION_CONTENTS: 'Exactly the words that are reported, of all attributions, indirect ones included.',
});

export const QualityMetric = enumType('QualityMetric', 'In what a figure is given.', QUALITY_METRICS, {
  F1: 'The harmonic mean of precision and recall.',
  ACCURACY: 'The share of answers that are right.',
});

/** The rule of a link as readers see it: a person's word goes before the machine's. */
export type ShownLinkRule = MachineRule | 'UNLINKED' | 'MERGED' | 'SPLIT';

export const LinkRule = enumType<ShownLinkRule>(
  'LinkRule',
  'Why what an article names is taken for the same entity as in other articles, or is not.',
  [...LINK_RULES, 'UNLINKED', 'MERGED', 'SPLIT'],
  {
    KNOWN_NAME: 'The name is in a list of names that mean one thing the world over: a country, the United Nations.',
    FULL_NAME: 'The name says enough: a full personal name, a company, a title of several words.',
    NAME_AND_COUNTRY: 'Many have the name, one in each country: France’s Defense Ministry, Paris in France.',
    TITLE_AND_COUNTRY:
      'A surname alone, with an office that one person of a country holds at a time: Russian President Putin.',
    NAME_AND_FIELD:
      'A name that many people bear, with the field of life that the text places this one in: John Smith, sport.',
    ARTICLE_ONLY: 'The name is too little to go by: the entity is this article’s alone.',
    UNLINKED:
      'A person took the article from the entity that it had been linked to: the entity is this article’s alone.',
    MERGED: 'A person said that what the article names and this entity are one.',
    SPLIT: 'A person said that these mentions mean another entity than the one that they were linked to.',
  },
);
