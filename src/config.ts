import { z } from 'zod';
import type { ApiKey } from './domain/api-key.ts';
import { KEY_NAME, SCOPES } from './domain/api-key.ts';

/** What the environment says, validated. Frozen. */
export interface Config {
  /** TCP port of the gateway; 0 lets the system choose one. */
  readonly port: number;
  /** Address or host name that it listens on. */
  readonly host: string;
  /** Folder of the embedded database; relative to the working directory unless absolute. */
  readonly dataDir: string;
  /** Of a PostgreSQL server; null for the embedded database. */
  readonly databaseUrl: string | null;
  /** Of the streaming standbys of that server, which are read from; empty: there are none. */
  readonly databaseReplicaUrls: readonly string[];
  /** Connections that each process may keep to a PostgreSQL server, besides the one that hears of changes. */
  readonly databasePoolSize: number;
  /** Whether statements that come again are prepared on their connection, which poolers have to know of. */
  readonly hasPreparedStatements: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly nodeEnv: (typeof NODE_ENVS)[number];
  /** Origins whose pages may read answers, as browsers send them: 'https://desk.example'. */
  readonly corsOrigins: readonly string[];
  /** Where readers find the gateway, without a slash at its end; null: where a request found it. */
  readonly publicUrl: string | null;
  /** Whether the schema is served as a subgraph of Apollo Federation. */
  readonly isSubgraph: boolean;
  /** Whether reading needs no key. */
  readonly isReadingOpen: boolean;
  /** Where traces are sent, and of how many requests; null: nowhere. */
  readonly tracing: { readonly endpoint: string; readonly ratio: number } | null;
  /** Whether metrics need no key. */
  readonly areMetricsOpen: boolean;
  /** A manifest of operations that may be asked for by their hashes; null for none. */
  readonly trustedDocuments: string | null;
  /** Whether nothing else is answered. */
  readonly isTrustedOnly: boolean;
  /** Keys besides those that the database holds. */
  readonly apiKeys: readonly ApiKey[];
  /** How JSON Web Tokens are verified; null: none are taken. */
  readonly tokens: TokenConfig | null;
  /** Longer documents are rejected. */
  readonly maxDocumentBytes: number;
  readonly jobs: JobsConfig;
  /** Of answers that are kept until the corpus changes; 0: none are. */
  readonly responseCacheBytes: number;
  /** Most objects that one field of a query may ask for. */
  readonly maxNodes: number;
  readonly limits: LimitsConfig;
  /** How long a statement that reads may take in a PostgreSQL server, in milliseconds; 0: as long as it likes. */
  readonly statementTimeout: number;
  /** How long a client may take to send a request, in milliseconds. */
  readonly bodyTimeout: number;
  /** Points a minute for each key or address; 0: they are not counted. */
  readonly rateLimit: number;
  /** Addresses and ranges (10.1.0.0/16) that documents are fetched from though they are not public. */
  readonly fetchAllow: readonly string[];
  /** Where a running gateway answers, for those that hand it documents; null: at `port` on this machine. */
  readonly gatewayUrl: string | null;
  /** What is shown to it. */
  readonly gatewayKey: string | null;
  /** Where whoever is fetched from can learn who asks, or write to; null: only the name of the program is told. */
  readonly fetchContact: string | null;
  /** How long requests are still taken after the process was told to end, in milliseconds, while `/ready` says no. */
  readonly drainTime: number;
}

/** How much may be asked, in one request and at once. */
export interface LimitsConfig {
  /** Levels of fields. */
  readonly maxDepth: number;
  /** Fields side by side. */
  readonly maxBreadth: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  readonly maxTokens: number;
  /** Lists and objects in one another, in arguments and variables. */
  readonly maxInputDepth: number;
  /** Values in one list. */
  readonly maxIn: number;
  readonly maxPageSize: number;
  readonly maxCost: number;
  readonly maxBodyBytes: number;
  /** Until a query is given up, in milliseconds; 0: never. */
  readonly requestTimeout: number;
  /** Queries, and mutations, that are executed at once. */
  readonly maxConcurrent: number;
  readonly maxQueued: number;
  /** In milliseconds. */
  readonly maxQueueWait: number;
  readonly maxSubscriptions: number;
  /** Proxies of ours that stand before the gateway. */
  readonly proxies: number;
}

