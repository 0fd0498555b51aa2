import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openFeedStates } from '../../src/collect/feed-states.ts';
import { GatewayAway, sendToGateway } from '../../src/collect/gateway-ingest.ts';
import type { PollOptions } from '../../src/collect/poll-feeds.ts';
import { pollFeeds } from '../../src/collect/poll-feeds.ts';
import { createFetcher } from '../../src/fetch/fetcher.ts';
import { createRobots } from '../../src/fetch/robots.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { temporaryFolder } from '../support/cli.ts';
import { openDatabase } from '../support/database.ts';
import { receiptsOf } from '../support/documents.ts';
import { serverOf } from '../support/http-server.ts';

const INTERVAL = 60_000;

const rss = (...titles: string[]) =>
  `<rss version="2.0"><channel><title>Ledger</title>${titles
    .map(
      (title) =>
        `<item><title>${title}</title><guid>${title}</guid><description>“It stands,” Ada Quill said.</description></item>`,
    )
    .join('')}</channel></rss>`;

type Pages = Record<string, (request: IncomingMessage, response: ServerResponse) => void>;

/** A site with these pages, an empty database, and the means to poll it, over and over as a run that begins anew. */
async function deskOf(pages: Pages) {
  const asked: string[] = [];
  const site = await serverOf((request, response) => {
    const { url = '' } = request;
    asked.push(url);
    const page = pages[url];
    if (page) page(request, response);
    else response.writeHead(404).end();
  });
  const db = await openDatabase();
  onTestFinished(() => db.close());
  const ingest = createIngest({ store: createArticleStore(db.prisma) });
  const stateFile = join(await temporaryFolder(), 'state', 'feeds.json');

  async function poll(paths: readonly string[], options: Partial<PollOptions> & { graph?: string } = {}) {
    const fetcher = createFetcher({ userAgent: 'newsgraph/1.2.3', maxBytes: 100_000, allow: ['127.0.0.1'] });
    const { graph = 'here', ...others } = options;
    try {
      const receipts = pollFeeds(
        paths.map((path) => `${site}${path}`),
        {
          fetcher,
          robots: createRobots(fetcher),
          states: await openFeedStates(stateFile, graph),
          take: (inputs, how) => ingest.ingestAll(inputs, how),
          interval: INTERVAL,
          isOnce: true,
          stop: new AbortController().signal,
          ...others,
        },
      );
      return (await receiptsOf(receipts)).map(({ uri, outcome, problems: [problem] }) => [
        uri.replace(site, ''),
        outcome,
        ...(problem ? [problem.message] : []),
      ]);
    } finally {
      await fetcher.close();
    }
  }
  const stateOf = async (path: string) => JSON.parse(await readFile(stateFile, 'utf8')).feeds[`${site}${path}`];
  return { poll, asked, site, stateOf };
}

