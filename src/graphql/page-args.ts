import type { InputObjectRef } from '@pothos/core';
import { z } from 'zod';
import { ClientError } from '../domain/client-error.ts';
import type { PageArgs, PageOrder } from '../storage/read/selection.ts';
import { builder } from './builder.ts';

type InputRef = InputObjectRef<typeof builder.$inferSchemaTypes, unknown>;

const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;

/** The arguments of a list: which page of it. */
export const pageArgs = (max: number = MAX_PAGE_SIZE) =>
  builder.args((t) => ({
    first: t.int({
      description: `How many to give, from the front: ${DEFAULT_PAGE_SIZE} unless told, at most ${max}.`,
    }),
    after: t.string({ description: 'Give what stands behind this cursor.' }),
    last: t.int({ description: `How many to give, from the back, at most ${max}. Not together with first.` }),
    before: t.string({ description: 'Give what stands before this cursor.' }),
  }));

/** The arguments of a list that can be narrowed: which page of it, and which rows. */
export const filteredArgs = <Filter extends InputRef>(filter: Filter, max?: number) => ({
  ...pageArgs(max),
  ...builder.args((t) => ({
    filter: t.field({ type: filter, description: 'Only what fits; null or left out: all.' }),
  })),
});

/** The arguments of a list that can be narrowed and ordered. */
export const orderedArgs = <Filter extends InputRef, Order extends InputRef>(filter: Filter, order: Order) => ({
  ...filteredArgs(filter),
  ...builder.args((t) => ({
    orderBy: t.field({ type: order, description: 'In which order; null or left out: as the field says.' }),
  })),
});

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

const rawOrder = z.object({
  filter: z.object({ search: z.unknown().optional() }).nullish(),
  orderBy: z.object({ field: z.string(), direction: z.string() }).nullish(),
});

/**
 * The order that a list is asked for in: articles that are searched for come by relevance unless told.
 * @param isByRelevance whether the list has such an order
 * @throws ClientError BAD_USER_INPUT for an order by relevance without a search
 */
export function pageOrderOf(args: unknown, isByRelevance: boolean): PageOrder {
  const { filter, orderBy } = rawOrder.parse(args);
  const search = typeof filter?.search === 'string' ? filter.search : null;
  if (orderBy) {
    const name = `${orderBy.field}_${orderBy.direction}`;
    if (orderBy.field !== 'RELEVANCE') return { name, search: null };
    if (search === null) {
      throw new ClientError('BAD_USER_INPUT', 'Ordering by RELEVANCE needs filter.search: relevance to what?');
    }
    return { name, search };
  }
  return isByRelevance && search !== null ? { name: 'RELEVANCE_DESC', search } : { name: 'default', search: null };
}
