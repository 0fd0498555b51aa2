import { outletByName } from '../../../domain/outlets.ts';
import { countryNamed } from '../gazetteer/countries.ts';
import { lookupKey } from '../gazetteer/lookup-key.ts';
import { regionNamed } from '../gazetteer/regions.ts';
import { ORGANIZATION_HEADS } from '../lexicon/heads.ts';
import { organizationBase } from '../qualifiers.ts';
import { remembered } from '../remembered.ts';
import { COMPANY_ENDINGS, SHARED_BODIES, SPELLINGS } from './names-in-doubt.ts';

/** An organisation's name as it is compared across documents. */
export interface OrganizationName {
  readonly compared: string;
  /** Whether other countries have a body of that name: then the country belongs to the key. */
  readonly isShared: boolean;
}

/**
 * The form in which names of organisations are compared: without company form, British spellings as American ones, '&' as
 * 'and', a ministry without its country ('French Defence Ministry', 'Ministry of Defense of France').
 */
export const organizationName = remembered(compareOrganization);

function compareOrganization(name: string): OrganizationName {
  const { base, isGeneric, countryCode } = organizationBase(name);
  // 'Bank of India' is not 'Indian Bank': of a single general word the country is part of the name.
  const isBareHead =
    isGeneric &&
    !base.includes(' ') &&
    !/^(?:army|navy|parliament|senate|congress|government|cabinet|presidency|treasury|judiciary|police)$/.test(base);
  const whole = lookupKey(name);
  // Nor is the 'Kenyan Red Cross' the Red Cross, for which no country would be kept.
  const isNamedAfterCountry = (isBareHead && whole !== base) || (!isGeneric && countryCode !== null);
  const compared = americanSpelling(withoutCompanyEnding(isNamedAfterCountry ? whole : base)) || whole || name;
  return {
    compared,
    isShared: (isGeneric && !isNamedAfterCountry) || ORGANIZATION_HEADS.has(compared) || SHARED_BODIES.has(compared),
  };
}

function americanSpelling(name: string): string {
  return name
    .split(' ')
    .map((word) => (word === '&' ? 'and' : (SPELLINGS.get(word) ?? word)))
    .join(' ');
}

/** 'ford motor company' and 'ford motor co' as 'ford motor'; 'new york times company' is not the newspaper. */
function withoutCompanyEnding(name: string): string {
  const words = name.split(' ');
  while (words.length > 1 && COMPANY_ENDINGS.has(words.at(-1) ?? '')) words.pop();
  const rest = words.join(' ');
  if (rest === name || (words.length === 1 && ORGANIZATION_HEADS.has(rest))) return name;
  const isOtherThing =
    outletByName(rest) !== undefined || countryNamed(rest) !== undefined || regionNamed(rest) !== undefined;
  return isOtherThing ? name : rest;
}

/** Whether a name is an acronym that many may bear: at most four capitals. */
export function isShortAcronym(name: string): boolean {
  return /^\p{Lu}{2,4}$/u.test(name.replaceAll('.', ''));
}

/** Bodies that are a whole country's wherever they are: none of a town or a federal state is called so. */
export function isNationalBody(compared: string): boolean {
  return /\b(?:ministry|national|army|navy|air force|armed forces|foreign|defense|parliament|constitutional court|central bank|electoral commission)\b/.test(
    compared,
  );
}
