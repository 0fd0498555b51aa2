import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FetchFailed } from '../../src/fetch/fetch-failed.ts';
import type { FetcherOptions } from '../../src/fetch/fetcher.ts';
import { createFetcher } from '../../src/fetch/fetcher.ts';
import { serverOf } from '../support/http-server.ts';

const fetcherOf = (options: Partial<FetcherOptions> = {}) => {
  const fetcher = createFetcher({ userAgent: 'newsgraph/1.2.3', maxBytes: 100_000, allow: ['127.0.0.1'], ...options });
  onTestFinished(() => fetcher.close());
  return fetcher;
};

describe('without an allow-list nothing is fetched from', () => {
  it.each([
    'http://127.0.0.1:1/',
    'http://127.1:1/',
    'http://2130706433:1/',
    'http://0x7f.0.0.1:1/',
    'http://0177.0.0.1:1/',
    'http://１２７.0.0.1:1/',
    'http://0.0.0.0:1/',
    'http://[::1]:1/',
    'http://[::]:1/',
    'http://[::ffff:127.0.0.1]:1/',
    'http://[::127.0.0.1]:1/',
    'http://[64:ff9b::7f00:1]:1/',
    'http://[2002:7f00:1::]:1/',
    'http://10.0.0.1:1/',
    'http://172.16.3.4:1/',
    'http://192.168.1.1:1/',
    'http://100.64.0.1:1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/',
    'http://168.63.129.16/',
    'http://[fe80::1]:1/',
    'http://[fc00::1]:1/',
    'http://[fec0::1]:1/',
    'http://[2001:db8::1]:1/',
    'http://198.18.0.1:1/',
    'http://192.0.0.8:1/',
    'http://224.0.0.1:1/',
    'http://240.0.0.1:1/',
    'http://255.255.255.255:1/',
    // By a name, which is looked up.
    'http://localhost:8080/',
  ])('%s', async (url) => {
    await expect(fetcherOf({ allow: [] }).fetch(url)).rejects.toThrow(/no public address.*FETCH_ALLOW/);
  });
});

it('a redirect is looked at as the first address is', async () => {
  const url = await serverOf((_request, response) => {
    response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
  });
  await expect(fetcherOf().fetch(url)).rejects.toThrow('169.254.169.254 is no public address');
});

/** Names mean these addresses, one after the other each time that they are looked up. */
function namesMeaning(...answers: string[][]) {
  let asked = 0;
  const lookup: NonNullable<FetcherOptions['lookup']> = (_hostname, _options, done) => {
    const addresses = (answers[asked] ?? []).map((address) => ({ address, family: 4 }));
    asked += 1;
    done(null, addresses);
  };
  return { lookup, asked: () => asked };
}

describe('a name', () => {
  it('is looked up once, and connected to where it was looked at, whatever it means a moment later', async () => {
    const url = await serverOf((_request, response) => response.end('here'));
    const { lookup, asked } = namesMeaning(['127.0.0.1'], ['127.0.0.2']);
    const fetched = await fetcherOf({ lookup }).fetch(url.replace('127.0.0.1', 'rebinds.example'));
    expect(Buffer.from(fetched?.bytes ?? []).toString()).toBe('here');
    expect(asked()).toBe(1);
  });

  it('that means something else when it is asked again is refused then', async () => {
    const url = await serverOf((_request, response) => response.setHeader('connection', 'close').end('here'));
    const { lookup } = namesMeaning(['127.0.0.1'], ['127.0.0.2']);
    const fetcher = fetcherOf({ lookup });
    const at = url.replace('127.0.0.1', 'rebinds.example');
    expect(await fetcher.fetch(at)).not.toBeNull();
    await expect(fetcher.fetch(at)).rejects.toThrow('rebinds.example is 127.0.0.2, which is no public address');
  });

  it('with one bad address among its addresses is refused', async () => {
    const { lookup } = namesMeaning(['127.0.0.1', '10.0.0.7']);
    await expect(fetcherOf({ lookup }).fetch('http://mixed.example/')).rejects.toThrow('mixed.example is 10.0.0.7');
  });

  it('to which a redirect leads is looked at, too', async () => {
    const url = await serverOf((_request, response) => {
      response.writeHead(302, { location: 'http://inside.example/' }).end();
    });
    const { lookup } = namesMeaning(['192.168.0.1']);
    await expect(fetcherOf({ lookup }).fetch(url)).rejects.toThrow('inside.example is 192.168.0.1');
  });
});

