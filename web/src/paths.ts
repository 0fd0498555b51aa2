/** What the list of articles can be narrowed by, as the address of the front page has it. */
export interface FrontState {
  /** The words that are searched. */
  readonly q?: string;
  readonly section?: string;
  /** Ids. */
  readonly publisher?: string;
  readonly cites?: string;
  readonly entity?: string;
  readonly speaker?: string;
  /** Published at this instant or after it, RFC 3339. */
  readonly from?: string;
  /** Published before it. */
  readonly to?: string;
  /** The period that the timeline shows, as ISO 8601 writes one: `2026-10-05T00:00:00.000Z/2026-10-12T00:00:00.000Z`. */
  readonly within?: string;
}

/** The address of the front page in a state. */
export function frontPath(state: FrontState = {}): string {
  const given = Object.entries(state).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0 ? '/' : `/?${new URLSearchParams(given)}`;
}

export const articlePath = (id: string) => `/article/${encodeURIComponent(id)}`;
export const entityPath = (id: string) => `/entity/${encodeURIComponent(id)}`;
/** The id in the path of a view; the router leaves in it what would mean something in a path, as the `=` of base64. */
export function idIn(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export const sourcesPath = '/sources';
