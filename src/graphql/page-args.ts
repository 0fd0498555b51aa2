import { z } from 'zod';
import { ClientError } from '../domain/client-error.ts';
import type { PageArgs } from '../storage/read/selection.ts';
import { builder } from './builder.ts';

const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;

/** The arguments of a list that can be paged both ways. */
export const pageArgs = (max: number = MAX_PAGE_SIZE) =>
  builder.args((t) => ({
    first: t.int({
      description: `How many to give, from the front: ${DEFAULT_PAGE_SIZE} unless told, at most ${max}.`,
    }),
    after: t.string({ description: 'Give what stands behind this cursor.' }),
    last: t.int({ description: `How many to give, from the back, at most ${max}. Not together with first.` }),
    before: t.string({ description: 'Give what stands before this cursor.' }),
  }));

const rawArgs = z.object({
  first: z.number().nullish(),
  last: z.number().nullish(),
  after: z.string().nullish(),
  before: z.string().nullish(),
});

/**
 * @param args as the client gave them: null means left out
 * @throws ClientError BAD_USER_INPUT for a page that cannot be
 */
export function checkPageArgs(args: unknown, max: number = MAX_PAGE_SIZE): PageArgs {
  const { first = null, last = null, after = null, before = null } = rawArgs.parse(args);
  if (first !== null && last !== null) {
    throw new ClientError('BAD_USER_INPUT', 'Ask for first or for last, not for both.');
  }
  for (const [name, size] of Object.entries({ first, last })) {
    if (size !== null && (size < 0 || size > max)) {
      throw new ClientError(
        'BAD_USER_INPUT',
        `${name} is ${size}, and must be from 0 to ${max}: page with ${name === 'first' ? 'after' : 'before'} for more.`,
      );
    }
  }
  return { first: first ?? (last === null ? DEFAULT_PAGE_SIZE : null), last, after, before };
}
