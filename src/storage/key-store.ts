import { z } from 'zod';
import type { ApiKey, Scope } from '../domain/api-key.ts';
import { SCOPES } from '../domain/api-key.ts';
import { ClientError } from '../domain/client-error.ts';
import { queryByDriver } from './driver.ts';
import type { PrismaClient } from './generated/client.ts';

/** The keys of the gateway that are kept in the database, by their hashes. */
export interface KeyStore {
  /** @throws ClientError BAD_USER_INPUT for a name that a key has, or had */
  create(key: ApiKey): Promise<void>;
  /** All that there ever were, by name. */
  list(): Promise<StoredKey[]>;
  /** @throws ClientError BAD_USER_INPUT when no key in force has the name */
  revoke(name: string): Promise<void>;
  /** Those that were not revoked. */
  inForce(): Promise<ApiKey[]>;
}

export interface StoredKey {
  readonly name: string;
  readonly scope: Scope;
  readonly createdAt: Date;
  /** Null while it is in force. */
  readonly revokedAt: Date | null;
}

export function createKeyStore(prisma: PrismaClient): KeyStore {
  return {
    async create({ name, scope, sha256 }) {
      const created = await prisma.apiKey.createMany({ data: [{ name, scope, sha256 }], skipDuplicates: true });
      if (created.count === 0) {
        throw new ClientError(
          'BAD_USER_INPUT',
          `There is, or was, a key named '${name}': choose another name, so that what it did stays its own.`,
        );
      }
    },
    list: () =>
      prisma.apiKey.findMany({
        select: { name: true, scope: true, createdAt: true, revokedAt: true },
        orderBy: { name: 'asc' },
      }),
    async revoke(name) {
      const { count } = await prisma.apiKey.updateMany({
        where: { name, revokedAt: null },
        data: { revokedAt: new Date() },
      });
      if (count === 0) {
        throw new ClientError(
          'BAD_USER_INPUT',
          `No key in force is named '${name}': \`newsgraph keys list\` shows them. Those of API_KEYS are taken out there.`,
        );
      }
    },
    async inForce() {
      // Asked every few seconds: Prisma would compile its own query each time.
      const found = await queryByDriver(
        prisma,
        `SELECT coalesce(json_agg(json_build_object('name', k."name", 'scope', k."scope", 'sha256', k."sha256")), '[]')::text
         FROM "ApiKey" k WHERE k."revokedAt" IS NULL`,
        [],
      );
      return Keys.parse(JSON.parse(z.string().parse(found)));
    },
  };
}

const Keys = z.array(z.object({ name: z.string(), scope: z.enum(SCOPES), sha256: z.string() }));