/** How documents that are queued are taken in. */
export interface JobsConfig {
  /** At once in this process; 0: none. */
  readonly most: number;
  /** After so many a job that failed is dead. */
  readonly tries: number;
  /** Until it is tried again at first, in seconds. */
  readonly retrySeconds: number;
  /** So long who works on one may be silent, in milliseconds. */
  readonly lease: number;
  /** Of all that wait, dead ones included. */
  readonly maxBytes: number;
}

/** Who signs the tokens that are taken, for whom, and how. */
export interface TokenConfig {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly scopeClaim: string;
  /** In seconds. */
  readonly clockTolerance: number;
}

/** One or more variables are wrong. The message names each with its value and what is expected. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(`The environment is wrong:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** Asymmetric ones: who can verify a token must not be able to make one. */
const TOKEN_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;
const NODE_ENVS = ['development', 'production', 'test'] as const;

const Environment = z.object({
  PORT: integer(0, 65_535, 4_000),
  HOST: z.string().regex(/^\S+$/, 'an address or a host name').default('127.0.0.1'),
  DATA_DIR: z.string().default('data'),
  DATABASE_URL: z.string().refine(isPostgresUrl, 'postgresql://USER:PASSWORD@HOST:PORT/DATABASE').optional(),
  DATABASE_REPLICA_URLS: z
    .string()
    .transform((list) => list.split(',').map((url) => url.trim()))
    .refine(
      (urls) => urls.every(isPostgresUrl) && new Set(urls).size === urls.length,
      'postgresql://USER:PASSWORD@HOST:PORT/DATABASE of each standby, with commas between, none of them twice',
    )
    .default([]),
  DATABASE_POOL_SIZE: integer(1, 1_000, 10),
  PREPARED_STATEMENTS: oneOf(['true', 'false']).default('true'),
  LOG_LEVEL: oneOf(LOG_LEVELS).default('info'),
  NODE_ENV: oneOf(NODE_ENVS).default('development'),
  CORS_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map(originOf))
    .refine(
      (origins) => origins.every((origin) => origin !== null),
      'origins such as https://desk.example, with commas between',
    )
    .default([]),
  PUBLIC_URL: z
    .string()
    .transform(publicUrlOf)
    .refine((url) => url !== null, 'an address such as https://news.example or https://example.org/news')
    .optional(),
  FEDERATION: oneOf(['true', 'false']).default('false'),
  READING: oneOf(['open', 'closed']).default('open'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .transform(publicUrlOf)
    .refine((url) => url !== null, 'the address of a collector, such as http://127.0.0.1:4318')
    .optional(),
  TRACE_RATIO: z.coerce
    .number('a number from 0 to 1')
    .min(0, 'a number from 0 to 1')
    .max(1, 'a number from 0 to 1')
    .default(1),
  METRICS: oneOf(['open', 'closed']).default('open'),
  TRUSTED_DOCUMENTS: z.string().optional(),
  TRUSTED_DOCUMENTS_ONLY: oneOf(['true', 'false']).default('false'),
  JWT_JWKS_URL: z
    .string()
    .refine(isSafeUrl, 'an address that begins with https:// (http:// on this machine only)')
    .optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
  JWT_ALGORITHMS: z
    .string()
    .transform((list) => list.split(',').map((name) => TOKEN_ALGORITHMS.find((known) => known === name.trim()) ?? null))
    .refine(
      (names) => names.every((name) => name !== null),
      `some of ${TOKEN_ALGORITHMS.join(', ')}, with commas between`,
    )
    .default(['RS256', 'ES256', 'EdDSA']),
  JWT_SCOPE_CLAIM: z.string().default('scope'),
  JWT_CLOCK_TOLERANCE: integer(0, 600, 30),
  API_KEYS: z
    .string()
    .transform((list) => list.split(',').map(apiKeyOf))
    .refine(
      (keys) => keys.every((key) => key !== null) && new Set(keys.map((key) => key?.name)).size === keys.length,
      'name:scope:sha256 with commas between: names differ, scopes are read, ingest or admin, sha256 is 64 lower-case hexadecimal digits',
    )
    .default([]),
  MAX_DOCUMENT_BYTES: integer(1, 100 * 1_048_576, 5 * 1_048_576),
  INGEST_JOBS: integer(0, 100, 2),
  INGEST_TRIES: integer(1, 100, 5),
  INGEST_RETRY_SECONDS: integer(1, 3_600, 5),
  INGEST_LEASE_MS: integer(1_000, 3_600_000, 20_000),
  INGEST_QUEUE_MB: integer(0, 1_000_000, 1_024),
  RESPONSE_CACHE_MB: integer(0, 100_000, 32),
  MAX_DEPTH: integer(1, 1_000, 24),
  MAX_BREADTH: integer(1, 10_000, 200),
  MAX_ALIASES: integer(0, 10_000, 100),
  MAX_DIRECTIVES: integer(0, 10_000, 50),
  MAX_TOKENS: integer(1, 100_000, 5_000),
  MAX_INPUT_DEPTH: integer(1, 200, 40),
  MAX_IN: integer(1, 1_000, 1_000),
  MAX_PAGE_SIZE: integer(1, 500, 500),
  MAX_NODES: integer(1, 100_000_000, 500_000),
  MAX_COST: integer(1, 100_000_000, 500_000),
  MAX_BODY_BYTES: integer(1_000, 100 * 1_048_576, 1_000_000),
  BODY_TIMEOUT_MS: integer(100, 3_600_000, 60_000),
  REQUEST_TIMEOUT_MS: integer(0, 3_600_000, 30_000),
  STATEMENT_TIMEOUT_MS: integer(0, 3_600_000, 15_000),
  MAX_CONCURRENT: integer(1, 10_000, 8),
  MAX_QUEUED: integer(0, 100_000, 1_000),
  MAX_QUEUE_WAIT_MS: integer(1, 60_000, 200),
  MAX_SUBSCRIPTIONS: integer(0, 1_000_000, 1_000),
  RATE_LIMIT: integer(0, 1_000_000_000, 0),
  PROXIES: integer(0, 10, 0),
  FETCH_ALLOW: z
    .string()
    .transform((list) => list.split(',').map((each) => each.trim()))
    .refine(
      (list) => list.every((each) => z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(each).success),
      'addresses and ranges such as 10.1.0.0/16, with commas between',
    )
    .default([]),
  NEWSGRAPH_URL: z
    .string()
    .transform(publicUrlOf)
    .refine((url) => url !== null, 'the address of a gateway, such as http://127.0.0.1:4000')
    .optional(),
  NEWSGRAPH_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'a key, of letters, digits and signs without blanks')
    .optional(),
  FETCH_CONTACT: z
    .string()
    .regex(
      /^(?:https?:\/\/|[^\s@()]+@)[\x21-\x27\x2a-\x7e]+$/,
      'an address such as https://desk.example/bot or desk@ledger.example',
    )
    .optional(),
  DRAIN_MS: integer(0, 600_000, 0),
});

