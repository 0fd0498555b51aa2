import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeKey } from '../../src/server/api-keys.ts';
import type { Database } from '../../src/storage/database.ts';
import { BROWSER } from '../support/browser.ts';
import { codeBlocks, consumerWith, starter } from '../support/consumer.ts';
import { openDatabase } from '../support/database.ts';
import type { Answer } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';

const KEY = makeKey();
const QUOTES = 30;

let db: Database;
let gateway: RunningGateway;
beforeAll(async () => {
  db = await openDatabase();
  await fill(createGraph(db), QUOTES);
  gateway = await startGateway(db, { API_KEYS: `desk:ingest:${KEY.sha256}` }, { closeAfterTest: false });
});
afterAll(async () => {
  await gateway?.close();
  await db?.close();
});

it('a script writes who said what as CSV', async () => {
  const { run } = await starter('who-said-what');
  const env = { GATEWAY: gateway.url };
  expect(await run('npm run --silent check', env)).toEqual({ status: 0, stdout: '', stderr: '' });
  const { stdout, stderr, status } = await run('npm run --silent start', env);
  expect([status, stderr]).toEqual([0, '']);
  const [header, first, ...rows] = stdout.split('\r\n').filter((row) => row !== '');
  expect(header).toBe('"published","publisher","headline","address","speaker","as printed","type","words"');
  expect(first).toMatch(
    /^"2026-\d\d-\d\dT00:00:00.000Z","(?:ledger|courier)","Bridge \d+","https:.*","INDIRECT",".+"$/,
  );
  expect(1 + rows.length).toBe(QUOTES);
  expect((await run('npm run --silent start -- nowhere', env)).stdout).toBe(`${header}\r\n`);
});

describe.skipIf(BROWSER.isMissing)(`a page in React${BROWSER.isMissing ? ` (skipped: ${BROWSER.why})` : ''}`, () => {
  it('shows quotes, of everybody and of who is named, page after page', async () => {
    const { folder, run } = await starter('react');
    const built = await run('npm run build');
    expect(built).toMatchObject({ status: 0, stderr: '' });
    const { preview } = await import('vite');
    process.env['GATEWAY'] = gateway.url;
    const server = await preview({ root: folder, logLevel: 'silent', preview: { port: 0, host: '127.0.0.1' } });
    onTestFinished(async () => {
      delete process.env['GATEWAY'];
      await server.close();
    });
    const browser = await chromium.launch(BROWSER.options);
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    await page.getByText(`${QUOTES} quotes`).waitFor();
    expect(await page.locator('blockquote').count()).toBe(10);

    await page.getByRole('searchbox').fill('Ada Quill');
    await page.getByText(`${QUOTES / 5} quotes`).waitFor();
    expect(new Set(await page.locator('li p').allInnerTexts()).size).toBe(QUOTES / 5);
    expect((await page.locator('li p').allInnerTexts()).every((text) => text.startsWith('Ada Quill, in '))).toBe(true);

    await page.getByRole('searchbox').fill('');
    await page.getByText(`${QUOTES} quotes`).waitFor();
    const first = await page.locator('li').first().innerText();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(() => page.locator('li').first().innerText()).not.toBe(first);
    expect(complaints).toEqual([]);
  });
});

it('the commands for curl do what the page says', async () => {
  const { folder, run } = await consumerWith([]);
  const blocks = await codeBlocks('examples/curl/README.md', '# With curl alone', 'sh');
  const [setUp = '', ...commands] = blocks;
  const answers: string[] = [];
  for (const command of commands) {
    const { status, stdout, stderr } = await run(`${setUp}\n${command}`, { GATEWAY: gateway.url, KEY: KEY.key });
    expect({ command, status, stderr: command.includes('--max-time') ? '' : stderr }).toEqual({
      command,
      status: 0,
      stderr: '',
    });
    answers.push(stdout);
  }
  const json = (index: number): Answer => JSON.parse(answers[index] ?? '');
  expect(json(0).data.articles.nodes[0].quotes.nodes[0].speaker.name).toEqual(expect.any(String));
  expect(json(1).data.entity).toMatchObject({ name: 'Ada Quill', type: 'PERSON' });
  expect(json(2).data.articles.nodes[0].headline).toMatch(/^Bridge/);
  expect(await readFile(join(folder, 'schema.graphql'), 'utf8')).toContain('type Query');
  expect(json(4).items).toHaveLength(3);
  expect(json(5).data.ingestDocument.receipts).toMatchObject([{ outcome: 'CREATED' }]);
  expect(answers).toHaveLength(7);
});
