import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ClientError } from '../../domain/client-error.ts';
import type { KeyType, OrderKey } from './catalogue.ts';
import type { PageOrder } from './selection.ts';

/**
 * A cursor is opaque to clients. It holds a row's sort keys, its id among them, and the signature of the list and order
 * it belongs to: the place stays even when the row is gone, and a cursor of another list is recognised.
 */
export function encodeCursor(signature: string, keys: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([signature, ...keys])).toString('base64url');
}

const keySchemas: Record<KeyType, z.ZodType<string | number>> = {
  timestamptz: z.union([z.literal(['-infinity', 'infinity']), z.iso.datetime({ offset: true })]),
  uuid: z.uuid(),
  int: z.int32(),
  float8: z.number(),
  // PostgreSQL takes neither NUL nor half a surrogate pair.
  text: z.string().refine((text) => !/\0/.test(text) && text.isWellFormed()),
};

/**
 * The sort keys of a cursor.
 * @throws ClientError INVALID_CURSOR when it is none of ours, or of another list or order
 */
export function decodeCursor(
  cursor: string,
  signature: string,
  order: readonly Pick<OrderKey, 'type'>[],
): (string | number)[] {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    content = undefined;
  }
  if (!Array.isArray(content) || typeof content[0] !== 'string') {
    throw new ClientError(
      'INVALID_CURSOR',
      'This is no cursor of this gateway: pass an endCursor or startCursor as it was given.',
    );
  }
  const [signed, ...keys] = content;
  if (signed !== signature) {
    throw new ClientError(
      'INVALID_CURSOR',
      `The cursor belongs to another list or order (${signed.slice(0, 60)}, not ${signature}): start this list without it.`,
    );
  }
  const parsed = keys.map((key, i) => keySchemas[order[i]?.type ?? 'text'].safeParse(key));
  if (keys.length !== order.length || parsed.some((key) => !key.success)) {
    throw new ClientError('INVALID_CURSOR', 'The cursor is damaged: pass an endCursor or startCursor as it was given.');
  }
  return parsed.map((key) => key.data as string | number);
}

/** What a cursor is signed with: the list and the order that it belongs to. */
export function signatureOf(list: string, { name, search }: PageOrder): string {
  // What is relevant to one search says nothing of another.
  const text = search === null ? '' : `:${createHash('sha256').update(search).digest('base64url').slice(0, 8)}`;
  return `${list}:${name}${text}`;
}
