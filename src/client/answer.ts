import { property } from './documents.ts';
import type { AnswerError } from './gateway-error.ts';
import { GatewayError } from './gateway-error.ts';

/** Where an answer came from. */
export interface Origin {
  readonly status: number;
  readonly headers: Headers;
}

/**
 * The data of an answer.
 * @throws GatewayError when it has errors, or is no answer of GraphQL
 */
export function dataOf(text: string, { status, headers }: Origin): unknown {
  const answer = parsed(text);
  const data = property(answer, 'data');
  const listed = property(answer, 'errors');
  const errors = Array.isArray(listed) ? listed.map(errorOf) : [];
  const [first] = errors;
  if (first) {
    const { code } = first.extensions;
    throw new GatewayError(typeof code === 'string' ? code : 'BAD_REQUEST', first.message, {
      errors,
      data,
      status,
      headers,
    });
  }
  if (typeof data === 'object' && data !== null) return data;
  const message = `What came is no answer of GraphQL (HTTP ${status}): ${text.slice(0, 200)}`;
  throw new GatewayError('NO_GRAPHQL_ANSWER', message, { status, headers });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorOf(error: unknown): AnswerError {
  const message = property(error, 'message');
  const path = property(error, 'path');
  const extensions = property(error, 'extensions');
  return {
    message: typeof message === 'string' ? message : 'The gateway gave no message.',
    path: Array.isArray(path) ? path.filter((step) => typeof step === 'string' || typeof step === 'number') : null,
    extensions: typeof extensions === 'object' && extensions !== null ? { ...extensions } : {},
  };
}
