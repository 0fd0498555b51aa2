import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Progress } from './collect/progress-line.ts';
import { progressLine } from './collect/progress-line.ts';
import type { Config } from './config.ts';
import { ConfigError, loadConfig } from './config.ts';
import type { Scope } from './domain/api-key.ts';
import { KEY_NAME, SCOPES } from './domain/api-key.ts';
import { ClientError } from './domain/client-error.ts';
import type { DocumentFormat } from './domain/document.ts';
import { DOCUMENT_FORMATS } from './domain/document.ts';
import type { IngestOutcome, Receipt } from './domain/receipt.ts';
import { INGEST_OUTCOMES } from './domain/receipt.ts';
import type { ExportFormat } from './export/export-formats.ts';
import { EXPORT_FORMATS } from './export/export-formats.ts';
import { parseGlobalId, toGlobalId } from './graphql/global-id.ts';
import { letNewSpaceGrow } from './ingest/tight-heaps.ts';
import type { Intake } from './intake.ts';
import type { OpenCorpus, OpenPort } from './open-corpus.ts';
import { makeKey } from './server/api-keys.ts';
import { addressOf } from './server/listen.ts';
import { createLogger } from './server/logger.ts';
import { isWorker, onWorkerStop, superviseWorkers } from './server/workers.ts';
import { DataDirInUse } from './storage/data-dir-lock.ts';
import type { Finding } from './storage/doctor/doctor.ts';
import type { KeyStore, StoredKey } from './storage/key-store.ts';

/** Loaded by the commands that need them: most of the time that a start takes, and of the memory, is what is loaded. */
const corpusWays = () => import('./open-corpus.ts');
const intakeWays = () => import('./intake.ts');
const gatewayWays = () => import('./main.ts');

/** Exit statuses: all went well; some document was rejected, or something failed; the call or its settings were wrong. */
const OK = 0;
const FAILED = 1;
const MISUSED = 2;

/** Of spans of time, in milliseconds. */
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_MS = 7 * 86_400_000;

const Manifest = z.object({ version: z.string() });
const { version } = Manifest.parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));

/** Sent with whatever is fetched. */
const USER_AGENT = `newsgraph/${version}`;

const GATEWAY_HELP = `
Where a gateway has the embedded database, it is given the documents: set NEWSGRAPH_KEY to a key of the scope ingest that it knows, and
NEWSGRAPH_URL unless it answers at the PORT of the settings on this machine.`;

const INGEST_HELP = `
Formats: plain text, HTML, schema.org JSON-LD, IPTC ninjs, RSS, Atom and JSON Feed; JSON Lines, gzip, zip and WARC of these, of any size.

Each document gets a receipt: what became of it, how much was found in it, and what was wrong with it. On a terminal those are shown that
something is wrong with, and how far the run is; in a pipe, and with --json, each is a line of JSON:
  {"uri", "outcome": CREATED, UPDATED, UNCHANGED or REJECTED, "articleId", "mentionCount", "quoteCount", "citationCount",
   "copyOf": ids of articles that have the same text, "problems": [{"code", "message"}]}

A run that was broken off is run again: what is stored already is UNCHANGED, and costs little. Addresses have to be public, or listed in
FETCH_ALLOW.
${GATEWAY_HELP}

Exit status: 0 all documents were taken in; 1 some were rejected, the run was broken off, or something failed; 2 the call or its settings
were wrong.

Examples:
  newsgraph ingest archive/ 'feeds/*.xml' https://ledger.example/feed
  gunzip -c dump.jsonl.gz | newsgraph ingest -
  newsgraph ingest --dry-run archive/ | jq 'select(.outcome == "REJECTED")'`;

const WATCH_HELP = `
Begins with all that is in the folder, so that what came or changed while nobody watched is found; what is stored already costs a look.
Then takes each file that comes or changes, once it has stopped growing. Files whose names begin with a dot are passed over, so write to
such a name and rename. What is removed from the folder stays in the graph. Receipts are those of ingest; on a terminal without those of
what is known.
${GATEWAY_HELP} One that goes away is waited for.

Exit status: 0 when told to stop (Ctrl+C, SIGTERM); 1 something failed: the folder has gone, say; 2 the call or its settings were wrong.

Examples:
  newsgraph watch incoming/
  newsgraph watch --polling --settle 5s /mnt/desk >> receipts.jsonl`;

