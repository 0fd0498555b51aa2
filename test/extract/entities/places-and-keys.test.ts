import { describe, expect, it } from 'vitest';
import { entitiesIn, entityNamed } from './run-entity-steps.ts';

const keysIn = (body: string): string[] => entitiesIn(body).entities.map((entity) => entity.key);

describe('places resolve by what the text says', () => {
  it.each<[string, string, string | null]>([
    ['They flew to Paris.', 'Paris', 'FR'],
    ['They flew to Paris, Texas.', 'Paris', 'US'],
    ['They live in London, Canada.', 'London', 'CA'],
    ['It began in Tripoli. Lebanon was silent, and Lebanese troops watched from Lebanon.', 'Tripoli', 'LB'],
    ['It began in Tripoli. Libya was silent.', 'Tripoli', 'LY'],
    ['It happened in Raqqa and Ramadi.', 'Raqqa', 'SY'],
    ['It happened in Bavaria.', 'Bavaria', 'DE'],
    ['It happened in Ivory Coast.', 'Ivory Coast', 'CI'],
    ['It happened across the Middle East.', 'Middle East', null],
    ['Atlanta voted, as did the rest of Georgia and of the United States.', 'Georgia', 'US'],
    ['Tbilisi voted, as did the rest of Georgia.', 'Georgia', 'GE'],
  ])('%s → %s in %s', (body, name, countryCode) => {
    const place = entityNamed(body, name);
    expect(place?.type).toBe('PLACE');
    expect(place?.countryCode).toBe(countryCode);
  });

  it('gives coordinates to countries and cities', () => {
    expect(entityNamed('They flew to Oslo.', 'Oslo')?.location).toEqual({ latitude: 59.91273, longitude: 10.74609 });
    expect(entityNamed('They flew to Norway.', 'Norway')?.location).not.toBeNull();
  });
});

describe('keys link what is the same in every document', () => {
  it.each<[string, string[]]>([
    ['It was Jan Novak.', ['PERSON:jan novak']],
    ['It was in Paris.', ['PLACE:paris:FR']],
    ['It was in Springfield, Illinois.', ['PLACE:springfield:US-IL', 'PLACE:illinois:US']],
    ['It was France’s Defense Ministry.', ['PLACE:france:FR', 'ORGANIZATION:defense ministry:FR']],
    ['It was the French Defence Ministry.', ['ORGANIZATION:defense ministry:FR']],
    ['It was the Ministry of Defence of France.', ['ORGANIZATION:defense ministry:FR']],
    [
      'France’s Defense Ministry and Russia’s Defense Ministry met.',
      ['PLACE:france:FR', 'ORGANIZATION:defense ministry:FR', 'PLACE:russia:RU', 'ORGANIZATION:defense ministry:RU'],
    ],
    ['The U.N. and the United Nations are one.', ['ORGANIZATION:united nations']],
    ['Many Syrians are Syrian.', ['GROUP:syrian']],
  ])('%s', (body, keys) => {
    expect(keysIn(body)).toEqual(keys);
  });
});

describe('salience', () => {
  it('is highest for what is named most, first and in the headline', () => {
    const { entities } = entitiesIn('Jan Novak came to Oslo. Novak spoke. Novak left.', 'Novak in the north');
    const [first] = [...entities].sort((a, b) => b.salience - a.salience);
    expect(first?.name).toBe('Jan Novak');
    expect(entities.every(({ salience }) => salience >= 0 && salience <= 1)).toBe(true);
  });
});
