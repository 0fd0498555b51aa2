import { describe, expect, it } from 'vitest';
import { readDateline } from '../../src/text/dateline.ts';

describe('readDateline', () => {
  it.each([
    ['PORT VELLA, Oct. 3, 2017 (Harbour Wire) — ', '2017-10-03', null],
    ['PORT VELLA, Northland, 3 October 2017 – ', '2017-10-03', null],
    ['PORT VELLA, Oct. 3 (AP) — ', null, { month: 10, day: 3 }],
    ['PORT VELLA (Reuters) - ', null, null],
    ['VELLA -- ', null, null],
    ['ST. AGNES, Northland — ', null, null],
    ['Port Vella (AFP) – ', null, null],
    ['Port Vella, Northland, Oct. 3, 2017 (AFP) – ', '2017-10-03', null],
    ['Oct. 3 (Reuters) - ', null, null],
    ['(Reuters) - ', null, null],
  ])('%j', (dateline, day, monthDay) => {
    const read = readDateline(`${dateline}The bridge was shut.`);
    expect(read).toMatchObject({
      length: dateline.length,
      date: day && { date: new Date(day), precision: 'DAY' },
      monthDay,
    });
  });

  it.each([
    'The bridge — shut since May — is open.',
    'NMO-led crews left.',
    'NMO officials said the bridge — the old one — shut.',
    '“WE GO — now,” she said.',
    'PORT VELLA',
    '',
    'A — b',
    'The Coastal News Agency (CNA) — the oldest — moved.',
    'Ana Reyes (Northland) — the mayor — left.',
    '(Jane Roe/AP)',
    '(AP)',
    'X'.repeat(100_000),
    'VELLA '.repeat(20_000),
  ])('finds none in %j', (text) => {
    expect(readDateline(text)).toBeNull();
  });
});