/** The variables that `loadConfig` reads. */
export const CONFIG_VARIABLES: readonly string[] = Object.keys(Environment.shape);

/**
 * Reads the configuration from environment variables; one that is empty counts as unset, others are not looked at.
 * @throws ConfigError
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = CONFIG_VARIABLES.flatMap((name) => {
    const value = env[name]?.trim();
    return value ? [[name, value] as const] : [];
  });
  const values = new Map(given);
  const result = Environment.safeParse(Object.fromEntries(given));
  if (!result.success) {
    throw new ConfigError(
      result.error.issues.map(({ path, message }) => {
        const name = String(path[0]);
        return `${name} is ${shown(name, values.get(name) ?? '')}; expected: ${message}`;
      }),
    );
  }
  const read = result.data;
  if (read.TRUSTED_DOCUMENTS_ONLY === 'true' && read.TRUSTED_DOCUMENTS === undefined) {
    throw new ConfigError(['TRUSTED_DOCUMENTS is not set; expected: a manifest, since TRUSTED_DOCUMENTS_ONLY is true']);
  }
  if (read.DATABASE_REPLICA_URLS.length > 0) {
    if (read.DATABASE_URL === undefined) {
      throw new ConfigError([
        'DATABASE_URL is not set; expected: the server whose standbys DATABASE_REPLICA_URLS names',
      ]);
    }
    if (read.DATABASE_REPLICA_URLS.includes(read.DATABASE_URL)) {
      throw new ConfigError(['DATABASE_REPLICA_URLS names the server of DATABASE_URL; expected: its standbys only']);
    }
  }
  const missing = missingOfTokens(read);
  if (missing.length > 0) {
    throw new ConfigError(
      missing.map(
        (name) =>
          `${name} is not set; expected: a value, since a token is only taken where ${TOKEN_VARIABLES.join(', ')} are all set`,
      ),
    );
  }
  return Object.freeze({
    port: read.PORT,
    host: read.HOST,
    dataDir: read.DATA_DIR,
    databaseUrl: read.DATABASE_URL ?? null,
    databaseReplicaUrls: Object.freeze(read.DATABASE_REPLICA_URLS),
    databasePoolSize: read.DATABASE_POOL_SIZE,
    hasPreparedStatements: read.PREPARED_STATEMENTS === 'true',
    logLevel: read.LOG_LEVEL,
    nodeEnv: read.NODE_ENV,
    corsOrigins: Object.freeze(read.CORS_ORIGINS.filter((origin) => origin !== null)),
    publicUrl: read.PUBLIC_URL ?? null,
    isSubgraph: read.FEDERATION === 'true',
    isReadingOpen: read.READING === 'open',
    tracing: read.OTEL_EXPORTER_OTLP_ENDPOINT
      ? { endpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT, ratio: read.TRACE_RATIO }
      : null,
    areMetricsOpen: read.METRICS === 'open',
    trustedDocuments: read.TRUSTED_DOCUMENTS ?? null,
    isTrustedOnly: read.TRUSTED_DOCUMENTS_ONLY === 'true',
    tokens: tokensOf(read),
    apiKeys: Object.freeze(read.API_KEYS.filter((key) => key !== null)),
    maxDocumentBytes: read.MAX_DOCUMENT_BYTES,
    jobs: Object.freeze({
      most: read.INGEST_JOBS,
      tries: read.INGEST_TRIES,
      retrySeconds: read.INGEST_RETRY_SECONDS,
      lease: read.INGEST_LEASE_MS,
      maxBytes: read.INGEST_QUEUE_MB * 1_048_576,
    }),
    responseCacheBytes: read.RESPONSE_CACHE_MB * 1_048_576,
    maxNodes: read.MAX_NODES,
    limits: Object.freeze({
      maxDepth: read.MAX_DEPTH,
      maxBreadth: read.MAX_BREADTH,
      maxAliases: read.MAX_ALIASES,
      maxDirectives: read.MAX_DIRECTIVES,
      maxTokens: read.MAX_TOKENS,
      maxInputDepth: read.MAX_INPUT_DEPTH,
      maxIn: read.MAX_IN,
      maxPageSize: read.MAX_PAGE_SIZE,
      maxCost: read.MAX_COST,
      maxBodyBytes: read.MAX_BODY_BYTES,
      requestTimeout: read.REQUEST_TIMEOUT_MS,
      maxConcurrent: read.MAX_CONCURRENT,
      maxQueued: read.MAX_QUEUED,
      maxQueueWait: read.MAX_QUEUE_WAIT_MS,
      maxSubscriptions: read.MAX_SUBSCRIPTIONS,
      proxies: read.PROXIES,
    }),
    statementTimeout: read.STATEMENT_TIMEOUT_MS,
    bodyTimeout: read.BODY_TIMEOUT_MS,
    rateLimit: read.RATE_LIMIT,
    fetchAllow: Object.freeze(read.FETCH_ALLOW),
    gatewayUrl: read.NEWSGRAPH_URL ?? null,
    gatewayKey: read.NEWSGRAPH_KEY ?? null,
    fetchContact: read.FETCH_CONTACT ?? null,
    drainTime: read.DRAIN_MS,
  });
}

const TOKEN_VARIABLES = ['JWT_JWKS_URL', 'JWT_ISSUER', 'JWT_AUDIENCE'] as const;

/** Names of those that have to be set with the others, and are not. */
function missingOfTokens(read: z.infer<typeof Environment>): string[] {
  const missing = TOKEN_VARIABLES.filter((name) => read[name] === undefined);
  return missing.length === TOKEN_VARIABLES.length ? [] : missing;
}

