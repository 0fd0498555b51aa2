import { randomUUID } from 'node:crypto';

/** Carries the id of a request, both ways. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** What may go into a log line and a header as it is. */
const SANE_ID = /^[\w.:-]{1,128}$/;

const ids = new WeakMap<Request, string>();

/** The id of a request, the same however often it is asked: the client's `x-request-id` if it is sane, else a new UUID. */
export function requestIdOf(request: Request): string {
  const known = ids.get(request);
  if (known !== undefined) return known;
  const id = requestIdFrom(request.headers.get(REQUEST_ID_HEADER));
  ids.set(request, id);
  return id;
}

/** The id for a request that brings this in its `x-request-id`. */
export function requestIdFrom(given: string | null | undefined): string {
  return given != null && SANE_ID.test(given) ? given : randomUUID();
}
