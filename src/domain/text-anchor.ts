/** A half-open range of UTF-16 code units of a text: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A place in an article's body that can be checked and found again (W3C Web Annotation, TextPositionSelector and
 * TextQuoteSelector in one): `body.slice(start, end) === exact`, offsets in UTF-16 code units.
 */
export interface TextAnchor extends Span {
  readonly exact: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** How much text an anchor carries on either side, in UTF-16 code units. */
const CONTEXT_LENGTH = 32;

/**
 * The anchor of a span of `body`.
 * @throws RangeError when the span is empty, reversed or outside the body.
 */
export function anchorAt(body: string, { start, end }: Span): TextAnchor {
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= body.length)) {
    throw new RangeError(`no text at ${start}..${end} of a body of ${body.length} UTF-16 units`);
  }
  return {
    start,
    end,
    exact: body.slice(start, end),
    prefix: wellFormed(body.slice(Math.max(0, start - CONTEXT_LENGTH), start)),
    suffix: wellFormed(body.slice(end, end + CONTEXT_LENGTH)),
  };
}

/** Cutting the context can split a surrogate pair; the half is dropped, since PostgreSQL takes no lone surrogate. */
function wellFormed(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
}
