import { describe, expect, it } from 'vitest';
import { namesIn } from './run-entity-steps.ts';

describe('names from all continents', () => {
  it.each<[string, string, string[]]>([
    [
      'West Africa',
      'President Kwabena Osei-Boateng opened the hospital in Tamale, the Ghana Health Service said on Monday.',
      ['PERSON Kwabena Osei-Boateng', 'PLACE Tamale', 'ORGANIZATION Ghana Health Service'],
    ],
    [
      'East Africa',
      'Kenyan police arrested Wanjiru Kiprono in Nairobi, according to the Daily Nation.',
      ['GROUP Kenyan', 'PERSON Wanjiru Kiprono', 'PLACE Nairobi', 'ORGANIZATION Daily Nation'],
    ],
    [
      'North Africa',
      'The Algerian minister Abdelkader Benslimane met Hassan al-Tunsi in Oran.',
      ['GROUP Algerian', 'PERSON Abdelkader Benslimane', 'PERSON Hassan al-Tunsi', 'PLACE Oran'],
    ],
    [
      'the Gulf',
      'Sheikha Maryam bint Saeed Al Falasi visited Doha, and Qatar Airways flew her home to Kuwait.',
      ['PERSON Maryam bint Saeed Al Falasi', 'PLACE Doha', 'ORGANIZATION Qatar Airways', 'PLACE Kuwait'],
    ],
    [
      'South Asia',
      'Judge Priya Venkataraman of the Madras High Court questioned lawyers from Hyderabad.',
      ['PERSON Priya Venkataraman', 'ORGANIZATION Madras High Court', 'PLACE Hyderabad'],
    ],
    [
      'East Asia',
      'South Korean Prime Minister Han Seo-jun will fly to Beijing, where he is to meet Zhao Wenming.',
      ['GROUP South Korean', 'PERSON Han Seo-jun', 'PLACE Beijing', 'PERSON Zhao Wenming'],
    ],
    [
      'South-East Asia',
      'Nguyen Thi Hoa, a farmer near Hanoi, sold rice to a Thai trader.',
      ['PERSON Nguyen Thi Hoa', 'PLACE Hanoi', 'GROUP Thai'],
    ],
    [
      'Latin America',
      'Senator María del Pilar Quiroga criticised the Central Bank of Bolivia in La Paz.',
      ['PERSON María del Pilar Quiroga', 'ORGANIZATION Central Bank of Bolivia', 'PLACE La Paz'],
    ],
    [
      'Europe',
      'Jürgen van der Velde told the German newspaper that Poland had agreed with the European Commission.',
      ['PERSON Jürgen van der Velde', 'GROUP German', 'PLACE Poland', 'ORGANIZATION European Commission'],
    ],
    [
      'Oceania',
      'Māori leaders met Aroha Tamatea in Wellington before she left for Fiji.',
      ['GROUP Māori', 'PERSON Aroha Tamatea', 'PLACE Wellington', 'PLACE Fiji'],
    ],
    [
      'North America',
      'Mayor Denise R. Whitlock of Cleveland sued Harborline Freight Inc. in Ohio.',
      ['PERSON Denise R. Whitlock', 'PLACE Cleveland', 'ORGANIZATION Harborline Freight Inc.', 'PLACE Ohio'],
    ],
  ])('%s', (_, body, expected) => {
    expect(namesIn(body)).toEqual(expected);
  });
});

describe('what a name is follows from what is around it', () => {
  it.each<[string, string, string[]]>([
    [
      'a person and a country of one name',
      'Michael Jordan flew to Amman. Mr. Jordan said he would stay in Jordan for a week.',
      ['PERSON Michael Jordan', 'PLACE Amman', 'PERSON Jordan', 'PLACE Jordan'],
    ],
    [
      'a team that has a city’s name',
      'Manchester United beat Liverpool FC in Manchester.',
      ['ORGANIZATION Manchester United', 'ORGANIZATION Liverpool FC', 'PLACE Manchester'],
    ],
    [
      'a newspaper that has a city’s name',
      'She told the Jerusalem Post in Jerusalem that she would stay.',
      ['ORGANIZATION Jerusalem Post', 'PLACE Jerusalem'],
    ],
    [
      'names tied by hyphens',
      'Taliban-held towns and a Paris-based lawyer were shown.',
      ['ORGANIZATION Taliban', 'PLACE Paris'],
    ],
    [
      'a company and its form',
      'He left Tarn Shipping Ltd. last year. He works for Dunmore & Sons now.',
      ['ORGANIZATION Tarn Shipping Ltd.', 'ORGANIZATION Dunmore & Sons'],
    ],
    ['a town and its country are two', 'It was made in Kano, Nigeria.', ['PLACE Kano', 'PLACE Nigeria']],
    [
      'an institution with its ‘of’',
      'She teaches at the University of Cape Town.',
      ['ORGANIZATION University of Cape Town'],
    ],
    ['nothing', 'He said on Tuesday that the rain would stop, and it did.', []],
  ])('%s', (_, body, expected) => {
    expect(namesIn(body)).toEqual(expected);
  });
});
