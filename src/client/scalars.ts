/** What the scalars of the schema are in JSON. */
export interface Scalars {
  /** An instant as RFC 3339 has it: `new Date(text)` reads it. */
  readonly DateTime: string;
  readonly ID: string;
  readonly JSON: unknown;
  readonly URL: string;
}
