import { gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExampleQuery } from '../../src/graphql/examples.ts';
import type { Listening } from '../../src/server/listen.ts';
import { listen } from '../../src/server/listen.ts';
import { BROWSER } from '../support/browser.ts';
import type { TestGateway } from './test-gateway.ts';
import { createTestGateway, ORIGIN } from './test-gateway.ts';

const EXAMPLES: readonly ExampleQuery[] = [
  { title: 'A tree and its branches', query: 'query TreeWithBranches {\n  tree { name branch { name } }\n}' },
  { title: 'A greeting', query: 'query Greeting($name: String) {\n  hello(name: $name)\n}' },
  { title: 'A mutation', query: 'mutation Plant {\n  plant\n}' },
  { title: 'A mistake', query: 'query Mistake {\n  mistake\n}' },
];
const BROWSER_HEADERS = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the page at /graphql', () => {
  const gateway = createTestGateway({ examples: EXAMPLES });
  const get = (headers: Record<string, string> = {}) =>
    gateway.fetch(`${ORIGIN}/graphql`, { headers: { ...BROWSER_HEADERS, ...headers } });

  test('is GraphiQL, in production too', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain('YogaGraphiQL.renderYogaGraphiQL');
  });

  test('refers to nothing on another host', async () => {
    const html = await (await get()).text();
    const markup =
      html.slice(0, html.indexOf('<style>')) + html.slice(html.indexOf('</style>'), html.indexOf('<script>'));
    expect(markup.match(/(?:src|href)\s*=\s*(?!["']?data:)/gi)).toBeNull();
    expect(html.match(/<(?:script|link|iframe|img)[^>]{0,200}?(?:src|href)=["']?https?:/gi)).toBeNull();
    expect(html.match(/(?:url\(|@import\s*)["']?https?:/gi)).toBeNull();
  });

  test('may run its own script alone, and talk to its own server alone', async () => {
    const policy = (await get()).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-[A-Za-z0-9+/=]{44}';/);
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
  });

  test('carries the examples in order, and the header that a mutation needs', async () => {
    const html = await (await get()).text();
    const positions = EXAMPLES.map(({ title }) => html.indexOf(`# ${title}`));
    expect(positions.every((position) => position > 0)).toBe(true);
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
    expect(html).toContain('"additionalHeaders":{"x-graphql-yoga-csrf"');
  });

  test('is compressed for a browser that takes gzip, and not sent again when it is known', async () => {
    const plain = await get();
    const gzipped = await get({ 'accept-encoding': 'gzip, br' });
    expect(gzipped.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(new Uint8Array(await gzipped.arrayBuffer())).toString()).toBe(await plain.text());

    const again = await get({ 'if-none-match': plain.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  test('is not what a program gets', async () => {
    const response = await gateway.fetch(`${ORIGIN}/graphql?query={hello}`, {
      headers: { accept: 'application/json' },
    });
    expect(await response.json()).toEqual({ data: { hello: 'Hello world' } });
  });
});

describe.skipIf(BROWSER.isMissing)(
  `the page in Chromium${BROWSER.isMissing ? ` (skipped: ${BROWSER.why})` : ''}`,
  () => {
    let gateway: TestGateway;
    let server: Listening;
    let browser: Browser;
    let page: Page;
    const requested: string[] = [];
    const complaints: string[] = [];

    beforeAll(async () => {
      gateway = createTestGateway({ examples: EXAMPLES });
      server = await listen(gateway, { port: 0, host: '127.0.0.1' });
      browser = await chromium.launch(BROWSER.options);
      page = await browser.newPage();
      page.on('request', (request) => requested.push(request.url()));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${server.url}/graphql`);
      await page.waitForSelector('.graphiql-tab');
    });

    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    async function waitForText(selector: string, text: string): Promise<void> {
      await page.locator(selector, { hasText: text }).first().waitFor({ timeout: 20_000 });
    }

    async function run(): Promise<void> {
      await page.click('.graphiql-execute-button');
    }

    test('opens with a tab for each example', async () => {
      const titles = await page.locator('.graphiql-tab').allInnerTexts();
      expect(titles.map((title) => title.trim())).toEqual(['TreeWithBranches', 'Greeting', 'Plant', 'Mistake']);
    });

    test('answers the first example', async () => {
      await run();
      await waitForText('.graphiql-response', 'oak');
    });

    test('shows the tab that is clicked, and runs a mutation', async () => {
      await page.locator('.graphiql-tab-button', { hasText: 'Plant' }).click();
      await waitForText('.graphiql-editors', 'mutation');
      // GraphiQL finds the tab's operation a moment after it shows the text.
      const runAndRead = async () => {
        await run();
        return page.locator('.graphiql-response').first().textContent();
      };
      await expect.poll(runAndRead, { timeout: 20_000, interval: 1_000 }).toContain('planted');
      expect(gateway.ran).toContain('plant');
    });

    test('builds queries by ticking fields, and has the documentation of each', async () => {
      await page.getByLabel('Show GraphiQL Explorer').click();
      await waitForText('.graphiql-plugin', 'plant');
      await page.getByLabel('Show Documentation Explorer').click();
      await waitForText('.graphiql-doc-explorer', 'A GraphQL schema provides a root type');
      await page.getByLabel('Hide Documentation Explorer').click();
    });

    test.each(['for who was there before', 'for who comes for the first time'])(
      'opens with the operation and the variables of its address, %s',
      async (who) => {
        const query = 'query FromLink($years: Int!) { height(years: $years) }';
        const address = new URLSearchParams({ query, variables: '{ "years": 21 }' });
        const visited = who === 'for who was there before' ? page : await browser.newPage();
        await visited.goto(`${server.url}/graphql?${address}`);
        await visited.locator('.graphiql-tab', { hasText: 'FromLink' }).waitFor();
        expect(await visited.locator('.graphiql-tab').count()).toBe(EXAMPLES.length + 1);
        const runAndRead = async () => {
          await visited.click('.graphiql-execute-button');
          return visited.locator('.graphiql-response').first().textContent();
        };
        await expect.poll(runAndRead, { timeout: 20_000, interval: 1_000 }).toMatch(/"height":\s*42/);
        if (visited !== page) await visited.close();
      },
    );

    test('keeps headers, such as a key, for the next visit', async () => {
      await page.getByLabel('Open settings dialog').click();
      await page.getByRole('button', { name: 'On', exact: true }).click();
      await page.getByRole('button', { name: 'Close dialog' }).click();
      await page.getByRole('button', { name: 'Headers', exact: true }).click();
      await page.locator('.graphiql-editor-tool .monaco-editor:visible').click();
      await page.keyboard.insertText('{ "authorization": "Bearer sesame" }');
      const stored = () => page.evaluate(() => JSON.stringify({ ...localStorage }));
      await expect.poll(stored, { timeout: 20_000 }).toContain('Bearer sesame');
      await page.goto(`${server.url}/graphql`);
      await page.locator('.graphiql-tab').first().waitFor();
      await waitForText('.graphiql-editors', 'Bearer sesame');
    });

    test('asked no other host for anything, and the console holds no error', async () => {
      const elsewhere = requested.filter((url) => !url.startsWith(`${server.url}/`) && !/^(?:data|blob):/.test(url));
      expect(elsewhere).toEqual([]);
      expect(complaints).toEqual([]);
    });
  },
);
