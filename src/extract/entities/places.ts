import type { GeoPoint } from '../../domain/entity.ts';
import type { City } from './gazetteer/cities.ts';
import { citiesNamed } from './gazetteer/cities.ts';
import { countryByCode, countryNamed, countryOfGroup } from './gazetteer/countries.ts';
import { regionNamed } from './gazetteer/regions.ts';
import type { NameGroup } from './name-groups.ts';
import { organizationBase } from './qualifiers.ts';

/** Where a thing is or whose it is. */
interface Locality {
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string | null;
  /** Of a country its middle, of a city its own; null for a region, whose middle says little. */
  readonly location: GeoPoint | null;
}

const NOWHERE: Locality = { countryCode: null, location: null };

/** The countries that a text speaks of, with the number of times, by name, by people, and by state or province. */
type CountryCounts = ReadonlyMap<string, number>;

/**
 * Where the things named in a text are, as far as the text tells: countries by name; a town by what the text adds to it, by
 * the countries that the text speaks of, and by its size; a group by its people's country; an organisation that every country
 * has by the country that it is tied to, or else the one the text is mostly about.
 */
export function locate(groups: readonly NameGroup[]): Locality[] {
  const counts = countCountries(groups);
  const dominant = dominantCountry(counts);
  return groups.map((group) => {
    if (group.type === 'PLACE') return locatePlace(group, counts);
    if (group.type === 'GROUP') return { countryCode: countryOfGroup(group.name) ?? null, location: null };
    if (group.type === 'ORGANIZATION') {
      const { countryCode, isGeneric } = organizationBase(group.name);
      return { countryCode: group.qualifier ?? countryCode ?? (isGeneric ? dominant : null), location: null };
    }
    return NOWHERE;
  });
}

function countCountries(groups: readonly NameGroup[]): CountryCounts {
  const counts = new Map<string, number>();
  for (const { type, name, qualifier, spans } of groups) {
    const code =
      qualifier?.slice(0, 2) ??
      (type === 'PLACE'
        ? (countryNamed(name)?.code ?? regionNamed(name)?.countryCode)
        : type === 'GROUP'
          ? countryOfGroup(name)
          : undefined);
    if (code !== undefined && code !== null) counts.set(code, (counts.get(code) ?? 0) + spans.length);
  }
  return counts;
}

/** The country that a text is about: named at least twice as often as any other. */
function dominantCountry(counts: CountryCounts): string | null {
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (first === undefined) return null;
  return second === undefined || first[1] >= 2 * second[1] ? first[0] : null;
}

function locatePlace({ name, qualifier, spans }: NameGroup, counts: CountryCounts): Locality {
  const country = countryNamed(name);
  const region = regionNamed(name);
  // Georgia and the like: the state, when the text speaks of its country and never of the other's people.
  const isState =
    country !== undefined &&
    region?.countryCode != null &&
    region.countryCode !== country.code &&
    (counts.get(region.countryCode) ?? 0) > 0 &&
    (counts.get(country.code) ?? 0) <= spans.length;
  if (country !== undefined && !isState) return { countryCode: country.code, location: country.location };
  const city = country === undefined ? bestCity(name, qualifier, counts) : undefined;
  if (
    city !== undefined &&
    (region === undefined ||
      region.countryCode === null ||
      city.countryCode === region.countryCode ||
      city.population > 500_000)
  ) {
    return { countryCode: city.countryCode, location: city.location };
  }
  if (region !== undefined) return { countryCode: qualifier?.slice(0, 2) ?? region.countryCode, location: null };
  return { countryCode: qualifier?.slice(0, 2) ?? null, location: null };
}

/** The city of that name that the text means; undefined when only small ones of countries that it does not speak of are left. */
function bestCity(name: string, qualifier: string | null, counts: CountryCounts): City | undefined {
  const cities = citiesNamed(name);
  if (qualifier !== null) {
    const [code, state] = qualifier.split('-');
    return cities.find((city) => city.countryCode === code && (state === undefined || city.adminCode === state));
  }
  let best: City | undefined;
  let bestScore = 0;
  for (const city of cities) {
    const mentioned = counts.get(city.countryCode) ?? 0;
    // A capital or metropolis needs no support; being spoken of is worth a factor of a hundred in people.
    const score =
      Math.log10(city.population + 1) +
      (mentioned > 0 ? 2 + Math.min(mentioned, 5) * 0.15 : 0) +
      (city.isCapital ? 1.5 : 0);
    if (mentioned === 0 && city.population < 100_000 && !city.isCapital) continue;
    if (score > bestScore) {
      best = city;
      bestScore = score;
    }
  }
  return best;
}

/** The country's own place in a key: a US city's state is part of it, for there are many Springfields. */
export function placeQualifier(name: string, countryCode: string | null, location: GeoPoint | null): string | null {
  if (countryCode !== 'US' || location === null || countryByCode('US')?.location === location) return countryCode;
  const city = citiesNamed(name).find((one) => one.location === location);
  return city === undefined ? countryCode : `US-${city.adminCode}`;
}
