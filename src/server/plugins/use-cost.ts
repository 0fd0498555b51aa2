import type { Plugin } from 'graphql-yoga';
import { isAsyncIterable } from 'graphql-yoga';

/** Who sends it with the value 1 is told what the answer has cost. */
export const COST_HEADER = 'x-newsgraph-cost';

/** What an answer has cost in the database. */
export interface AnswerCost {
  readonly statements: number;
  readonly rows: number;
  readonly milliseconds: number;
}

/** What an answer might have cost at most, and what it may. */
export interface ReckonedCost {
  readonly reckoned: number;
  readonly maximum: number;
}

/** Runs work, and keeps account of what it costs. */
export type Measure = <T>(work: () => T) => { readonly result: T; readonly cost: AnswerCost };

/**
 * Reports under `extensions.cost`, to clients that ask, what executing their operation has cost in the database.
 * @param reckonedOf what the answer to a request might have cost, as it was reckoned before; null where nobody reckons
 */
export function useCost(measure: Measure, reckonedOf: (request: Request) => ReckonedCost | null): Plugin {
  return {
    onExecute({ context, executeFn, setExecuteFn }) {
      if (context.request?.headers.get(COST_HEADER) !== '1') return undefined;
      let cost: AnswerCost | undefined;
      setExecuteFn((args) => {
        const measured = measure(() => executeFn(args));
        cost = measured.cost;
        return measured.result;
      });
      return {
        onExecuteDone({ result, setResult }) {
          if (!cost || isAsyncIterable(result)) return;
          const milliseconds = Math.round(cost.milliseconds * 10) / 10;
          const reckoned = reckonedOf(context.request);
          setResult({ ...result, extensions: { ...result.extensions, cost: { ...cost, milliseconds, ...reckoned } } });
        },
      };
    },
  };
}
