import type { PrismaClient } from './generated/client.ts';

/** What clients have used, added up by window. */
export interface RateStore {
  add(window: number, used: ReadonlyMap<string, number>): Promise<Map<string, { now: number; before: number }>>;
}

/** Keeps the use of clients in the database, so that processes know of each other's. */
export function createRateStore(prisma: PrismaClient): RateStore {
  let lastWindow = 0;
  return {
    async add(window, used) {
      if (window !== lastWindow) {
        await prisma.$executeRaw`DELETE FROM "ClientUse" WHERE "window" < ${window}::bigint - 1`;
        lastWindow = window;
      }
      // In one order always, so that two processes do not wait for each other.
      const clients = [...used.keys()].sort();
      const points = clients.map((client) => used.get(client) ?? 0);
      const rows = await prisma.$queryRaw<{ client: string; now: number; before: number | null }[]>`
        INSERT INTO "ClientUse" AS u ("client", "window", "points")
        SELECT c, ${window}::bigint, p FROM unnest(${clients}::text[], ${points}::float8[]) AS t(c, p)
        ON CONFLICT ("client", "window") DO UPDATE SET "points" = u."points" + excluded."points"
        RETURNING "client", "points" AS "now",
          (SELECT b."points" FROM "ClientUse" b WHERE b."client" = u."client" AND b."window" = u."window" - 1) AS "before"`;
      return new Map(rows.map(({ client, now, before }) => [client, { now, before: before ?? 0 }]));
    },
  };
}
