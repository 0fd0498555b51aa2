import type { ExtractedEntity } from '../../../domain/extraction.ts';
import type { EntityLink, LinkRule } from '../../../domain/linking.ts';
import { outletByName } from '../../../domain/outlets.ts';
import type { Span } from '../../../domain/text-anchor.ts';
import { countryByCode, countryNamed, countryOfGroup, isGroupName } from '../gazetteer/countries.ts';
import { lookupKey } from '../gazetteer/lookup-key.ts';
import { regionNamed } from '../gazetteer/regions.ts';
import { eventNamed, organizationNamed } from '../known-names.ts';
import { EVENT_HEADS } from '../lexicon/heads.ts';
import { BODIES_OF_ONE_COUNTRY, fieldOf, MONONYMS, RULING_FAMILIES } from './names-in-doubt.ts';
import { isNationalBody, isShortAcronym, organizationName } from './organization-key.ts';
import { doubtOf } from './person-key.ts';
import type { TextContext } from './text-context.ts';

/** How an entity of one document is linked, and under which key. */
export interface DecidedLink {
  readonly key: string;
  readonly link: EntityLink;
}

/** What deciding needs to know of the document. */
export interface LinkGround {
  readonly context: TextContext;
  /** Titles and roles of a person entity, as phrases. */
  readonly rolesOf: (entity: number) => readonly string[];
}

/** Names longer than this, in UTF-16 units, are no names; and an index could not hold them. */
const LONGEST_NAME = 200;

/**
 * Whether an entity's name, with what the text adds to it, says enough to be the same thing in every document.
 * A function of the document alone, so that what is linked cannot depend on what came before.
 * @param key of the entity within the document
 * @param index of the entity in the draft that `ground` was made of
 */
export function decideLink(entity: ExtractedEntity, key: string, index: number, ground: LinkGround): DecidedLink {
  if (entity.name.length > LONGEST_NAME) {
    return articleOnly(`${key.slice(0, LONGEST_NAME)}…`, 'A name of this length is likely to be none.');
  }
  switch (entity.type) {
    case 'PERSON':
      return decidePerson(entity, key, index, ground);
    case 'ORGANIZATION':
      return decideOrganization(entity, key, index, ground);
    case 'PLACE':
      return decidePlace(entity, key);
    case 'GROUP':
      return decideGroup(entity, key);
    case 'EVENT':
      return decideEvent(entity, key);
    case 'PRODUCT':
      return linked(key, 'FULL_NAME', `The name ${quoted(entity.name)} is taken to mean one product.`);
    case 'WORK':
      return entity.name.includes(' ')
        ? linked(key, 'FULL_NAME', `The title ${quoted(entity.name)} is taken to mean one work.`)
        : articleOnly(key, `${quoted(entity.name)} is one word: many works are called so.`);
  }
}

function decidePerson(entity: ExtractedEntity, key: string, index: number, ground: LinkGround): DecidedLink {
  const name = key.slice('PERSON:'.length);
  const doubt = doubtOf(name);
  if (doubt === null) {
    return linked(key, 'FULL_NAME', `The full name, compared as ${quoted(name)}, is taken to mean one person.`);
  }
  if (doubt === 'COMMON') {
    const field = fieldOf(ground.rolesOf(index));
    return field === null
      ? articleOnly(
          key,
          `Many people are called ${quoted(name)}, and the text does not say which field this one works in.`,
        )
      : linked(
          `${key}:${field}`,
          'NAME_AND_FIELD',
          `Many people are called ${quoted(name)}; linked to those whom texts place in ${field}.`,
          ground.context.firstMention(index),
        );
  }
  if (MONONYMS.has(name)) {
    return linked(key, 'KNOWN_NAME', `${quoted(entity.name)} is the whole name of one person known the world over.`);
  }
  const held = ground.context.officeOf(index);
  if (held && doubt === 'ONE_WORD' && !RULING_FAMILIES.has(name)) {
    return linked(
      `${key}:${held.office}:${held.countryCode}`,
      'TITLE_AND_COUNTRY',
      `A surname alone, but with an office that one person holds at a time: ${held.office}, ${countryName(held.countryCode)}.`,
      held.span,
    );
  }
  return articleOnly(
    key,
    doubt === 'ONE_WORD'
      ? `${quoted(entity.name)} is one word, and the text gives no fuller name: it may be anybody’s.`
      : `${quoted(entity.name)} gives but an initial beside the surname: it may be anybody’s.`,
  );
}

