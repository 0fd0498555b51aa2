import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { ClientOptions } from '../client/client.ts';
import { createClient } from '../client/client.ts';
import { createMcpServer } from './mcp-server.ts';
import type { TrustedOperations } from './trusted-operations.ts';
import { trustedOperations } from './trusted-operations.ts';

export interface ServeMcpOptions {
  /** Where the gateway answers GraphQL. */
  readonly url: string;
  readonly key: string | null;
  /** The path of a manifest of operations; null: none can be run by name. */
  readonly manifest: string | null;
  readonly withMutations: boolean;
  readonly version: string;
  /** Ends it; so does the end of what comes. */
  readonly stop: AbortSignal;
  readonly input: Readable;
  readonly output: Writable;
}

/**
 * Serves a gateway's graph, a message a line, until nothing more comes.
 * @throws Error that names the manifest and says what is wrong with it
 */
export async function serveMcp(options: ServeMcpOptions): Promise<void> {
  const { url, key, manifest, withMutations, version, stop, input, output } = options;
  const access: ClientOptions = { url, key: () => key, retries: 2 };
  const operations = manifest === null ? null : await operationsIn(manifest, withMutations, access);
  const server = createMcpServer({ client: createClient(access), version, operations });
  const transport = new StdioServerTransport(input, output);
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
    stop.addEventListener('abort', () => resolve(), { once: true });
    input.once('end', resolve);
  });
  await server.connect(transport);
  await closed;
  await server.close();
}

async function operationsIn(path: string, withMutations: boolean, access: ClientOptions): Promise<TrustedOperations> {
  try {
    return trustedOperations(await readFile(path, 'utf8'), { withMutations }, (trustedDocuments) =>
      createClient({ ...access, trustedDocuments }),
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`--operations names ${path}, which cannot be used. ${message}`, { cause: error });
  }
}
