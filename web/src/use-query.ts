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
  /** Whether `data` answers what is asked now, be it of an earlier visit. */
  readonly isCurrent: boolean;
  /** Asks again. */
  readonly reload: () => void;
}

interface State<Result> extends Pick<QueryState<Result>, 'data' | 'error' | 'isLoading'> {
  /** What `data` answers. */
  readonly name: string | null;
}

/** Answers that are kept of each document, for who comes back to a view: it stands there at once, and is asked again. */
const MOST_KEPT = 20;
const kept = new WeakMap<object, Map<string, unknown>>();

function keptAnswer<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  name: string | null,
): Result | undefined {
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: what this document was answered
  return name === null ? undefined : (kept.get(document)?.get(name) as Result | undefined);
}

function keepAnswer(document: object, name: string, answer: unknown): void {
  const answers = kept.get(document) ?? new Map<string, unknown>();
  answers.delete(name);
  answers.set(name, answer);
  const [oldest] = answers.keys();
  if (answers.size > MOST_KEPT && oldest !== undefined) answers.delete(oldest);
  kept.set(document, answers);
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
  const asked = variables && JSON.stringify(variables);
  // What one key may read is not shown to who holds another.
  const name = asked && `${key ?? ''} ${asked}`;
  const [state, setState] = useState<State<Result>>(() => ({
    data: keptAnswer(document, name),
    name,
    error: undefined,
    isLoading: true,
  }));

  // The key, which the name has, is read by the client; another turn or refresh asks again.
  useEffect(() => {
    if (asked === null || name === null) return undefined;
    const control = new AbortController();
    const known = keptAnswer(document, name);
    setState((before) => ({ ...before, ...(known === undefined ? {} : { data: known, name }), isLoading: true }));
    const given: Variables = JSON.parse(asked);
    client.query(document, given, { signal: control.signal }).then(
      (data) => {
        if (control.signal.aborted) return;
        keepAnswer(document, name, data);
        setState({ data, name, error: undefined, isLoading: false });
      },
      (cause: unknown) => {
        if (control.signal.aborted) return;
        setState((before) => ({ ...before, error: asGatewayError(cause), isLoading: false }));
      },
    );
    return () => control.abort();
  }, [document, asked, name, turn, refresh]);

  const { name: answered, ...shown } = state;
  return {
    ...shown,
    isCurrent: answered === name && state.data !== undefined,
    reload: useCallback(() => setTurn((before) => before + 1), []),
  };
}

/** What went wrong, as the gateway's errors are shown. */
function asGatewayError(cause: unknown): GatewayError {
  if (cause instanceof GatewayError) return cause;
  return new GatewayError('CLIENT', cause instanceof Error ? cause.message : String(cause), { cause });
}
