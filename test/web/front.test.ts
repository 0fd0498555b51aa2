import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeKey } from '../../src/server/api-keys.ts';
import { BROWSER } from '../support/browser.ts';
import type { OpenRoom } from '../support/reading-room.ts';
import { openRoom } from '../support/reading-room.ts';
import { startGateway } from '../support/running-gateway.ts';
import { visit } from '../support/visit.ts';

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

  const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
  const countOf = (page: Page) => page.locator('.list-head [role=status]').innerText();

  it('has the newest articles first, and an address for each', async () => {
    const page = await visit(room, '/');
    await page.getByText('16 articles', { exact: true }).waitFor();
    await page.locator(ARTICLES).first().getByRole('heading').getByRole('link').click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/article\/.+/);
    await page.goBack();
    await page.getByText('16 articles', { exact: true }).waitFor();
  });

  it('searches as one types, marks what was found, and keeps the search in its address', async () => {
    const page = await visit(room, '/');
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
    const page = await visit(room, '/?q=zzyzx');
    await page.getByText('No article fits.').waitFor();
    await page.getByRole('searchbox').fill('tarrasund');
    await page.locator('.found').getByRole('link', { name: 'Tarrasund Maritime Group' }).first().waitFor();
  });

  it('narrows down by what the articles are about, and takes it back', async () => {
    const page = await visit(room, '/');
    const facet = page.locator('.facets').getByRole('link', { name: 'Ropewalk 3' });
    await facet.click();
    await page.getByText('3 articles', { exact: true }).waitFor();
    expect(parameter(page, 'publisher')).not.toBeNull();
    expect(await page.locator('.facets a[aria-current=true]').innerText()).toContain('Ropewalk');
    await page.getByRole('link', { name: 'from Ropewalk' }).click();
    await page.getByText('16 articles', { exact: true }).waitFor();
  });

  it('narrows down to a time with the pointer', async () => {
    const page = await visit(room, '/');
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
    const page = await visit(room, '/');
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
    const page = await visit(room, '/?q=crane');
    await page.locator(`${ARTICLES} mark`).first().waitFor();
    const address = await page.locator('.list-head').getByRole('link', { name: 'See the query' }).getAttribute('href');
    const { searchParams } = new URL(address ?? '', room.gateway.url);
    const variables: unknown = JSON.parse(searchParams.get('variables') ?? '');
    const { json } = await room.gateway.post({ query: searchParams.get('query'), variables });
    expect(`${json.data.articles.totalCount} articles`).toBe(await countOf(page));
  });

  it('has a matrix of who is cited by whom, whose figures lead to the articles', async () => {
    const page = await visit(room, '/sources');
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
    const page = await visit(room, '/');
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
    const page = await visit(room, '/');
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
    await page.getByText('2 of 2 files done').waitFor();
    const receipts = page.locator('.receipts > li');
    expect(await receipts.nth(0).innerText()).toContain('created');
    expect(await receipts.nth(1).innerText()).toContain('rejected');
    await page.locator(ARTICLES, { hasText: 'Dredging of the inner harbour begins' }).waitFor();
    await receipts.nth(0).getByRole('link', { name: 'read it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Dredging of the inner harbour begins' }).waitFor();
    await page.goBack();
    expect(await receipts.nth(1).innerText()).toContain('rejected');
  });

  it('takes in what is dropped on another view, and sends again what was refused', async () => {
    // Of the answer to the wrong key the console has a word.
    const { page } = await room.open('/sources');
    onTestFinished(() => page.close());
    await page.getByRole('button', { name: 'Give a key' }).click();
    await page.getByRole('dialog').getByLabel('Key').fill('of-another-gateway');
    await page.keyboard.press('Enter');
    const dataTransfer = await page.evaluateHandle(
      `(() => {
        const files = new DataTransfer();
        files.items.add(new File([${JSON.stringify(STORY('Tugs return to the inner harbour'))}], 'tugs.txt', { type: 'text/plain' }));
        return files;
      })()`,
    );
    await page.dispatchEvent('main', 'dragover', { dataTransfer });
    await page.getByText('Drop the files to take them in').waitFor();
    await page.dispatchEvent('main', 'drop', { dataTransfer });
    await page.locator('.receipts .bad').waitFor();
    await page.getByRole('button', { name: 'Key in use' }).click();
    await page.getByRole('dialog').getByLabel('Key').fill(room.key);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Send again tugs.txt' }).click();
    await page.locator(ARTICLES, { hasText: 'Tugs return to the inner harbour' }).waitFor();
  });

  it('goes on page after page', async () => {
    for (let place = 1; place <= 8; place++) {
      await room.gateway.send('/ingest', {
        method: 'POST',
        body: STORY(`Ferry number ${place} sails again`),
        headers: { authorization: `Bearer ${room.key}`, 'content-type': 'text/plain' },
      });
    }
    const page = await visit(room, '/');
    await page.getByRole('button', { name: 'More articles' }).click();
    await expect.poll(() => page.locator(ARTICLES).count()).toBeGreaterThan(20);
    expect(`${await page.locator(ARTICLES).count()} articles`).toBe(await countOf(page));
    expect(await page.getByRole('button', { name: 'More articles' }).count()).toBe(0);

    const all = await page.locator(ARTICLES).count();
    await page.reload();
    await expect.poll(() => page.locator(ARTICLES).count()).toBe(all);
    const last = page.locator(ARTICLES).last().getByRole('heading').getByRole('link');
    await last.scrollIntoViewIfNeeded();
    const [place, headline] = [await page.evaluate('scrollY'), await last.innerText()];
    await last.click();
    await page.getByRole('heading', { level: 1, name: headline }).waitFor();
    expect(await page.evaluate('[scrollY, document.activeElement.id]')).toEqual([0, 'main']);
    await page.goBack();
    await expect.poll(() => page.evaluate('scrollY')).toBe(place);
    expect(await page.locator(ARTICLES).count()).toBe(all);
  });

  it('leads to the days on which most was published, and back', async () => {
    const page = await visit(room, '/');
    await page.getByRole('button', { name: /^Look at the \d+ of October 2026/ }).click();
    await page.getByText('Published, by day').waitFor();
    expect(parameter(page, 'within')).toBe('2026-10-01T00:00:00.000Z/2026-11-01T00:00:00.000Z');
    await page.goBack();
    await page.getByText('Published, by month').waitFor();
  });

  it('says so when the gateway goes away, keeps what it has, and goes on when it is back', async () => {
    const gateway = await startGateway(room.database, {}, { closeAfterTest: false });
    const { page } = await room.open('/', {}, gateway);
    onTestFinished(() => page.close());
    await page.getByText('Live: what comes in appears by itself.').waitFor();
    await page.locator(ARTICLES).first().waitFor();
    await gateway.close();
    await page.getByText('Not connected.').waitFor();
    expect(await page.locator(ARTICLES).count()).toBeGreaterThan(0);
    await page.getByRole('searchbox').fill('crane');
    await page.getByText('The gateway does not answer.').first().waitFor();
    await startGateway(room.database, { PORT: String(gateway.port) });
    await page.getByText('Live: what comes in appears by itself.').waitFor();
    await page.locator(`${ARTICLES} mark`).first().waitFor();
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
    const page = await visit(room, '/', { colorScheme: 'light' });
    const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await page.getByRole('button', { name: 'Use the dark theme' }).click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.getByRole('button', { name: 'Use the light theme' }).waitFor();
    expect(await ground()).toBe(dark);
  });
});