describe('polling feeds', () => {
  it('takes in the items, and asks next time for what has changed since', async () => {
    let titles = ['One', 'Two'];
    const etag = () => `"${titles.length}"`;
    const known: unknown[] = [];
    const desk = await deskOf({
      '/feed.xml'(request, response) {
        known.push(request.headers['if-none-match'] ?? null);
        if (request.headers['if-none-match'] === etag()) response.writeHead(304).end();
        else response.setHeader('etag', etag()).end(rss(...titles));
      },
    });
    expect(await desk.poll(['/feed.xml'])).toEqual([
      ['/feed.xml#One', 'CREATED'],
      ['/feed.xml#Two', 'CREATED'],
    ]);
    expect(await desk.poll(['/feed.xml'])).toEqual([]);
    titles = ['One', 'Two', 'Three'];
    expect((await desk.poll(['/feed.xml'])).map(([, outcome]) => outcome)).toEqual([
      'UNCHANGED',
      'UNCHANGED',
      'CREATED',
    ]);
    // Into another graph all has to come again.
    expect(await desk.poll(['/feed.xml'], { graph: 'elsewhere' })).toHaveLength(3);
    expect(known).toEqual([null, '"2"', '"2"', null]);
  });

  it('leaves one that fails alone, longer each time, and as long as its server asks for', async () => {
    const desk = await deskOf({
      '/down.xml': (_request, response) => response.writeHead(500).end(),
      '/busy.xml': (_request, response) => response.writeHead(503, { 'retry-after': '7200' }).end(),
    });
    const told = await desk.poll(['/down.xml', '/busy.xml']);
    expect(told).toEqual([
      ['/down.xml', 'REJECTED', expect.stringMatching(/answers 500 .*; it is asked again in 1 min/)],
      ['/busy.xml', 'REJECTED', expect.stringMatching(/answers 503 .*; it is asked again in 2 h/)],
    ]);
    expect(await desk.poll(['/down.xml', '/busy.xml'])).toEqual([]);
    const { notBefore, askedAt } = await desk.stateOf('/busy.xml');
    expect(notBefore - askedAt).toBe(7_200_000);
    expect(desk.asked).toEqual(['/robots.txt', '/down.xml', '/busy.xml']);
  });

  it('keeps to robots.txt, after redirects, too', async () => {
    const desk = await deskOf({
      '/robots.txt': (_request, response) => response.end('User-agent: *\nDisallow: /no\n'),
      '/no/feed.xml': (_request, response) => response.end(rss('Never')),
      '/moved.xml': (_request, response) => response.writeHead(301, { location: '/no/feed.xml' }).end(),
    });
    for (const path of ['/no/feed.xml', '/moved.xml']) {
      expect(await desk.poll([path])).toEqual([
        [path, 'REJECTED', expect.stringContaining('robots.txt does not let newsgraph fetch it')],
      ]);
    }
    expect(desk.asked).toEqual(['/robots.txt', '/robots.txt', '/moved.xml']);
  });

  it('asks no more for what is gone for good, and says of what is no feed that it is none', async () => {
    const desk = await deskOf({
      '/gone.xml': (_request, response) => response.writeHead(410).end(),
      '/page': (_request, response) => response.end('<html><body><p>Please sign in.</p></body></html>'),
    });
    expect(await desk.poll(['/gone.xml', '/page'])).toEqual([
      ['/gone.xml', 'REJECTED', expect.stringContaining('gone for good')],
      ['/page', 'REJECTED', expect.any(String)],
    ]);
    await desk.poll(['/gone.xml']);
    expect(desk.asked.filter((path) => path === '/gone.xml')).toHaveLength(1);
  });

  it('misses nothing of what could not be taken in', async () => {
    const known: unknown[] = [];
    const desk = await deskOf({
      '/feed.xml'({ headers }, response) {
        known.push(headers['if-none-match'] ?? null);
        response.setHeader('etag', '"1"').end(rss('One'));
      },
    });
    const nowhere = { url: 'http://127.0.0.1:59999', key: 'a-key', maxBytes: 100_000 };
    const take: PollOptions['take'] = (inputs, how) => sendToGateway(inputs, nowhere, how);
    await expect(desk.poll(['/feed.xml'], { take })).rejects.toThrow(GatewayAway);
    expect(await desk.poll(['/feed.xml'])).toEqual([['/feed.xml#One', 'CREATED']]);
    expect(known).toEqual([null, null]);
  });

  it('goes on, at its interval, until it is told to stop', async () => {
    const stop = new AbortController();
    let count = 0;
    const desk = await deskOf({
      '/feed.xml'(_request, response) {
        count += 1;
        if (count === 3) stop.abort();
        response.end(rss(`Item ${count}`));
      },
    });
    const told = await desk.poll(['/feed.xml'], { isOnce: false, interval: 1, stop: stop.signal });
    expect(told.slice(0, 2)).toEqual([
      ['/feed.xml#Item%201', 'CREATED'],
      ['/feed.xml#Item%202', 'CREATED'],
    ]);
  });
});