const POLL_HELP = `
Feeds are RSS, Atom or JSON Feed. A file has an address a line (# begins a comment), or is OPML. A feed that has not changed is not sent
again (ETag, Last-Modified); one that fails is left alone twice as long each time, up to a day, and as long as its server asks for
(Retry-After); one that is gone for good (410) is not asked again. robots.txt is kept to, and its Crawl-delay. Each server gets one request
at a time. What is remembered of feeds is in the file of --state: without it all are fetched anew.

Receipts are those of ingest, one for each item of a feed that has changed, and one that is REJECTED for a feed that cannot be had.
${GATEWAY_HELP} One that goes away is waited for.

Exit status: 0 when told to stop, and with --once when all went well; 1 something was rejected with --once, or failed; 2 the call or its
settings were wrong.

Examples:
  newsgraph poll https://ledger.example/feed.xml feeds.opml
  newsgraph poll --once feeds.txt        # from cron`;

/** The commands that may be given documents of any length. */
const TAKES_DOCUMENTS = new Set(['seed', 'ingest', 'watch', 'poll']);

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
  .exitOverride()
  // Those leave it to the first document, whose size says whether it may.
  .hook('preAction', (_program, command) => letNewSpaceGrow(!TAKES_DOCUMENTS.has(command.name())));

