import type { Client } from 'pg';
import { z } from 'zod';
import { REVISION_SQL } from '../known-revision.ts';

/** What a server said of itself. */
export interface Sighting {
  /** Whether it follows another, and cannot be written to. */
  readonly isStandby: boolean;
  /** A copy has that of its original. */
  readonly system: string;
  /** Raised whenever a standby is made a primary: what is written afterwards has parted from what the old one may write. */
  readonly timeline: number;
  /** How much the log of the corpus' changes holds, or how much of it was replayed, in bytes. */
  readonly position: bigint;
  /** Since the last change that a standby has replayed was made, in seconds; null for a primary, or when it has replayed none. */
  readonly replayedAgo: number | null;
  /** Of the corpus; null where there is none yet. */
  readonly revision: bigint | null;
}

/**
 * The timeline of a primary is that of what it writes now: after a promotion the control file follows minutes later. Of a standby it
 * is that of what it receives; those who may not see that get what the control file has.
 */
const IDENTITY = `pg_is_in_recovery(), (SELECT system_identifier::text FROM pg_control_system()),
  CASE WHEN pg_is_in_recovery()
    THEN coalesce((SELECT max(received_tli) FROM pg_stat_wal_receiver), (SELECT timeline_id FROM pg_control_checkpoint()))
    ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int END,
  pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, '0/0')::text,
  extract(epoch FROM now() - pg_last_xact_replay_timestamp())::float8`;

/** PostgreSQL's code for a table that is not there. */
const NO_TABLE = '42P01';

const Row = z.tuple([
  z.boolean(),
  z.string(),
  z.number(),
  z
    .string()
    .nullable()
    .transform((bytes) => BigInt(bytes ?? 0)),
  z.number().nullable(),
  z
    .string()
    .nullable()
    .transform((revision) => (revision === null ? null : BigInt(revision))),
]);

/** Asks a server what it is, and how far. @throws whatever the driver has */
export async function lookAt(client: Client): Promise<Sighting> {
  const [isStandby, system, timeline, position, replayedAgo, revision] = Row.parse(
    await rowOf(client, `SELECT ${IDENTITY}, (${REVISION_SQL})`).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === NO_TABLE)) throw error;
      return rowOf(client, `SELECT ${IDENTITY}, NULL::text`);
    }),
  );
  return { isStandby, system, timeline, position, replayedAgo, revision };
}

async function rowOf(client: Client, text: string): Promise<unknown> {
  const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' });
  return rows[0];
}
