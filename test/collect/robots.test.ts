import type { RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFetcher } from '../../src/fetch/fetcher.ts';
import { createRobots } from '../../src/fetch/robots.ts';
import { serverOf } from '../support/http-server.ts';

/** What robots.txt of a server that answers it so lets us fetch, and how often it was asked. */
async function robotsOf(listener: RequestListener) {
  let asked = 0;
  const url = await serverOf((request, response) => {
    expect(request.url).toBe('/robots.txt');
    asked += 1;
    listener(request, response);
  });
  const fetcher = createFetcher({ userAgent: 'newsgraph/1.2.3', maxBytes: 100_000, allow: ['127.0.0.1'] });
  onTestFinished(() => fetcher.close());
  let now = 0;
  const robots = createRobots(fetcher, () => now);
  return {
    approve: (path: string) => robots.approve(new URL(path, url)),
    delay: () => robots.delayOf(new URL(url)),
    asked: () => asked,
    later: (hours: number) => {
      now += hours * 3_600_000;
    },
  };
}

const answering =
  (text: string): RequestListener =>
  (_request, response) =>
    response.setHeader('content-type', 'text/plain').end(text);

describe('robots.txt', () => {
  it('says what may be fetched, by the lines for newsgraph before those for all, and for how long to wait', async () => {
    const { approve, delay } = await robotsOf(
      answering('User-agent: *\nDisallow: /\n\nUser-agent: NewsGraph\nDisallow: /private/\nCrawl-delay: 3\n'),
    );
    await approve('/feed.xml');
    expect(delay()).toBe(3_000);
    await expect(approve('/private/feed.xml')).rejects.toThrow(/robots.txt does not let newsgraph fetch it/);
  });

  it('is asked once a day', async () => {
    const { approve, asked, later } = await robotsOf(answering('User-agent: *\nAllow: /\n'));
    await Promise.all([approve('/a'), approve('/b')]);
    later(23);
    await approve('/c');
    expect(asked()).toBe(1);
    later(2);
    await approve('/d');
    expect(asked()).toBe(2);
  });

  it.each([404, 403, 410])('that is answered %i forbids nothing', async (status) => {
    const { approve } = await robotsOf((_request, response) => response.writeHead(status).end());
    await approve('/feed.xml');
  });

  it.each([500, 503, 429])('that is answered %i forbids all, and is asked again soon', async (status) => {
    const { approve, asked, later } = await robotsOf((_request, response) => response.writeHead(status).end());
    await expect(approve('/feed.xml')).rejects.toThrow(/robots.txt cannot be read, so nothing is fetched there/);
    later(1);
    await expect(approve('/feed.xml')).rejects.toThrow();
    expect(asked()).toBe(2);
  });

  it('that is a page of the site forbids nothing', async () => {
    const { approve } = await robotsOf(answering('<!DOCTYPE html><html><body>Not found</body></html>'));
    await approve('/feed.xml');
  });
});
