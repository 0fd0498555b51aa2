import type { List } from './catalogue.ts';
import type { Condition, ConditionContext } from './condition.ts';
import { conditionSql } from './condition.ts';

/**
 * FROM and WHERE of a list, narrowed to a condition.
 * @param t alias of the rows
 * @param parent alias of the row that the list hangs on; '' where it hangs on nothing
 * @param options conditions that must hold, too, and joins of what is read with the rows, as SQL
 */
export function narrowed(
  list: List,
  condition: Condition,
  t: string,
  parent: string,
  context: ConditionContext,
  { further = [], joins = '' }: { further?: readonly string[]; joins?: string } = {},
): string {
  const narrower = conditionSql(condition, list.node, t, context);
  const wheres = [list.where(t, parent), ...(narrower === null ? [] : [narrower]), ...further];
  return `${list.from(t, parent)}${joins} WHERE ${wheres.join(' AND ')}`;
}
