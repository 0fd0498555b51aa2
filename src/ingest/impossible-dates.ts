import type { Document } from '../domain/document.ts';
import type { Problem } from '../domain/problem.ts';

/** No newspaper is older. */
const EARLIEST = Date.UTC(1600, 0, 1);

/** Where the day begins first it is the next one already, and clocks go wrong. */
const AHEAD_MS = 24 * 3_600_000;

/** A date that no article can have, in the future or before 1600, is a problem of the document and not kept. */
export function withoutImpossibleDates(document: Document, now: Date): Document {
  const { datePublished, dateModified } = document.article;
  const problems = [problemOf('datePublished', datePublished, now), problemOf('dateModified', dateModified, now)];
  const [published, modified] = problems;
  if (!published && !modified) return document;
  return {
    ...document,
    article: {
      ...document.article,
      ...(published && { datePublished: null, datePublishedPrecision: null, datePublishedBasis: null }),
      ...(modified && { dateModified: null }),
    },
    problems: [...document.problems, ...problems.filter((problem) => problem !== null)],
  };
}

function problemOf(field: string, date: Date | null, now: Date): Problem | null {
  if (date === null || (date.getTime() >= EARLIEST && date.getTime() <= now.getTime() + AHEAD_MS)) return null;
  const why = date.getTime() < EARLIEST ? 'before 1600' : 'in the future';
  return { code: 'DATE_INVALID', message: `${field}: ${date.toISOString()} is ${why}, and was left out` };
}
