import { heldKey } from '../key.ts';

/** What became of a document that was sent to `/ingest`. */
export interface Receipt {
  readonly uri: string;
  readonly outcome: string;
  readonly articleId: string | null;
  readonly quoteCount: number;
  readonly mentionCount: number;
  readonly problems: readonly string[];
}

/**
 * Sends the bytes of a file as they are: the gateway finds out what it is written in.
 * @returns a receipt for each document that it holds
 * @throws Error with what the gateway said
 */
export async function takeIn(file: File): Promise<readonly Receipt[]> {
  const response = await fetch('/ingest', {
    method: 'POST',
    headers: {
      'content-type': file.type || 'application/octet-stream',
      authorization: `Bearer ${heldKey() ?? ''}`,
    },
    body: file,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(refusalIn(text) ?? `The gateway answered with the status ${response.status}.`);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => receiptOf(JSON.parse(line)));
}

function receiptOf(value: unknown): Receipt {
  const words = (name: string) => String(property(value, name) ?? '');
  const number = (name: string) => Number(property(value, name) ?? 0);
  const problems = property(value, 'problems');
  return {
    uri: words('uri'),
    outcome: words('outcome'),
    articleId: words('articleId') || null,
    quoteCount: number('quoteCount'),
    mentionCount: number('mentionCount'),
    problems: Array.isArray(problems) ? problems.map((problem) => String(property(problem, 'message'))) : [],
  };
}

function refusalIn(text: string): string | null {
  try {
    const answer: unknown = JSON.parse(text);
    const errors = property(answer, 'errors');
    const message = Array.isArray(errors) ? property(errors[0], 'message') : null;
    return typeof message === 'string' ? message : null;
  } catch {
    return null;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
