export const QUOTE_TYPES = ['DIRECT', 'MIXED', 'INDIRECT'] as const;
export type QuoteType = (typeof QUOTE_TYPES)[number];

export const ABSTENTION_REASONS = ['NO_CANDIDATE', 'AMBIGUOUS', 'UNRESOLVED_PRONOUN', 'UNNAMED_SPEAKER'] as const;
/** Why a quote has no speaker entity. */
export type AbstentionReason = (typeof ABSTENTION_REASONS)[number];
