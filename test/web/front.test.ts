import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeKey } from '../../src/server/api-keys.ts';
import { BROWSER } from '../support/browser.ts';
import type { OpenRoom } from '../support/reading-room.ts';
import { openRoom, violationsOf } from '../support/reading-room.ts';
import { startGateway } from '../support/running-gateway.ts';

const ARTICLES = '.articles > li';
const STORY = (headline: string) => `${headline}

LONDON, Oct. 12 — The ferry to Esbjerg sails again, the harbour master, Una Brack, said on Monday.

“We waited a week for this,” Brack said.
`;

describe.skipIf(BROWSER.isMissing)(`the reading room${BROWSER.isMissing ? ` (skipped: ${BROWSER.why})` : ''}`, () => {
  let room: OpenRoom;
  beforeAll(async () => {
    room = await openRoom();
  });
  afterAll(() => room?.close());

  /** A page that is closed after the test, which must not have complained nor asked another host. */
  async function visit(path: string, options?: Parameters<OpenRoom['open']>[1]): Promise<Page> {
    const { page, complaints, elsewhere } = await room.open(path, options);
    onTestFinished(async () => {
      await page.close();
      expect({ complaints, elsewhere }).toEqual({ complaints: [], elsewhere: [] });
    });
    return page;
  }

  const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
  const countOf = (page: Page) => page.locator('.list-head [role=status]').innerText();

  it('has the newest articles first, and an address for each', async () => {
    const page = await visit('/');
    await page.getByText('16 articles', { exact: true }).waitFor();
    await page.locator(ARTICLES).first().getByRole('heading').getByRole('link').click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/article\/.+/);
    await page.goBack();
    await page.getByText('16 articles', { exact: true }).waitFor();
  });

  it('searches as one types, marks what was found, and keeps the search in its address', async () => {
    const page = await visit('/');
    await page.getByRole('searchbox').pressSequentially('cardboard');
    await page.locator(`${ARTICLES} mark`).first().waitFor();
    expect((await page.locator(`${ARTICLES} mark`).first().innerText()).toLowerCase()).toBe('cardboard');
    expect(parameter(page, 'q')).toBe('cardboard');
    const found = await countOf(page);
    expect(found).not.toBe('16 articles');
    await page.reload();
    await page.locator(`${ARTICLES} mark`).first().waitFor();
    expect([await page.getByRole('searchbox').inputValue(), await countOf(page)]).toEqual(['cardboard', found]);
    await page.getByRole('searchbox').fill('');
    await page.getByText('16 articles', { exact: true }).waitFor();
  });

  it('says what is wrong with a search, and goes on', async () => {
    const page = await visit('/?q=zzyzx');
    await page.getByText('No article fits.').waitFor();
    await page.getByRole('searchbox').fill('tarrasund');
    await page.locator('.found').getByRole('link', { name: 'Tarrasund Maritime Group' }).first().waitFor();
  });

  it('narrows down by what the articles are about, and takes it back', async () => {
    const page = await visit('/');
    const facet = page.locator('.facets').getByRole('link', { name: 'Ropewalk 3' });
    await facet.click();
    await page.getByText('3 articles', { exact: true }).waitFor();
    expect(parameter(page, 'publisher')).not.toBeNull();
    expect(await page.locator('.facets a[aria-current=true]').innerText()).toContain('Ropewalk');
    await page.getByRole('link', { name: 'from Ropewalk' }).click();
    await page.getByText('16 articles', { exact: true }).waitFor();
  });

  it('narrows down to a time with the pointer', async () => {
    const page = await visit('/');
    const chart = page.locator('.chart svg');
    const box = await chart.boundingBox();
    if (!box) throw new Error('The chart is not to be seen.');
    await page.mouse.move(box.x + box.width / 2, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 2, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.getByText('15 articles', { exact: true }).waitFor();
    expect(parameter(page, 'from')).toMatch(/^20\d\d-\d\d-01T00:00:00.000Z$/);
    await page.getByRole('button', { name: 'Any time' }).click();
    await page.getByText('16 articles', { exact: true }).waitFor();
  });

  it('narrows down to a time with the keyboard alone, and looks at it more closely', async () => {
    const page = await visit('/');
    const from = page.getByRole('slider', { name: 'From' });
    await from.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('15 articles', { exact: true }).waitFor();
    expect(await from.getAttribute('aria-valuetext')).toBe('December 2015');
    await page.getByRole('button', { name: 'Zoom in' }).press('Enter');
    await page.getByText('Published, by day').waitFor();
    await page.getByRole('slider', { name: 'To' }).focus();
    await page.keyboard.press('Home');
    await expect.poll(() => countOf(page)).toMatch(/^[1-9] articles?$/);
    await page.getByRole('button', { name: 'Zoom out' }).press('Enter');
  });

  it('opens GraphiQL with exactly the operation that a view ran', async () => {
    const page = await visit('/?q=crane');
    await page.locator(`${ARTICLES} mark`).first().waitFor();
    const address = await page.locator('.list-head').getByRole('link', { name: 'See the query' }).getAttribute('href');
    const { searchParams } = new URL(address ?? '', room.gateway.url);
    const variables: unknown = JSON.parse(searchParams.get('variables') ?? '');
    const { json } = await room.gateway.post({ query: searchParams.get('query'), variables });
    expect(`${json.data.articles.totalCount} articles`).toBe(await countOf(page));
  });

  it('has a matrix of who is cited by whom, whose figures lead to the articles', async () => {
    const page = await visit('/sources');
    const cell = page.getByRole('link', { name: /^Tobias Quarrie in 3 articles of Winterhythe Courier/ });
    await cell.focus();
    await page.keyboard.press('ArrowRight');
    const focused = () => page.locator('.matrix a:focus').getAttribute('aria-label');
    expect(await focused()).toBe('Tobias Quarrie in 2 articles of Harbour Ledger');
    await page.keyboard.press('Enter');
    await page.getByText('2 articles', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'rests on Tobias Quarrie' }).waitFor();
  });

  it('shows what comes in while it is open, without being asked', async () => {
    const page = await visit('/');
    await page.getByText('Live: what comes in appears by itself.').waitFor();
    const sent = await room.gateway.send('/ingest', {
      method: 'POST',
      body: STORY('Ferry to Esbjerg sails again'),
      headers: { authorization: `Bearer ${room.key}`, 'content-type': 'text/plain' },
    });
    expect(sent.status).toBe(200);
    await page.locator('.just-in').getByRole('link', { name: 'Ferry to Esbjerg sails again' }).waitFor();
    await page.locator('.just-in').getByText('1 article came in').waitFor();
    await page
      .locator(ARTICLES, { hasText: 'Ferry to Esbjerg sails again' })
      .getByText('New', { exact: true })
      .waitFor();
  });

  it('takes in files that are dropped on it, once it has a key, with a receipt for each', async () => {
    const page = await visit('/');
    await page.getByRole('heading', { name: 'Bring documents' }).waitFor();
    const dataTransfer = await page.evaluateHandle(
      `(() => {
        const files = new DataTransfer();
        files.items.add(new File([${JSON.stringify(STORY('Dredging of the inner harbour begins'))}], 'dredging.txt', { type: 'text/plain' }));
        files.items.add(new File([new Uint8Array([0, 1, 2, 3])], 'picture.bin'));
        return files;
      })()`,
    );
    await page.dispatchEvent('main', 'drop', { dataTransfer });
    await page.getByRole('dialog').getByLabel('Key').fill(room.key);
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.getByText('2 of 2 files taken in').waitFor();
    const receipts = page.locator('.receipts > li');
    expect(await receipts.nth(0).innerText()).toContain('created');
    expect(await receipts.nth(1).innerText()).toContain('rejected');
    await page.locator(ARTICLES, { hasText: 'Dredging of the inner harbour begins' }).waitFor();
    await receipts.nth(0).getByRole('link', { name: 'read it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Dredging of the inner harbour begins' }).waitFor();
  });

  it('goes on page after page', async () => {
    for (let place = 1; place <= 8; place++) {
      await room.gateway.send('/ingest', {
        method: 'POST',
        body: STORY(`Ferry number ${place} sails again`),
        headers: { authorization: `Bearer ${room.key}`, 'content-type': 'text/plain' },
      });
    }
    const page = await visit('/');
    await page.getByRole('button', { name: 'More articles' }).click();
    await expect.poll(() => page.locator(ARTICLES).count()).toBeGreaterThan(20);
    expect(`${await page.locator(ARTICLES).count()} articles`).toBe(await countOf(page));
    expect(await page.getByRole('button', { name: 'More articles' }).count()).toBe(0);
  });

  it('asks for a key where reading is closed', async () => {
    const { key, sha256 } = makeKey();
    const closed = await startGateway(room.database, { READING: 'closed', API_KEYS: `reader:read:${sha256}` });
    const { page } = await room.open('/', {}, closed);
    onTestFinished(() => page.close());
    await page.getByRole('main').getByRole('button', { name: 'Give a key' }).click();
    await page.getByRole('dialog').getByLabel('Key').fill(key);
    await page.keyboard.press('Enter');
    await page.locator(ARTICLES).first().waitFor();
    await page.reload();
    await page.locator(ARTICLES).first().waitFor();
    expect(await page.evaluate('localStorage.length')).toBe(0);
  });

  it('keeps the theme that its reader chose', async () => {
    const page = await visit('/', { colorScheme: 'light' });
    const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await page.getByRole('button', { name: 'Use the dark theme' }).click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.getByRole('button', { name: 'Use the light theme' }).waitFor();
    expect(await ground()).toBe(dark);
  });

  describe.each([360, 768, 1440])('%i pixels wide', (width) => {
    describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
      it.each(['/', '/?q=crane', '/sources'])('%s is usable by everybody, and goes not over the edge', async (path) => {
        const page = await visit(path, { viewport: { width, height: 900 }, colorScheme });
        await page
          .locator(path === '/sources' ? '.matrix td a' : ARTICLES)
          .first()
          .waitFor();
        await page
          .locator(path === '/?q=crane' ? 'mark' : 'h1')
          .first()
          .waitFor();
        expect(await violationsOf(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      });
    });
  });
});
