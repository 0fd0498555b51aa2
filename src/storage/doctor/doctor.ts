import type { PrismaClient } from '../generated/client.ts';
import { Prisma } from '../generated/client.ts';
import { inNewRevision } from '../transaction.ts';
import type { Check } from './checks.ts';
import { CHECKS } from './checks.ts';

/** What a check has found. */
export interface Finding {
  readonly check: string;
  readonly rule: string;
  /** Whether nothing is wrong with the database even so: somebody should look. */
  readonly isNotice: boolean;
  /** How many rows break the rule. */
  readonly wrong: number;
  /** Of those the ids of a few. */
  readonly examples: readonly string[];
  /** How many rows were written or removed to put that right; null: it was not tried, or only a person can. */
  readonly mended: number | null;
  /** How many still break the rule after that; `wrong` where nothing was tried. */
  readonly left: number;
}

const MOST_EXAMPLES = 5;

/**
 * Looks whether all holds that holds in a sound database. Each check is one statement, so it may run while others write.
 * @param mend also puts right what can be, one check after the other, each in a transaction of its own while nobody else writes
 */
export async function* examine(prisma: PrismaClient, { mend }: { mend: boolean }): AsyncGenerator<Finding> {
  for (const check of CHECKS) {
    const found = await look(prisma, check);
    const before = { check: check.name, rule: check.rule, isNotice: check.isNotice ?? false, ...found };
    const { mend: statements } = check;
    if (!mend || found.wrong === 0 || statements === null) {
      yield { ...before, mended: null, left: found.wrong };
      continue;
    }
    const mended = await inNewRevision(
      prisma,
      async (tx) => {
        let rows = 0;
        for (const statement of statements) rows += await tx.$executeRaw(statement);
        return rows;
      },
      { alone: true },
    );
    yield { ...before, mended, left: (await look(prisma, check)).wrong };
  }
}

async function look(prisma: PrismaClient, { sql }: Check): Promise<Pick<Finding, 'wrong' | 'examples'>> {
  const rows = await prisma.$queryRaw<{ id: string; wrong: number }[]>`
    SELECT w."id", count(*) OVER ()::int AS "wrong" FROM (${sql}) w LIMIT ${Prisma.raw(String(MOST_EXAMPLES))}`;
  return { wrong: rows[0]?.wrong ?? 0, examples: rows.map(({ id }) => id) };
}
