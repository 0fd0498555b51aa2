import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { schema } from '../../src/graphql/schema.ts';
import { makeKey } from '../../src/server/api-keys.ts';
import { collectOperations, writeManifest } from '../../src/server/trusted-documents.ts';
import type { Database } from '../../src/storage/database.ts';
import { newsgraph, temporaryFolder } from '../support/cli.ts';
import { openDatabase } from '../support/database.ts';
import type { Answer } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';
import { startGateway } from '../support/running-gateway.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const KEY = makeKey();
const SETTINGS = { READING: 'closed', API_KEYS: `model:ingest:${KEY.sha256}` };

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
  await fill(createGraph(db), 12);
});
afterAll(() => db?.close());

/** What a tool answers: text, and whether it is an error. */
const Answered = z.object({ content: z.tuple([z.object({ text: z.string() })]), isError: z.boolean().optional() });

/** The tools of `newsgraph mcp` over standard input and output, as a model's program has them. */
async function tools(url: string, args: string[] = []) {
  const client = new Client({ name: 'test', version: '1' });
  const { PATH = '' } = process.env;
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: ['--import', 'tsx', CLI, 'mcp', '--url', url, ...args],
      env: { PATH, NEWSGRAPH_KEY: KEY.key },
    }),
  );
  onTestFinished(() => client.close());
  const { tools: listed } = await client.listTools();
  return {
    listed,
    async call(name: string, given: Record<string, unknown>): Promise<{ text: string; json: Answer }> {
      const { content, isError } = Answered.parse(await client.callTool({ name, arguments: given }));
      const [{ text }] = content;
      return { text, json: isError ? undefined : JSON.parse(text) };
    },
  };
}

const OPERATIONS = `
  query Outlets { sources(first: 2) { nodes { name } } }
  mutation Bring($input: IngestDocumentInput!) { ingestDocument(input: $input) { receipts { outcome } } }
`;

async function manifest(): Promise<string> {
  const path = join(await temporaryFolder(), 'operations.json');
  const { operations } = collectOperations([{ path: 'operations.graphql', text: OPERATIONS }], schema, () => {});
  await writeFile(path, writeManifest(operations));
  return path;
}

describe('newsgraph mcp', () => {
  it('searches, reads an article with its anchors, and says who said what', async () => {
    const { url } = await startGateway(db, SETTINGS);
    const { listed, call } = await tools(`${url}/graphql`);
    expect(listed.map(({ name }) => name)).toEqual(['search_articles', 'read_article', 'who_said_what']);
    expect(listed.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);

    const found = (await call('search_articles', { search: 'bridge', first: 3 })).json.articles;
    expect([found.totalCount, found.nodes.length]).toEqual([12, 3]);
    const next = (await call('search_articles', { search: 'bridge', after: found.pageInfo.endCursor })).json.articles;
    expect(next.nodes).toHaveLength(9);

    const { article } = (await call('read_article', { id: found.nodes[0].id })).json;
    expect(article.mentions.nodes.length).toBeGreaterThan(0);
    for (const { anchor } of [...article.mentions.nodes, ...article.quotes.nodes]) {
      expect(article.body.slice(anchor.start, anchor.end)).toBe(anchor.exact);
    }

    const said = (await call('who_said_what', { speaker: 'Ada Quill' })).json.quotes;
    expect(said.totalCount).toBeGreaterThan(0);
    expect(new Set(said.nodes.map((quote: Answer) => quote.speaker.name))).toEqual(new Set(['Ada Quill']));
    const here = (await call('who_said_what', { article: article.id })).json.quotes;
    expect(here.totalCount).toBe(article.quotes.totalCount);
  });

  it('tells the model what was wrong with its question', async () => {
    const { url } = await startGateway(db, SETTINGS);
    const { call } = await tools(`${url}/graphql`);
    expect((await call('read_article', {})).text).toMatch(/^BAD_USER_INPUT: /);
    expect((await call('search_articles', { search: '' })).text).toMatch(/search/);
    const gone = await tools('http://127.0.0.1:1/graphql');
    expect((await gone.call('search_articles', { search: 'x' })).text).toMatch(/^NETWORK_ERROR: No answer came from/);
  });

  it('runs trusted documents by name, mutations only with --write', async () => {
    const path = await manifest();
    const { url } = await startGateway(db, { ...SETTINGS, TRUSTED_DOCUMENTS: path, TRUSTED_DOCUMENTS_ONLY: 'true' });
    const input = { format: 'TEXT', uri: 'https://ledger.example/new', content: 'New\n\nAda Quill said so.' };

    const reader = await tools(`${url}/graphql`, ['--operations', path]);
    expect((await reader.call('run_document', { name: 'Outlets' })).json.sources.nodes).toHaveLength(2);
    expect((await reader.call('run_document', { name: 'Bring', variables: { input } })).json).toBeUndefined();

    const writer = await tools(`${url}/graphql`, ['--operations', path, '--write']);
    const { json } = await writer.call('run_document', { name: 'Bring', variables: { input } });
    expect(json).toEqual({ ingestDocument: { receipts: [{ outcome: 'CREATED' }] } });
  });

  it('says what is wrong with a manifest, and starts nothing', async () => {
    const { status, stderr, stdout } = await newsgraph(['mcp', '--operations', '/nowhere.json'], {}).finished;
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^newsgraph: --operations names \/nowhere\.json, which cannot be used\. ENOENT/);
  });
});
