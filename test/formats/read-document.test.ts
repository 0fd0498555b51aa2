import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/formats/read-document.ts';

const raw = (uri: string, content: string | Uint8Array) => ({ uri, bytes: Buffer.from(content) });

describe('readDocuments', () => {
  it.each([
    ['a .txt file', '/d/a.txt', 'The bridge is shut.'],
    ['a file without extension', '/d.x/README', 'The bridge is shut.'],
    ['an unknown extension', '/d/a.article', 'The bridge is shut.'],
    ['a record without a file', 'urn:sha256:00', 'The bridge is shut.'],
    ['text that begins with a bracket', '/d/a.txt', '[Port Vella] The bridge is shut.'],
    ['text that begins with less-than', '/d/a.txt', '<3 said the mayor. <b is no tag.'],
    ['text that begins with a brace', '/d/a.txt', '{sic} the bridge is shut.'],
  ])('reads %s as text', (_, uri, content) => {
    expect(readDocuments(raw(uri, content))).toMatchObject([{ uri, format: 'TEXT', article: { body: content } }]);
  });

  it.each([
    ['/d/a.html', 'The bridge is shut.'],
    ['/d/a.HTM', 'The bridge is shut.'],
    ['/d/a.txt', '\ufeff\n<!DOCTYPE html><title>x</title><p>The bridge is shut.</p>'],
    ['/d/a.txt', '<p class="lede">The bridge is shut.</p>'],
    ['/d/a.txt', Buffer.from('\ufeff<html><body>The bridge is shut.', 'utf16le')],
    ['/d/a.xhtml', '<?xml version="1.0"?>\n<html><p>The bridge is shut.</p></html>'],
    ['/d/a.xml', '<?xml version="1.0"?>\n<html><p>The bridge is shut.</p></html>'],
  ])('reads as a page: %s %j', (uri, content) => {
    expect(readDocuments(raw(uri, content))).toMatchObject([
      { uri, format: 'HTML', article: { body: 'The bridge is shut.' } },
    ]);
  });

  it.each([
    ['/d/a.jsonld', '{"@type": "NewsArticle", "articleBody": "The bridge is shut."}'],
    ['/d/a.txt', '{"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": "The bridge is shut."}'],
    ['/d/a.json', '[{"@type": "NewsArticle", "articleBody": "The bridge is shut."}]'],
  ])('reads as JSON-LD: %s %s', (uri, content) => {
    expect(readDocuments(raw(uri, content))).toMatchObject([
      { uri, format: 'JSON_LD', article: { body: 'The bridge is shut.' } },
    ]);
  });

  it.each([
    ['JSON that is neither JSON-LD nor ninjs nor a feed', '/d/a.json', 'nothing'],
    ['JSON that is neither JSON-LD nor ninjs nor a feed', '/d/a.txt', '[\n {"uri": "x"}]'],
    ['XML that is no feed', '/d/feed.xml', 'nothing'],
    ['XML that is no feed', '/d/a.txt', '<?xml version="1.0"?><urlset>'],
    ['PDF', '/d/a.pdf', '%PDF-1.7'],
    ['Rich Text Format', '/d/a.txt', '{\\rtf1 x}'],
  ])('does not take %s for prose: %s %j', (title, uri, content) => {
    expect(() => readDocuments(raw(uri, content))).toThrow(
      expect.objectContaining({
        code: 'FORMAT_NOT_SUPPORTED',
        message: expect.stringContaining(`${title} cannot be read`),
      }),
    );
  });

  it.each([
    ['an extension', 'https://a.example/feed.rss?x=1', 'nothing'],
    [
      'a root',
      '/d/a.txt',
      '<?xml version="1.0"?>\n<!-- made by hand -->\n<?xml-stylesheet href="a.css"?><rss version="2.0">',
    ],
    ['Atom', '/d/a', '<feed xmlns="http://www.w3.org/2005/Atom">'],
    ['RSS 1.0', '/d/a.xml', '<?xml version="1.0"?><rdf:RDF>'],
    ['JSON Feed', '/d/a.json', '{"title": "x", "version": "https://jsonfeed.org/version/1.1"'],
  ])('takes for a feed what has %s', (_, uri, content) => {
    expect(() => readDocuments(raw(uri, content))).toThrow(
      expect.objectContaining({
        code: 'UNREADABLE',
        message: expect.stringMatching(/^it is no RSS, Atom or JSON feed/),
      }),
    );
  });

  it('reads as text whatever is said to be text', () => {
    expect(readDocuments(raw('/d/a.html', '<p>x'), { format: 'TEXT' })).toMatchObject([{ article: { body: '<p>x' } }]);
  });

  it.each([
    ['an empty file', '/d/a.txt', '', 'EMPTY_DOCUMENT'],
    ['a PNG named .txt', '/d/a.txt', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'BINARY_DOCUMENT'],
  ])('rejects %s', (_, uri, content, code) => {
    expect(() => readDocuments(raw(uri, content))).toThrow(expect.objectContaining({ code }));
  });

  it('goes by the limit that is given', () => {
    expect(() => readDocuments(raw('/d/a.txt', 'x'.repeat(11)), { maxBytes: 10 })).toThrow(
      expect.objectContaining({ code: 'DOCUMENT_TOO_LONG' }),
    );
  });
});
