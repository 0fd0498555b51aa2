import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER } from '../support/browser.ts';
import type { Answer } from '../support/graph.ts';
import type { OpenRoom } from '../support/reading-room.ts';
import { openRoom } from '../support/reading-room.ts';
import { ask, visit } from '../support/visit.ts';

const AUDIT = 'Leaked audit report warned of crane brakes in April';
const COPIED = 'Port shut after crane collapse kills two';

describe.skipIf(BROWSER.isMissing)(`an article's page${BROWSER.isMissing ? ` (skipped: ${BROWSER.why})` : ''}`, () => {
  let room: OpenRoom;
  let audit: Answer;
  let copied: Answer;
  beforeAll(async () => {
    room = await openRoom();
    const { json } = await ask(
      room,
      `{ articles(first: 50) { nodes { id headline body
        mentions(first: 500) { nodes { anchor { start exact } entity { name } } }
        quotes(first: 100) { nodes { content anchor { start end exact } speakerText speakerAnchor { start } speaker { name } } }
        citations(first: 100) { nodes { isNamed anchor { start exact } } } } } }`,
    );
    const byHeadline = (headline: string) =>
      json.data.articles.nodes.find((article: Answer) => article.headline === headline);
    [audit, copied] = [byHeadline(AUDIT), byHeadline(COPIED)];
  });
  afterAll(() => room?.close());

  const pathOf = ({ id }: Answer, search = '') => `/article/${encodeURIComponent(id)}${search}`;

  it('has the text word for word, in its paragraphs', async () => {
    const page = await visit(room, pathOf(audit));
    await page.getByRole('heading', { level: 1, name: AUDIT }).waitFor();
    expect(await page.locator('.marked-text > p').allTextContents()).toEqual(audit.body.split('\n'));
  });

  it('marks every name, quote, speaker and source exactly where its anchor is', async () => {
    const page = await visit(room, pathOf(audit));
    await page.locator('.marked-text').waitFor();
    /** The text of the stretches of a class that begin inside of a place, joined. */
    const marked = (className: string, start: number, length: number) =>
      page.locator(`.marked-text .${className}`).evaluateAll(
        (elements, [from, to]) =>
          elements
            .filter(
              (element) =>
                Number(element.getAttribute('data-start')) >= from && Number(element.getAttribute('data-start')) < to,
            )
            .map((element) => element.textContent)
            .join(''),
        [start, start + length] as const,
      );
    for (const { anchor } of audit.citations.nodes) {
      expect(await marked('on-sources', anchor.start, anchor.exact.length)).toBe(anchor.exact);
    }
    for (const { anchor } of audit.quotes.nodes) {
      expect(await marked('on-quotes', anchor.start, anchor.exact.length)).toBe(anchor.exact);
    }
    const names = page.locator('.marked-text :is(.on-people, .on-organizations, .on-places, .on-others)');
    const starts = await names.evaluateAll((elements) => elements.map((one) => Number(one.getAttribute('data-start'))));
    expect(audit.mentions.nodes.every(({ anchor }: Answer) => starts.includes(anchor.start))).toBe(true);
  });

  it('by the keyboard: words show their card, Enter goes into it, Escape comes back', async () => {
    const page = await visit(room, pathOf(audit));
    const { anchor, speaker } = audit.quotes.nodes.find((quote: Answer) => quote.speaker?.name === 'Tobias Quarrie');
    const words = page.locator(`[data-start="${anchor.start}"]`);
    await words.focus();
    const card = page.getByRole('dialog', { name: /^About “/ });
    await card.waitFor();
    expect(await words.getAttribute('aria-describedby')).toBe(await card.getAttribute('id'));
    expect(await card.innerText()).toContain(speaker.name);
    expect(await card.innerText()).toMatch(/Confidence[\s\S]+\d+%/);
    await page.keyboard.press('Enter');
    await expect.poll(() => card.locator(':focus').count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('at')).toBe(String(anchor.start));
    await page.keyboard.press('Escape');
    await expect.poll(() => card.count()).toBe(0);
    expect(await words.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('where marks overlap, one card has them all', async () => {
    const page = await visit(room, pathOf(audit));
    const both = audit.citations.nodes.find(({ anchor }: Answer) =>
      audit.quotes.nodes.some((quote: Answer) => quote.speakerAnchor?.start === anchor.start),
    );
    await page.locator(`[data-start="${both.anchor.start}"]`).hover();
    const card = page.getByRole('dialog', { name: /^About “/ });
    await card.waitFor();
    expect(await card.locator('.card-part').count()).toBeGreaterThan(1);
    expect(await card.innerText()).toContain(both.isNamed ? 'Cited source, named' : 'Cited source, not named');
  });

  it('the legend switches a kind off, and the address says so', async () => {
    const page = await visit(room, pathOf(audit));
    await page.getByRole('checkbox', { name: /^Quotes/ }).uncheck();
    await expect.poll(() => page.locator('.marked-text .on-quotes').count()).toBe(0);
    expect(await page.locator('.marked-text .on-people').count()).toBeGreaterThan(0);
    await page.reload();
    await page.locator('.marked-text .on-people').first().waitFor();
    expect(await page.locator('.marked-text .on-quotes').count()).toBe(0);
  });

  it('says who speaks and on whose word it rests, and leads to the words', async () => {
    const page = await visit(room, pathOf(audit));
    const named = audit.citations.nodes.filter(({ isNamed }: Answer) => isNamed).length;
    const ground = page.getByRole('region', { name: 'On whose word it rests' });
    expect(await ground.innerText()).toContain(`${named} of ${audit.citations.nodes.length} citations`);
    await page
      .getByRole('region', { name: 'Who speaks' })
      .getByRole('link', { name: 'To quote of Graham Pellow, 1' })
      .click();
    expect(await page.getByRole('dialog', { name: /^About “/ }).innerText()).toContain('Graham Pellow');
  });

  it('lays a copy beside it, with the words that differ', async () => {
    const page = await visit(room, pathOf(copied));
    await page
      .getByRole('link', { name: /^Compare/ })
      .first()
      .click();
    await page.locator('.side-by-side tbody tr').first().waitFor();
    expect(new URL(page.url()).searchParams.get('beside')).not.toBeNull();
    expect(
      (await page.locator('.side-by-side td:nth-child(2)').allTextContents()).filter((text) => text !== ''),
    ).toEqual([COPIED, ...copied.body.split('\n')]);
    expect(await page.locator('.side-by-side :is(ins, del)').count()).toBeGreaterThan(0);
  });

  // What is no id at all, the id of something else, and one of nothing.
  it.each([
    'nowhere',
    Buffer.from('Entity:01890a5d-ac96-774b-bcce-b302099a8057').toString('base64'),
    Buffer.from('Article:01890a5d-ac96-774b-bcce-b302099a8057').toString('base64'),
  ])('says so when there is none: %s', async (id) => {
    const page = await visit(room, `/article/${encodeURIComponent(id)}`);
    await page.getByRole('heading', { name: 'There is no such article' }).waitFor();
  });

  it('by touch: a tap shows the card, a tap elsewhere closes it', async () => {
    const options = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    const page = await visit(room, pathOf(audit), options);
    // They lie at the foot of the screen, where the card will stand.
    const words = page.locator('.marked-text a.on-people').first();
    await words.evaluate((element) => element.scrollIntoView({ block: 'end' }));
    await words.tap();
    await expect.poll(() => new URL(page.url()).searchParams.get('at')).not.toBeNull();
    const card = page.getByRole('dialog', { name: /^About “/ });
    await card.waitFor();
    const boxes = await Promise.all([words.boundingBox(), card.boundingBox()]);
    const [end, start] = [(boxes[0]?.y ?? 0) + (boxes[0]?.height ?? 0), boxes[1]?.y ?? 0];
    expect(end).toBeLessThanOrEqual(start);
    await page.getByRole('heading', { level: 1 }).tap();
    await expect.poll(() => card.count()).toBe(0);
  });
});
