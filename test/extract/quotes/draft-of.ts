import type { EntityType, MentionType } from '../../../src/domain/entity.ts';
import type { ExtractedEntity, ExtractedMention } from '../../../src/domain/extraction.ts';
import type { Draft } from '../../../src/extract/draft.ts';
import { annotate } from '../../../src/text/annotate.ts';

/** An entity with the words that stand for it in the test's text. */
export interface Who {
  readonly name: string;
  readonly type: EntityType;
  readonly names?: readonly string[];
  readonly pronouns?: readonly string[];
  readonly nominals?: readonly string[];
}

/** A draft as the entity steps leave it, with the given entities mentioned wherever their words stand. */
export function draftOf(body: string, people: readonly Who[] = []): Draft {
  const entities = people.map(
    ({ name, type, names }): ExtractedEntity => ({
      key: `${type}:${name.toLowerCase()}`,
      name,
      type,
      aliases: names ?? [],
      countryCode: null,
      location: null,
      sameAs: [],
      salience: 0.5,
    }),
  );
  const mentions: ExtractedMention[] = [];
  const mark = (entity: number, words: readonly string[], mentionType: MentionType): void => {
    for (const word of words) {
      for (let at = body.indexOf(word); at >= 0; at = body.indexOf(word, at + word.length)) {
        const inWord = /[\p{L}\p{N}]/u.test(body.charAt(at - 1)) || /[\p{L}\p{N}]/u.test(body.charAt(at + word.length));
        const taken = mentions.some(({ start, end }) => start < at + word.length && at < end);
        if (!inWord && !taken) mentions.push({ start: at, end: at + word.length, entity, mentionType });
      }
    }
  };
  for (const [entity, { name, names }] of people.entries()) mark(entity, [name, ...(names ?? [])], 'NAME');
  for (const [entity, { nominals }] of people.entries()) mark(entity, nominals ?? [], 'NOMINAL');
  for (const [entity, { pronouns }] of people.entries()) mark(entity, pronouns ?? [], 'PRONOUN');
  return {
    text: annotate(body),
    article: { body, headline: '', inLanguage: 'en' },
    entities,
    mentions: mentions.sort((a, b) => a.start - b.start),
    quotes: [],
    sources: [],
    citations: [],
  };
}
