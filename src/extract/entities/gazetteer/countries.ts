import { createRequire } from 'node:module';
import type { Countries } from 'world-countries';
import type { GeoPoint } from '../../../domain/entity.ts';
import { GROUP_COUNTRY, GROUPS } from '../lexicon/groups.ts';
import { lookupKey } from './lookup-key.ts';

export interface Country {
  /** Common English name. */
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly location: GeoPoint;
  readonly capitals: readonly string[];
}

/** Where the press's name is not the data's common one. */
const PRESS_NAMES: Readonly<Record<string, string>> = {
  TR: 'Turkey',
  CZ: 'Czech Republic',
  CV: 'Cape Verde',
  PS: 'Palestine',
  CD: 'Democratic Republic of the Congo',
  CG: 'Republic of the Congo',
};

/** Names in the press that the data package does not have. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  US: ['United States', 'United States of America', 'America', 'U.S.A.', 'the States'],
  GB: ['Britain', 'Great Britain'],
  AE: ['Emirates', 'UAE', 'U.A.E.'],
  RU: ['Russia', 'Russian Federation'],
  KR: ['South Korea', 'Republic of Korea'],
  KP: ['North Korea'],
  CN: ['China', 'Mainland China', 'Communist China'],
  CZ: ['Czech Republic', 'Czechia'],
  MM: ['Myanmar', 'Burma'],
  CD: ['Congo', 'Democratic Republic of Congo', 'Democratic Republic of the Congo', 'DR Congo', 'Congo-Kinshasa'],
  CG: ['Republic of the Congo', 'Congo-Brazzaville'],
  TR: ['Turkey', 'Türkiye'],
  MK: ['Macedonia', 'North Macedonia'],
  NL: ['Holland', 'Netherlands'],
  PS: ['Palestine', 'Palestinian Territories', 'Palestinian territories'],
  VA: ['Vatican City'],
  SZ: ['Swaziland', 'Eswatini'],
  TL: ['East Timor', 'Timor-Leste'],
  CV: ['Cape Verde', 'Cabo Verde'],
  TW: ['Taiwan'],
  LA: ['Laos'],
  BA: ['Bosnia', 'Bosnia-Herzegovina', 'Bosnia and Herzegovina'],
  TT: ['Trinidad', 'Trinidad and Tobago', 'Trinidad & Tobago'],
  AG: ['Antigua', 'Antigua and Barbuda'],
  KN: ['St. Kitts and Nevis', 'St Kitts and Nevis', 'St. Kitts'],
  LC: ['St. Lucia', 'St Lucia'],
  VC: ['St. Vincent and the Grenadines', 'St. Vincent'],
  ST: ['São Tomé', 'Sao Tome and Principe'],
  GM: ['the Gambia', 'Gambia'],
  BS: ['the Bahamas', 'Bahamas'],
  PG: ['Papua New Guinea'],
  CI: ['Ivory Coast', 'Côte d’Ivoire', "Cote d'Ivoire"],
  SY: ['Syria'],
  IE: ['Ireland', 'Republic of Ireland'],
};

/** Acronyms, matched with their capitals. */
const ACRONYMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    US: 'US',
    'U.S.': 'US',
    'U.S': 'US',
    USA: 'US',
    'U.S.A.': 'US',
    UK: 'GB',
    'U.K.': 'GB',
    'U.K': 'GB',
    UAE: 'AE',
    'U.A.E.': 'AE',
    DRC: 'CD',
    PRC: 'CN',
    DPRK: 'KP',
    ROK: 'KR',
    KSA: 'SA',
    CAR: 'CF',
    PNG: 'PG',
    USSR: 'RU',
  }),
);

/** In the data as another spelling, but another thing in the news. */
const NOT_COUNTRIES = new Set([
  'antarctica',
  'ulster',
  'island',
  'suomi',
  'norge',
  'islas',
  'states',
  'the states',
  'republic',
  'man',
  'svizra',
  'saint',
  'pal',
  'pinas',
  'sverige',
  'rossiya',
  'thai',
  'saudi',
]);

// Its declarations promise an ES module where a CommonJS one is.
const countries: Countries = createRequire(import.meta.url)('world-countries');

const byCode = new Map<string, Country>();
const byName = new Map<string, Country>();
const groupCountry = new Map<string, string>(GROUP_COUNTRY);
const groups = new Set<string>(GROUPS);

// States before territories: 'French' means France, not its southern lands.
for (const entry of [...countries].sort((a, b) => Number(b.unMember) - Number(a.unMember))) {
  const [latitude, longitude] = entry.latlng;
  const country: Country = {
    name: PRESS_NAMES[entry.cca2] ?? entry.name.common,
    code: entry.cca2,
    location: { latitude, longitude },
    capitals: entry.capital,
  };
  byCode.set(country.code, country);
  for (const name of [
    entry.name.common,
    entry.name.official,
    ...entry.altSpellings,
    ...(OTHER_NAMES[country.code] ?? []),
  ]) {
    const key = lookupKey(name);
    if (key.length > 3 && !NOT_COUNTRIES.has(key) && !byName.has(key) && !GROUPS.has(key)) byName.set(key, country);
  }
  for (const demonym of Object.values(entry.demonyms['eng'] ?? {})) {
    const lower = demonym.toLowerCase();
    if (lower.length < 4) continue;
    for (const form of [lower, /(?:ese|ish|ch|ss)$/.test(lower) ? lower : `${lower}s`]) {
      groups.add(form);
      if (!groupCountry.has(form)) groupCountry.set(form, country.code);
    }
  }
}
for (const [code, names] of Object.entries(OTHER_NAMES)) {
  const country = byCode.get(code);
  if (country) for (const name of names) byName.set(lookupKey(name), country);
}

export function countryByCode(code: string): Country | undefined {
  return byCode.get(code);
}

/** The country of a name or acronym as written: 'Ivory Coast', 'U.S.'; 'us' and 'Us' are none. */
export function countryNamed(name: string): Country | undefined {
  const code = ACRONYMS.get(name);
  if (code !== undefined) return byCode.get(code);
  return name.length > 3 ? byName.get(lookupKey(name)) : undefined;
}

/** Whether a word or phrase names a people, a religion's followers or an ethnic group: 'Syrian', 'Catholics'. */
export function isGroupName(name: string): boolean {
  return groups.has(name.toLowerCase());
}

/** ISO 3166-1 alpha-2 of the country whose people or adjective this is; undefined for 'Kurdish', 'Catholic'. */
export function countryOfGroup(name: string): string | undefined {
  return groupCountry.get(name.toLowerCase());
}