program
  .command('start')
  .description('prepare the database, load seeds/ into it if it holds no article, and serve it')
  .action(() =>
    withOpenPort('start', async (session) => {
      const { corpus } = session;
      say('database', corpus.database.label);
      for (const migration of corpus.database.migrated) say('migrated', migration);
      if (await corpus.store.beginSeeding()) {
        const { SEEDS, ingestPaths } = await intakeWays();
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
    withCorpus('seed', async ({ corpus }) => {
      const { SEEDS, ingestPaths } = await intakeWays();
      const status = await report(ingestPaths(corpus, paths.length > 0 ? paths : [SEEDS], { dryRun }), {
        json,
        // In a pipe only what needs someone's attention.
        shown: (receipt) => process.stdout.isTTY || hasProblems(receipt),
        dryRun,
      });
      return tellIfStopped(status);
    }),
  );

program
  .command('ingest')
  .description('take documents in: files, folders, patterns, addresses, standard input')
  .argument('<place...>', 'files, folders, patterns, http and https addresses; - for standard input')
  .addOption(formatOption())
  .option('--dry-run', 'say what would become of each document, and change nothing')
  .option('--json', 'one receipt a line, as JSON; as it is in a pipe')
  .addOption(gatewayOption())
  .addHelpText('after', INGEST_HELP)
  .action((places: string[], { format, dryRun = false, json = false, url }: IngestArguments) =>
    withIntake('ingest', url, async (intake, { config }) => {
      const { openInputs } = await intakeWays();
      const { inputs, close } = await openInputs(places, config, USER_AGENT, process.stdin);
      try {
        const total = process.stderr.isTTY
          ? await (await import('./collect/find-inputs.ts')).measureInputs(places)
          : null;
        let bytes = 0;
        const onRead = (more: number) => {
          bytes += more;
        };
        const receipts = intake.take(inputs, { dryRun, onRead, ...(format ? { format } : {}) });
        const status = await report(receipts, {
          json: isJson(json),
          shown: hasProblems,
          dryRun,
          progress: () => ({ bytes, total }),
        });
        return tellIfStopped(status);
      } finally {
        await close();
      }
    }),
  );

program
  .command('watch')
  .description('take in what is in a folder, and whatever comes or changes there, until it is told to stop')
  .argument('<folder>', 'with all folders below it')
  .addOption(formatOption())
  .addOption(timeOption('--settle <time>', 'how long a file must not have grown: 500ms, 2s', '1s'))
  .option('--polling', 'look at the files again and again: for folders on other machines, which tell of no changes')
  .option('--json', 'one receipt a line, as JSON; as it is in a pipe')
  .addOption(gatewayOption())
  .addHelpText('after', WATCH_HELP)
  .action((folder: string, { format, settle, polling = false, json = false, url }: WatchArguments) =>
    withIntake('watch', url, async (intake, { logger }) => {
      const take = (documents: Parameters<Intake['take']>[0]) => intake.take(documents, format ? { format } : {});
      const { takeChanges } = await import('./collect/watch-folder.ts');
      const receipts = takeChanges(folder, take, {
        ...{ settle, polls: polling, stop: stop.signal },
        onAway: (error) => logger.warn(error.message),
      });
      await report(receipts, { json: isJson(json), shown: isNews });
      return OK;
    }),
  );

program
  .command('poll')
  .description('ask feeds for what is new, again and again, until it is told to stop')
  .argument('<feed...>', 'http and https addresses of feeds, and files that list them')
  .addOption(timeOption('--interval <time>', 'between two looks at a feed: 90s, 15m, 2h', '15m'))
  .option('--once', 'ask each feed once, and end')
  .option('--state <file>', 'what is remembered of feeds; feeds.json in DATA_DIR unless told')
  .option('--json', 'one receipt a line, as JSON; as it is in a pipe')
  .addOption(gatewayOption())
  .addHelpText('after', POLL_HELP)
  .action(async (places: string[], { interval, once: isOnce = false, state, json = false, url }: PollArguments) => {
    const { readFeedList } = await import('./collect/feed-list.ts');
    const urls = await readFeedList(places);
    await withIntake('poll', url, async (intake, { config, logger }) => {
      const settings = { userAgent: USER_AGENT, stateFile: state ?? null, interval, isOnce, stop: stop.signal };
      const { pollInto } = await intakeWays();
      const receipts = pollInto(intake, urls, config, logger, settings);
      const status = await report(receipts, { json: isJson(json), shown: isNews });
      return isOnce ? status : OK;
    });
  });

interface WatchArguments extends Omit<IngestArguments, 'dryRun'> {
  readonly settle: number;
  readonly polling?: boolean;
}

interface PollArguments extends Omit<IngestArguments, 'dryRun' | 'format'> {
  readonly interval: number;
  readonly once?: boolean;
  readonly state?: string;
}

interface IngestArguments {
  readonly format?: DocumentFormat;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly url?: string;
}

function formatOption(): Option {
  return new Option('--format <format>', 'what the documents are written in; seen by their content unless told')
    .choices(DOCUMENT_FORMATS.map((name) => name.toLowerCase().replaceAll('_', '-')))
    .argParser((text) => {
      const format = DOCUMENT_FORMATS.find((name) => name === text.toUpperCase().replaceAll('-', '_'));
      if (format) return format;
      throw new InvalidArgumentError(`It must be one of ${DOCUMENT_FORMATS.join(', ')}.`);
    });
}

function gatewayOption(): Option {
  return new Option('--url <url>', 'hand the documents to the gateway there, whoever has the database').argParser(
    (text) => {
      if (!/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')) {
        throw new InvalidArgumentError('It must be an http or https address, such as http://127.0.0.1:4000.');
      }
      return text;
    },
  );
}

/** In milliseconds. */
function timeSpan(text: string): number {
  const [, number, unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? [];
  const span = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (span > 0 && span <= LONGEST_MS) return span;
  throw new InvalidArgumentError('It must be a number and a unit, such as 500ms, 30s, 15m or 2h, and at most 7d.');
}

function timeOption(flags: string, description: string, usual: string): Option {
  return new Option(flags, description).argParser(timeSpan).default(timeSpan(usual), usual);
}

program
  .command('migrate')
  .description('bring the tables of the database up to date, and end; start and serve do so, too')
  .action(async () => {
    const { config } = readSettings();
    const { migrate } = await corpusWays();
    const { label, migrated } = await migrate(config, 'newsgraph migrate');
    say('database', label);
    for (const migration of migrated) say('migrated', migration);
    if (migrated.length === 0) say('migrated', 'nothing was missing');
    process.exitCode = OK;
  });

program
  .command('reextract')
  .description('extract again what another version of the extractor read, from what the database holds')
  .option('--json', 'one receipt a line, as JSON')
  .action(({ json = false }: { json?: boolean }) =>
    withCorpus('reextract', ({ corpus }) =>
      report(corpus.ingest.reextract(), {
        json,
        shown: (receipt) => process.stdout.isTTY || hasProblems(receipt),
      }).then(tellIfStopped),
    ),
  );

program
  .command('copy')
  .description('copy the whole corpus into an empty database, with its ids and revision: embedded, or on a server')
  .addOption(
    new Option(
      '--from <place>',
      'a data folder, a file that /backup gave, or postgresql://USER:PASSWORD@HOST:PORT/DATABASE',
    )
      .env('COPY_FROM')
      .makeOptionMandatory(),
  )
  .addOption(
    new Option('--to <place>', 'a data folder yet to be made, or a database that is empty')
      .env('COPY_TO')
      .makeOptionMandatory(),
  )
  .action(async (places: { from: string; to: string }) => {
    const { copyCorpus } = await corpusWays();
    const copied = await copyCorpus(places, readSettings().config, {
      signal: stop.signal,
      onTable: ({ name, rows }) => say(String(rows), name),
    });
    process.stdout.write(`${copied.length} tables copied and compared. Nothing was changed in the source.\n`);
    process.exitCode = OK;
  });

program
  .command('doctor')
  .description('look whether the database is sound: anchors, counts, dates, what nothing holds on to')
  .option('--mend', 'put right what can be, each in a transaction of its own')
  .option('--json', 'one check a line, as JSON')
  .action(({ mend = false, json = false }: { mend?: boolean; json?: boolean }) =>
    withCorpus(
      'doctor',
      async ({ corpus }) => {
        const { examine } = await import('./storage/doctor/doctor.ts');
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
  .command('export')
  .description('write the articles with all that was found in them')
  .addOption(
    new Option(
      '--format <format>',
      'jsonl: everything, and can be ingested again; ninjs: IPTC ninjs 3; jsonld: schema.org NewsArticle; csv: a line per quote',
    )
      .choices(EXPORT_FORMATS)
      .default('jsonl'),
  )
  .option('--filter <json>', 'only articles that fit, an ArticleFilter as GraphQL has it: {"inLanguage":{"eq":"en"}}')
  .option('--all', 'also articles that are withheld, cancelled or under an embargo; as jsonl and ninjs')
  .option('--output <file>', 'where to write it, whole or not at all; standard output unless told')
  .action(({ format, filter, all = false, output }: ExportArguments) =>
    withCorpus('export', async ({ corpus }) => {
      const { exportCorpus } = await gatewayWays();
      const articles = untilStopped(exportCorpus(corpus, { format, isAll: all, ...(filter ? { filter } : {}) }));
      if (output === undefined) await pipeline(articles, process.stdout, { end: false });
      else {
        const part = `${output}.part`;
        await pipeline(articles, createWriteStream(part));
        if (!stop.signal.aborted) await rename(part, output);
        else await rm(part);
      }
      return stop.signal.aborted ? FAILED : OK;
    }),
  );

interface ExportArguments {
  readonly format: ExportFormat;
  readonly filter?: string;
  readonly all?: boolean;
  readonly output?: string;
}

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
    const { makeManifest } = await gatewayWays();
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
  const { openKeys } = await corpusWays();
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
  const { openCorpusAndPort } = await corpusWays();
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
  const { openCorpus } = await corpusWays();
  const corpus = await openCorpus(config, `newsgraph ${command}`, logger);
  await runAndClose(run, { corpus, config, logger });
}

/** Runs a command on what takes documents in: the open corpus, or the gateway that has it. */
async function withIntake(
  command: string,
  url: string | undefined,
  run: (intake: Intake, session: Omit<Session, 'corpus' | 'open'>) => Promise<number>,
): Promise<void> {
  const { config, logger } = readSettings();
  const { openIntake } = await intakeWays();
  const intake = await openIntake(config, `newsgraph ${command}`, logger, url ?? null);
  try {
    process.exitCode = await run(intake, { config, logger });
  } finally {
    await intake.close();
  }
}

/** The same, with the port of the gateway open before the corpus is. */
async function withOpenPort(command: string, run: Work): Promise<void> {
  const { config, logger } = readSettings();
  const { openCorpusAndPort } = await corpusWays();
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
  const { serve } = await gatewayWays();
  const listening = await serve(corpus, config, logger, open);
  if (!isWorker()) {
    say('GraphiQL', `${listening.url}/graphql`);
    say('to stop', 'Ctrl+C');
  }
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  await listening.close();
  return OK;
}

interface Reporting {
  readonly json: boolean;
  /** Which receipts are printed where they are not JSON. */
  readonly shown: (receipt: Receipt) => boolean;
  readonly dryRun?: boolean;
  /** How far the run is, for who watches it on a terminal; left out, he sees how much has been done. */
  readonly progress?: () => Pick<Progress, 'bytes' | 'total'>;
}

/** A pipe gets JSON in any case. */
function isJson(asked: boolean): boolean {
  return process.stdout.isTTY ? asked : true;
}

function hasProblems({ problems }: Receipt): boolean {
  return problems.length > 0;
}

function isNews({ outcome }: Receipt): boolean {
  return outcome !== 'UNCHANGED';
}

/** Prints what becomes of documents as it happens, with how far the run is on a terminal; and a summary. */
async function report(
  receipts: AsyncIterable<Receipt>,
  { json, shown, dryRun = false, progress = () => ({ bytes: 0, total: null }) }: Reporting,
): Promise<number> {
  const started = Date.now();
  const counts = new Map<IngestOutcome, number>();
  let total = 0;
  const isWatched = process.stderr.isTTY;
  const clear = () => isWatched && process.stderr.write('\r\x1b[K');
  const show = () => {
    const line = progressLine({ ...progress(), receipts: total, elapsed: Date.now() - started });
    // A line that is too long for the terminal could not be taken back.
    process.stderr.write(`\r${line.slice(0, process.stderr.columns - 1)}\x1b[K`);
  };
  const ticks = isWatched ? setInterval(show, 200) : null;
  try {
    for await (const receipt of untilStopped(receipts)) {
      total += 1;
      counts.set(receipt.outcome, (counts.get(receipt.outcome) ?? 0) + 1);
      if (!json && !shown(receipt)) continue;
      if (process.stdout.isTTY) clear();
      if (json) process.stdout.write(`${JSON.stringify(forClients(receipt))}\n`);
      else printReceipt(receipt);
    }
  } finally {
    if (ticks) clearInterval(ticks);
    clear();
  }
  const text = summaryOf(counts, { total, dryRun });
  if (!json) process.stdout.write(`${text}\n`);
  else if (isWatched) process.stderr.write(`${text}\n`);
  return counts.has('REJECTED') || stop.signal.aborted ? FAILED : OK;
}

/** Says that a run that ends by itself was broken off. */
function tellIfStopped(status: number): number {
  if (stop.signal.aborted) process.stderr.write('Stopped. Run again to go on where this left off.\n');
  return status;
}

function summaryOf(
  counts: ReadonlyMap<IngestOutcome, number>,
  { total, dryRun }: { total: number; dryRun: boolean },
): string {
  const outcomes = INGEST_OUTCOMES.filter((outcome) => counts.has(outcome)).map(
    (outcome) => `${counts.get(outcome)} ${outcome}`,
  );
  return `${total} documents${total > 0 ? `: ${outcomes.join(', ')}` : ''}${dryRun ? ' (dry run: nothing was changed)' : ''}`;
}

/** A receipt with the ids of articles as GraphQL knows them. */
function forClients({ uri, outcome, articleId, copyOf, problems, ...found }: Receipt) {
  const globalId = (id: string) => toGlobalId('Article', id);
  return {
    uri,
    outcome,
    articleId: articleId && globalId(articleId),
    ...found,
    copyOf: copyOf.map(globalId),
    problems,
  };
}

async function* untilStopped<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of items) {
    yield item;
    if (stop.signal.aborted) return;
  }
}

function printReceipt({ uri, outcome, mentionCount, quoteCount, citationCount, copyOf, problems }: Receipt): void {
  const copies = copyOf.length === 0 ? '' : `, a copy of ${copyOf.length} stored before`;
  const found = `${mentionCount} mentions, ${quoteCount} quotes, ${citationCount} citations${copies}`;
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
