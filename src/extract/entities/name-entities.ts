import type { ExtractedEntity, ExtractedMention } from '../../domain/extraction.ts';
import type { Draft } from '../draft.ts';
import { groupNames } from './name-groups.ts';
import { nameSpans } from './name-spans.ts';
import { locate } from './places.ts';
import { settleTypes } from './settle-types.ts';

/** Fills entities and their NAME mentions: candidates, their types, who is who, and where places lie. Keys and salience follow. */
export function nameEntities(draft: Draft): Draft {
  const { text } = draft;
  const groups = groupNames(text, settleTypes(text, nameSpans(text)));
  const places = locate(groups);
  const entities: ExtractedEntity[] = [];
  const mentions: ExtractedMention[] = [];
  groups.forEach((group, index) => {
    const forms = new Set<string>();
    for (const span of group.spans) {
      const start = text.tokens[span.first]?.start ?? 0;
      const end = text.tokens[span.last - 1]?.end ?? 0;
      mentions.push({ start, end, entity: index, mentionType: 'NAME' });
      forms.add(text.body.slice(start, end).replace(/\s+/g, ' '));
    }
    forms.delete(group.name);
    const place = places[index];
    entities.push({
      key: '',
      name: group.name,
      type: group.type,
      aliases: [...forms],
      countryCode: place?.countryCode ?? null,
      location: place?.location ?? null,
      sameAs: [],
      salience: 0,
    });
  });
  mentions.sort((a, b) => a.start - b.start);
  return { ...draft, entities, mentions };
}
