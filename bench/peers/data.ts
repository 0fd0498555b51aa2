/** What the resolvers of `resolvers.ts` stand on. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows with the columns of the schema, and those that refer to others. */
export interface Data {
  /** Statements that lists, search, counts and facets need, whatever else reads. @param name one for each text */
  sql(name: string, text: string, values: readonly unknown[]): Promise<readonly Row[]>;
  /** Visible rows, in any order. */
  byId(table: 'Article' | 'Entity' | 'Source', ids: readonly string[]): Promise<readonly Row[]>;
  /** Of each article its first mentions, in reading order. */
  mentions(articleIds: readonly string[], first: number): Promise<readonly (readonly Row[])[]>;
  /** Of each article its first quotes, in reading order. */
  quotes(articleIds: readonly string[], first: number): Promise<readonly (readonly Row[])[]>;
  /** Of each entity its first quotes, those of the newest article first. */
  said(entityIds: readonly string[], first: number): Promise<readonly (readonly Row[])[]>;
}
