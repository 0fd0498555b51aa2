import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Client } from '../client/client.ts';
import { GatewayError } from '../client/client.ts';
import { READ_ARTICLE, SEARCH_ARTICLES, WHO_SAID_WHAT } from './documents.ts';
import type { TrustedOperations } from './trusted-operations.ts';

export interface McpOptions {
  readonly client: Client;
  readonly version: string;
  /** The operations that the tool `run_document` runs; null: there is no such tool. */
  readonly operations: TrustedOperations | null;
}

const FIRST = z.int().min(1).max(100).default(20).describe('How many to give.');
const AFTER = z.string().optional().describe('The endCursor of the page before, to go on behind it.');
const READ_ONLY = { readOnlyHint: true, openWorldHint: false };

/**
 * A server of the Model Context Protocol: a gateway's graph as tools for language models. What a tool cannot do it says in its answer, so
 * that the model can do better; it never throws.
 */
export function createMcpServer({ client, version, operations }: McpOptions): McpServer {
  const server = new McpServer({ name: 'newsgraph', version });

  server.registerTool(
    'search_articles',
    {
      title: 'Search articles',
      description:
        'Finds news articles by words, "phrases", or, -not; the most relevant first. Gives their ids for read_article.',
      inputSchema: { search: z.string().min(1), first: FIRST, after: AFTER },
      annotations: READ_ONLY,
    },
    (variables) => answered(client.query(SEARCH_ARTICLES, variables)),
  );

  server.registerTool(
    'read_article',
    {
      title: 'Read an article',
      description:
        'One article by its id or its address: the text, whom and what it names, what is quoted of whom, and on whose word it rests. Anchors are places in body: body.slice(start, end) === exact, in UTF-16 units.',
      inputSchema: {
        id: z.string().optional().describe('Its id, as search_articles gives it.'),
        url: z.string().optional().describe('Its address, instead of an id.'),
      },
      annotations: READ_ONLY,
    },
    (variables) => answered(client.query(READ_ARTICLE, variables)),
  );

  server.registerTool(
    'who_said_what',
    {
      title: 'Who said what',
      description:
        'Quotes with their speakers, newest articles first. Without speaker: of everybody. speaker null and abstained in an answer mean that nobody can be named for sure: do not guess.',
      inputSchema: {
        speaker: z.string().optional().describe('The name of who speaks, in full: "Laurent Fabius".'),
        about: z.string().optional().describe('Words that are said.'),
        article: z.string().optional().describe('Only in the article of this id.'),
        first: FIRST,
        after: AFTER,
      },
      annotations: READ_ONLY,
    },
    ({ speaker, about, article, first, after }) => {
      const filter = {
        ...(speaker === undefined ? {} : { speaker: { name: { eq: speaker } } }),
        ...(about === undefined ? {} : { search: about }),
        ...(article === undefined ? {} : { article: { id: { eq: article } } }),
      };
      return answered(client.query(WHO_SAID_WHAT, { filter, first, after }));
    },
  );

  if (operations) {
    const listed = operations.list.map(({ name, type }) => `${name} (${type})`).join(', ');
    server.registerTool(
      'run_document',
      {
        title: 'Run a trusted document',
        description: `Runs one of the operations that the gateway's owner has listed, by its name: ${listed}.`,
        inputSchema: {
          name: z.enum(operations.list.map(({ name }) => name)),
          variables: z.record(z.string(), z.unknown()).default({}),
        },
        annotations: { readOnlyHint: !operations.canWrite, openWorldHint: false },
      },
      ({ name, variables }) => answered(operations.run(name, variables)),
    );
  }
  return server;
}

/** What a tool gives: the answer as JSON. */
async function answered(answer: Promise<unknown>): Promise<CallToolResult> {
  try {
    return { content: [{ type: 'text', text: JSON.stringify(await answer) }] };
  } catch (error) {
    const code = error instanceof GatewayError ? `${error.code}: ` : '';
    const message = error instanceof Error ? error.message : String(error);
    return { content: [{ type: 'text', text: `${code}${message}` }], isError: true };
  }
}