it('a name that means an address of the allow-list is fetched from', async () => {
  const url = await serverOf((_request, response) => response.end('here'));
  const fetched = await fetcherOf({ allow: ['127.0.0.0/8', '::1'] }).fetch(url.replace('127.0.0.1', 'localhost'));
  expect(Buffer.from(fetched?.bytes ?? []).toString()).toBe('here');
});

it('says who asks, follows redirects, and tells where it was found', async () => {
  const url = await serverOf((request, response) => {
    if (request.url === '/old') response.writeHead(301, { location: '/new' }).end();
    else response.setHeader('content-type', 'text/plain').end(`for ${request.headers['user-agent']}`);
  });
  const fetched = await fetcherOf().fetch(`${url}/old`);
  expect(fetched).toMatchObject({ url: `${url}/new`, contentType: 'text/plain' });
  expect(Buffer.from(fetched?.bytes ?? []).toString()).toBe('for newsgraph/1.2.3');
});

it('what has not changed is not sent again', async () => {
  const lastModified = 'Mon, 05 Oct 2026 09:30:00 GMT';
  const url = await serverOf(({ headers }, response) => {
    const isKnown = headers['if-none-match'] === '"1"' && headers['if-modified-since'] === lastModified;
    if (isKnown) response.writeHead(304).end();
    else response.writeHead(200, { etag: '"1"', 'last-modified': lastModified }).end('feed');
  });
  const fetcher = fetcherOf();
  const first = await fetcher.fetch(url);
  expect(first).toMatchObject({ etag: '"1"', lastModified });
  expect(await fetcher.fetch(url, first ? { known: first } : {})).toBeNull();
});

describe('gives up', () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  it.each<[string, RequestListener, RegExp]>([
    ['what is too long, by its header', (_q, r) => r.end('x'.repeat(100_001)), /more than 100000 bytes/],
    [
      'what is too long, in pieces',
      (_q, r) => void r.write('x'.repeat(60_000), () => r.end('x'.repeat(60_000))),
      /more than/,
    ],
    [
      'what is too long when it is unpacked',
      (_q, r) => r.setHeader('content-encoding', 'gzip').end(bomb),
      /more than 100000 bytes/,
    ],
    ['what redirects for ever', (_q, r) => r.writeHead(302, { location: '/' }).end(), /redirects more than 5 times/],
    ['a redirect to a file', (_q, r) => r.writeHead(302, { location: 'file:///etc/passwd' }).end(), /no http or https/],
    ['an error', (_q, r) => r.writeHead(404).end(), /answers 404 Not Found/],
  ])('on %s', async (_what, listener, message) => {
    const url = await serverOf(listener);
    await expect(fetcherOf().fetch(url)).rejects.toThrow(message);
  });

  it('on what never ends', async () => {
    const url = await serverOf((_request, response) => void response.write('x'));
    await expect(fetcherOf({ timeout: 300 }).fetch(url)).rejects.toThrow('not there within 0.3 seconds');
  });

  it('when it is told to stop', async () => {
    const stop = new AbortController();
    const url = await serverOf(() => stop.abort());
    await expect(fetcherOf({ stop: stop.signal }).fetch(url)).rejects.toThrow(FetchFailed);
  });

  it.each(['ftp://example.org/', 'file:///etc/passwd', 'nonsense', 'https://user:secret@example.org/'])(
    'before it asks: %s',
    async (url) => {
      await expect(fetcherOf().fetch(url)).rejects.toThrow(/no http or https address|name or a password/);
    },
  );

  it('and tells when it may ask again', async () => {
    const url = await serverOf((_request, response) => {
      response.writeHead(429, { 'retry-after': '120' }).end();
    });
    await expect(fetcherOf().fetch(url)).rejects.toMatchObject({ status: 429, retryAfter: 120_000 });
  });
});
