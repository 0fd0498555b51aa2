import { describe, expect, it } from 'vitest';
import type { LinkRule } from '../../src/domain/linking.ts';
import { entitiesIn } from './entities/run-entity-steps.ts';

/** The entity of that name and how it is linked: its key, or the key and '(alone)' where it is its article's only. */
function linkOf(body: string, name: string): { key: string; rule: LinkRule | undefined } {
  const entity = entitiesIn(body).entities.find((one) => one.name === name || one.aliases.includes(name));
  if (!entity) throw new Error(`no ${name}: ${entitiesIn(body).entities.map((one) => one.name)}`);
  return { key: entity.key, rule: entity.link?.rule };
}

describe('two texts name the same thing', () => {
  it.each<[string, [text: string, name: string], [text: string, name: string]]>([
    ['a middle initial', ['Orla J. Fenn spoke.', 'Orla J. Fenn'], ['Orla Fenn left.', 'Orla Fenn']],
    [
      'an initial in the first text only',
      ['Orla J. Fenn and Orla Fenn are one.', 'Orla J. Fenn'],
      ['Orla Fenn left.', 'Orla Fenn'],
    ],
    ['leading initials', ['J. K. Tarrow wrote.', 'J. K. Tarrow'], ['J.K. Tarrow wrote.', 'J.K. Tarrow']],
    ['the Arabic article', ['Samir al-Haddad spoke.', 'Samir al-Haddad'], ['Samir Haddad left.', 'Samir Haddad']],
    ['hyphens', ['Anne-Lise Fenn spoke.', 'Anne-Lise Fenn'], ['Anne Lise Fenn left.', 'Anne Lise Fenn']],
    ['accents', ['Zoë Čapek spoke.', 'Zoë Čapek'], ['Zoe Capek left.', 'Zoe Capek']],
    ['letters that are no accents', ['Lech Małysz spoke.', 'Lech Małysz'], ['Lech Malysz left.', 'Lech Malysz']],
    [
      'company forms',
      ['Brightwater Motor Company grew.', 'Brightwater Motor Company'],
      ['Brightwater Motor Co. fell.', 'Brightwater Motor Co.'],
    ],
    ['“the”', ['The Harbour Fund paid.', 'Harbour Fund'], ['He left the Harbour Fund.', 'Harbour Fund']],
    [
      'spelling',
      ['The Harbour Research Centre opened.', 'Harbour Research Centre'],
      ['The Harbor Research Center opened.', 'Harbor Research Center'],
    ],
    [
      'an acronym that the text expands',
      ['The Port Trade Union (PTU) struck. The PTU won.', 'PTU'],
      ['The Port Trade Union struck.', 'Port Trade Union'],
    ],
    [
      'a broadcaster by its acronym',
      ['In Kenya he told the BBC so.', 'BBC'],
      ['In Kenya and Uganda he told the BBC so.', 'BBC'],
    ],
    [
      'an acronym that the world knows',
      ['The IMF lent more.', 'International Monetary Fund'],
      ['The International Monetary Fund lent more.', 'International Monetary Fund'],
    ],
    [
      'a ministry by adjective and by “of”',
      ['The Kenyan Health Ministry spoke.', 'Kenyan Health Ministry'],
      ['Kenya’s Ministry of Health spoke.', 'Ministry of Health'],
    ],
    [
      'a surname with office and country',
      ['Russian President Tarkin spoke.', 'Tarkin'],
      ['Tarkin, the Russian president, left.', 'Tarkin'],
    ],
    [
      'a surname with office and “of”',
      ['Russian President Tarkin spoke.', 'Tarkin'],
      ['Tarkin, the president of Russia, left.', 'Tarkin'],
    ],
  ])('%s', (_what, [text, name], [otherText, otherName]) => {
    const [one, other] = [linkOf(text, name), linkOf(otherText, otherName)];
    expect(other.key).toBe(one.key);
    expect([one.rule, other.rule]).not.toContain('ARTICLE_ONLY');
  });
});

