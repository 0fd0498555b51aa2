import { allCountries } from 'country-region-data';
import { lookupKey } from './lookup-key.ts';

/** Where a region lies: a country's part has the country's code; a continent or a sea has none. */
interface Region {
  readonly name: string;
  /** ISO 3166-1 alpha-2; null for what lies in several countries or in none. */
  readonly countryCode: string | null;
  /** As in 'Austin, TX'; null where there is no common one. */
  readonly code: string | null;
}

const SUPRANATIONAL = `Africa|Asia|Europe|North America|South America|Latin America|Central America|Oceania|Antarctica|Arctic|Middle East|Near East|Far East|Southeast Asia|South-East Asia|South Asia|East Asia|Central Asia
|North Africa|West Africa|East Africa|Southern Africa|Central Africa|Sub-Saharan Africa|Horn of Africa|Sahel|Sahara|Maghreb|Levant|Mesopotamia|Persian Gulf|Arabian Peninsula|Gulf|Western Europe|Eastern Europe|Central Europe|Northern Europe|Southern Europe
|Scandinavia|Balkans|Baltics|Caucasus|North Caucasus|Caribbean|West Indies|Polynesia|Melanesia|Micronesia|Asia-Pacific|Asia Pacific|Indo-Pacific|Pacific|Atlantic|Pacific Ocean|Atlantic Ocean|Indian Ocean|Arctic Ocean|Southern Ocean|Mediterranean|Mediterranean Sea|Black Sea|Red Sea|Caspian Sea|Baltic Sea|North Sea|Dead Sea
|South China Sea|East China Sea|Sea of Japan|Arabian Sea|Aegean|Aegean Sea|Adriatic|Gulf of Mexico|Gulf of Aden|Bay of Bengal|English Channel|Strait of Hormuz|Bosphorus|Suez Canal|Panama Canal|Nile|Amazon|Danube|Rhine|Tigris|Euphrates|Mekong|Ganges|Himalayas|Alps|Andes|Pyrenees|Rocky Mountains|Kurdistan|Kashmir|Donbas|Donbass|Golan Heights|West|Western Hemisphere|Soviet Union|Eurasia|Central Asia|Eurozone|Silk Road|Greater Antilles|Amazonia|Patagonia|Siberia|Lapland|Mars|Moon|North Pole|South Pole|Earth`;

/** Parts of countries that the press names and the data lacks or spells otherwise. */
const PARTS: Readonly<Record<string, string>> = {
  GB: 'England|Scotland|Wales|Northern Ireland|Cornwall|Yorkshire|Lancashire|Midlands|East Anglia|Ulster',
  ES: 'Catalonia|Andalusia|Basque Country|Galicia|Canary Islands|Balearic Islands|Castile',
  IT: 'Sicily|Sardinia|Lombardy|Tuscany|Piedmont|Calabria',
  DE: 'Bavaria|Saxony|North Rhine-Westphalia|Lower Saxony|Rhineland|Hesse|Thuringia|Prussia',
  FR: 'Brittany|Normandy|Corsica|Alsace|Provence|Burgundy',
  RU: 'Crimea|Chechnya|Dagestan|Tatarstan|Ingushetia|Kamchatka|Sakhalin',
  UA: 'Crimea|Donetsk People’s Republic|Luhansk People’s Republic',
  PS: 'West Bank|Gaza Strip|Gaza',
  IQ: 'Iraqi Kurdistan|Anbar|Nineveh',
  CN: 'Xinjiang|Tibet|Inner Mongolia|Manchuria',
  IN: 'Jammu and Kashmir|Jammu & Kashmir|Orissa|Pondicherry',
  PK: 'Khyber Pakhtunkhwa|Balochistan|Waziristan|North Waziristan|South Waziristan|Sindh',
  SD: 'Darfur|South Darfur|North Darfur|Kordofan|South Kordofan',
  ET: 'Tigray|Oromia|Amhara|Ogaden',
  SO: 'Somaliland|Puntland',
  GE: 'Abkhazia|South Ossetia',
  AZ: 'Nagorno-Karabakh',
  MD: 'Transnistria',
  ID: 'Java|Sumatra|Sulawesi|Bali|Borneo|Aceh|Papua|Kalimantan',
  PH: 'Luzon|Mindanao|Visayas',
  JP: 'Hokkaido|Honshu|Kyushu|Okinawa|Shikoku',
  US: 'New England|Midwest|Deep South|West Coast|East Coast|Silicon Valley|Manhattan|Brooklyn|Queens|Bronx|Harlem|Hollywood|Long Island|Washington, D.C.|Washington DC|D.C.|Staten Island|Ground Zero|Guantanamo Bay|Pearl Harbor|Capitol Hill',
  AU: 'Tasmania|Queensland|New South Wales|Victoria',
  NL: 'Zeeland|Friesland',
  BE: 'Flanders|Wallonia',
  TR: 'Anatolia|Thrace',
  GL: 'Greenland',
};

