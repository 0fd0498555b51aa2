/**
 * Measures newsgraph beside its peers: `npm run bench -- [flags]`, see README.md. Prints tables and writes results.json.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { canonical, difference } from './compare.ts';
import { embeddedCorpus, serverCorpus, serverVersion } from './corpus.ts';
import { readFacts } from './facts.ts';
import { measureIngest } from './ingest.ts';
import { ask } from './load.ts';
import { OPERATIONS, operationOf } from './operations/all.ts';
import type { Facts, Json, Operation } from './operations/operation.ts';
import type { Peer, PeerKind, PeerName } from './peers.ts';
import { KINDS, startPeer } from './peers.ts';
import type { OperationResult, Results } from './report.ts';
import { goalsOf, goalTable, tableOf } from './report.ts';
import type { Bounds, Contestant } from './rounds.ts';
import { measure } from './rounds.ts';
import { measureStart, soak } from './sections.ts';

const COMPARED = 5;
const STARTS = 5;
const GROWN = ['a', 'b', 'c', 'd', 'e'];
const SCALED = ['a', 'b'];
const REPEATED = ['a', 'd'];
const PEERS: readonly PeerName[] = ['newsgraph', 'sql', 'postgraphile', 'apollo', 'mercurius'];
/** What is faster than documentation has it is measured when it is asked for. */
const ALL_PEERS: readonly PeerName[] = [...PEERS, 'apollo-pg', 'mercurius-pg'];

const { values: flags } = parseArgs({
  options: {
    articles: { type: 'string', default: '50000' },
    operations: { type: 'string', default: OPERATIONS.map(({ key }) => key).join() },
    peers: { type: 'string', default: PEERS.join() },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '8' },
    embedded: { type: 'string', default: '2000' },
    grow: { type: 'string', default: '0' },
    workers: { type: 'string', default: '0' },
    soak: { type: 'string', default: '0' },
    ingest: { type: 'string', default: '0' },
    reuse: { type: 'boolean', default: true },
    quick: { type: 'boolean', default: false },
    output: { type: 'string', default: fileURLToPath(new URL('results.json', import.meta.url)) },
  },
  allowNegative: true,
});
const quick = flags.quick ? { articles: 12_000, rounds: 2, seconds: 1, embedded: 0 } : {};
const articles = quick.articles ?? count('articles');
const bounds: Bounds = {
  rounds: quick.rounds ?? count('rounds'),
  seconds: quick.seconds ?? count('seconds'),
  connections: count('connections'),
};
const operations = [...new Set(flags.operations.split(',').flatMap((key) => (key === 'e' ? ['e1', 'e'] : [key])))].map(
  operationOf,
);
const names = flags.peers.split(',').map(peerName);
const log = (line: string): void => console.log(line);

const url = await serverCorpus(articles, { reuse: flags.reuse, log }).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return process.exit(2);
});
const facts = await readFacts(url);
const running = new Set<Peer>();
let results: Results = {
  date: new Date().toISOString(),
  machine: {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? '',
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres: await serverVersion(),
  },
  options: { articles, ...bounds, operations: operations.map(({ key }) => key), peers: names },
  refused: {},
  operations: {},
  repeated: {},
  megabytes: {},
};

await section('peers', besideEachOther);
const embedded = quick.embedded ?? count('embedded');
await section('embedded', () => onEmbedded(embedded), embedded);
await section('grow', () => onMore(count('grow')), count('grow'));
await section('workers', () => withWorkers(count('workers')), count('workers'));
await section('start', async () => {
  const startMs = await measureStart(url, STARTS);
  results = { ...results, startMs };
  log(`start to first answer: ${startMs.median} ms`);
});
await section(
  'soak',
  async () => {
    results = { ...results, soak: await soak(url, facts, count('soak'), bounds.connections, log) };
  },
  count('soak'),
);
await section(
  'ingest',
  async () => {
    const ingest = await measureIngest(count('ingest'));
    results = { ...results, ingest };
    log(`${ingest.articlesPerSecond} articles/s of ${ingest.wordsPerArticle} words`);
  },
  count('ingest'),
);
const goals = goalsOf(results);
await writeFile(flags.output, `${JSON.stringify({ ...results, goals }, null, 2)}\n`);
log(`\nGoals\n${goalTable(goals)}\n\nWritten: ${flags.output}`);
process.exit(Object.keys(results.refused).length > 0 ? 1 : 0);

/** What a part cannot do is no reason to lose what others have measured. @param size 0: the part is left out */
async function section(name: string, run: () => Promise<void>, size = 1): Promise<void> {
  if (size === 0) return;
  log(`\n${name}`);
  try {
    await run();
  } catch (error) {
    log(`NOT MEASURED: ${String(error)}`);
    results = { ...results, refused: { ...results.refused, [name]: String(error) } };
  } finally {
    for (const peer of running) await stop(peer);
  }
}

/** All peers on one database: their answers first, then their times. */
async function besideEachOther(): Promise<void> {
  const peers: Peer[] = [];
  for (const name of names) peers.push(await start(KINDS[name], url));
  for (const operation of operations) {
    const fit = await thoseThatAgree(operation, peers);
    const bare = operation.key === 'f' ? [await start(KINDS['bare-yoga'], url)] : [];
    keep('operations', operation, await measure(contestants(operation, [...fit, ...bare], facts), bounds));
    for (const peer of bare) await stop(peer);
  }
  const newsgraph = peers.find(({ name }) => name === 'newsgraph');
  if (newsgraph)
    for (const operation of operations.filter(({ key }) => REPEATED.includes(key)))
      await repeated(operation, newsgraph);
  results = { ...results, megabytes: Object.fromEntries(peers.map((peer) => [peer.name, peer.memory()])) };
  log(`\nresident MB: ${JSON.stringify(results.megabytes)}`);
  for (const peer of peers) await stop(peer);
}

