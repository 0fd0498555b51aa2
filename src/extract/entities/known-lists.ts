import { ownText } from '../../text/own-text.ts';
import { isCommonWord } from '../../text/tokens.ts';
import { citiesNamed } from './gazetteer/cities.ts';
import { countryNamed, isGroupName } from './gazetteer/countries.ts';
import { isFirstName } from './gazetteer/first-names.ts';
import { isDoubtfulRegion, regionNamed, stateAbbreviated } from './gazetteer/regions.ts';
import { eventNamed, organizationNamed, outletNamed } from './known-names.ts';
import {
  COMPANY_FORMS,
  COMPASS,
  EVENT_HEADS,
  EVENT_PREFIXES,
  OF_HEADS,
  ORGANIZATION_HEADS,
  ORGANIZATION_NOUNS_AFTER,
  ORGANIZATION_NOUNS_BEFORE,
  PLACE_HEADS,
  PLACE_NOUNS_AFTER,
  PLACE_NOUNS_BEFORE,
  PLACE_PREFIXES,
  PRODUCT_HEADS,
  WEAK_ORGANIZATION_HEADS,
  WORK_HEADS,
  WORK_NOUNS_BEFORE,
} from './lexicon/heads.ts';
import { CALENDAR, NOT_NAMES, NOT_ORGANIZATIONS } from './lexicon/not-names.ts';
import { HONORIFICS, NAME_SUFFIXES, ROLES, TITLE_MODIFIERS } from './lexicon/titles.ts';

/** Lists of single words in lower case; the number of a list is its place here. */
const WORD_LISTS: readonly { has(word: string): boolean }[] = [
  ORGANIZATION_HEADS,
  WEAK_ORGANIZATION_HEADS,
  OF_HEADS,
  COMPANY_FORMS,
  PLACE_HEADS,
  PLACE_PREFIXES,
  COMPASS,
  EVENT_HEADS,
  EVENT_PREFIXES,
  WORK_HEADS,
  PRODUCT_HEADS,
  PLACE_NOUNS_AFTER,
  PLACE_NOUNS_BEFORE,
  ORGANIZATION_NOUNS_AFTER,
  ORGANIZATION_NOUNS_BEFORE,
  WORK_NOUNS_BEFORE,
  HONORIFICS,
  ROLES,
  TITLE_MODIFIERS,
  NAME_SUFFIXES,
  CALENDAR,
  NOT_NAMES,
  NOT_ORGANIZATIONS,
  { has: isCommonWord },
];

/** The lists that have the word, one bit a list. `text` as it stands in the text. */
export function wordLists(text: string): number {
  const lower = text.toLowerCase();
  let bits = 0;
  WORD_LISTS.forEach((list, i) => {
    if (list.has(lower)) bits |= 1 << i;
  });
  if (isFirstName(text)) bits |= 1 << WORD_LISTS.length;
  return bits;
}

/** Lists of whole names; the bits of `nameLists`. */
export const NAME_LISTS = 11;

const MOST_NAMES = 10_000;
const names = new Map<string, number>();

/** The lists that have the name, one bit a list: countries, peoples, regions, organisations, outlets, events, cities by size. */
export function nameLists(name: string): number {
  let bits = names.get(name);
  if (bits === undefined) {
    bits = findLists(name);
    if (names.size >= MOST_NAMES) names.clear();
    names.set(ownText(name), bits);
  }
  return bits;
}

function findLists(name: string): number {
  let bits = 0;
  if (countryNamed(name) !== undefined) bits |= 1;
  if (isGroupName(name)) bits |= 2;
  if (regionNamed(name) !== undefined) bits |= isDoubtfulRegion(name) ? 4 : 8;
  if (stateAbbreviated(name) !== undefined) bits |= 16;
  if (organizationNamed(name) !== undefined) bits |= 32;
  if (outletNamed(name) !== undefined) bits |= 64;
  if (eventNamed(name) !== undefined) bits |= 128;
  const [city] = citiesNamed(name);
  if (city !== undefined)
    bits |= city.isCapital || city.population > 500_000 ? 256 : city.population > 50_000 ? 512 : 1024;
  return bits;
}
