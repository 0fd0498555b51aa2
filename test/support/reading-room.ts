import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findDocuments } from '../../src/ingest/find-documents.ts';
import { makeKey } from '../../src/server/api-keys.ts';
import type { Database } from '../../src/storage/database.ts';
import { BROWSER } from './browser.ts';
import { openDatabase } from './database.ts';
import { receiptsOf } from './documents.ts';
import { contextOf } from './graph.ts';
import type { RunningGateway } from './running-gateway.ts';
import { startGateway } from './running-gateway.ts';

const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url));

/** Where `npm run build` puts the reading room. */
export const BUILT_ROOM = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** A page, with all that must not happen there. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of the console and of scripts. */
  readonly complaints: readonly string[];
  /** Requests that went to another host. */
  readonly elsewhere: readonly string[];
}

/** The seeds in a gateway, and a browser to read them in. */
export interface OpenRoom {
  readonly database: Database;
  readonly gateway: RunningGateway;
  /** A key of the scope ingest. */
  readonly key: string;
  /** A page in a context of its own, at an address of the gateway, or of another one. */
  open(path: string, options?: BrowserContextOptions, at?: RunningGateway): Promise<WatchedPage>;
  close(): Promise<void>;
}

/** @throws Error when the page has not been built */
export async function openRoom(): Promise<OpenRoom> {
  if (!existsSync(BUILT_ROOM)) throw new Error('dist/web is not there: run `npm run build:web` first.');
  const { key, sha256 } = makeKey();
  const db = await openDatabase();
  await receiptsOf(contextOf(db).ingest.ingestAll(findDocuments([SEEDS])));
  const gateway = await startGateway(db, { API_KEYS: `desk:ingest:${sha256}` }, { closeAfterTest: false });
  const browser: Browser = await chromium.launch(BROWSER.options);
  return {
    database: db,
    gateway,
    key,
    async open(path, options, at = gateway) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
      const complaints: string[] = [];
      const elsewhere: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(`${at.url}/`) && !/^(?:data|blob):/.test(url)) elsewhere.push(url);
      });
      await page.goto(`${at.url}${path}`);
      return { page, complaints, elsewhere };
    },
    async close() {
      await browser.close();
      await gateway.close();
      await db.close();
    },
  };
}

/** What axe finds wrong with a page by WCAG 2.2 AA: each rule with the elements that break it. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  return page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(tags)} }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + ' ' + failureSummary)))`,
  );
}
