import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER } from '../support/browser.ts';
import type { Answer } from '../support/graph.ts';
import type { OpenRoom } from '../support/reading-room.ts';
import { openRoom } from '../support/reading-room.ts';
import { visit } from '../support/visit.ts';

const PARAGRAPHS = 300;
const paragraph = (number: number) =>
  `“Bolt ${number} of the bridge at Gdynia was loose, and nobody at Tarrasund Maritime Group would say so,” said Ada Quill, who led the inquiry, in Rotterdam. Tom Tull, of Holme Road Hospital, told Wren Tolliver that the bolt had been replaced in April.`;
const ARABIC = 'القطارات متوقفة في 12 مدينة، تقول الهيئة';

describe.skipIf(BROWSER.isMissing)(`strange articles${BROWSER.isMissing ? ` (skipped: ${BROWSER.why})` : ''}`, () => {
  let room: OpenRoom;
  beforeAll(async () => {
    room = await openRoom();
  });
  afterAll(() => room?.close());

  /** Takes an article in. @returns its receipt */
  async function takeIn(name: string, fields: object): Promise<Answer> {
    const url = `https://strange.example/${name}`;
    const article = { '@context': 'https://schema.org', '@type': 'NewsArticle', url, ...fields };
    const { json } = await room.gateway.send(`/ingest?uri=${encodeURIComponent(url)}`, {
      method: 'POST',
      body: JSON.stringify(article),
      headers: { authorization: `Bearer ${room.key}`, 'content-type': 'application/ld+json' },
    });
    return json;
  }

  const pathOf = ({ articleId }: Answer) => `/article/${encodeURIComponent(articleId)}`;

  it('of a very long text the first marks are shown, and the others when they are asked for', async () => {
    const articleBody = Array.from({ length: PARAGRAPHS }, (_, number) => paragraph(number)).join('\n');
    const receipt = await takeIn('long', { headline: 'A long inquiry', articleBody });
    const page = await visit(room, pathOf(receipt));
    await page.getByText(/^The first 500 of [\d,]+ mentions are shown and marked\.$/).waitFor();
    const more = page.getByRole('button', { name: 'Mark more of the text' });
    for (let pages = 1; pages * 100 < receipt.quoteCount; pages++) {
      await page.getByText(new RegExp(`^The first ${pages * 100} of [\\d,]+ quotes`)).waitFor();
      await more.click();
    }
    await expect.poll(() => more.count()).toBe(0);
    const last = page.locator('.marked-text > p').last();
    expect(await last.locator('.on-quotes').count()).toBeGreaterThan(1);
    await last.locator('a.on-people').first().hover();
    await page.getByRole('dialog', { name: /^About “/ }).waitFor();
  });

  it('what looks like markup is text, and what turns the writing around stays within its headline', async () => {
    const headline = '<img src=x onerror=document.title=1> & \u202eback to front';
    const { json } = await room.gateway.send('/ingest?uri=https://strange.example/markup', {
      method: 'POST',
      body: `${headline}\n\nIt rained all day, and <script>document.title = 1</script> it went on raining.\n`,
      headers: { authorization: `Bearer ${room.key}`, 'content-type': 'text/plain' },
    });
    const page = await visit(room, pathOf(json));
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('<img src=x onerror=');
    expect(await page.locator('.marked-text').innerText()).toContain('<script>document.title = 1</script>');
    expect(await page.locator('main :is(img, script)').count()).toBe(0);
    await page.getByText('Nobody is quoted.').waitFor();
    expect(await page.title()).toContain('· newsgraph');
  });

  it('a text that is written from right to left begins at the right', async () => {
    const articleBody = `${ARABIC}. قالت الهيئة العامة للقطارات يوم الاثنين إن القطارات متوقفة بسبب العاصفة التي ضربت الساحل.`;
    const page = await visit(room, pathOf(await takeIn('arabic', { headline: ARABIC, articleBody, inLanguage: 'ar' })));
    expect(await page.locator('.marked-text').getAttribute('lang')).toBe('ar');
    for (const selector of ['h1', '.marked-text > p']) {
      const side = await page.locator(selector).evaluate((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        // A line is of several pieces where it has digits in it.
        const pieces = [...range.getClientRects()];
        const line = pieces.filter(({ bottom }) => Math.abs(bottom - (pieces[0]?.bottom ?? 0)) < 4);
        const box = element.getBoundingClientRect();
        const atRight = box.right - Math.max(...line.map(({ right }) => right));
        return atRight < Math.min(...line.map(({ left }) => left)) - box.left + 1 ? 'right' : 'left';
      });
      expect(side).toBe('right');
    }
  });

  it('a word without an end is broken, and a language that is none is shown as it is', async () => {
    const [headline, word] = [`W${'o'.repeat(400)}rd`, 'x'.repeat(3_000)];
    const receipt = await takeIn('word', { headline, articleBody: `${word} said Ada Quill.`, inLanguage: 'en_GB!!' });
    for (const path of [pathOf(receipt), '/']) {
      const page = await visit(room, path, { viewport: { width: 360, height: 740 } });
      await page.getByText(headline).first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    }
  });
});
