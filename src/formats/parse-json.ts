import type { Problem } from '../domain/problem.ts';
import { DocumentRejected } from '../domain/problem.ts';

/** @throws DocumentRejected UNREADABLE for what is no JSON */
export function parseJson(text: string): unknown {
  const value = parsed(text);
  if (value === undefined) throw new DocumentRejected('UNREADABLE', 'it is no JSON: it is cut off or damaged');
  return value;
}

/** What is wrong with a value that `written` cannot write. */
export const TOO_DEEP: Problem = { code: 'UNREADABLE', message: 'it is nested too deep' };

/** @returns undefined for what is nested too deep to be written again */
export function written(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** @returns undefined for what is no JSON */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
