/** What a great database takes to be looked after: seconds of each piece of work, one after the other. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { CLI } from '../peers.ts';
import { connected, Nothing, timed } from './database.ts';

const Size = z.object({ bytes: z.coerce.number() });
const INDEX = 'scale_upkeep_idx';

/** Statistics, vacuum, indexes built while others write. */
export function measureUpkeep(url: string, log: (line: string) => void) {
  return connected(url, async (ask) => {
    const run = async (statement: string) => {
      const seconds = await timed(() => ask(Nothing, statement));
      log(`upkeep: ${statement}: ${seconds} s`);
      return seconds;
    };
    const bytes = async (relation: string) =>
      (await ask(Size, 'SELECT pg_relation_size($1::regclass) AS bytes', [`"${relation}"`]))[0]?.bytes ?? 0;
    await ask(Nothing, `DROP INDEX IF EXISTS ${INDEX}`);
    const analyze = await run('ANALYZE');
    const vacuum = await run('VACUUM');
    // What has to be done to every row once in two thousand million transactions.
    const freeze = { bytes: await bytes('EntityMention'), seconds: await run('VACUUM (FREEZE) "EntityMention"') };
    const btree = await run(`CREATE INDEX CONCURRENTLY ${INDEX} ON "EntityMention" ("entityId", "start", "id")`);
    const concurrently = { bytes: await bytes(INDEX), seconds: btree };
    await ask(Nothing, `DROP INDEX ${INDEX}`);
    const gin = {
      seconds: await run('REINDEX INDEX CONCURRENTLY "Article_searchVector_idx"'),
      bytes: await bytes('Article_searchVector_idx'),
    };
    return { analyze, vacuum, freeze, concurrently, gin };
  });
}

/** What `corpus { … }` counts whenever the corpus has changed, in seconds. */
export function measureCounts(url: string) {
  return connected(url, async (ask) => {
    const counts: Record<string, number> = {};
    for (const [name, from] of Object.entries({
      articles: '"Article" a WHERE a."isVisible"',
      quotes: `"Quote" q WHERE NOT q."isRejected" AND EXISTS (SELECT FROM "Article" a WHERE a."id" = q."articleId" AND a."isVisible")`,
    })) {
      const count = () => ask(Nothing, `SELECT count(*) FROM ${from}`);
      // What is measured is the second time: what can be in memory is.
      await count();
      counts[name] = await timed(count);
    }
    return counts;
  });
}

const Narrow = z.object({ articles: z.coerce.number(), mostMentioned: z.coerce.number(), toasted: z.coerce.number() });

/** How far numbers of 32 bits reach: mentions of the most mentioned entity, and long texts that stand beside their rows, each with a number. */
export function measureNarrowNumbers(url: string) {
  return connected(url, async (ask) => {
    const [{ name } = { name: '' }] = await ask(
      z.object({ name: z.string() }),
      `SELECT reltoastrelid::regclass::text AS name FROM pg_class WHERE oid = '"Article"'::regclass`,
    );
    const [narrow] = await ask(
      Narrow,
      `SELECT (SELECT count(*) FROM "Article") AS articles, (SELECT max("mentionCount") FROM "Entity") AS "mostMentioned",
        (SELECT count(*) FROM ${name} WHERE chunk_seq = 0) AS toasted`,
    );
    const reach = (used: number) => Math.round((2 ** 31 / used) * (narrow?.articles ?? 0));
    return {
      ...narrow,
      /** Articles at which each is used up. */
      mentionCountsEndAt: reach(narrow?.mostMentioned ?? 0),
      toastedTextsEndAt: 2 * reach(narrow?.toasted ?? 0),
    };
  });
}

/** `pg_dump` in its own format, lightly compressed, to nowhere. */
export async function measureDump(url: string) {
  const child = spawn('pg_dump', ['--format=custom', '--compress=1', url], { stdio: ['ignore', 'pipe', 'inherit'] });
  let bytes = 0;
  child.stdout.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length;
  });
  let status: unknown = null;
  const seconds = await timed(async () => {
    [status] = await once(child, 'close');
  });
  if (status !== 0) throw new Error(`pg_dump ended with ${String(status)}.`);
  return { bytes, seconds };
}

/** `newsgraph doctor`, each check. It ends with 1 where it finds something wrong, which is no failure here. */
export async function measureDoctor(url: string, mostSeconds: number) {
  const env = { ...process.env, DATABASE_URL: url };
  const child = spawn(process.execPath, [CLI, 'doctor'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const late = setTimeout(() => child.kill('SIGKILL'), mostSeconds * 1000);
  const began = performance.now();
  const lines: { seconds: number; line: string }[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = `${rest}${chunk}`.split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) lines.push({ seconds: Math.round((performance.now() - began) / 1000), line });
  });
  const [status] = await once(child, 'close');
  clearTimeout(late);
  return { seconds: Math.round((performance.now() - began) / 1000), ended: status !== null, lines };
}
