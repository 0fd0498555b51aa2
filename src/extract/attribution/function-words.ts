/** Little words and marks that tell where clauses begin and end. */

export const COORDINATORS = new Set(['and', 'but', 'or', 'then', 'yet']);
export const CONTRASTS = new Set([
  'and',
  'but',
  'while',
  'though',
  'although',
  'as',
  'after',
  'when',
  'because',
  'so',
  'or',
  'before',
  'since',
  'even',
  'whereas',
]);
export const RELATIVES = new Set(['who', 'which', 'that']);
export const DASH = /^(?:[—–―-]|--)$/;
