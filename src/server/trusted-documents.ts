import { createHash } from 'node:crypto';
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { Kind, parse, print, Source, validate, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';

/** An operation that may be asked for by the SHA-256 of its text, lower-case hex. */
export interface TrustedOperation {
  readonly id: string;
  readonly name: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  /** With the fragments that it spreads. */
  readonly body: string;
}

const SHA256 = /^[0-9a-f]{64}$/;

/** As Apollo's tools write and read it. */
const ApolloManifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
});
/** As GraphQL Code Generator writes it: texts by hash. */
const PlainManifest = z.record(z.string().regex(SHA256), z.string());

/** The manifest of operations, as `readManifest` takes it. The same operations give the same bytes. */
export function writeManifest(operations: readonly TrustedOperation[]): string {
  const sorted = [...operations].sort((a, b) => (a.name < b.name ? -1 : 1));
  return `${JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations: sorted }, null, 2)}\n`;
}

/**
 * The texts of a manifest, by their hashes.
 * @throws Error with a sentence that says what is wrong with it
 */
export function readManifest(text: string): ReadonlyMap<string, string> {
  const { data } = z.union([ApolloManifest, PlainManifest]).safeParse(jsonOf(text));
  if (!data) {
    throw new Error(
      'It is no manifest of operations: `newsgraph operations` writes one, and {"<sha256>": "<text>", …} will do as well.',
    );
  }
  const entries =
    'operations' in data && Array.isArray(data.operations)
      ? data.operations.map(({ id, body }) => [id, body] as const)
      : Object.entries(PlainManifest.parse(data));
  for (const [id, body] of entries) {
    if (id !== sha256Of(body)) {
      throw new Error(`The operation ${id.slice(0, 80)} has another SHA-256 than its text: make the manifest anew.`);
    }
  }
  return new Map(entries);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What stands in a file, and where it is, for messages. */
export interface OperationFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The operations of files, each with the fragments that it spreads, from whichever file; and what is wrong with them, a sentence each.
 * @param check throws for a text that the gateway would not take
 */
export function collectOperations(
  files: readonly OperationFile[],
  schema: GraphQLSchema,
  check: (text: string) => void,
): { operations: TrustedOperation[]; problems: string[] } {
  const problems: string[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  const found: { path: string; node: OperationDefinitionNode }[] = [];
  for (const { path, text } of files) {
    for (const node of definitionsOf(path, text, problems)) {
      if (node.kind === Kind.OPERATION_DEFINITION) found.push({ path, node });
      else if (node.kind !== Kind.FRAGMENT_DEFINITION) problems.push(`${path}: ${node.kind} is no operation`);
      else if (fragments.has(node.name.value)) problems.push(`${path}: there are two fragments '${node.name.value}'`);
      else fragments.set(node.name.value, node);
    }
  }
  const operations = new Map<string, TrustedOperation>();
  for (const { path, node } of found) {
    const name = node.name?.value;
    if (name === undefined || operations.has(name)) {
      problems.push(
        `${path}: ${name === undefined ? 'an operation has no name' : `there are two operations '${name}'`}`,
      );
      continue;
    }
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [node, ...fragmentsOf(node, fragments)] };
    const body = print(document);
    const faults = faultsOf(document, body, schema, check);
    problems.push(...faults.map((fault) => `${path}: ${name}: ${fault}`));
    operations.set(name, { id: sha256Of(body), name, type: node.operation, body });
  }
  return { operations: [...operations.values()], problems };
}

function definitionsOf(path: string, text: string, problems: string[]): DocumentNode['definitions'] {
  try {
    return parse(new Source(text, path), { noLocation: true }).definitions;
  } catch (error) {
    problems.push(`${path}: ${messageOf(error)}`);
    return [];
  }
}

function faultsOf(
  document: DocumentNode,
  body: string,
  schema: GraphQLSchema,
  check: (text: string) => void,
): readonly string[] {
  const errors = validate(schema, document);
  if (errors.length > 0) return errors.map(({ message }) => message);
  try {
    check(body);
    return [];
  } catch (error) {
    return [messageOf(error)];
  }
}

/** The fragments that an operation spreads, and those that they spread, in the order of their names. */
function fragmentsOf(
  operation: OperationDefinitionNode,
  all: ReadonlyMap<string, FragmentDefinitionNode>,
): FragmentDefinitionNode[] {
  const used = new Map<string, FragmentDefinitionNode>();
  const look = (node: OperationDefinitionNode | FragmentDefinitionNode) => {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = all.get(value);
        if (!fragment || used.has(value)) return;
        used.set(value, fragment);
        look(fragment);
      },
    });
  };
  look(operation);
  return [...used.values()].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export interface DocumentIdsOptions {
  /** Texts by their hashes. */
  readonly trusted: ReadonlyMap<string, string>;
  /** Whether no others are answered. */
  readonly isTrustedOnly: boolean;
}

/** Texts that clients have had remembered, and UTF-16 units of them. */
const MOST_REMEMBERED = 1_000;
const MOST_TEXT = 4_000_000;

const PersistedQuery = z.object({ persistedQuery: z.object({ version: z.literal(1), sha256Hash: z.string() }) });

/** Knows texts by their hashes: those of a manifest, and those that clients have had remembered (Apollo's automatic persisted queries). */
export class DocumentIds {
  readonly isTrustedOnly: boolean;
  readonly #trusted: ReadonlyMap<string, string>;
  readonly #remembered = new LRUCache<string, string>({
    max: MOST_REMEMBERED,
    maxSize: MOST_TEXT,
    sizeCalculation: (text) => text.length + 64,
  });

  constructor({ trusted, isTrustedOnly }: DocumentIdsOptions) {
    this.#trusted = trusted;
    this.isTrustedOnly = isTrustedOnly;
  }

  /** @param id a hash, or `sha256:` and a hash */
  textOf(id: string): string | undefined {
    const hash = id.replace(/^sha256:/, '');
    return this.#trusted.get(hash) ?? this.#remembered.get(hash);
  }

  /** Remembers a text until others need its place. @returns whether the hash is its own */
  remember(hash: string, text: string): boolean {
    if (hash !== sha256Of(text)) return false;
    this.#remembered.set(hash, text);
    return true;
  }
}

/** The hash in a request's `extensions`, as Apollo's clients send it. */
export function persistedHashOf(extensions: unknown): string | null {
  return PersistedQuery.safeParse(extensions).data?.persistedQuery.sha256Hash ?? null;
}
