/** What is measured: one operation in the words of each peer, and what it is asked with. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type Variables = Readonly<Record<string, string | number | null>>;

/** What variables are made of; read from the corpus once. */
export interface Facts {
  /** All articles, shuffled. */
  readonly articleIds: readonly string[];
  /** Entities that say something, those who say much more often, each pair once; shuffled. */
  readonly speakers: readonly { readonly id: string; readonly first: number }[];
  /** Words that stand in 0.5 to 3 of 100 articles. */
  readonly words: readonly string[];
}

export interface Prepared {
  /** One for each text. */
  readonly name: string;
  /** One statement with one row and one column `answer`: the answer of a GraphQL server, as text. */
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface Operation {
  readonly key: string;
  readonly title: string;
  /** GraphQL, for newsgraph and all peers whose schema is written by hand. */
  readonly text: string;
  /** Variables that are ids, and of what: newsgraph's ids say so. */
  readonly ids?: Readonly<Record<string, 'Article' | 'Entity'>>;
  readonly sql: (variables: Variables) => Prepared;
  /** PostGraphile's schema follows the tables. Aliases make the answer that of the others; where they cannot, `data` does. */
  readonly postgraphile: { readonly text: string; readonly data?: (data: Json) => Json };
  /** The variables of the i-th request; all differ. */
  readonly variables: (facts: Facts) => (i: number) => Variables;
}

/** A variable's value: the cursor behind page 499, which is another one for each peer. */
export const BEHIND_PAGE_499 = 'behind page 499';

/** A number from 0 to 1 that depends on i alone. */
export function chance(i: number): number {
  let x = Math.imul(i + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}

/** The i-th of a list, from the start again behind its end. */
export function nth<T>(list: readonly T[], i: number): T {
  const found = list[i % list.length];
  if (found === undefined) throw new Error('The corpus is empty: there is nothing to ask for.');
  return found;
}
