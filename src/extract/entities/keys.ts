import type { ExtractedEntity } from '../../domain/extraction.ts';
import { normalizeName } from '../../domain/name.ts';
import type { Draft } from '../draft.ts';
import { placeQualifier } from './places.ts';
import { organizationBase } from './qualifiers.ts';

/**
 * Gives every entity its key, the same in every document that names the same thing under the same name: type, normalised name,
 * and the country where a name alone is not enough. Entities of one document with equal keys become one.
 */
export function keyEntities(draft: Draft): Draft {
  const indexOf = new Map<string, number>();
  const entities: ExtractedEntity[] = [];
  const renumbered: number[] = [];
  for (const entity of draft.entities) {
    const key = entityKey(entity);
    const known = indexOf.get(key);
    const other = known === undefined ? undefined : entities[known];
    if (known !== undefined && other !== undefined) {
      renumbered.push(known);
      const names = new Set([...other.aliases, entity.name, ...entity.aliases]);
      names.delete(other.name);
      entities[known] = { ...other, aliases: [...names] };
    } else {
      indexOf.set(key, entities.length);
      renumbered.push(entities.length);
      entities.push({ ...entity, key });
    }
  }
  const mentions = draft.mentions.map((mention) => ({
    ...mention,
    entity: renumbered[mention.entity] ?? mention.entity,
  }));
  return { ...draft, entities, mentions };
}

/** 'PERSON:laurent fabius', 'PLACE:paris:FR', 'PLACE:springfield:US-IL', 'ORGANIZATION:defense ministry:FR', 'GROUP:french'. */
function entityKey({
  type,
  name,
  countryCode,
  location,
}: Pick<ExtractedEntity, 'type' | 'name' | 'countryCode' | 'location'>): string {
  if (type === 'PLACE') {
    const qualifier = placeQualifier(name, countryCode, location);
    return `PLACE:${normalizeName(name)}${qualifier === null ? '' : `:${qualifier}`}`;
  }
  if (type === 'ORGANIZATION') {
    const { base, isGeneric } = organizationBase(name);
    return `ORGANIZATION:${base}${isGeneric && countryCode !== null ? `:${countryCode}` : ''}`;
  }
  return `${type}:${normalizeName(name) || name}`;
}
