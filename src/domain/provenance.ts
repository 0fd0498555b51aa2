import type { DatePrecision } from './document.ts';

export const PROVENANCE_FIELDS = [
  'HEADLINE',
  'DATE_PUBLISHED',
  'DATE_MODIFIED',
  'BYLINE',
  'SECTION',
  'PUBLISHER',
  'LANGUAGE',
] as const;
/** A field of an article for which documents may hold several answers. */
export type ProvenanceField = (typeof PROVENANCE_FIELDS)[number];

export const FIELD_ORIGINS = [
  'TEXT',
  'JSON_LD',
  'NINJS',
  'FEED',
  'OPEN_GRAPH',
  'DUBLIN_CORE',
  'META',
  'MICRODATA',
  'TITLE',
  'HEADING',
  'TIME',
  'BYLINE',
  'LANG',
  'OUTLET',
  'URL',
  'DATELINE',
  'FIRST_SENTENCE',
  'DETECTION',
] as const;
/** Where in a document a candidate was found. */
export type FieldOrigin = (typeof FIELD_ORIGINS)[number];

export const SELECTION_RULES = ['ONLY', 'TRUSTED', 'AGREED'] as const;
/** Why a candidate was taken: it was the only one, the first in the order of trust, or what most places say. */
export type SelectionRule = (typeof SELECTION_RULES)[number];

export const DATE_ZONES = ['STATED', 'PUBLISHER', 'ASSUMED'] as const;
/** The zone of a time: written beside it, that of the publisher's other dates, or UTC for want of any. */
export type DateZone = (typeof DATE_ZONES)[number];

/** What one place of a document says of a field. */
export interface FieldCandidate {
  /** As it is written there; a name for a publisher, the names joined by commas for a byline. */
  readonly value: string;
  readonly origin: FieldOrigin;
  /** The exact place: 'article:published_time', 'h1'. Null where the origin says all. */
  readonly place: string | null;
  readonly isChosen: boolean;
  /** Of a date that can be read. */
  readonly precision: DatePrecision | null;
  /** Of a date with a time. */
  readonly zone: DateZone | null;
}

/** All candidates for a field, the most trusted first, and the rule by which one was chosen; null when none was. */
export interface FieldProvenance {
  readonly field: ProvenanceField;
  readonly rule: SelectionRule | null;
  readonly candidates: readonly FieldCandidate[];
}
