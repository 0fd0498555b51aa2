import { describe, expect, it } from 'vitest';
import { extract, supportsLanguage } from '../../src/extract/pipeline.ts';
import { readText } from '../../src/formats/text/read-text.ts';
import { rawText } from '../support/documents.ts';

const extracted = (text: string) => extract(readText(rawText('/a.txt', text)));

const FOREIGN = [
  [
    'French (fr)',
    'Le maire a annoncé mardi que le pont resterait fermé. « Nous attendons », a dit Claire Aubin, de la mairie de Lille.',
  ],
  [
    'German (de)',
    'Der Bürgermeister sagte am Dienstag, die Brücke bleibe gesperrt. „Wir warten“, sagte Jutta Brandt vom Hafenamt.',
  ],
  [
    'Spanish (es)',
    'El alcalde anunció el martes que el puente seguirá cerrado. «Esperamos», dijo Lucía Robles, del ayuntamiento.',
  ],
  [
    'Russian (ru)',
    'Мэр сообщил во вторник, что мост останется закрытым. «Мы ждём», — сказала Анна Лукина из администрации порта.',
  ],
  [
    'Arabic (ar)',
    'أعلن رئيس البلدية يوم الثلاثاء أن الجسر سيبقى مغلقا. وقالت ليلى حداد من إدارة الميناء: «نحن ننتظر».',
  ],
  ['Chinese (zh)', '市长星期二宣布,港口大桥将继续关闭三个星期。港务局的李红说:“我们在等待。”市民应当改走北边的隧道。'],
] as const;

describe('a text in another language', () => {
  it.each(FOREIGN)('%s: nothing is guessed, and the reason is given', (name, text) => {
    expect(extracted(text)).toEqual({
      entities: [],
      mentions: [],
      quotes: [],
      sources: [],
      citations: [],
      problems: [{ code: 'LANGUAGE_NOT_SUPPORTED', message: expect.stringContaining(`The text is in ${name}:`) }],
    });
  });
});

describe('an English text', () => {
  it.each([
    'Ada Quill opened the bridge.',
    'Ada Quill said no.',
    'Kuala Lumpur: Tan Mei Ling and Siti Rahman opened the bridge',
    'José Ruiz and Ana Peña met Ada Quill in Buenos Aires on Monday.',
  ])('however short, is looked into: %s', (text) => {
    expect(extracted(text).problems).toBeUndefined();
    expect(extracted(text).entities.length).toBeGreaterThan(0);
  });

  it('stays one with a quotation in another language', () => {
    const text =
      'The mayor of the port, Ada Quill, spoke to reporters in front of the closed bridge on Tuesday.\n' +
      '« Nous attendons que le pont soit ouvert à tous », Quill said, in the French of her childhood.\n' +
      'She then said that the bridge would open in three weeks, and that the ferry would run until then.';
    const { problems, quotes } = extracted(text);
    expect(problems).toBeUndefined();
    expect(quotes.length).toBeGreaterThan(0);
  });
});

it.each([
  ['en', true],
  ['en-GB', true],
  ['EN_us', true],
  ['und', true],
  ['', true],
  ['enm', false],
  ['fr', false],
  ['fr-CA', false],
  ['zh-Hant', false],
  ['not a tag', false],
])('supportsLanguage(%j) is %s', (language, supported) => {
  expect(supportsLanguage(language)).toBe(supported);
  const { article } = readText(rawText('/a.txt', 'Ada Quill said no.'));
  const { problems } = extract({ article: { ...article, inLanguage: language } });
  expect(problems?.map(({ code }) => code)).toEqual(supported ? undefined : ['LANGUAGE_NOT_SUPPORTED']);
});