/** Compares the answers with those of the first peer. @returns those who say the same */
async function thoseThatAgree(operation: Operation, peers: readonly Peer[]): Promise<Peer[]> {
  const variables = operation.variables(facts);
  const expected: Json[] = [];
  const fit: Peer[] = [];
  for (const peer of peers) {
    let fault: string | null = null;
    for (let i = 0; i < COMPARED && fault === null; i++) {
      try {
        const answer = canonical(await peer.ask(operation, variables(i)));
        fault = difference(expected[i] ?? answer, answer);
        expected[i] ??= answer;
      } catch (error) {
        fault = String(error);
      }
    }
    if (fault === null) fit.push(peer);
    else {
      log(`NOT TIMED, (${operation.key}) of ${peer.name}: ${fault}`);
      results = { ...results, refused: { ...results.refused, [`${peer.name} (${operation.key})`]: fault } };
    }
  }
  return fit;
}

/** One request again and again, beside a server that sends the same bytes. */
async function repeated(operation: Operation, newsgraph: Peer): Promise<void> {
  const body = newsgraph.body(operation, operation.variables(facts)(0));
  const folder = await mkdtemp(join(tmpdir(), 'newsgraph-bench-'));
  const file = join(folder, 'answer.json');
  await writeFile(file, await ask(newsgraph.url, newsgraph.path, body));
  const bare = await start(KINDS['bare-http'], url, { ANSWER_FILE: file });
  const both = [newsgraph, bare].map((peer) => ({ ...peer, body: () => body }));
  keep('repeated', operation, await measure(both, bounds), ', repeated');
  await stop(bare);
  await rm(folder, { recursive: true });
}

/** The embedded database beside a server, both with the same small corpus. */
async function onEmbedded(size: number): Promise<void> {
  const dataDir = join(tmpdir(), `newsgraph-bench-embedded-${size}`);
  await embeddedCorpus(dataDir, size, log);
  const small = await serverCorpus(size, { reuse: flags.reuse, log });
  // An empty variable counts as unset.
  const inside = await start({ ...KINDS.newsgraph, name: `embedded, ${size}` }, '', { DATA_DIR: dataDir });
  const outside = await start({ ...KINDS.newsgraph, name: `server, ${size}` }, small);
  // Such a corpus may have no page 500.
  const chosen = operations.filter(({ key }) => !key.startsWith('e'));
  await compareOwn('embedded', [inside, outside], chosen, [await readFacts(small)]);
}

/** The same operations on a corpus of another size. */
async function onMore(size: number): Promise<void> {
  const large = await serverCorpus(size, { reuse: flags.reuse, log });
  const few = await start({ ...KINDS.newsgraph, name: `${articles}` }, url);
  const many = await start({ ...KINDS.newsgraph, name: `${size}` }, large);
  const chosen = operations.filter(({ key }) => GROWN.includes(key));
  await compareOwn('grown', [few, many], chosen, [facts, await readFacts(large)]);
}

async function withWorkers(processes: number): Promise<void> {
  const one = await start({ ...KINDS.newsgraph, name: '1 process' }, url);
  const args = [...KINDS.newsgraph.args, '--workers', String(processes)];
  const more = await start({ ...KINDS.newsgraph, name: `${processes} processes`, args }, url);
  const chosen = operations.filter(({ key }) => SCALED.includes(key));
  await compareOwn('workers', [one, more], chosen, [facts]);
}

/** Measures newsgraph against itself, and ends the processes. @param factsOf of each, or of all */
async function compareOwn(
  part: 'embedded' | 'grown' | 'workers',
  peers: readonly Peer[],
  chosen: readonly Operation[],
  factsOf: readonly Facts[],
): Promise<void> {
  for (const operation of chosen) {
    const each: Contestant[] = [];
    for (const [i, peer] of peers.entries()) {
      const own = factsOf[i] ?? factsOf[0] ?? facts;
      // Finds the cursors.
      await peer.ask(operation, operation.variables(own)(0));
      each.push(...contestants(operation, [peer], own));
    }
    keep(part, operation, await measure(each, bounds));
  }
  for (const peer of peers) await stop(peer);
}

function contestants(operation: Operation, peers: readonly Peer[], of: Facts): Contestant[] {
  const variables = operation.variables(of);
  return peers.map((peer) => ({ ...peer, body: (i) => peer.body(operation, variables(i)) }));
}

function keep(
  part: 'operations' | 'repeated' | 'embedded' | 'grown' | 'workers',
  { key, title }: Operation,
  peers: OperationResult['peers'],
  suffix = '',
): void {
  const result = { title: `${title}${suffix}`, peers };
  results = { ...results, [part]: { ...results[part], [key]: result } };
  log(`\n${tableOf(key, result)}`);
}

async function start(kind: PeerKind, database: string, env: Readonly<Record<string, string>> = {}): Promise<Peer> {
  const peer = await startPeer(kind, database, env);
  running.add(peer);
  return peer;
}

async function stop(peer: Peer): Promise<void> {
  running.delete(peer);
  await peer.stop();
}

/** @throws Error for a flag that is no number */
function count(
  flag: 'articles' | 'rounds' | 'seconds' | 'connections' | 'embedded' | 'grow' | 'workers' | 'soak' | 'ingest',
): number {
  const value = flags[flag];
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${flag} is '${value}', and must be a whole number.`);
  return Number(value);
}

function peerName(name: string): PeerName {
  const found = ALL_PEERS.find((known) => known === name);
  if (!found) throw new Error(`There is no peer '${name}': they are ${ALL_PEERS.join(', ')}.`);
  return found;
}
