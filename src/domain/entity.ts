export const ENTITY_TYPES = ['PERSON', 'ORGANIZATION', 'PLACE', 'EVENT', 'GROUP', 'PRODUCT', 'WORK'] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

export const MENTION_TYPES = ['NAME', 'NOMINAL', 'PRONOUN'] as const;
/** CoreNLP's kinds of mention: a name ('Laurent Fabius'), a nominal ('the minister'), a pronoun ('he'). */
export type MentionType = (typeof MENTION_TYPES)[number];

export interface GeoPoint {
  readonly latitude: number;
  readonly longitude: number;
}
