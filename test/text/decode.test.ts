import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentRejected } from '../../src/domain/problem.ts';
import { decodeText } from '../../src/text/decode.ts';

const TEXT = '“Naïve café,” she said – it’s 5 €.\n';

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

describe('decodeText', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`), 'utf-8'],
    ['UTF-16 LE with a byte order mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE with a byte order mark', utf16be(`\ufeff${TEXT}`), 'utf-16be'],
    ['UTF-16 LE without', Buffer.from(TEXT, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE without', utf16be(TEXT), 'utf-16be'],
  ])('reads %s', (_, bytes, charset) => {
    expect(decodeText(bytes)).toEqual({ text: TEXT, charset, problems: [] });
  });

  it('recognises UTF-16 of another script by its blanks', () => {
    const text = 'Мэр города сказал, что мост закрыт на три недели.';
    expect(decodeText(Buffer.from(text, 'utf16le')).text).toBe(text);
  });

  it('reads all else as windows-1252, typographic marks included, and says so', () => {
    const bytes = Buffer.from([0x93, 0x4e, 0x61, 0xef, 0x76, 0x65, 0x94, 0x20, 0x96, 0x20, 0x80, 0x35, 0x85]);
    const { text, charset, problems } = decodeText(bytes);
    expect(text).toBe('“Naïve” – €5…');
    expect(charset).toBe('windows-1252');
    expect(problems.map(({ code }) => code)).toEqual(['CHARSET_GUESSED']);
  });

  it('replaces halves of surrogate pairs', () => {
    expect(decodeText(Buffer.from('\ufeffa \ud83d b', 'utf16le')).text).toBe('a \ufffd b');
  });

  it.each([
    ['no bytes', Buffer.alloc(0), 'EMPTY_DOCUMENT'],
    ['a NUL', Buffer.from('text\0text'), 'BINARY_DOCUMENT'],
    ['the head of a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'BINARY_DOCUMENT'],
    ['2 % control characters', Buffer.from('\x01'.repeat(2) + 'x'.repeat(98)), 'BINARY_DOCUMENT'],
    ['bytes that windows-1252 has no letters for', Buffer.from([0x41, 0x81, 0x8d, 0x8f, 0x90]), 'BINARY_DOCUMENT'],
  ])('refuses %s', (_, bytes, code) => {
    expect(() => decodeText(bytes)).toThrow(expect.objectContaining({ name: 'DocumentRejected', code }));
  });

  it('refuses more bytes than are allowed', () => {
    expect(() => decodeText(Buffer.from('four'), 3)).toThrow('the document has 4 bytes; at most 3 are read');
    expect(() => decodeText(Buffer.alloc(5_242_881, 'x'))).toThrow(
      expect.objectContaining({ code: 'DOCUMENT_TOO_LONG' }),
    );
    expect(decodeText(Buffer.from('four'), 4).text).toBe('four');
  });

  it('takes a stray control character', () => {
    expect(decodeText(Buffer.from(`\x1b${'x'.repeat(200)}`)).problems).toEqual([]);
  });

  it('gives back any text that went in as UTF-8, or refuses it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.startsWith('\ufeff')),
        (text) => {
          try {
            expect(decodeText(Buffer.from(text)).text).toBe(text);
          } catch (error) {
            expect(error).toBeInstanceOf(DocumentRejected);
          }
        },
      ),
    );
  });

  it('decodes any bytes to well-formed text, or refuses them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(decodeText(bytes).text.isWellFormed()).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(DocumentRejected);
        }
      }),
    );
  });
});
