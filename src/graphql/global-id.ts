import { z } from 'zod';
import { ClientError } from '../domain/client-error.ts';

const NODE_TYPES = [
  'Article',
  'Entity',
  'EntityMention',
  'Quote',
  'Citation',
  'Source',
  'ArticleVersion',
  'Correction',
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

const uuid = z.uuid();

/** Written over each time: an answer holds a thousand ids, and a buffer for each of them takes longer than the rest. */
const scratch = Buffer.alloc(256);

/** The id that clients see of a row, base64 of `Type:id`. @param id up to 200 characters of ASCII */
export function toGlobalId(type: NodeType, id: string): string {
  return scratch.toString('base64', 0, scratch.write(`${type}:${id}`, 'latin1'));
}

/**
 * The type and row that a client's id stands for.
 * @param expected the only type that will do, where the argument asks for one
 * @throws ClientError BAD_USER_INPUT when it is no id of this gateway, or of another type
 */
export function parseGlobalId(globalId: string, expected?: NodeType): { type: NodeType; id: string } {
  const decoded = Buffer.from(globalId, 'base64').toString('latin1');
  const colon = decoded.indexOf(':');
  const [typename, id] = [decoded.slice(0, colon), decoded.slice(colon + 1)];
  const type = NODE_TYPES.find((name) => name === typename);
  if (!type || !uuid.safeParse(id).success || toGlobalId(type, id) !== globalId) {
    throw new ClientError(
      'BAD_USER_INPUT',
      `'${globalId.slice(0, 60)}' is no id of this gateway: pass the id field of a node as it was given.`,
    );
  }
  if (expected && type !== expected) {
    throw new ClientError('BAD_USER_INPUT', `The id is that of a ${type}, and ${expected} is asked for.`);
  }
  return { type, id };
}
