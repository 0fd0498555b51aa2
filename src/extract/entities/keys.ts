import type { ExtractedEntity } from '../../domain/extraction.ts';
import type { Draft } from '../draft.ts';
import { lookupKey } from './gazetteer/lookup-key.ts';
import type { LinkGround } from './linking/decide-link.ts';
import { decideLink } from './linking/decide-link.ts';
import { organizationName } from './linking/organization-key.ts';
import { personName, wholePersonName } from './linking/person-key.ts';
import { TextContext } from './linking/text-context.ts';
import { peopleOf } from './people.ts';
import { placeQualifier } from './places.ts';

/**
 * Gives every entity its key and the ground on which that key links it to other documents (`linking/decide-link.ts`).
 * Entities of one document with equal keys become one.
 */
export function keyEntities(draft: Draft): Draft {
  const unkeyed = mergeWithinDocument(draft);
  // Looked up only for names that many people bear.
  let people: ReturnType<typeof peopleOf> | undefined;
  const ground: LinkGround = {
    context: new TextContext(unkeyed),
    rolesOf: (entity) => {
      people ??= peopleOf(unkeyed);
      return people.get(entity)?.roles ?? [];
    },
  };
  const taken = new Set<string>();
  const entities = unkeyed.entities.map((entity, index) => {
    const { key, link } = decideLink(entity, entity.key, index, ground);
    // Two names too long to be told apart by their key.
    let own = key;
    for (let n = 2; taken.has(own); n++) own = `${key} ${n}`;
    taken.add(own);
    return { ...entity, key: own, link };
  });
  return { ...unkeyed, entities };
}

/** Makes one of entities that the document names alike, with their key within the document. */
function mergeWithinDocument(draft: Draft): Draft {
  const indexOf = new Map<string, number>();
  const entities: ExtractedEntity[] = [];
  const renumbered: number[] = [];
  const keys = keysWithin(draft.entities);
  draft.entities.forEach((entity, i) => {
    const key = keys[i] ?? '';
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
  });
  const mentions = draft.mentions.map((mention) => ({
    ...mention,
    entity: renumbered[mention.entity] ?? mention.entity,
  }));
  return { ...draft, entities, mentions };
}

/**
 * 'PERSON:laurent fabius', 'PLACE:paris:FR', 'PLACE:springfield:US-IL', 'ORGANIZATION:defense ministry:FR', 'GROUP:french'.
 * People whom the document itself tells apart by more than is compared, such as a middle initial, keep their whole names.
 */
function keysWithin(entities: readonly ExtractedEntity[]): string[] {
  const wholeNames = new Map<string, string>();
  const apart = new Set<string>();
  for (const entity of entities) {
    if (entity.type !== 'PERSON') continue;
    const name = personName(entity);
    const whole = wholePersonName(entity.name);
    if ((wholeNames.get(name) ?? whole) !== whole) apart.add(name);
    wholeNames.set(name, whole);
  }
  return entities.map((entity) => {
    const { type, name, countryCode, location } = entity;
    if (type === 'PERSON') {
      const compared = personName(entity);
      return `PERSON:${apart.has(compared) ? wholePersonName(name) : compared}`;
    }
    if (type === 'PLACE') {
      const qualifier = placeQualifier(name, countryCode, location);
      return `PLACE:${lookupKey(name) || name}${qualifier === null ? '' : `:${qualifier}`}`;
    }
    if (type === 'ORGANIZATION') {
      const { compared, isShared } = organizationName(name);
      return `ORGANIZATION:${compared}${isShared && countryCode !== null ? `:${countryCode}` : ''}`;
    }
    return `${type}:${lookupKey(name) || name}`;
  });
}
