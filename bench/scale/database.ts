/** One connection, for what is asked of a database besides its answers. */
import { Client } from 'pg';
import { z } from 'zod';

export type Ask = <Row>(shape: z.ZodType<Row>, text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** Runs `work` on a connection whose statements have no time limit. */
export async function connected<T>(url: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, options: '-c statement_timeout=0 -c maintenance_work_mem=512MB' });
  await client.connect();
  try {
    return await work(async (shape, text, values = []) => {
      const { rows } = await client.query(text, [...values]);
      return z.array(shape).parse(rows);
    });
  } finally {
    await client.end();
  }
}

/** Of a statement that gives nothing. */
export const Nothing = z.unknown();

/** @returns seconds, to a tenth */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round((performance.now() - began) / 100) / 10;
}
