/** What a key allows: `ingest` to bring documents in, `admin` that and everything else that changes the graph. */
export const SCOPES = ['ingest', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Whose key it is, as corrections and logs name it, and what it allows. */
export interface Caller {
  readonly name: string;
  readonly scope: Scope;
}

/** A key as the gateway knows it: never the key itself. */
export interface ApiKey extends Caller {
  /** Of the key, lower-case hex. */
  readonly sha256: string;
}

/** Whether the caller may do what asks for the scope. */
export function mayDo(caller: Caller | null, scope: Scope): boolean {
  return caller !== null && (caller.scope === 'admin' || caller.scope === scope);
}
