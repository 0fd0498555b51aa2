import type { DocumentNode } from 'graphql';
import { getOperationAST, Kind, OperationTypeNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isAsyncIterable } from 'graphql-yoga';
import type { Caller } from '../../domain/api-key.ts';
import { refusalOfOthers } from '../admin-only.ts';
import type { Metrics } from '../metrics.ts';

const METRICS_PATH = '/metrics';

export interface MetricsOptions {
  readonly metrics: Metrics;
  /** Of all processes that serve together. */
  readonly text: () => Promise<string>;
  /** Whether they can be read without a key of the scope admin. */
  readonly isOpen: boolean;
  readonly callerOf: (request: Request) => Promise<Caller | null>;
}

/** `/metrics`, for Prometheus; and counts what other plugins do not see: mutations and subscriptions. */
export function useMetrics({ metrics, text, isOpen, callerOf }: MetricsOptions): Plugin {
  return {
    async onRequest({ request, url, endResponse, fetchAPI }) {
      if (url.pathname !== METRICS_PATH || (request.method !== 'GET' && request.method !== 'HEAD')) return;
      const refusal = isOpen ? null : refusalOfOthers(await callerOf(request), 'Metrics need');
      if (refusal) {
        endResponse(new fetchAPI.Response(refusal.body, refusal.init));
        return;
      }
      const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' };
      endResponse(new fetchAPI.Response(await text(), { headers }));
    },

    onExecute({ args: { document, operationName } }) {
      const startedAt = performance.now();
      const operation = getOperationAST(document, operationName);
      // Of queries the executor tells, field by field.
      if (operation?.operation !== OperationTypeNode.MUTATION) return undefined;
      return {
        onExecuteDone() {
          for (const field of rootFields(document, operationName))
            metrics.resolved(`Mutation.${field}`, performance.now() - startedAt);
        },
      };
    },

    onSubscribe: () => ({
      onSubscribeResult: ({ result }) => {
        if (!isAsyncIterable(result)) return undefined;
        metrics.subscriptions(1);
        return { onEnd: () => metrics.subscriptions(-1) };
      },
    }),
  };
}

/** The fields that an operation names itself; those of fragments are left out. */
function rootFields(document: DocumentNode, operationName: string | null | undefined): string[] {
  const selections = getOperationAST(document, operationName)?.selectionSet.selections ?? [];
  return selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
}
