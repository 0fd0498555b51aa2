import { DocumentRejected } from '../domain/problem.ts';

/** @throws DocumentRejected UNREADABLE for what is no JSON */
export function parseJson(text: string): unknown {
  const value = parsed(text);
  if (value === undefined) throw new DocumentRejected('UNREADABLE', 'it is no JSON: it is cut off or damaged');
  return value;
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
