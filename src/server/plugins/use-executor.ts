import type { ExecutionArgs, execute } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** As graphql-js and Yoga have it. */
export type Execute = (args: ExecutionArgs) => ReturnType<typeof execute>;

/**
 * Executes operations in another way than Yoga does.
 * @param executorOf is given Yoga's own way, for what the other cannot do
 */
export function useExecutor(executorOf: (otherwise: Execute) => Execute): Plugin {
  let known: { readonly otherwise: Execute; readonly execute: Execute } | undefined;
  return {
    onExecute({ executeFn, setExecuteFn }) {
      if (known?.otherwise !== executeFn) known = { otherwise: executeFn, execute: executorOf(executeFn) };
      setExecuteFn(known.execute);
    },
  };
}
