import { describe, expect, it } from 'vitest';
import { dateFromUrl, publisherFromUrl, sectionFromUrl, slugWordsFromUrl } from '../../src/formats/url-fields.ts';

const at = (path: string) => `https://www.harbour-ledger.example${path}`;

describe('dateFromUrl', () => {
  it.each([
    ['/world/2015/11/16/bridge-shut/', '2015-11-16', 'DAY'],
    ['/2015/nov/16/bridge-shut', '2015-11-16', 'DAY'],
    ['/world/2015-11-16/bridge-shut', '2015-11-16', 'DAY'],
    ['/world/2015-11-16-bridge-shut', '2015-11-16', 'DAY'],
    ['/20151116/bridge-shut', '2015-11-16', 'DAY'],
    ['/2015/1/6/bridge-shut', '2015-01-06', 'DAY'],
    ['/world/bridge-shut-2015-11-16/', '2015-11-16', 'DAY'],
    ['/world/bridge-shut-20151116.html', '2015-11-16', 'DAY'],
    ['/world/2015-11-bridge-shut.html', '2015-11-01', 'MONTH'],
    ['/2015/11/bridge-shut', '2015-11-01', 'MONTH'],
    ['/2015/bridge-shut', '2015-01-01', 'YEAR'],
    ['/2015/02/30/bridge-shut', '2015-02-01', 'MONTH'],
    ['/2015/13/01/bridge-shut', '2015-01-01', 'YEAR'],
  ])('%s gives %s (%s)', (path, day, precision) => {
    expect(dateFromUrl(at(path))).toEqual({ date: new Date(day), precision });
  });

  it.each([
    '/',
    '/world/bridge-shut',
    '/world/bridge-shut-in-2015',
    '/1066/10/14/hastings',
    '/world-34832512',
    '/20159932/x',
    '/?date=2015/11/16',
    '/3015/11/16/x',
    '/ferries-20159932',
  ])('%s gives none', (path) => {
    expect(dateFromUrl(at(path))).toBeNull();
  });
});

describe('sectionFromUrl', () => {
  it.each([
    ['/world/2015/11/16/bridge-shut/', 'world'],
    ['/us-news/2015/bridge-shut', 'us news'],
    ['/en/sport/bridge-shut', 'sport'],
    ['/article/politics/bridge-shut', 'politics'],
    ['/news/world/bridge-shut', 'news'],
    ['/2015/11/16/world/bridge-shut', null],
    ['/bridge-shut', null],
    ['/', null],
    ['/article/bridge-shut', null],
    ['/bridge-shut-in-port-vella-after-storm/amp/', null],
    ['/12345/bridge-shut', null],
  ])('%s: %s', (path, section) => {
    expect(sectionFromUrl(at(path))).toBe(section);
  });
});

describe('slugWordsFromUrl', () => {
  it.each([
    ['/world/2015/11/16/bridge-shut-in-port-vella/', 'bridge shut in port vella'],
    ['/world/bridge-shut.html', 'bridge shut'],
    ['/world/bridge-shut-34832512', 'bridge shut'],
    ['/article/bridge-shut-idUSKBN0T51GV20151116', 'bridge shut'],
    ['/world/2015-11-16-bridge-shut', 'bridge shut'],
    ['/world/bridge-shut-2015-11-16', 'bridge shut'],
    ['/world/2015-11-bridge-shut.html', 'bridge shut'],
    ['/world/mayor-s-bridge-won-t-open', 'mayors bridge wont open'],
    ['/bridge-shut/index.html', 'bridge shut'],
    ['/bridge-shut/amp', 'bridge shut'],
    ['/bridge-shut-in-port-vella/34832512', 'bridge shut in port vella'],
    ['/wiki/Bridge_shut%2C_all-night_ferry_runs', 'Bridge shut all-night ferry runs'],
    ['/world/10-ferries-for-2016', '10 ferries for 2016'],
    ['/us-news/34832512', ''],
    ['/world/bridge', ''],
    ['/world/%E0%A4%A', ''],
    ['/', ''],
  ])('%s: %s', (path, words) => {
    expect(slugWordsFromUrl(at(path)).join(' ')).toBe(words);
  });
});

describe('publisherFromUrl', () => {
  it.each([
    [
      'https://www.nytimes.com/2015/11/16/a.html',
      { name: 'The New York Times', domain: 'nytimes.com', kind: 'NEWS_OUTLET' },
    ],
    ['https://www.bbc.com/news/a', { name: 'BBC News', domain: 'bbc.co.uk', kind: 'NEWS_OUTLET' }],
    ['https://apnews.com/article/a', { name: 'Associated Press', domain: 'apnews.com', kind: 'NEWS_AGENCY' }],
    [
      'https://m.harbour-ledger.example/a',
      { name: 'harbour-ledger', domain: 'harbour-ledger.example', kind: 'NEWS_OUTLET' },
    ],
    ['https://news.vella.co.uk/a', { name: 'vella', domain: 'vella.co.uk', kind: 'NEWS_OUTLET' }],
    ['https://vella.blogspot.com/a', { name: 'vella', domain: 'vella.blogspot.com', kind: 'NEWS_OUTLET' }],
    ['https://xn--mnchen-3ya.example/a', { name: 'münchen', domain: 'xn--mnchen-3ya.example', kind: 'NEWS_OUTLET' }],
    ['http://localhost/a', null],
    ['http://10.0.0.1/a', null],
  ])('%s', (url, publisher) => {
    expect(publisherFromUrl(url)).toEqual(publisher);
  });
});
