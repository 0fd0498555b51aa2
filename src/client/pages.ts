import { property } from './documents.ts';

interface ConnectionLike {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** How deep connections are looked for. */
type Deeper = [never, 0, 1, 2, 3, 4, 5];

/** The ways to connections in a result that select `pageInfo { hasNextPage endCursor }`: `articles`, `entity.articles`. */
export type ConnectionPath<T, Depth extends number = 6> = Depth extends 0
  ? never
  : T extends readonly unknown[]
    ? never
    : T extends object
      ? {
          [Name in keyof T & string]: NonNullable<T[Name]> extends ConnectionLike
            ? Name
            : NonNullable<T[Name]> extends object
              ? `${Name}.${ConnectionPath<NonNullable<T[Name]>, Deeper[Depth]>}`
              : never;
        }[keyof T & string]
      : never;

/** What stands at a way. */
type At<T, Path extends string> = T extends object
  ? Path extends `${infer Name}.${infer Rest}`
    ? Name extends keyof T
      ? At<NonNullable<T[Name]>, Rest>
      : never
    : Path extends keyof T
      ? NonNullable<T[Path]>
      : never
  : never;

/** What a connection holds: its nodes where they are selected, else its edges. */
type ItemOf<Connection> = Connection extends { readonly nodes: readonly (infer Node)[] }
  ? Node
  : Connection extends { readonly edges: readonly (infer Edge)[] }
    ? Edge
    : never;

/** What {@link eachOf} gives of a result. */
export type PageItem<Result, Path extends string> = ItemOf<At<Result, Path>>;

/** One page of a list. */
interface Page {
  readonly items: readonly unknown[];
  /** From where the next goes on; null: there is none. */
  readonly next: string | null;
}

/**
 * What a connection holds, page after page; the next page is asked for when the last of this one has been taken.
 * @param ask asks for the page behind a cursor; null: the first
 * @param path names of fields with dots between; undefined: the only connection of the answer
 * @throws TypeError where there is no such connection, or it does not go on
 */
export async function* eachOf(
  ask: (after: string | null) => Promise<unknown>,
  path: string | undefined,
): AsyncGenerator<unknown> {
  for (let after: string | null = null; ; ) {
    const page = pageAt(await ask(after), path);
    yield* page.items;
    if (page.next === null) return;
    if (page.next === after) {
      throw new TypeError(`The second page is the first again: pass \`after: $after\` to ${path ?? 'the list'}.`);
    }
    after = page.next;
  }
}

function pageAt(data: unknown, path: string | undefined): Page {
  const connection = path === undefined ? onlyConnection(data) : path.split('.').reduce(property, data);
  // What an article or entity that is not there would have.
  if (connection === null || (path !== undefined && isCutShort(data, path))) return { items: [], next: null };
  const pageInfo = property(connection, 'pageInfo');
  const items = property(connection, 'nodes') ?? property(connection, 'edges');
  const hasNextPage = property(pageInfo, 'hasNextPage');
  const endCursor = property(pageInfo, 'endCursor');
  if (!Array.isArray(items) || typeof hasNextPage !== 'boolean' || endCursor === undefined) {
    throw new TypeError(
      `${path ?? 'The answer'} is no list to go through: select \`pageInfo { hasNextPage endCursor }\` and \`nodes\` or \`edges\`.`,
    );
  }
  return { items, next: hasNextPage && typeof endCursor === 'string' ? endCursor : null };
}

/** Whether something on the way is null. */
function isCutShort(data: unknown, path: string): boolean {
  let value = data;
  for (const name of path.split('.')) {
    if (value === null) return true;
    value = property(value, name);
  }
  return value === null;
}

/** The connection of an answer; null where what would have it is not there. */
function onlyConnection(data: unknown): unknown {
  const found: unknown[] = [];
  const look = (value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    if ('pageInfo' in value) found.push(value);
    else for (const inner of Object.values(value)) look(inner);
  };
  look(data);
  if (found.length > 1) throw new TypeError('The answer has several lists: say which by `path`.');
  return found[0] ?? (hasNull(data) ? null : undefined);
}

function hasNull(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).some((value) => value === null);
}
