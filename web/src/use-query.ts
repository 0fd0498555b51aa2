import type { TadaDocumentNode } from 'gql.tada';
import { GatewayError } from 'newsgraph/client';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { client } from './graphql.ts';
import { heldKey, onKeyChange } from './key.ts';

/** The key in force, for whatever has to be asked again with another one. */
export function useKey(): string | null {
  return useSyncExternalStore(onKeyChange, heldKey);
}

/** What became of a query. */
export interface QueryState<Result> {
  /** The last answer: while another one is on its way, still the one before. Undefined: none has come. */
  readonly data: Result | undefined;
  /** Why the last one failed. */
  readonly error: GatewayError | undefined;
  readonly isLoading: boolean;
  /** Asks again. */
  readonly reload: () => void;
}

/**
 * Asks a query whenever the document, the variables or the key are others. Of answers that overtake one another only the last counts.
 * @param variables compared by their JSON, so that they may be made anew each time; null: nothing is asked yet
 * @param refresh another number asks again
 */
export function useQuery<Result, Variables extends object>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables | null,
  refresh = 0,
): QueryState<Result> {
  const key = useKey();
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<Omit<QueryState<Result>, 'reload'>>({
    data: undefined,
    error: undefined,
    isLoading: true,
  });
  const asked = variables && JSON.stringify(variables);

  // The key is read by the client, and another turn or refresh asks again.
  useEffect(() => {
    if (asked === null) return undefined;
    const control = new AbortController();
    setState(({ data, error }) => ({ data, error, isLoading: true }));
    const given: Variables = JSON.parse(asked);
    client.query(document, given, { signal: control.signal }).then(
      (data) => !control.signal.aborted && setState({ data, error: undefined, isLoading: false }),
      (cause: unknown) => {
        if (control.signal.aborted) return;
        setState(({ data }) => ({ data, error: asGatewayError(cause), isLoading: false }));
      },
    );
    return () => control.abort();
  }, [document, asked, key, turn, refresh]);

  return { ...state, reload: useCallback(() => setTurn((before) => before + 1), []) };
}

/** What went wrong, as the gateway's errors are shown. */
function asGatewayError(cause: unknown): GatewayError {
  if (cause instanceof GatewayError) return cause;
  return new GatewayError('CLIENT', cause instanceof Error ? cause.message : String(cause), { cause });
}
