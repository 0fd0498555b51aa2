import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPGlite } from '../../src/storage/database.ts';
import type { DatabaseShape } from '../support/database-shape.ts';
import { breaksBetween, shapeOf } from '../support/database-shape.ts';
import { allMigrations, releasedMigrations } from '../support/older-release.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a migration says that the last release has done without: `-- Unused since 0.2.0: Dog.age is gone.` */
function unusedBy(sql: string): string[] {
  return [...sql.matchAll(/^-- Unused since \d+\.\d+\.\d+: (.+)$/gm)].map(([, sentence = '']) => sentence);
}

let pglite: PGlite;
beforeAll(async () => {
  pglite = await createPGlite();
});
afterAll(() => pglite.close());

describe('migrations', () => {
  it('are never changed once they are released, and new ones come after them', async () => {
    const released = await releasedMigrations();
    const paths = await allMigrations();
    expect(paths.slice(0, released.size)).toEqual([...released.keys()]);
    for (const [path, { sha256 }] of released) {
      const found = createHash('sha256')
        .update(await readFile(join(ROOT, path)))
        .digest('hex');
      expect(found, path).toBe(sha256);
    }
  });

  it('leave the processes of the last release all that they count on', async () => {
    const released = await releasedMigrations();
    let before: DatabaseShape | null = null;
    const ownedUp = new Set<string>();
    for (const path of await allMigrations()) {
      if (before === null && !released.has(path)) before = await shapeOf(pglite);
      const sql = await readFile(join(ROOT, path), 'utf8');
      await pglite.exec(sql);
      for (const sentence of unusedBy(sql)) ownedUp.add(sentence);
      const breaks = before ? breaksBetween(before, await shapeOf(pglite)) : [];
      expect(
        breaks.filter((sentence) => !ownedUp.has(sentence)),
        `${path}: see "A migration" in CONTRIBUTING.md`,
      ).toEqual([]);
    }
    expect((await shapeOf(pglite)).columns.length).toBeGreaterThan(100);
  });
});

const OLD = `
  CREATE TYPE "Mood" AS ENUM ('GLAD', 'SAD');
  CREATE TABLE "Owner" ("id" int PRIMARY KEY);
  CREATE TABLE "Dog" ("id" int PRIMARY KEY, "name" text NOT NULL DEFAULT '', "age" int, "mood" "Mood",
    "owner" int CONSTRAINT "Dog_owner_fkey" REFERENCES "Owner" ON DELETE CASCADE);
  CREATE UNIQUE INDEX "Dog_name_key" ON "Dog" ("name");
  CREATE INDEX "Dog_age_idx" ON "Dog" ("age");
  CREATE FUNCTION bark(times int) RETURNS text LANGUAGE sql AS 'SELECT repeat(''wow'', times)';
  CREATE FUNCTION feed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER feed BEFORE INSERT ON "Dog" FOR EACH ROW EXECUTE FUNCTION feed();`;

describe('a migration that', () => {
  let db: PGlite;
  beforeAll(async () => {
    db = await createPGlite();
  });
  afterAll(() => db.close());

  async function breaksOf(migration: string): Promise<string[]> {
    await db.exec(`BEGIN; ${OLD}`);
    try {
      const before = await shapeOf(db);
      await db.exec(migration);
      return breaksBetween(before, await shapeOf(db));
    } finally {
      await db.exec('ROLLBACK');
    }
  }

  it.each([
    ['DROP TABLE "Dog"', 'Dog.name is gone.'],
    ['ALTER TABLE "Dog" RENAME TO "Hound"', 'Dog.name is gone.'],
    ['ALTER TABLE "Dog" DROP COLUMN "age"', 'Dog.age is gone.'],
    ['ALTER TABLE "Dog" RENAME "age" TO "years"', 'Dog.age is gone.'],
    [`DO $$ BEGIN EXECUTE 'ALTER TABLE "Dog" DROP "age"'; END $$`, 'Dog.age is gone.'],
    ['ALTER TABLE "Dog" ALTER "age" TYPE bigint', 'Dog.age was integer and is bigint.'],
    ['ALTER TABLE "Dog" ALTER "age" SET NOT NULL', 'Dog.age may not be null any more.'],
    ['ALTER TABLE "Dog" ALTER "name" DROP DEFAULT', 'Dog.name has no default any more.'],
    ['ALTER TABLE "Dog" ADD "breed" text NOT NULL', 'Dog.breed is required and has no default.'],
    [
      'ALTER TABLE "Dog" DROP "age"; ALTER TABLE "Dog" ADD "age" int GENERATED ALWAYS AS ("id" * 2) STORED',
      'Dog.age is generated: nothing may be written to it.',
    ],
    [
      'ALTER TABLE "Dog" ADD CHECK ("age" < 30)',
      'A rule has come, of what older processes write. Dog: CHECK ((age < 30))',
    ],
    [
      'CREATE UNIQUE INDEX ON "Dog" (lower("name"))',
      'A rule has come, of what older processes write. Dog: UNIQUE ON public."Dog" USING btree (lower(name))',
    ],
    ['DROP INDEX "Dog_name_key"', 'A rule is gone. Dog: UNIQUE ON public."Dog" USING btree (name)'],
    [
      'ALTER TABLE "Dog" DROP CONSTRAINT "Dog_owner_fkey"',
      'A rule is gone. Dog: FOREIGN KEY (owner) REFERENCES "Owner"(id) ON DELETE CASCADE',
    ],
    [`ALTER TYPE "Mood" RENAME VALUE 'SAD' TO 'BLUE'`, 'There is no value SAD of Mood any more.'],
    ['DROP FUNCTION bark', 'There is no function bark(integer) returning text any more.'],
    ['DROP TRIGGER feed ON "Dog"', 'There is no trigger feed of Dog any more.'],
  ])('says %s is found out', async (migration, sentence) => {
    expect(await breaksOf(migration)).toContain(sentence);
  });

  it('owns up to what the last release does without, in a comment, is let through', async () => {
    const migration = '-- Unused since 0.2.0: Dog.age is gone.\nALTER TABLE "Dog" DROP COLUMN "age";';
    expect(unusedBy(migration)).toEqual(await breaksOf(migration));
  });

  it.each([
    'CREATE TABLE "Cat" ("id" int PRIMARY KEY, "lives" int NOT NULL CHECK ("lives" <= 9), "owner" int REFERENCES "Owner")',
    'ALTER TABLE "Dog" ADD "breed" text',
    `ALTER TABLE "Dog" ADD "breed" text NOT NULL DEFAULT ''`,
    'ALTER TABLE "Dog" ADD "chip" text UNIQUE, ADD "vet" int REFERENCES "Owner"',
    'ALTER TABLE "Dog" ALTER "name" DROP NOT NULL, ALTER "age" SET DEFAULT 1',
    'CREATE INDEX ON "Dog" ("owner"); DROP INDEX "Dog_age_idx"',
    `ALTER TYPE "Mood" ADD VALUE 'CALM'`,
    `CREATE OR REPLACE FUNCTION bark(times int) RETURNS text LANGUAGE sql AS 'SELECT ''woof'''`,
    'DROP TRIGGER feed ON "Dog"; CREATE TRIGGER feed AFTER INSERT ON "Dog" FOR EACH ROW EXECUTE FUNCTION feed()',
  ])('says %s is not in the way', async (migration) => {
    expect(await breaksOf(migration)).toEqual([]);
  });
});
