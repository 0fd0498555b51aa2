/** What people can say against the machine. */
export const CORRECTION_ACTIONS = [
  'UNLINK',
  'MERGE_ENTITIES',
  'SPLIT_ENTITY',
  'SET_ENTITY_TYPE',
  'SET_QUOTE_SPEAKER',
  'REJECT_QUOTE',
] as const;
export type CorrectionAction = (typeof CORRECTION_ACTIONS)[number];
