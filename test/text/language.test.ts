import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../src/text/language.ts';

describe('detectLanguage', () => {
  it.each([
    ['en', 'The mayor said on Tuesday that the harbour bridge would stay closed for three weeks.'],
    ['fr', 'Le maire a annoncé mardi que le pont du port resterait fermé pendant trois semaines.'],
    ['de', 'Der Bürgermeister sagte am Dienstag, die Hafenbrücke bleibe drei Wochen lang gesperrt.'],
    ['es', 'El alcalde anunció el martes que el puente del puerto permanecerá cerrado tres semanas.'],
    ['ru', 'Мэр сообщил во вторник, что мост в порту будет закрыт на три недели.'],
    ['ar', 'أعلن رئيس البلدية يوم الثلاثاء أن جسر الميناء سيغلق لمدة ثلاثة أسابيع.'],
    ['zh', '市长星期二宣布,港口大桥将关闭三个星期。市民应当改走北边的隧道。'],
  ])('knows %s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
    expect(detectLanguage(`${text} `.repeat(100))).toBe(language);
  });

  it.each(['', '12345 67890', 'The ferry is late', '!?'.repeat(1_000), 'Asdf qwer zxcv poiu lkjh mnbv qwerty uiop'])(
    'abstains on %j',
    (text) => {
      expect(detectLanguage(text)).toBe('und');
    },
  );

  it.each([
    'Le film « The Lord of the Rings and the Two Towers » sort mercredi dans les salles de la capitale.',
    'Die Band spielte „The Sound of Silence and the Rain“, dann gingen alle Gäste nach Hause.',
  ])('does not take for English what names an English title: %s', (text) => {
    expect(detectLanguage(text)).not.toBe('en');
  });

  it('goes by most of a long text', () => {
    const french = 'Le maire a annoncé mardi que le pont du port resterait fermé pendant trois semaines. '.repeat(14);
    const english = 'The mayor said on Tuesday that the harbour bridge would stay closed for three weeks. '.repeat(60);
    expect(detectLanguage(french + english)).toBe('en');
  });
});
