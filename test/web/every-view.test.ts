import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER } from '../support/browser.ts';
import type { Answer } from '../support/graph.ts';
import type { OpenRoom } from '../support/reading-room.ts';
import { openRoom, violationsOf } from '../support/reading-room.ts';
import { ask, visit } from '../support/visit.ts';

const WIDTHS = [360, 768, 1440];

/** A folder for pictures of each view, for who wants to look at them. */
const { SCREENSHOTS } = process.env;

interface View {
  /** A path from what the corpus holds. */
  readonly path: (corpus: Answer) => string;
  /** What has to be there before the view is whole. */
  readonly whole: string;
  /** What a reader does first. */
  readonly first?: (page: Page) => Promise<void>;
}

const articlePath = ({ id }: Answer) => `/article/${encodeURIComponent(id)}`;
const entityPath = ({ id }: Answer) => `/entity/${encodeURIComponent(id)}`;

const VIEWS: Readonly<Record<string, View>> = {
  front: { path: () => '/', whole: '.articles > li' },
  search: { path: () => '/?q=crane', whole: '.articles mark' },
  narrowed: { path: ({ company }) => `/?entity=${encodeURIComponent(company.id)}`, whole: '.chips a' },
  'nothing found': { path: () => '/?q=zzyzx', whole: '.list-head' },
  'key dialog': {
    path: () => '/',
    whole: 'dialog[open]',
    first: (page) => page.getByRole('button', { name: 'Give a key' }).click(),
  },
  sources: { path: () => '/sources', whole: '.matrix td a' },
  article: {
    path: ({ audit }) => `${articlePath(audit)}?at=${audit.quotes.nodes[0].anchor.start}`,
    whole: '.card',
  },
  copies: {
    path: ({ copied }) => `${articlePath(copied)}?beside=${encodeURIComponent(copied.copies.edges[0].node.id)}`,
    whole: '.side-by-side tbody tr',
  },
  company: { path: ({ company }) => entityPath(company), whole: '.network .node' },
  place: { path: ({ raqqa }) => entityPath(raqqa), whole: '.map svg' },
  'no such article': { path: () => '/article/nowhere', whole: 'h1' },
};

describe.skipIf(BROWSER.isMissing)(`every view${BROWSER.isMissing ? ` (skipped: ${BROWSER.why})` : ''}`, () => {
  let room: OpenRoom;
  let corpus: Answer;
  beforeAll(async () => {
    room = await openRoom();
    const { json } = await ask(
      room,
      `{ articles(first: 50) { nodes { id headline quotes(first: 1) { nodes { anchor { start } } } copies(first: 1) { edges { node { id } } } } }
        company: entity(name: "Tarrasund Maritime Group") { id }
        raqqa: entity(name: "Raqqa") { id } }`,
    );
    const { articles, ...entities } = json.data;
    const byHeadline = (headline: string) => articles.nodes.find((article: Answer) => article.headline === headline);
    corpus = {
      ...entities,
      audit: byHeadline('Leaked audit report warned of crane brakes in April'),
      copied: byHeadline('Port shut after crane collapse kills two'),
    };
  });
  afterAll(() => room?.close());

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    it.each(Object.keys(VIEWS))('%s passes axe, and goes not over the edge, at every width', async (name) => {
      const view = VIEWS[name];
      if (!view) throw new Error(`There is no view '${name}'.`);
      const page = await visit(room, view.path(corpus), { viewport: { width: 1440, height: 900 }, colorScheme });
      await view.first?.(page);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await page.locator(view.whole).first().waitFor();
        expect({ width, violations: await violationsOf(page) }).toEqual({ width, violations: [] });
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
        const fullPage = view.whole !== 'dialog[open]';
        if (SCREENSHOTS)
          await page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}-${colorScheme}.png`), fullPage });
      }
    });
  });
});
