/** A stretch of a text, in UTF-16 code units: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of a text with the marks that cover all of it. */
export interface Segment<Mark extends Span> extends Span {
  readonly text: string;
  /** In the order in which they were given. */
  readonly marks: readonly Mark[];
}

/** One line of a text, cut into segments. */
export interface Paragraph<Mark extends Span> extends Span {
  readonly segments: readonly Segment<Mark>[];
}

/**
 * Cuts a text, or a part of it, wherever a mark starts or ends, so that marks may overlap in any way. The texts of the segments, joined,
 * are the part; the segments that have a mark, joined, are what of its place lies in the part.
 */
export function segments<Mark extends Span>(
  body: string,
  marks: readonly Mark[],
  part: Span = { start: 0, end: body.length },
): Segment<Mark>[] {
  const inside = marks.filter(({ start, end }) => start < part.end && end > part.start && start < end);
  const cuts = new Set([part.start, part.end]);
  for (const { start, end } of inside) {
    cuts.add(Math.max(start, part.start));
    cuts.add(Math.min(end, part.end));
  }
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, index) => {
    const end = places[index + 1] ?? part.end;
    return {
      start,
      end,
      text: body.slice(start, end),
      marks: inside.filter((mark) => mark.start <= start && mark.end >= end),
    };
  });
}

/** The lines of a text that are not blank, each cut by the marks on it. The line breaks themselves are in none. */
export function paragraphs<Mark extends Span>(body: string, marks: readonly Mark[]): Paragraph<Mark>[] {
  return [...body.matchAll(/.*\S.*/g)].map((line) => {
    const part = { start: line.index, end: line.index + line[0].length };
    return { ...part, segments: segments(body, marks, part) };
  });
}
