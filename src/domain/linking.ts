import type { Span } from './text-anchor.ts';

export const LINK_RULES = [
  'KNOWN_NAME',
  'FULL_NAME',
  'NAME_AND_COUNTRY',
  'TITLE_AND_COUNTRY',
  'NAME_AND_FIELD',
  'ARTICLE_ONLY',
] as const;
/** Why what an article names is taken for the same thing as in other articles, or why it is not. */
export type LinkRule = (typeof LINK_RULES)[number];

/** The ground on which an entity of one document is linked to those of others. */
export interface EntityLink {
  readonly rule: LinkRule;
  /** For an editor: what was compared and what made it sure or doubtful, a sentence. */
  readonly reason: string;
  /** The words of the text that gave the country, the title or the field; null where the name alone decided. */
  readonly span: Span | null;
}
