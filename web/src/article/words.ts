import type { Article, Citation, Mention, Quote } from './article-query.ts';

type Words<Value extends string> = Readonly<Record<Value, string>>;

export const ENTITY_TYPES: Words<Mention['entity']['type']> = {
  PERSON: 'Person',
  ORGANIZATION: 'Organisation',
  PLACE: 'Place',
  GROUP: 'Group',
  EVENT: 'Event',
  PRODUCT: 'Product',
  WORK: 'Work',
};

export const MENTION_TYPES: Words<Mention['mentionType']> = {
  NAME: 'by name',
  NOMINAL: 'by a description',
  PRONOUN: 'by a pronoun',
};

export const QUOTE_TYPES: Words<Quote['quoteType']> = {
  DIRECT: 'Direct quote',
  INDIRECT: 'Indirect speech',
  MIXED: 'Partly quoted',
};

export const SOURCE_KINDS: Words<Citation['kind']> = {
  DOCUMENT: 'a document',
  GROUP: 'a group',
  NEWS_AGENCY: 'a news agency',
  NEWS_OUTLET: 'a news outlet',
  ORGANIZATION: 'an organisation',
  PERSON: 'a person',
};

export const ABSTENTIONS: Words<NonNullable<Quote['attribution']['abstained']>> = {
  AMBIGUOUS: 'two or more could have said it',
  NO_CANDIDATE: 'the text gives nobody who could have said it',
  UNNAMED_SPEAKER: 'the text gives the speaker no name',
  UNRESOLVED_PRONOUN: 'it is not clear whom the pronoun means',
};

/** The same in a word or two, for lists. */
export const ABSTENTION_TAGS: typeof ABSTENTIONS = {
  AMBIGUOUS: 'ambiguous',
  NO_CANDIDATE: 'nobody given',
  UNNAMED_SPEAKER: 'not named',
  UNRESOLVED_PRONOUN: 'pronoun unclear',
};

/** What a field was read from. */
export const BASES: Words<Article['headlineBasis']> = {
  DATELINE: 'the dateline',
  FEED: 'the feed',
  FIRST_SENTENCE: 'the first sentence',
  METADATA: 'metadata of the page',
  STATED: 'the document',
  URL: 'the address',
};

/** `FULL_NAME`, `nearest-subject` as words. */
export const asWords = (code: string) => code.toLowerCase().replaceAll(/[_-]/g, ' ');

const percents = new Intl.NumberFormat('en-GB', { style: 'percent' });

/** 0.934 as `93%`. */
export const asPercent = (share: number) => percents.format(share);

/** Stands for a speaker for whom the text has no words. */
export const ABSENT_SPEAKER = 'Nobody who is named';
