#!/usr/bin/env node
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Config } from './config.ts';
import { ConfigError, loadConfig } from './config.ts';
import type { Scope } from './domain/api-key.ts';
import { KEY_NAME, SCOPES } from './domain/api-key.ts';
import { ClientError } from './domain/client-error.ts';
import type { IngestOutcome, Receipt } from './domain/receipt.ts';
import { INGEST_OUTCOMES } from './domain/receipt.ts';
import { parseGlobalId, toGlobalId } from './graphql/global-id.ts';
import type { OpenCorpus, OpenPort } from './main.ts';
import { ingestPaths, makeManifest, openCorpus, openCorpusAndPort, openKeys, SEEDS, serve } from './main.ts';
import { makeKey } from './server/api-keys.ts';
import { addressOf } from './server/listen.ts';
import { createLogger } from './server/logger.ts';
import { isWorker, onWorkerStop, superviseWorkers } from './server/workers.ts';
import { DataDirInUse } from './storage/data-dir-lock.ts';
import type { Finding } from './storage/doctor/doctor.ts';
import { examine } from './storage/doctor/doctor.ts';
import type { KeyStore, StoredKey } from './storage/key-store.ts';

/** Exit statuses: all went well; some document was rejected, or something failed; the call or its settings were wrong. */
const OK = 0;
const FAILED = 1;
const MISUSED = 2;

const Manifest = z.object({ version: z.string() });
const { version } = Manifest.parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));

const program = new Command('newsgraph')
  .description(
    'Turns news documents into a graph of articles, entities, quotes and sources, and serves it over GraphQL.',
  )
  .version(version)
  .configureHelp({ sortSubcommands: false })
  .addHelpText(
    'after',
    '\nSettings are environment variables; .env.example lists them. Exit status: 0 done, 1 something was rejected or failed, 2 misused.',
  )
  .exitOverride();

program
  .command('start')
  .description('prepare the database, load seeds/ into it if it holds no article, and serve it')
  .action(() =>
    withOpenPort('start', async (session) => {
      const { corpus } = session;
      say('database', corpus.database.label);
      for (const migration of corpus.database.migrated) say('migrated', migration);
      if (await corpus.store.beginSeeding()) {
        const seeds = ingestPaths(corpus, [SEEDS], { dryRun: false });
        for await (const receipt of untilStopped(seeds)) printReceipt(receipt);
        if (!stop.signal.aborted) await corpus.store.endSeeding();
      }
      return serveUntilStopped(session);
    }),
  );

program
  .command('serve')
  .description('serve what the database holds')
  .option('--workers <number>', 'in so many processes at one port; needs a PostgreSQL server', workerCount, 1)
  .action(({ workers }: { workers: number }) => (workers > 1 && !isWorker() ? serveByWorkers(workers) : serveAlone()));

program
  .command('seed')
  .description('load documents into the database')
  .argument('[path...]', 'files and folders; the seeds of the project when there is none')
  .option('--dry-run', 'say what would become of each document, and change nothing')
  .option('--json', 'one receipt a line, as JSON')
  .action((paths: string[], { dryRun = false, json = false }: { dryRun?: boolean; json?: boolean }) =>
    withCorpus('seed', ({ corpus }) =>
      report(ingestPaths(corpus, paths.length > 0 ? paths : [SEEDS], { dryRun }), {
        json,
        dryRun,
      }),
    ),
  );

program
  .command('reextract')
  .description('extract again what another version of the extractor read, from what the database holds')
  .option('--json', 'one receipt a line, as JSON')
  .action(({ json = false }: { json?: boolean }) =>
    withCorpus('reextract', ({ corpus }) => report(corpus.ingest.reextract(), { json, dryRun: false })),
  );

program
  .command('doctor')
  .description('look whether the database is sound: anchors, counts, dates, what nothing holds on to')
  .option('--mend', 'put right what can be, each in a transaction of its own')
  .option('--json', 'one check a line, as JSON')
  .action(({ mend = false, json = false }: { mend?: boolean; json?: boolean }) =>
    withCorpus(
      'doctor',
      async ({ corpus }) => {
        let isSound = true;
        for await (const finding of untilStopped(examine(corpus.database.prisma, { mend }))) {
          isSound &&= finding.left === 0 || finding.isNotice;
          if (json) process.stdout.write(`${JSON.stringify(finding)}\n`);
          else printFinding(finding);
        }
        return isSound && !stop.signal.aborted ? OK : FAILED;
      },
      // That is for who asks a gateway; looking at all that there is takes longer.
      { statementTimeout: 0 },
    ),
  );

