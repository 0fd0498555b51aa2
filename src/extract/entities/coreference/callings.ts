import type { ExtractedEntity } from '../../../domain/extraction.ts';
import { outletByName } from '../../../domain/outlets.ts';
import { countryNamed } from '../gazetteer/countries.ts';
import { regionNamed } from '../gazetteer/regions.ts';
import { COMPANY_FORMS, ORGANIZATION_HEADS, PLACE_HEADS } from '../lexicon/heads.ts';
import { ROLES } from '../lexicon/titles.ts';
import { wordSet } from '../lexicon/word-set.ts';
import type { PersonFacts } from '../people.ts';

export const NEWSPAPER_NOUNS = wordSet('paper newspaper daily tabloid weekly magazine outlet broadcaster broadsheet');
export const AGENCY_NOUNS = wordSet('agency newswire wire');
const COMPANY_NOUNS = wordSet('company firm corporation');
/** Nouns for an organisation whose name does not tell what it is. */
const ANY_ORGANIZATION = wordSet('company firm group organization organisation');
const GROUP_NOUNS = wordSet('organization organisation group');
const TEAM_NOUNS = wordSet('team club side');
const NEWSPAPER_HEADS = wordSet(
  'times post herald tribune gazette journal guardian observer telegraph chronicle courier mail mirror star sun ledger dispatch examiner inquirer press standard globe bulletin news daily weekly mercury echo argus argosy',
);
/** Organisations of the state that may be called an agency, by their head. */
const AGENCY_HEADS = wordSet(
  'agency administration bureau office service authority directorate inspectorate commission centers',
);
export const PERSON_NOUNS = wordSet(
  'man woman boy girl person teenager teen child youth gentleman lady kid pensioner retiree defendant accused deceased',
);
/** Nouns by which reporters vary the name of the one they write about, and rarely bring in another: 'the senator', not 'the judge'. */
export const VARYING_NOUNS = wordSet(
  `senator congressman congresswoman lawmaker legislator representative governor mayor politician candidate nominee contender
   challenger incumbent frontrunner front-runner billionaire millionaire businessman businesswoman entrepreneur mogul tycoon magnate
   financier actor actress singer rapper musician composer comedian star novelist playwright poet painter sculptor filmmaker
   striker midfielder defender goalkeeper winger forward footballer batsman bowler quarterback pitcher golfer boxer sprinter
   swimmer cyclist skier skater gymnast athlete champion medallist medalist dissident activist veteran newcomer native octogenarian
   teenager pensioner`,
);
const COUNTRY_NOUNS = wordSet('country nation');
const CITY_NOUNS = wordSet('city town');
const REGION_NOUNS = wordSet('state province region');

const ALL_PERSON_NOUNS: ReadonlySet<string> = new Set([...ROLES, ...PERSON_NOUNS, ...VARYING_NOUNS]);
const ALL_PLACE_NOUNS: ReadonlySet<string> = new Set([
  ...COUNTRY_NOUNS,
  ...CITY_NOUNS,
  ...REGION_NOUNS,
  ...PLACE_HEADS,
]);
const ALL_NOUNS: ReadonlySet<string> = new Set([
  ...ALL_PERSON_NOUNS,
  ...ALL_PLACE_NOUNS,
  ...NEWSPAPER_NOUNS,
  ...AGENCY_NOUNS,
  ...ANY_ORGANIZATION,
  ...TEAM_NOUNS,
  ...ORGANIZATION_HEADS,
]);

/** Whether a name may be taken up again by the noun. */
export function isCalling(word: string): boolean {
  return ALL_NOUNS.has(word);
}

export function isPersonNoun(word: string): boolean {
  return ALL_PERSON_NOUNS.has(word);
}

export function isPlaceNoun(word: string): boolean {
  return ALL_PLACE_NOUNS.has(word);
}

/** The nouns by which an entity can be called: 'minister' for a foreign minister, 'paper' for a newspaper. */
export interface Callings {
  /** What its name, title or description says. */
  readonly sure: ReadonlySet<string>;
  /** What it may be for all that its name tells. */
  readonly possible: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

export function callingsOf(entity: ExtractedEntity, facts: PersonFacts | undefined): Callings {
  if (entity.type === 'PERSON') {
    const sure = new Set(facts?.roles.flatMap((role) => role.split(' ')));
    return { sure, possible: NONE };
  }
  if (entity.type === 'PLACE') return { sure: placeNouns(entity), possible: NONE };
  if (entity.type !== 'ORGANIZATION') return { sure: NONE, possible: NONE };
  const sure = organizationNouns(entity);
  const head = headOf(entity.name);
  // 'Microsoft' may be any company or group; 'Interior Ministry' and 'The Times' are what they are called.
  const isOpen = !ORGANIZATION_HEADS.has(head) && !sure.has('paper') && !sure.has('agency');
  return { sure, possible: isOpen ? ANY_ORGANIZATION : NONE };
}

function organizationNouns({ name, aliases }: ExtractedEntity): Set<string> {
  const forms = [name, ...aliases];
  const head = headOf(name);
  const nouns = new Set([head]);
  const outlet = forms.map((form) => outletByName(form)).find((one) => one !== undefined);
  const add = (words: ReadonlySet<string>): void => {
    for (const word of words) nouns.add(word);
  };
  if (outlet?.kind === 'NEWS_AGENCY') add(AGENCY_NOUNS);
  if (outlet?.kind === 'NEWS_OUTLET' || (outlet === undefined && NEWSPAPER_HEADS.has(head))) add(NEWSPAPER_NOUNS);
  if (AGENCY_HEADS.has(head)) nouns.add('agency');
  if (head === 'organisation' || head === 'organization') add(GROUP_NOUNS);
  if (forms.some((form) => COMPANY_FORMS.has(form.split(/\s+/).at(-1)?.toLowerCase() ?? ''))) add(COMPANY_NOUNS);
  return nouns;
}

function placeNouns({ name, location }: ExtractedEntity): ReadonlySet<string> {
  if (countryNamed(name) !== undefined) return COUNTRY_NOUNS;
  const head = name.split(/\s+/).at(-1)?.toLowerCase() ?? '';
  if (PLACE_HEADS.has(head)) return new Set([head]);
  if (regionNamed(name) !== undefined) return REGION_NOUNS;
  return location === null ? NONE : CITY_NOUNS;
}

/** The noun that a name is about: 'ministry' of 'Ministry of Finance'. */
function headOf(name: string): string {
  return (
    name
      .split(/ (?:of|for) /)[0]
      ?.split(/\s+/)
      .at(-1)
      ?.toLowerCase() ?? ''
  );
}
