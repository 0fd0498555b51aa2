import { z } from 'zod';
import { ClientError } from '../domain/client-error.ts';
import { PROBLEM_CODES } from '../domain/problem.ts';
import { INGEST_OUTCOMES } from '../domain/receipt.ts';

/** Receipts as they are kept, for a client who asks again or later. */
export const KeptReceipts = z.array(
  z.object({
    uri: z.string(),
    outcome: z.enum(INGEST_OUTCOMES),
    articleId: z.string().nullable(),
    mentionCount: z.number(),
    quoteCount: z.number(),
    citationCount: z.number(),
    // Those of the day before an upgrade have none.
    copyOf: z.array(z.string()).default([]),
    problems: z.array(z.object({ code: z.enum(PROBLEM_CODES), message: z.string() })),
  }),
);

const LONGEST_KEY = 255;

/** @throws ClientError BAD_USER_INPUT for what cannot name a request */
export function checkIdempotencyKey(key: string): void {
  if (key.length === 0 || key.length > LONGEST_KEY) {
    throw new ClientError('BAD_USER_INPUT', `An Idempotency-Key has 1 to ${LONGEST_KEY} characters.`);
  }
}

/** Why a request is refused whose key stands for another. */
export function reusedKey(): ClientError {
  return new ClientError(
    'IDEMPOTENCY_KEY_REUSED',
    'This Idempotency-Key was sent with another request: give each request a key of its own.',
  );
}
