import type { Item } from '../quotes/lines.ts';
import type { ItemRange } from './contents.ts';

const QUOTED = /^(?:quoted|cited)$/;
/** How far before 'as saying' the word 'quoted' may stand. */
const REACH = 16;

/**
 * Who carried the words of 'was quoted by the paper as saying that …', seen from the reporting word.
 * @param cue item of 'saying'
 * @returns the items between 'by' and 'as', `last` before `first` where nobody is named; null when it is no such clause
 */
export function quotedAs(items: readonly Item[], cue: number): ItemRange | null {
  if (items[cue]?.lower !== 'saying' && items[cue]?.lower !== 'telling') return null;
  if (items[cue - 1]?.lower !== 'as') return null;
  for (let at = cue - 2; at >= 0 && cue - at <= REACH; at--) {
    if (!QUOTED.test(items[at]?.lower ?? '')) continue;
    const by = items[at + 1]?.lower === 'by';
    return { first: by ? at + 2 : at + 1, last: by ? cue - 2 : at };
  }
  return null;
}

/** Whether the item is the 'quoted' of such a clause. */
export function isQuotedAs(items: readonly Item[], at: number): boolean {
  if (!QUOTED.test(items[at]?.lower ?? '')) return false;
  for (let i = at + 1; i < items.length - 1 && i - at <= REACH; i++)
    if (items[i]?.lower === 'as' && /^(?:saying|telling)$/.test(items[i + 1]?.lower ?? '')) return true;
  return false;
}