describe('two texts name different things', () => {
  it.each<[string, [text: string, name: string], [text: string, name: string]]>([
    [
      'France’s ministry and Russia’s',
      ['France’s Defense Ministry spoke.', 'Defense Ministry'],
      ['Russia’s Defense Ministry spoke.', 'Defense Ministry'],
    ],
    ['Paris and Paris, Texas', ['They flew to Paris.', 'Paris'], ['They flew to Paris, Texas.', 'Paris']],
    ['father and son', ['Orla Fenn spoke.', 'Orla Fenn'], ['Orla Fenn Jr. spoke.', 'Orla Fenn Jr.']],
    [
      'initials that tell people apart',
      ['Michael Jordan spoke.', 'Michael Jordan'],
      ['Michael B. Jordan spoke.', 'Michael B. Jordan'],
    ],
    [
      'initials that tell people apart, dropped later in the text',
      ['George Bush spoke.', 'George Bush'],
      ['George W. Bush spoke, and George Bush left.', 'George W. Bush'],
    ],
    [
      'the politician and the player of a common name',
      ['Senator John Smith spoke.', 'John Smith'],
      ['The striker John Smith scored.', 'John Smith'],
    ],
    [
      'presidents of two countries',
      ['Russian President Tarkin spoke.', 'Tarkin'],
      ['Kenyan President Tarkin spoke.', 'Tarkin'],
    ],
    [
      'an organisation of renown and its branch in a country',
      ['The Red Cross sent doctors.', 'Red Cross'],
      ['The Kenyan Red Cross sent doctors.', 'Kenyan Red Cross'],
    ],
    [
      'a bank of a country and a country’s bank',
      ['The Bank of India paid.', 'Bank of India'],
      ['The Indian Bank paid.', 'Indian Bank'],
    ],
  ])('%s', (_what, [text, name], [otherText, otherName]) => {
    expect(linkOf(otherText, otherName).key).not.toBe(linkOf(text, name).key);
  });

  it('two people of one text whom only an initial tells apart stay two', () => {
    const keys = entitiesIn('Orla J. Fenn met Orla B. Fenn.').entities.map(({ key }) => key);
    expect(keys).toEqual(['PERSON:orla j fenn', 'PERSON:orla b fenn']);
  });
});

describe('what is in doubt is its article’s alone', () => {
  it.each([
    ['a surname alone', 'Tarkin said no.', 'Tarkin'],
    ['a surname with a title that many hold', 'Senator Tarkin said no.', 'Tarkin'],
    ['a surname with an office, but no country', 'President Tarkin said no.', 'Tarkin'],
    ['an office of a family that held it twice', 'US President Bush said no.', 'Bush'],
    ['a deputy', 'Kenyan Deputy President Tarkin said no.', 'Tarkin'],
    ['an initial and a surname', 'K. Tarkin said no.', 'K. Tarkin'],
    ['a name that thousands bear', 'Mary Brown said no.', 'Mary Brown'],
    ['a short Chinese name', 'Wang Wei said no.', 'Wang Wei'],
    ['a ministry of no country', 'The Defense Ministry said no.', 'Defense Ministry'],
    ['a ministry between two countries', 'Kenya and Uganda met. The Defense Ministry said no.', 'Defense Ministry'],
    ['a court of one federal state', 'Texas’s Supreme Court said no.', 'Supreme Court'],
    ['an acronym that nothing expands', 'The QTF said no.', 'QTF'],
    ['a place that no list knows', 'They met in Quillhaven.', 'Quillhaven'],
    ['an event that comes every time', 'They lost the Civil War.', 'Civil War'],
  ])('%s', (_what, text, name) => {
    expect(linkOf(text, name).rule).toBe('ARTICLE_ONLY');
  });
});

describe('every link says its ground', () => {
  it.each<[string, string, LinkRule, reason: RegExp, words: string | null]>([
    ['Kenya’s Health Ministry spoke.', 'Health Ministry', 'NAME_AND_COUNTRY', /ties this one to Kenya/, 'Kenya'],
    [
      'In Kenya the Health Ministry spoke.',
      'Health Ministry',
      'NAME_AND_COUNTRY',
      /speaks of Kenya and of no other/,
      null,
    ],
    ['The State Department spoke.', 'State Department', 'KNOWN_NAME', /United States unless another/, null],
    ['Russian President Tarkin spoke.', 'Tarkin', 'TITLE_AND_COUNTRY', /president, Russia/, 'Russian President Tarkin'],
    ['The striker John Smith scored.', 'John Smith', 'NAME_AND_FIELD', /place in sport/, 'John Smith'],
    ['Orla Fenn spoke.', 'Orla Fenn', 'FULL_NAME', /compared as “orla fenn”/, null],
    ['They flew to Kenya.', 'Kenya', 'KNOWN_NAME', /is the country/, null],
    ['Tarkin said no.', 'Tarkin', 'ARTICLE_ONLY', /no fuller name/, null],
  ])('%s %s: %s', (body, name, rule, reason, words) => {
    const link = entitiesIn(body).entities.find((one) => one.name === name)?.link;
    expect(link).toMatchObject({ rule, reason: expect.stringMatching(reason) });
    expect(link?.span ? body.slice(link.span.start, link.span.end) : null).toBe(words);
  });

  it('no two entities of a text share a key, however long their names', () => {
    const long = `${'Ab'.repeat(120)} ${'Cd'.repeat(120)}`;
    const { entities } = entitiesIn(`Dr. ${long} met Dr. ${long}e and Tarkin and Tarkin.`);
    const keys = entities.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThan(250);
  });
});
