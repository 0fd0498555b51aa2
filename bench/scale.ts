/**
 * What a corpus of a million takes, and what that foretells: `npx tsx bench/scale.ts [flags]`, see README.md. Each part adds what it
 * measured to scale.json, and leaves what others have measured as it is.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { emptyDatabase, serverCorpus, serverVersion } from './corpus.ts';
import { seed, withStories } from './ingest.ts';
import { countBlocks, measureAnswers } from './scale/answers.ts';
import { connected, Nothing } from './scale/database.ts';
import { measurePartitions } from './scale/partitions.ts';
import { findRefusals } from './scale/refusals.ts';
import { foretold, sizesOf } from './scale/sizes.ts';
import { measureCounts, measureDoctor, measureDump, measureNarrowNumbers, measureUpkeep } from './scale/upkeep.ts';

const { values: flags } = parseArgs({
  options: {
    articles: { type: 'string', default: '1000000' },
    beside: { type: 'string', default: '50000' },
    body: { type: 'string', default: '2000' },
    parts: {
      type: 'string',
      default: 'fill,sizes,stored,answers,blocks,refusals,partitions,counts,narrow,upkeep,ingest,doctor,dump',
    },
    operations: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
    output: { type: 'string', default: fileURLToPath(new URL('scale.json', import.meta.url)) },
  },
});
/** Documents that the parts `stored` and `ingest` take in, and their words, which make about 2 kB. */
const STORED = 2_000;
const INGESTED = 1_000;
const WORDS = 330;
/** Articles that the experiment with partitions copies. */
const PARTITIONED = 200_000;
/** Of what is written in full to the file. */
const LOGGED = 2_000;
const DOCTOR_SECONDS = 2_400;

const count = (flag: 'articles' | 'beside' | 'body' | 'rounds' | 'seconds'): number => {
  if (!/^\d{1,9}$/.test(flags[flag])) throw new Error(`--${flag} is '${flags[flag]}', and must be a whole number.`);
  return Number(flags[flag]);
};
const log = (line: string): void => console.log(line);
const [articles, body] = [count('articles'), count('body')];
const began = performance.now();
const steps: { step: string; seconds: number }[] = [];
const secondsSoFar = (): number => Math.round((performance.now() - began) / 1000);
const url = await serverCorpus(articles, {
  reuse: true,
  body,
  log(line) {
    log(line);
    steps.push({ step: line, seconds: secondsSoFar() });
  },
});
const fillSeconds = secondsSoFar();
const small = async () => ({
  name: flags.beside,
  url: await serverCorpus(count('beside'), { reuse: true, body, log }),
});
const great = { name: flags.articles, url };

const PARTS: Readonly<Record<string, () => Promise<unknown>>> = {
  /** Of a corpus that was there already, what it took is known from before. */
  fill: async () =>
    steps.some(({ step }) => step.includes('used again')) ? undefined : { articles, seconds: fillSeconds, steps },
  async sizes() {
    const [less, more] = [await sizesOf((await small()).url), await sizesOf(url)];
    return { [less.articles]: less, [more.articles]: more, foretold: foretold(less, more) };
  },
  /** What documents leave that were read and not invented: the fill leaves out texts of documents, kept extractions and sketches. */
  async stored() {
    const database = await emptyDatabase();
    try {
      const texts = (folder: string, all: string[]) => seed({ DATABASE_URL: database.url }, folder, all);
      const ingested = await withStories(STORED, texts, { words: WORDS });
      await connected(database.url, (ask) => ask(Nothing, 'VACUUM (ANALYZE)'));
      return { ingested, sizes: await sizesOf(database.url) };
    } finally {
      await database.drop();
    }
  },
  async answers() {
    const bounds = { rounds: count('rounds'), seconds: count('seconds'), connections: 8 };
    const measured = await measureAnswers([await small(), great], bounds, flags.operations?.split(','));
    return { ...part(await measuredSoFar(), 'answers'), ...measured };
  },
  async blocks() {
    const less = await small();
    return { [less.name]: await countBlocks(less), [great.name]: await countBlocks(great) };
  },
  refusals: () => findRefusals(url),
  partitions: () => measurePartitions(url, Math.min(PARTITIONED, articles), log),
  async counts() {
    const less = await small();
    return { [less.name]: await measureCounts(less.url), [great.name]: await measureCounts(url) };
  },
  narrow: () => measureNarrowNumbers(url),
  upkeep: () => measureUpkeep(url, log),
  dump: () => measureDump(url),
  /** Into either corpus, which are some documents greater afterwards. */
  async ingest() {
    const results: Record<string, unknown> = {};
    for (const corpus of [await small(), great]) {
      const { articles: first } = await sizesOf(corpus.url);
      const take = (folder: string, texts: string[]) => seed({ DATABASE_URL: corpus.url }, folder, texts);
      const before = await walPosition(corpus.url);
      const ingested = await withStories(INGESTED, take, { first, words: WORDS });
      const walBytes = ((await walPosition(corpus.url)) - before) / INGESTED;
      results[corpus.name] = { ...ingested, walBytesAnArticle: Math.round(walBytes) };
    }
    return results;
  },
  doctor: () => measureDoctor(url, DOCTOR_SECONDS),
};

for (const name of flags.parts.split(',')) {
  const run = PARTS[name];
  if (!run) throw new Error(`There is no part '${name}': they are ${Object.keys(PARTS).join(', ')}.`);
  log(`\n${name}`);
  const figures = await run();
  if (figures === undefined) continue;
  log(JSON.stringify(figures).slice(0, LOGGED));
  const machine = {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? '',
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres: await serverVersion(),
  };
  const all = {
    ...(await measuredSoFar()),
    machine,
    options: { articles, body, beside: count('beside') },
    [name]: figures,
  };
  await writeFile(flags.output, `${JSON.stringify(all, null, 2)}\n`);
}
process.exit();

/** How much the server has written to its log so far, in bytes: for replicas and backups, which get all of it. */
function walPosition(of: string): Promise<number> {
  return connected(of, async (ask) => {
    const Position = z.object({ bytes: z.coerce.number() });
    const [position] = await ask(Position, `SELECT pg_current_wal_lsn() - '0/0'::pg_lsn AS bytes`);
    return position?.bytes ?? 0;
  });
}

async function measuredSoFar(): Promise<Record<string, unknown>> {
  const found: unknown = JSON.parse(await readFile(flags.output, 'utf8').catch(() => '{}'));
  return typeof found === 'object' && found !== null ? { ...found } : {};
}

function part(all: Record<string, unknown>, name: string): object {
  const found = all[name];
  return typeof found === 'object' && found !== null ? found : {};
}