program
  .command('extract')
  .description(
    'read texts {"id", "text"} or pages {"id", "url", "html"} as JSON Lines on standard input, write what is found in each as JSON Lines',
  )
  .action(async () => {
    process.exitCode = OK;
    process.stdin.setEncoding('utf8');
    const { extractLines } = await import('./extract/json-lines.ts');
    const { pageReader } = await import('./ingest/page-line.ts');
    const readPage = pageReader(() => new Date());
    const answers = (chunks: AsyncIterable<string>) =>
      extractLines(
        chunks,
        (message) => {
          process.stderr.write(`newsgraph: ${message}\n`);
          process.exitCode = FAILED;
        },
        readPage,
      );
    await pipeline(process.stdin, answers, process.stdout, { end: false });
  });

program
  .command('unlink')
  .description('say that what an article names is not this entity: the article gets an entity of its own')
  .argument('<entity>', 'the id of the entity, as GraphQL gives it')
  .argument('<article>', 'the id of the article')
  .option('--reason <text>', 'why, for whoever reads it later', 'none given')
  .option('--by <name>', 'who says so', userInfo().username)
  .action((entity: string, article: string, { reason, by }: { reason: string; by: string }) =>
    withCorpus('unlink', async ({ corpus }) => {
      const unlinked = await corpus.corrections.unlink({ ...linkOf(entity, article), reason, by });
      say('UNLINKED', `the article has an entity of its own: ${toGlobalId('Entity', unlinked.entityId)}`);
      return OK;
    }),
  );

program
  .command('relink')
  .description('take an unlink back')
  .argument('<entity>', 'the id of the entity that the article was taken from')
  .argument('<article>', 'the id of the article')
  .action((entity: string, article: string) =>
    withCorpus('relink', async ({ corpus }) => {
      await corpus.corrections.relink(linkOf(entity, article));
      say('RELINKED', 'the article is linked to the entity again');
      return OK;
    }),
  );

program
  .command('operations')
  .description('write a manifest of the operations in .graphql files, for TRUSTED_DOCUMENTS and for clients')
  .argument('<path...>', 'files and folders; a fragment may stand in another file than what spreads it')
  .option('--out <file>', 'where to write it; standard output unless told')
  .action(async (paths: string[], { out }: { out?: string }) => {
    const { manifest, count, problems } = await makeManifest(paths, readSettings().config);
    for (const problem of problems) process.stderr.write(`newsgraph: ${problem}\n`);
    if (count === 0 && problems.length === 0) process.stderr.write('newsgraph: no operation was found\n');
    process.exitCode = problems.length > 0 || count === 0 ? FAILED : OK;
    if (process.exitCode === FAILED) return;
    if (out === undefined) process.stdout.write(manifest);
    else await writeFile(out, manifest);
    process.stderr.write(`${count} operations${out === undefined ? '' : ` in ${out}`}\n`);
  });

program
  .command('mcp')
  .description(
    'serve the graph of a running gateway to language models: a Model Context Protocol server on standard input and output',
  )
  .option('--url <url>', 'where the gateway answers GraphQL', 'http://127.0.0.1:4000/graphql')
  .addOption(new Option('--key <key>', 'sent to the gateway, where it needs one').env('NEWSGRAPH_KEY'))
  .option('--operations <file>', 'a manifest of operations, which can be run by name: the gateway has to know it, too')
  .option('--write', 'run its mutations, too')
  .action(async ({ url, key, operations: path, write = false }: McpArguments) => {
    const { serveMcp } = await import('./mcp/serve-mcp.ts');
    await serveMcp({
      url,
      key: key ?? null,
      manifest: path ?? null,
      withMutations: write,
      version,
      stop: stop.signal,
      input: process.stdin,
      output: process.stdout,
    });
    process.exitCode = OK;
  });

interface McpArguments {
  readonly url: string;
  readonly key?: string;
  readonly operations?: string;
  readonly write?: boolean;
}

const keys = program.command('keys').description('make, list and revoke the keys that the gateway knows');

keys
  .command('create')
  .description('make a key, and write it to standard output: it is shown this once, the database keeps only its hash')
  .argument('<name>', 'whose it is, as corrections and logs name it: letters, digits and . _ @ -', keyName)
  .addOption(
    new Option('--scope <scope>', 'what it allows: each scope contains those before it')
      .choices(SCOPES)
      .makeOptionMandatory(),
  )
  .action((name: string, { scope }: { scope: Scope }) =>
    withKeys('keys create', async (store) => {
      const { key, sha256 } = makeKey();
      await store.create({ name, scope, sha256 });
      process.stdout.write(`${key}\n`);
      process.stderr.write(
        `This is the key of '${name}', scope ${scope}. Clients send it as Authorization: Bearer KEY.\n`,
      );
    }),
  );

