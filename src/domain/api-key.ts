/**
 * What a key allows: `read` to read where reading is closed, `ingest` that and to bring documents in, `admin` that and everything
 * else that changes the graph. Each contains those before it.
 */
export const SCOPES = ['read', 'ingest', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who asks, as corrections and logs name it, and what it may do. */
export interface Caller {
  readonly name: string;
  /** Null: it is known who asks, and it may do nothing that needs a scope. */
  readonly scope: Scope | null;
}

/** A key as the gateway knows it: never the key itself. */
export interface ApiKey {
  readonly name: string;
  readonly scope: Scope;
  /** Of the key, lower-case hex. */
  readonly sha256: string;
}

/** What a key may be called. */
export const KEY_NAME = /^[\w.@-]{1,100}$/;

/** Whether the caller may do what asks for the scope. */
export function mayDo(caller: Caller | null, scope: Scope): boolean {
  if (caller === null || caller.scope === null) return false;
  return SCOPES.indexOf(caller.scope) >= SCOPES.indexOf(scope);
}
