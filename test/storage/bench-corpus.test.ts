import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { embeddedCorpus } from '../../bench/corpus.ts';
import { openEmbedded } from '../../src/storage/database.ts';
import { unsoundness } from '../support/soundness.ts';

const folder = await mkdtemp(join(tmpdir(), 'newsgraph-bench-corpus-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the corpus of the benchmark', () => {
  it('fits the migrations, is sound, leaves all indexes and constraints behind, and is not made twice', async () => {
    const lines: string[] = [];
    // It checks by itself that counts and names are as triggers would have kept them.
    await embeddedCorpus(folder, 300, (line) => lines.push(line));
    await embeddedCorpus(folder, 300, (line) => lines.push(line));
    expect(lines.filter((line) => line.includes('done and checked'))).toHaveLength(1);

    const filled = await openEmbedded({ dataDir: join(folder, 'pg') });
    const empty = await openEmbedded({});
    const made = `SELECT (SELECT array_agg(indexdef ORDER BY indexdef) FROM pg_indexes WHERE schemaname = 'public') AS indexes,
      (SELECT array_agg(pg_get_constraintdef(oid) ORDER BY conname) FROM pg_constraint WHERE connamespace = 'public'::regnamespace) AS constraints,
      (SELECT count(*)::int FROM pg_trigger WHERE tgenabled = 'D') AS disabled`;
    expect(await filled.prisma.$queryRawUnsafe(made)).toEqual(await empty.prisma.$queryRawUnsafe(made));
    expect(await filled.prisma.article.count()).toBe(300);
    expect(await filled.prisma.quote.count()).toBe(1_800);
    expect(await unsoundness(filled)).toEqual([]);
    await filled.close();
    await empty.close();
  });
});