function tokensOf(read: z.infer<typeof Environment>): TokenConfig | null {
  const { JWT_JWKS_URL: jwksUrl, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = read;
  if (jwksUrl === undefined || issuer === undefined || audience === undefined) return null;
  return Object.freeze({
    jwksUrl,
    issuer,
    audience,
    algorithms: Object.freeze(read.JWT_ALGORITHMS.filter((name) => name !== null)),
    scopeClaim: read.JWT_SCOPE_CLAIM,
    clockTolerance: read.JWT_CLOCK_TOLERANCE,
  });
}

function integer(min: number, max: number, preset: number) {
  return z
    .string()
    .refine(
      (text) => /^\d{1,12}$/.test(text) && Number(text) >= min && Number(text) <= max,
      `an integer from ${min} to ${max}`,
    )
    .transform(Number)
    .default(preset);
}

function oneOf<const T extends readonly string[]>(values: T) {
  return z.enum(values, { error: `one of ${values.join(', ')}` });
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(?:ql)?:$/.test(new URL(text).protocol);
}

/** Keys that come unencrypted could be anybody's. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

function originOf(text: string): string | null {
  const trimmed = text.trim();
  if (!/^https?:\/\/[^/?#@]+\/?$/.test(trimmed) || !URL.canParse(trimmed)) return null;
  return new URL(trimmed).origin;
}

function publicUrlOf(text: string): string | null {
  const trimmed = text.trim().replace(/\/+$/, '');
  return /^https?:\/\/[^?#@]+$/.test(trimmed) && URL.canParse(trimmed) ? trimmed : null;
}

/** Of `name:scope:sha256`; null for anything else. */
function apiKeyOf(text: string): ApiKey | null {
  const [, name = '', scopeName, sha256] = /^([^:]+):([a-z]+):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  const scope = SCOPES.find((known) => known === scopeName);
  return KEY_NAME.test(name) && scope && sha256 ? Object.freeze({ name, scope, sha256 }) : null;
}

/** A value for a message. Of a database URL only what cannot hold a secret, of keys nothing. */
function shown(name: string, value: string): string {
  if (name === 'DATABASE_REPLICA_URLS')
    return value
      .split(',')
      .map((url) => shown('DATABASE_URL', url.trim()))
      .join(',');
  if (name === 'API_KEYS' || name === 'NEWSGRAPH_KEY') return 'wrong';
  if (name !== 'DATABASE_URL') return `'${value}'`;
  if (!URL.canParse(value)) return 'no URL';
  const { protocol, host } = new URL(value);
  return host ? `'${protocol}//…@${host}/…'` : `a URL of the scheme '${protocol}'`;
}
