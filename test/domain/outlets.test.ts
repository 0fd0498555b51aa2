import { getDomain } from 'tldts';
import { describe, expect, it } from 'vitest';
import { normalizeName } from '../../src/domain/name.ts';
import { OUTLETS, outletByDomain, outletByName } from '../../src/domain/outlets.ts';

describe('the table of outlets', () => {
  it('gives every domain once, lower case and registrable', () => {
    const domains = OUTLETS.flatMap((outlet) => [outlet.domain, ...(outlet.otherDomains ?? [])]);
    expect(domains.filter((domain) => getDomain(domain) !== domain)).toEqual([]);
    expect(domains.filter((domain, index) => domains.indexOf(domain) !== index)).toEqual([]);
  });

  it('lets no name or alias stand for two outlets', () => {
    const owners = new Map<string, Set<string>>();
    for (const outlet of OUTLETS) {
      for (const name of [outlet.name, ...outlet.aliases]) {
        const key = normalizeName(name);
        expect(key, outlet.name).not.toBe('');
        owners.set(key, (owners.get(key) ?? new Set()).add(outlet.domain));
      }
    }
    expect([...owners].filter(([, domains]) => domains.size > 1)).toEqual([]);
  });
});

describe('outletByDomain', () => {
  it.each([
    ['nytimes.com', 'The New York Times', 'NEWS_OUTLET'],
    ['bbc.co.uk', 'BBC News', 'NEWS_OUTLET'],
    ['bbc.com', 'BBC News', 'NEWS_OUTLET'],
    ['APNews.com', 'Associated Press', 'NEWS_AGENCY'],
    ['tass.ru', 'TASS', 'NEWS_AGENCY'],
  ])('%s is %s', (domain, name, kind) => {
    expect(outletByDomain(domain)).toMatchObject({ name, kind });
  });

  it('does not know an invented domain', () => {
    expect(outletByDomain('harbour-ledger.example')).toBeUndefined();
  });
});

describe('outletByName', () => {
  it.each([
    ['New York Times', 'nytimes.com'],
    ['the AP', 'apnews.com'],
    ['A.F.P.', 'afp.com'],
    ['Agence France‑Presse', 'afp.com'],
    ['El Pais', 'elpais.com'],
    ['Al-Jazeera', 'aljazeera.com'],
    ['The Times', 'thetimes.com'],
    ['L.A. Times', 'latimes.com'],
  ])('%s is published on %s', (name, domain) => {
    expect(outletByName(name)?.domain).toBe(domain);
  });

  it.each(['ABC', 'CNA', 'the Post', 'the Journal', 'The Harbour Ledger', ''])('%j names no one outlet', (name) => {
    expect(outletByName(name)).toBeUndefined();
  });
});