keys
  .command('list')
  .description('list the keys that the database holds, revoked ones included')
  .option('--json', 'one key a line, as JSON')
  .action(({ json = false }: { json?: boolean }) =>
    withKeys('keys list', async (store) => {
      for (const key of await store.list()) {
        if (json) process.stdout.write(`${JSON.stringify(key)}\n`);
        else say(key.scope, `${key.name}  (${lifeOf(key)})`);
      }
    }),
  );

keys
  .command('revoke')
  .description('revoke a key: a gateway that runs refuses it within two seconds')
  .argument('<name>', 'whose it is')
  .action((name: string) =>
    withKeys('keys revoke', async (store) => {
      await store.revoke(name);
      say('REVOKED', `the key of '${name}' opens nothing any more`);
    }),
  );

function keyName(text: string): string {
  if (!KEY_NAME.test(text))
    throw new InvalidArgumentError('It must be 1 to 100 letters, digits and . _ @ - without blanks.');
  return text;
}

function lifeOf({ createdAt, revokedAt }: StoredKey): string {
  return `made ${createdAt.toISOString()}${revokedAt ? `, revoked ${revokedAt.toISOString()}` : ''}`;
}

/** Runs a command on the keys of the database. */
async function withKeys(command: string, run: (store: KeyStore) => Promise<void>): Promise<void> {
  const { config } = readSettings();
  const opened = await openKeys(config, `newsgraph ${command}`).catch((error: unknown) => {
    if (!(error instanceof DataDirInUse)) throw error;
    throw new DataDirInUse(
      config.dataDir,
      error.owner,
      'The keys stand in that database: stop the gateway, run this again and start it. With API_KEYS it takes keys from its settings instead, and on a PostgreSQL server (DATABASE_URL) keys are made and revoked while it runs.',
    );
  });
  try {
    await run(opened.keys);
    process.exitCode = OK;
  } finally {
    await opened.close();
  }
}

async function serveAlone(): Promise<void> {
  onWorkerStop(() => stop.abort());
  // What a worker would have to wait for the first process has done, which takes an open port for one that serves.
  await (isWorker() ? withCorpus : withOpenPort)('serve', serveUntilStopped);
}

/** Applies the migrations, and lets the workers do the rest. */
async function serveByWorkers(count: number): Promise<void> {
  const { config, logger } = readSettings();
  if (config.databaseUrl === null) {
    throw new ConfigError([
      'DATABASE_URL is not set; expected: a PostgreSQL server. One process owns the embedded database, so it cannot be served by several.',
    ]);
  }
  const { corpus, open } = await openCorpusAndPort(config, 'newsgraph serve', logger);
  await corpus.close();
  await open.close();
  const onListening = ({ host, port }: { host: string; port: number }) => {
    say('GraphiQL', `${addressOf(host, port)}/graphql`);
    say('to stop', 'Ctrl+C');
  };
  await superviseWorkers({ count, stop: stop.signal, onListening, drainTime: config.drainTime, logger });
  process.exitCode = OK;
}

const MOST_WORKERS = 256;

function workerCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MOST_WORKERS) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_WORKERS}.`);
  }
  return count;
}

/** The rows of an entity and an article that ids of GraphQL's stand for. */
function linkOf(entity: string, article: string): { entityId: string; articleId: string } {
  return { entityId: parseGlobalId(entity, 'Entity').id, articleId: parseGlobalId(article, 'Article').id };
}

/** Set by the first signal; work stops at the next document, a server when its requests are answered. */
const stop = new AbortController();
// A worker is told to stop by the first process, too, which may be heard of before the signal that both got: that is not a second one.
let isSignalled = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isSignalled) process.exit(FAILED);
    isSignalled = true;
    stop.abort();
  });
}

// Whoever reads the output may have had enough of it: `newsgraph seed | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  stop.abort();
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}
// Everything is closed; but Prisma's schema engine leaves a timer behind that would keep the process for ten seconds.
process.stdout.write('', () => process.exit());

interface Session {
  readonly corpus: OpenCorpus;
  readonly config: Config;
  readonly logger: Logger;
  /** Where whoever asks is told to wait. */
  readonly open?: OpenPort | undefined;
}

type Work = (session: Session) => Promise<number>;

/**
 * Runs a command on the open corpus, and closes it whatever happens.
 * @param overrides settings that the command has otherwise
 */
async function withCorpus(command: string, run: Work, overrides: Partial<Config> = {}): Promise<void> {
  const { config: settings, logger } = readSettings();
  const config = { ...settings, ...overrides };
  const corpus = await openCorpus(config, `newsgraph ${command}`, logger);
  await runAndClose(run, { corpus, config, logger });
}

