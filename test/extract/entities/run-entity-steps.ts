import type { MentionType } from '../../../src/domain/entity.ts';
import type { ExtractedEntity } from '../../../src/domain/extraction.ts';
import type { Draft } from '../../../src/extract/draft.ts';
import { startDraft } from '../../../src/extract/draft.ts';
import { entitySteps } from '../../../src/extract/entities/steps.ts';

/** The draft of a body after the entity steps. */
export function entitiesIn(body: string, headline = ''): Draft {
  const start = startDraft({ body, headline, inLanguage: 'en' });
  return entitySteps.reduce((draft, step) => step(draft), start);
}

/** Every NAME mention as 'TYPE words', in reading order. */
export function namesIn(body: string): string[] {
  const { entities, mentions } = entitiesIn(body);
  return mentions
    .filter((m) => m.mentionType === 'NAME')
    .map((m) => `${entities[m.entity]?.type} ${body.slice(m.start, m.end)}`);
}

/** Every mention as 'words = canonical name', in reading order. */
export function chainsIn(body: string, type: MentionType | 'ANY' = 'ANY'): string[] {
  const { entities, mentions } = entitiesIn(body);
  return mentions
    .filter((m) => type === 'ANY' || m.mentionType === type)
    .map((m) => `${body.slice(m.start, m.end)} = ${entities[m.entity]?.name}`);
}

export function entityNamed(body: string, name: string): ExtractedEntity | undefined {
  return entitiesIn(body).entities.find((entity) => entity.name === name);
}
