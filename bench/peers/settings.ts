/** What the runner tells a peer's process. */
export interface Settings {
  readonly url: string;
  readonly port: number;
  /** Connections to the database: as many for each peer. */
  readonly poolSize: number;
}

export function settings(): Settings {
  const { DATABASE_URL: url, PORT: port, POOL_SIZE: poolSize } = process.env;
  if (!url || !port) throw new Error('DATABASE_URL and PORT are missing: bench/run.ts starts the peers.');
  return { url, port: Number(port), poolSize: Number(poolSize ?? 10) };
}