function decideOrganization(
  { name, aliases, countryCode }: ExtractedEntity,
  key: string,
  index: number,
  { context }: LinkGround,
): DecidedLink {
  const { compared, isShared } = organizationName(name);
  if (isShared) {
    const bodyOf = BODIES_OF_ONE_COUNTRY.get(compared);
    const tie = context.tieOfOrganization(index);
    if (tie !== null && tie.countryCode === null) {
      return articleOnly(
        key,
        `The text ties ${quoted(name)} to a place that is not a country: others have one, too.`,
        tie.span,
      );
    }
    if (tie !== null && tie.countryCode === countryCode) {
      return linked(
        key,
        'NAME_AND_COUNTRY',
        `Every country may have one of this name; the text ties this one to ${countryName(countryCode)}.`,
        tie.span,
      );
    }
    if (bodyOf !== undefined && (countryCode === null || tie === null)) {
      return linked(
        `ORGANIZATION:${compared}:${bodyOf}`,
        'KNOWN_NAME',
        `In English ${quoted(name)} is that of ${countryName(bodyOf)} unless another country is named with it.`,
      );
    }
    if (countryCode !== null && context.onlyCountry === countryCode && isNationalBody(compared)) {
      return linked(
        key,
        'NAME_AND_COUNTRY',
        `Every country may have one of this name; the text speaks of ${countryName(countryCode)} and of no other.`,
      );
    }
    const outlet = name.includes(' ') ? outletByName(name) : undefined;
    if (outlet) return linked(key, 'KNOWN_NAME', `A news outlet of renown, ${outlet.name} (${outlet.domain}).`);
    return articleOnly(key, `Others are called ${quoted(name)}, too, and the text does not say whose this is.`);
  }
  const known = [name, ...aliases].find((form) => organizationNamed(form) !== undefined || isKnownOutlet(form));
  if (known !== undefined) {
    return linked(key, 'KNOWN_NAME', `${quoted(known)} is in the list of organisations of world renown.`);
  }
  if (isShortAcronym(name)) {
    const only = context.onlyCountry;
    return only === null
      ? articleOnly(key, `${quoted(name)} is an acronym that the text does not expand: it may stand for many things.`)
      : linked(
          `${key}:${only}`,
          'NAME_AND_COUNTRY',
          `An acronym that the text does not expand; the text speaks of ${countryName(only)} and of no other country.`,
        );
  }
  return linked(key, 'FULL_NAME', `The name, compared as ${quoted(compared)}, is taken to mean one organisation.`);
}

/** A single word may be an ordinary one, or half the name of another outlet; an acronym of the list is neither. */
function isKnownOutlet(name: string): boolean {
  return (name.includes(' ') || /^\p{Lu}{3,}$/u.test(name)) && outletByName(name) !== undefined;
}

function decidePlace({ name, countryCode }: ExtractedEntity, key: string): DecidedLink {
  const country = countryNamed(name);
  if (country !== undefined && country.code === countryCode) {
    return linked(key, 'KNOWN_NAME', `${quoted(name)} is the country.`);
  }
  if (countryCode !== null) {
    return linked(
      key,
      'NAME_AND_COUNTRY',
      `The place of this name in ${countryName(countryCode)}: the one that the text points to, or else the largest.`,
    );
  }
  const region = regionNamed(name);
  if (region !== undefined && region.countryCode === null) {
    return linked(key, 'KNOWN_NAME', `${quoted(region.name)} is in the list of regions that span countries.`);
  }
  return articleOnly(key, `The text does not say in which country ${quoted(name)} lies, and no list knows it.`);
}

function decideGroup({ name }: ExtractedEntity, key: string): DecidedLink {
  if (isGroupName(name) || countryOfGroup(name) !== undefined) {
    return linked(key, 'KNOWN_NAME', `${quoted(name)} is in the list of peoples and faiths.`);
  }
  return linked(key, 'FULL_NAME', `The name ${quoted(name)} is taken to mean one people or faith.`);
}

function decideEvent({ name }: ExtractedEntity, key: string): DecidedLink {
  const known = eventNamed(name);
  const words = lookupKey(name).split(' ');
  if (known !== undefined && words.some((word) => !GENERAL_EVENT_WORDS.has(word) && !EVENT_HEADS.has(word))) {
    return linked(key, 'KNOWN_NAME', `${quoted(known)} is in the list of events of world renown.`);
  }
  if (words.length < 2 || words.every((word) => GENERAL_EVENT_WORDS.has(word) || EVENT_HEADS.has(word))) {
    return articleOnly(key, `There have been many events called ${quoted(name)}.`);
  }
  return linked(key, 'FULL_NAME', `The name ${quoted(name)} is taken to mean one event.`);
}

const GENERAL_EVENT_WORDS: ReadonlySet<string> = new Set(
  'civil general presidential parliamentary national annual international day world war first second the of independence election'.split(
    ' ',
  ),
);

function linked(key: string, rule: LinkRule, reason: string, span: Span | null = null): DecidedLink {
  return { key, link: { rule, reason, span } };
}

function articleOnly(key: string, reason: string, span: Span | null = null): DecidedLink {
  return linked(key, 'ARTICLE_ONLY', reason, span);
}

function quoted(name: string): string {
  return `“${name}”`;
}

function countryName(code: string | null): string {
  const name = code === null ? 'no country' : (countryByCode(code)?.name ?? code);
  return /^(?:United |Netherlands|Philippines|Czech Rep|Maldives|Bahamas|Gambia)/.test(name) ? `the ${name}` : name;
}
