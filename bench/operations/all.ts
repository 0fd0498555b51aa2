import { entity } from './entity.ts';
import { health } from './health.ts';
import { newest } from './newest.ts';
import { oneArticle } from './one-article.ts';
import type { Operation } from './operation.ts';
import { page500, pageOne } from './page.ts';
import { search } from './search.ts';

/** In the order of the table. */
export const OPERATIONS: readonly Operation[] = [newest, oneArticle, entity, search, pageOne, page500, health];

/** @throws Error when there is none of that name */
export function operationOf(key: string): Operation {
  const found = OPERATIONS.find((operation) => operation.key === key);
  if (!found)
    throw new Error(`There is no operation '${key}': they are ${OPERATIONS.map((each) => each.key).join(', ')}.`);
  return found;
}