/** The same, with the port of the gateway open before the corpus is. */
async function withOpenPort(command: string, run: Work): Promise<void> {
  const { config, logger } = readSettings();
  const opened = await openCorpusAndPort(config, `newsgraph ${command}`, logger);
  await runAndClose(run, { ...opened, config, logger });
}

async function runAndClose(run: Work, session: Session): Promise<void> {
  try {
    process.exitCode = await run(session);
  } finally {
    await session.corpus.close();
  }
}

function readSettings(): { config: Config; logger: Logger } {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = loadConfig(process.env);
  const pretty = config.nodeEnv === 'development' && process.stderr.isTTY;
  return {
    config,
    logger: createLogger({ level: config.logLevel, pretty, onExit: (write) => process.on('exit', write) }),
  };
}

async function serveUntilStopped({ corpus, config, logger, open }: Session): Promise<number> {
  if (stop.signal.aborted) return OK;
  const listening = await serve(corpus, config, logger, open);
  if (!isWorker()) {
    say('GraphiQL', `${listening.url}/graphql`);
    say('to stop', 'Ctrl+C');
  }
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  await listening.close();
  return OK;
}

/** Prints what becomes of each document as it happens, and a summary. */
async function report(
  receipts: AsyncIterable<Receipt>,
  { json, dryRun }: { json: boolean; dryRun: boolean },
): Promise<number> {
  const counts = new Map<IngestOutcome, number>();
  const started = Date.now();
  let total = 0;
  for await (const receipt of untilStopped(receipts)) {
    total += 1;
    counts.set(receipt.outcome, (counts.get(receipt.outcome) ?? 0) + 1);
    if (json) process.stdout.write(`${JSON.stringify(forClients(receipt))}\n`);
    // In a pipe only what needs someone's attention.
    else if (process.stdout.isTTY || receipt.problems.length > 0) printReceipt(receipt);
    if (process.stderr.isTTY && !process.stdout.isTTY)
      process.stderr.write(`\r${total} documents, ${rate(total, started)}/s `);
  }
  if (process.stderr.isTTY && !process.stdout.isTTY) process.stderr.write('\n');
  const summary = INGEST_OUTCOMES.filter((outcome) => counts.has(outcome)).map(
    (outcome) => `${counts.get(outcome)} ${outcome}`,
  );
  const text = `${total} documents${total > 0 ? `: ${summary.join(', ')}` : ''}${dryRun ? ' (dry run: nothing was changed)' : ''}`;
  if (!json) process.stdout.write(`${text}\n`);
  if (stop.signal.aborted) process.stderr.write('Stopped. Run again to go on where this left off.\n');
  return counts.has('REJECTED') || stop.signal.aborted ? FAILED : OK;
}

/** A receipt with the article's id as GraphQL knows it. */
function forClients({ uri, outcome, articleId, ...found }: Receipt) {
  return { uri, outcome, articleId: articleId && toGlobalId('Article', articleId), ...found };
}

function rate(count: number, started: number): number {
  return Math.round(count / Math.max(0.001, (Date.now() - started) / 1000));
}

async function* untilStopped<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of items) {
    yield item;
    if (stop.signal.aborted) return;
  }
}

function printReceipt({ uri, outcome, mentionCount, quoteCount, citationCount, problems }: Receipt): void {
  const found = `${mentionCount} mentions, ${quoteCount} quotes, ${citationCount} citations`;
  say(outcome, outcome === 'REJECTED' ? readablePath(uri) : `${readablePath(uri)}  (${found})`);
  for (const { code, message } of problems) say('', `${code}: ${message}`);
}

function printFinding({ check, rule, isNotice, wrong, examples, mended, left }: Finding): void {
  say(wrong === 0 ? 'ok' : isNotice ? 'LOOK' : left > 0 ? 'WRONG' : 'MENDED', `${wrong} ${check}: ${rule}`);
  if (wrong > 0) say('', `such as ${examples.join(', ')}`);
  if (mended !== null) say('', `${mended} rows were written or removed, ${left} are still wrong`);
}

function readablePath(uri: string): string {
  const path = relative(process.cwd(), uri);
  return uri.startsWith('/') && !path.startsWith('..') ? path : uri;
}

function say(what: string, text: string): void {
  process.stdout.write(`${what.padEnd(10)} ${text}\n`);
}

/** Says what went wrong, and returns the exit status. Whoever wants the stack sets LOG_LEVEL=debug. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? OK : MISUSED;
  const message = error instanceof Error ? error.message.trim() : String(error);
  process.stderr.write(`newsgraph: ${message}\n`);
  if (process.env['LOG_LEVEL'] === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return error instanceof ConfigError || error instanceof ClientError ? MISUSED : FAILED;
}
