import type { DocumentNode } from '@0no-co/graphql.web';
import { print } from '@0no-co/graphql.web';

/**
 * A document that knows the types of its result and its variables: those of gql.tada, and of GraphQL Code Generator's client
 * preset in both of its document modes. It is their common shape, so that neither of them has to be installed.
 */
export interface TypedDocument<Result, Variables> {
  readonly __apiType?: ((variables: Variables) => Result) | undefined;
}

/** Any document: typed, or a plain text. */
export type AnyDocument = string | TypedDocument<never, never>;

/** What `newsgraph operations` writes, as far as clients need it. */
export interface OperationManifest {
  readonly operations: readonly { readonly name: string; readonly id: string }[];
}

const texts = new WeakMap<object, string>();

/**
 * The text of a document.
 * @throws TypeError for what is none
 */
export function textOf(document: AnyDocument): string {
  if (typeof document === 'string' || document instanceof String) return document.toString();
  const known = texts.get(document);
  if (known !== undefined) return known;
  if (!isParsed(document)) throw new TypeError('This is no GraphQL document: neither a text nor a parsed one.');
  const text = print(document);
  texts.set(document, text);
  return text;
}

function isParsed(document: object): document is DocumentNode {
  return property(document, 'kind') === 'Document';
}

/** Finds the ids by which trusted documents are asked for. */
export interface DocumentIdFinder {
  /** @throws Error for an operation that the manifest does not have */
  idOf(document: AnyDocument): Promise<string>;
}

/**
 * @param manifest where ids are found by the name of the operation; without one a document's id is what its generator gave it, or
 * else the SHA-256 of its text
 */
export function documentIdFinder(manifest: OperationManifest | null): DocumentIdFinder {
  const hashes = new Map<string, Promise<string>>();
  const hashOf = (text: string) => {
    const known = hashes.get(text) ?? sha256Of(text);
    hashes.set(text, known);
    return known;
  };
  const ids = manifest && new Map(manifest.operations.map(({ name, id }) => [name, id]));
  return {
    async idOf(document) {
      if (!ids) return prefixed(givenId(document) ?? (await hashOf(textOf(document))));
      const name = operationName(document);
      const id = ids.get(name);
      if (id === undefined) {
        throw new Error(`The manifest has no operation '${name}': write it again with \`newsgraph operations\`.`);
      }
      return prefixed(id);
    },
  };
}

const prefixed = (id: string) => (id.startsWith('sha256:') ? id : `sha256:${id}`);

/** The id that gql.tada's `persisted` and GraphQL Code Generator's `persistedDocuments` give a document. */
function givenId(document: AnyDocument): string | null {
  const id = property(document, 'documentId') ?? property(property(document, '__meta__'), 'hash');
  return typeof id === 'string' ? id : null;
}

const OPERATION = /^\s*(?:query|mutation|subscription)\s+([_A-Za-z]\w*)/m;

function operationName(document: AnyDocument): string {
  return OPERATION.exec(textOf(document))?.[1] ?? '';
}

async function sha256Of(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A property of what may be anything; undefined where there is none. */
export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
