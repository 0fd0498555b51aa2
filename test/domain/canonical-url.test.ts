import { describe, expect, it } from 'vitest';
import { articleKey, canonicalUrl } from '../../src/domain/canonical-url.ts';

describe('canonicalUrl', () => {
  it.each([
    ['leaves a plain address as it is', 'http://www.a.example/world/b-c/', 'http://www.a.example/world/b-c/'],
    ['keeps a missing trailing slash', 'https://a.example/b', 'https://a.example/b'],
    ['trims blanks', '  https://a.example/b \n', 'https://a.example/b'],
    ['lowers scheme and host, not the path', 'HTTPS://News.A.Example/World/B', 'https://news.a.example/World/B'],
    ['drops the default port', 'https://a.example:443/b', 'https://a.example/b'],
    ['keeps another port', 'http://a.example:8080/b', 'http://a.example:8080/b'],
    ['drops the fragment', 'https://a.example/b#comments', 'https://a.example/b'],
    ['drops user name and password', 'https://jane:secret@a.example/b', 'https://a.example/b'],
    [
      'drops tracking parameters',
      'https://a.example/b?utm_source=x&fbclid=1&UTM_Medium=y&gclid',
      'https://a.example/b',
    ],
    [
      'keeps other parameters, in order and as written',
      'https://a.example/b?z=1+2&utm_id=3&a=%20',
      'https://a.example/b?z=1+2&a=%20',
    ],
    ['drops an empty query', 'https://a.example/b?', 'https://a.example/b'],
    ['resolves dot segments', 'https://a.example/x/../b', 'https://a.example/b'],
    ['writes an international host in punycode', 'https://münchen.example/b', 'https://xn--mnchen-3ya.example/b'],
    ['gives a bare host its path', 'https://a.example', 'https://a.example/'],
  ])('%s', (_, given, expected) => {
    expect(canonicalUrl(given)).toBe(expected);
    expect(canonicalUrl(expected)).toBe(expected);
  });

  it.each([
    '',
    'not a url',
    'a.example/b',
    '/b',
    'http:a.example',
    'http://',
    'ftp://a.example/b',
    'javascript:alert(1)',
    'mailto:a@b.example',
    'http://a b.example/',
    'https://a.example/b c',
    'https://a.example:99999/',
    `https://a.example/${'x'.repeat(2_000)}`,
  ])('refuses %j', (given) => {
    expect(canonicalUrl(given)).toBeNull();
  });
});

describe('articleKey', () => {
  it.each([
    'http://www.a.example/world/b/',
    'https://a.example/world/b',
    'HTTP://WWW.A.example:80/world/b/#top',
    'https://www.a.example/world/b/?utm_campaign=x',
  ])('is the same for %s', (given) => {
    expect(articleKey(canonicalUrl(given) ?? '')).toBe('a.example/world/b');
  });

  it('tells articles apart that differ in host, path or parameters', () => {
    const urls = [
      'https://a.example/b',
      'https://m.a.example/b',
      'https://a.example/B',
      'https://a.example/b/?id=1',
      'https://a.example/b?id=2',
      'https://a.example:8080/b',
      'https://a.example/',
    ];
    expect(new Set(urls.map(articleKey)).size).toBe(urls.length);
  });

  it('ignores the slash before the parameters', () => {
    expect(articleKey('https://a.example/b/?id=1')).toBe(articleKey('https://a.example/b?id=1'));
  });
});