/** Regions whose name is more often something else; they need support from the text. */
const DOUBTFUL = new Set([
  'delta',
  'central',
  'western',
  'eastern',
  'northern',
  'southern',
  'north',
  'south',
  'east',
  'west',
  'centre',
  'union',
  'national',
  'capital',
  'littoral',
  'plateau',
  'coast',
  'islands',
  'highlands',
  'lake',
  'lakes',
  'river',
  'valley',
  'florida',
  'independence',
  'liberty',
  'moon',
  'mars',
  'lord',
  'saint',
  'hope',
  'progress',
  'march',
  'may',
  'trinidad',
  'santiago',
  'cross',
  'victoria',
  'san',
  'new',
  'rivers',
  'king',
  'hamilton',
  'colon',
  'angus',
  'magdalena',
  'vera',
  'montana',
  'north west',
  'south west',
  'north east',
  'south east',
  'north central',
  'sar',
  'free',
  'bar',
  'ham',
  'down',
  'mon',
  'sur',
  'nord',
  'sud',
  'ouest',
  'est',
  'centro',
  'flora',
  'maria',
  'roman',
  'male',
  'leon',
  'lima',
  'la',
  'lara',
  'olga',
  'simon',
  'laura',
  'peter',
  'west',
  'gulf',
  'pacific',
  'atlantic',
  'amazon',
  'queens',
  'midlands',
  'the',
]);

const byName = new Map<string, Region>();
const byCode = new Map<string, Region>();

function add(name: string, countryCode: string | null, code: string | null): void {
  const key = lookupKey(name);
  const region: Region = { name, countryCode, code };
  if (key.length > 2 && !byName.has(key)) byName.set(key, region);
  if (code !== null && countryCode !== null) byCode.set(`${countryCode}:${code}`, region);
}

for (const name of SUPRANATIONAL.split('|')) add(name.trim(), null, null);
for (const [countryCode, names] of Object.entries(PARTS))
  for (const name of names.split('|')) add(name, countryCode, null);
// States and provinces of these countries come first: 'Georgia' excepted, they are what an unqualified name means.
const FIRST = ['US', 'CA', 'AU', 'IN'];
const ordered = [...allCountries].sort((a, b) => rank(a[1]) - rank(b[1]));
for (const [, countryCode, regions] of ordered) {
  for (const [name, code] of regions)
    add(name.replace(/ (?:City|District|Municipality)$/, ''), countryCode, FIRST.includes(countryCode) ? code : null);
}

function rank(code: string): number {
  const index = FIRST.indexOf(code);
  return index < 0 ? FIRST.length : index;
}

/** The region of that name, whatever else the name may mean. */
export function regionNamed(name: string): Region | undefined {
  return byName.get(lookupKey(name));
}

/** Whether the name of a region is more often something else. */
export function isDoubtfulRegion(name: string): boolean {
  return DOUBTFUL.has(lookupKey(name)) || name.length < 4;
}

const US_ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'ala.': 'AL',
    'ariz.': 'AZ',
    'ark.': 'AR',
    'calif.': 'CA',
    'colo.': 'CO',
    'conn.': 'CT',
    'del.': 'DE',
    'fla.': 'FL',
    'ga.': 'GA',
    'ill.': 'IL',
    'ind.': 'IN',
    'kan.': 'KS',
    'ky.': 'KY',
    'la.': 'LA',
    'md.': 'MD',
    'mass.': 'MA',
    'mich.': 'MI',
    'minn.': 'MN',
    'miss.': 'MS',
    'mo.': 'MO',
    'mont.': 'MT',
    'neb.': 'NE',
    'nev.': 'NV',
    'n.h.': 'NH',
    'n.j.': 'NJ',
    'n.m.': 'NM',
    'n.y.': 'NY',
    'n.c.': 'NC',
    'n.d.': 'ND',
    'okla.': 'OK',
    'ore.': 'OR',
    'pa.': 'PA',
    'r.i.': 'RI',
    's.c.': 'SC',
    's.d.': 'SD',
    'tenn.': 'TN',
    'tex.': 'TX',
    'vt.': 'VT',
    'va.': 'VA',
    'wash.': 'WA',
    'w.va.': 'WV',
    'wis.': 'WI',
    'wyo.': 'WY',
    'd.c.': 'DC',
  }),
);

/** The state that 'Calif.' or 'TX' stands for after a city: with two capitals, or abbreviated with a dot. */
export function stateAbbreviated(text: string): Region | undefined {
  const code = text.length === 2 ? text : text.endsWith('.') ? US_ABBREVIATIONS.get(text.toLowerCase()) : undefined;
  return code === undefined ? undefined : byCode.get(`US:${code}`);
}
