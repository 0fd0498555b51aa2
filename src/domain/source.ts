export const SOURCE_KINDS = ['NEWS_OUTLET', 'NEWS_AGENCY', 'ORGANIZATION', 'PERSON', 'GROUP', 'DOCUMENT'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
