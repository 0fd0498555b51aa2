import type { Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EXAMPLE_QUERIES } from '../../src/graphql/examples.ts';
import { BROWSER } from '../support/browser.ts';
import type { Answer } from '../support/graph.ts';
import type { OpenRoom } from '../support/reading-room.ts';
import { openRoom } from '../support/reading-room.ts';
import { visit } from '../support/visit.ts';

const nameOf = (query: string) => /query (\w+)/.exec(query)?.[1] ?? '';

describe.skipIf(BROWSER.isMissing)(`GraphiQL${BROWSER.isMissing ? ` (skipped: ${BROWSER.why})` : ''}`, () => {
  let room: OpenRoom;
  beforeAll(async () => {
    room = await openRoom();
  });
  afterAll(() => room?.close());

  /** Runs what stands in the open tab, once GraphiQL has found its operation. */
  async function run(page: Page, operation: string): Promise<Answer> {
    const isOf = (response: Response) => response.request().postDataJSON()?.operationName === operation;
    for (;;) {
      const answer = page.waitForResponse(isOf, { timeout: 3_000 }).catch(() => null);
      await page.click('.graphiql-execute-button');
      const response = await answer;
      if (response) return response.json();
    }
  }

  it('has a worked question in each tab, and an answer for it in the corpus', async () => {
    const page = await visit(room, '/graphql');
    for (const { query } of EXAMPLE_QUERIES) {
      const operation = nameOf(query);
      await page.locator('.graphiql-tab-button', { hasText: operation }).first().click();
      const { data, errors } = await run(page, operation);
      expect({ operation, errors }).toEqual({ operation, errors: undefined });
      for (const found of Object.values(data)) expect(JSON.stringify(found).length).toBeGreaterThan(100);
      await page.locator('.graphiql-response', { hasText: Object.keys(data)[0] ?? '' }).waitFor();
    }
  });

  it.each([
    ['/?q=crane', 'the list', 'FrontArticles'],
    ['/?q=crane', 'the timeline', 'FrontTimeline'],
    ['/?q=crane', 'the counts', 'FrontFacets'],
    ['/?q=crane', 'the search', 'FrontSearch'],
    ['/sources', 'the rows and columns', 'SourcesPage'],
  ])('opens from %s with the query for %s, and gives the same answer', async (path, about, operation) => {
    const answered = new Map<string, Answer>();
    const page = await visit(room, '/article/none');
    page.on('response', async (response) => {
      const asked = response.request().method() === 'POST' ? response.request().postDataJSON() : null;
      if (!asked?.query?.includes(`query ${operation}`)) return;
      // An answer that the page gave up, for it asked again, has no body: the next one counts.
      const answer = await response.json().catch(() => undefined);
      if (answer !== undefined) answered.set(JSON.stringify(asked.variables), answer);
    });
    await page.goto(`${room.gateway.url}${path}`);
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: `See the query for ${about}` }).click();
    const graphiql = await opened;
    onTestFinished(() => graphiql.close());
    await graphiql.locator('.graphiql-tab', { hasText: operation }).waitFor();
    const { data } = await run(graphiql, operation);
    const variables = new URL(graphiql.url()).searchParams.get('variables') ?? '{}';
    await expect.poll(() => answered.get(JSON.stringify(JSON.parse(variables)))?.data).toEqual(data);
  });
});
