import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER } from '../support/browser.ts';
import type { Answer } from '../support/graph.ts';
import type { OpenRoom } from '../support/reading-room.ts';
import { openRoom } from '../support/reading-room.ts';
import { ask, visit } from '../support/visit.ts';

describe.skipIf(BROWSER.isMissing)(`an entity's page${BROWSER.isMissing ? ` (skipped: ${BROWSER.why})` : ''}`, () => {
  let room: OpenRoom;
  let company: Answer;
  let raqqa: Answer;
  beforeAll(async () => {
    room = await openRoom();
    const { json } = await ask(
      room,
      `{ company: entity(name: "Tarrasund Maritime Group") { id name quotes { totalCount nodes { content } } quotesAbout { nodes { content } }
        coMentions(first: 14) { edges { articleCount node { name } } } timeline(interval: DAY) { buckets { articleCount } } }
        raqqa: entity(name: "Raqqa") { id name } }`,
    );
    ({ company, raqqa } = json.data);
  });
  afterAll(() => room?.close());

  const pathOf = ({ id }: Answer, search = '') => `/entity/${encodeURIComponent(id)}${search}`;

  it('has what it said, and what was said of it, once where several articles have the same words', async () => {
    const page = await visit(room, pathOf(company));
    /** Of the first page. */
    const texts = (of: Answer) => [...new Set(of.nodes.slice(0, 10).map(({ content }: Answer) => content))];
    await expect.poll(() => page.locator('.quotes blockquote').allInnerTexts()).toEqual(texts(company.quotes));
    expect(texts(company.quotes).length).toBeLessThan(company.quotes.nodes.length);
    expect(await page.locator('.quotes li a').count()).toBe(company.quotes.nodes.length);
    await page.getByRole('link', { name: 'What was said of it' }).click();
    const about = texts(company.quotesAbout);
    await expect.poll(() => page.locator('.quotes blockquote').allInnerTexts()).toEqual(about);
    expect(new URL(page.url()).searchParams.get('show')).toBe('about');
    await page.goBack();
    await expect.poll(() => page.locator('.quotes blockquote').allInnerTexts()).toEqual(texts(company.quotes));
  });

  it('begins with what was said of it where it said nothing', async () => {
    const page = await visit(room, pathOf(raqqa));
    await page.getByRole('link', { name: /^What was said of it/ }).waitFor();
    expect(await page.locator('.choices [aria-current]').first().innerText()).toContain('What was said of it');
  });

  it('draws a bar for each day with articles, which leads to them', async () => {
    const page = await visit(room, pathOf(company, '?by=DAY'));
    const counts = company.timeline.buckets.map(({ articleCount }: Answer) => articleCount).filter(Boolean);
    await expect.poll(() => page.locator('.timeline rect').count()).toBe(counts.length);
    await page
      .getByRole('link', { name: `: ${counts[0]} article` })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Articles of that time' }).waitFor();
    await expect.poll(() => page.locator('.linked > li').count()).toBe(counts[0]);
  });

  it('turns the pages of its articles', async () => {
    const page = await visit(room, pathOf(company));
    const first = await page.locator('.linked > li').first().innerText();
    await page.getByRole('navigation', { name: 'Pages of articles' }).getByRole('link', { name: 'Next page' }).click();
    await expect.poll(() => page.locator('.linked > li').first().innerText()).not.toBe(first);
    await page.goBack();
    await expect.poll(() => page.locator('.linked > li').first().innerText()).toBe(first);
  });

  it('has a network to walk through, by the list and by the picture, and back', async () => {
    const page = await visit(room, pathOf(company));
    const around = company.coMentions.edges.map(({ node }: Answer) => node.name);
    const list = page.getByRole('list', { name: `Named with ${company.name}` });
    await expect.poll(() => list.getByRole('link').allInnerTexts()).toEqual(around);
    await expect.poll(() => page.locator('.network .node').count()).toBe(around.length + 1);

    await list.getByRole('link', { name: around[0], exact: true }).press('Enter');
    await page.getByRole('list', { name: `Named with ${around[0]}` }).waitFor();
    expect(new URL(page.url()).pathname).toBe(pathOf(company));
    await page
      .locator('.network .node', { hasText: company.name.slice(0, 15) })
      .first()
      .click();
    await list.waitFor();
    await page.goBack();
    await page.getByRole('list', { name: `Named with ${around[0]}` }).waitFor();
    await page.getByRole('link', { name: `Open the page of ${around[0]}` }).click();
    await page.getByRole('heading', { level: 1, name: around[0] }).waitFor();
  });

  it('draws its place on a map that comes with the page', async () => {
    const page = await visit(room, pathOf(raqqa));
    const map = page.getByRole('img', { name: 'Raqqa on a map of the world' });
    await map.waitFor();
    expect((await map.locator('.land').getAttribute('d'))?.length).toBeGreaterThan(10_000);
    expect(await map.locator('.own').innerHTML()).toContain('Raqqa');
    expect(await map.locator('.home').count()).toBe(1);
  });

  it('says so when there is none', async () => {
    const page = await visit(room, '/entity/nowhere');
    await page.getByRole('heading', { name: 'There is no such entity' }).waitFor();
  });
});
