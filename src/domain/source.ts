import { normalizeName } from './name.ts';

export const SOURCE_KINDS = ['NEWS_OUTLET', 'NEWS_AGENCY', 'ORGANIZATION', 'PERSON', 'GROUP', 'DOCUMENT'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/**
 * What links a source across documents: its domain where it has one, else the entity that it is, else its name.
 * @param domain registrable domain, lower case
 * @param entityKey `ExtractedEntity.key`
 */
export function sourceKey(source: { domain: string | null; entityKey: string | null; name: string }): string {
  if (source.domain) return `domain:${source.domain}`;
  if (source.entityKey) return `entity:${source.entityKey}`;
  return `name:${normalizeName(source.name)}`;
}
