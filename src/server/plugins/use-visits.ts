import { getOperationAST, OperationTypeNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isAsyncIterable } from 'graphql-yoga';
import type { Slots } from '../slots.ts';
import type { Visit } from '../visit.ts';
import { tooManyStreams } from '../visit.ts';

export interface VisitsOptions {
  readonly visitOf: (request: Request) => Visit | undefined;
  /** Those in which queries are executed, and those for mutations, which may take long and must not keep readers waiting. */
  readonly reads: Slots;
  readonly writes: Slots;
  /** Streams of events that may be open at once. */
  readonly maxSubscriptions: number;
}

/**
 * Guards execution: what it costs, how long it takes, and how many are at it at once. Has to stand behind whatever else sets how
 * operations are executed. A change is not given up half-way; a subscription costs once, and takes no slot.
 */
export function useVisits({ visitOf, reads, writes, maxSubscriptions }: VisitsOptions): Plugin {
  let streams = 0;
  return {
    onExecute({ args: { document, operationName, contextValue }, executeFn, setExecuteFn }) {
      const visit = visitOf(contextValue.request);
      if (!visit) return;
      const isMutation = getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION;
      if (isMutation) visit.end();
      setExecuteFn((args) => {
        visit.charge(args);
        return visit.within(isMutation ? writes : reads, () => executeFn(args));
      });
    },
    onSubscribe({ args }) {
      const visit = visitOf(args.contextValue.request);
      if (visit) {
        visit.charge(args);
        visit.end();
        visit.isEndless = true;
      }
      if (streams >= maxSubscriptions) throw tooManyStreams(maxSubscriptions);
      streams += 1;
      let isOpen = true;
      const end = () => {
        if (isOpen) streams -= 1;
        isOpen = false;
      };
      return {
        onSubscribeError: end,
        onSubscribeResult({ result }) {
          if (!isAsyncIterable(result)) end();
          return { onEnd: end };
        },
      };
    },
  };
}
