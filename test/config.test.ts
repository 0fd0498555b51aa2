import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CONFIG_VARIABLES, ConfigError, loadConfig } from '../src/config.ts';

const DEFAULTS = {
  port: 4000,
  host: '127.0.0.1',
  dataDir: 'data',
  databaseUrl: null,
  databaseReplicaUrls: [],
  databasePoolSize: 10,
  hasPreparedStatements: true,
  logLevel: 'info',
  nodeEnv: 'development',
  corsOrigins: [],
  publicUrl: null,
  isReadingOpen: true,
  tracing: null,
  areMetricsOpen: true,
  isSubgraph: false,
  trustedDocuments: null,
  isTrustedOnly: false,
  apiKeys: [],
  tokens: null,
  maxDocumentBytes: 5_242_880,
  jobs: { most: 2, tries: 5, retrySeconds: 5, lease: 20_000, maxBytes: 1_073_741_824 },
  responseCacheBytes: 33_554_432,
  maxNodes: 500_000,
  limits: {
    maxDepth: 24,
    maxBreadth: 200,
    maxAliases: 100,
    maxDirectives: 50,
    maxTokens: 5_000,
    maxInputDepth: 40,
    maxIn: 1_000,
    maxPageSize: 500,
    maxCost: 500_000,
    maxBodyBytes: 1_000_000,
    requestTimeout: 30_000,
    maxConcurrent: 8,
    maxQueued: 1_000,
    maxQueueWait: 200,
    maxSubscriptions: 1_000,
    proxies: 0,
  },
  statementTimeout: 15_000,
  bodyTimeout: 60_000,
  rateLimit: 0,
  fetchAllow: [],
  gatewayUrl: null,
  gatewayKey: null,
  fetchContact: null,
  drainTime: 0,
};

function messageOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the environment was accepted');
}

describe('loadConfig', () => {
  it('has a default for everything', () => {
    expect(loadConfig({})).toEqual(DEFAULTS);
  });

  it('takes an empty variable for an unset one, and does not look at others', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: ' ', CORS_ORIGINS: '', HOME: 'x' })).toEqual(DEFAULTS);
  });

  it.each([
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: ' 65535 ' }, { port: 65_535 }],
    [{ HOST: '::' }, { host: '::' }],
    [{ FETCH_ALLOW: '127.0.0.1, 10.1.0.0/16, ::1' }, { fetchAllow: ['127.0.0.1', '10.1.0.0/16', '::1'] }],
    [
      { NEWSGRAPH_URL: 'https://desk.example/news/', NEWSGRAPH_KEY: 'ng_1' },
      { gatewayUrl: 'https://desk.example/news', gatewayKey: 'ng_1' },
    ],
    [{ FETCH_CONTACT: 'desk@ledger.example' }, { fetchContact: 'desk@ledger.example' }],
    [{ DATA_DIR: '/var/lib/news graph' }, { dataDir: '/var/lib/news graph' }],
    [{ DATABASE_URL: 'postgres://u:p@h/d' }, { databaseUrl: 'postgres://u:p@h/d' }],
    [{ DATABASE_URL: 'postgresql:///d?host=/run/pg' }, { databaseUrl: 'postgresql:///d?host=/run/pg' }],
    [
      { DATABASE_URL: 'postgres://a/d', DATABASE_REPLICA_URLS: 'postgres://b/d, postgres://c/d' },
      { databaseUrl: 'postgres://a/d', databaseReplicaUrls: ['postgres://b/d', 'postgres://c/d'] },
    ],
    [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
    [{ NODE_ENV: 'production' }, { nodeEnv: 'production' }],
    [
      { CORS_ORIGINS: 'https://desk.example, http://localhost:5173/' },
      { corsOrigins: ['https://desk.example', 'http://localhost:5173'] },
    ],
    [
      { API_KEYS: `desk:ingest:${'0a'.repeat(32)}, jo.quill@desk:admin:${'1b'.repeat(32)}` },
      {
        apiKeys: [
          { name: 'desk', scope: 'ingest', sha256: '0a'.repeat(32) },
          { name: 'jo.quill@desk', scope: 'admin', sha256: '1b'.repeat(32) },
        ],
      },
    ],
    [{ READING: 'closed' }, { isReadingOpen: false }],
    [
      {
        JWT_JWKS_URL: 'https://id.example/keys',
        JWT_ISSUER: 'https://id.example/',
        JWT_AUDIENCE: 'newsgraph',
        JWT_ALGORITHMS: 'PS256, ES384',
      },
      {
        tokens: {
          jwksUrl: 'https://id.example/keys',
          issuer: 'https://id.example/',
          audience: 'newsgraph',
          algorithms: ['PS256', 'ES384'],
          scopeClaim: 'scope',
          clockTolerance: 30,
        },
      },
    ],
    [
      { INGEST_JOBS: '0', INGEST_TRIES: '3', INGEST_RETRY_SECONDS: '1', INGEST_LEASE_MS: '8000', INGEST_QUEUE_MB: '2' },
      { jobs: { most: 0, tries: 3, retrySeconds: 1, lease: 8_000, maxBytes: 2_097_152 } },
    ],
    [
      { MAX_DOCUMENT_BYTES: '1', MAX_DEPTH: '7', MAX_NODES: '8', RATE_LIMIT: '9' },
      { maxDocumentBytes: 1, maxNodes: 8, limits: { ...DEFAULTS.limits, maxDepth: 7 }, rateLimit: 9 },
    ],
  ])('reads %j', (env, expected) => {
    expect(loadConfig(env)).toEqual({ ...DEFAULTS, ...expected });
  });

  it('gives what cannot be changed', () => {
    const config = loadConfig({ CORS_ORIGINS: 'https://desk.example' });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.corsOrigins)).toBe(true);
    expect(Object.isFrozen(config.apiKeys)).toBe(true);
  });

  it.each([
    ['PORT', 'abc', 'an integer from 0 to 65535'],
    ['PORT', '65536', 'an integer from 0 to 65535'],
    ['PORT', '-1', 'an integer from 0 to 65535'],
    ['PORT', '4000.5', 'an integer from 0 to 65535'],
    ['PORT', '4e3', 'an integer from 0 to 65535'],
    ['HOST', 'local host', 'an address or a host name'],
    ['LOG_LEVEL', 'loud', 'one of fatal, error, warn, info, debug, trace, silent'],
    ['NODE_ENV', 'prod', 'one of development, production, test'],
    ['PUBLIC_URL', 'news.example', 'an address such as https://news.example or https://example.org/news'],
    ['PUBLIC_URL', 'https://news.example/?a=1', 'an address such as https://news.example or https://example.org/news'],
    ['CORS_ORIGINS', '*', 'origins such as https://desk.example, with commas between'],
    ['CORS_ORIGINS', 'https://desk.example,desk', 'origins such as https://desk.example, with commas between'],
    ['CORS_ORIGINS', 'https://desk.example/page', 'origins such as https://desk.example, with commas between'],
    ['READING', 'shut', 'one of open, closed'],
    ['JWT_JWKS_URL', 'http://id.example/keys', 'an address that begins with https:// (http:// on this machine only)'],
    ['MAX_DOCUMENT_BYTES', '0', 'an integer from 1 to 104857600'],
    ['MAX_DEPTH', 'deep', 'an integer from 1 to 1000'],
    ['MAX_NODES', '0', 'an integer from 1 to 100000000'],
  ])('refuses %s=%s with a sentence', (name, value, expected) => {
    expect(messageOf({ [name]: value })).toBe(
      `The environment is wrong:\n- ${name} is '${value}'; expected: ${expected}`,
    );
  });

  it.each(['HS256', 'none', 'RS256,HS256'])('refuses tokens signed by %s', (JWT_ALGORITHMS) => {
    expect(messageOf({ JWT_ALGORITHMS })).toContain('expected: some of RS256,');
  });

  it('refuses to answer trusted documents only where there are none', () => {
    expect(messageOf({ TRUSTED_DOCUMENTS_ONLY: 'true' })).toContain('TRUSTED_DOCUMENTS is not set');
  });

  it('refuses replicas of nothing, of which one is the server itself, and whose addresses are none, without telling passwords', () => {
    expect(messageOf({ DATABASE_REPLICA_URLS: 'postgres://b/d' })).toContain('DATABASE_URL is not set');
    const DATABASE_URL = 'postgres://u:secret@a/d';
    expect(messageOf({ DATABASE_URL, DATABASE_REPLICA_URLS: DATABASE_URL })).toContain('its standbys only');
    const message = messageOf({ DATABASE_URL, DATABASE_REPLICA_URLS: 'postgres://u:secret@b/d,http://c' });
    expect(message).toContain("DATABASE_REPLICA_URLS is 'postgres://…@b/…','http://…@c/…'; expected:");
    expect(message).not.toContain('secret');
  });

  it('refuses tokens of whom nobody says for whom they are', () => {
    const message = messageOf({ JWT_JWKS_URL: 'https://id.example/keys', JWT_ISSUER: 'https://id.example/' });
    expect(message).toContain('JWT_AUDIENCE is not set');
  });

  it('names every wrong variable at once', () => {
    expect(messageOf({ PORT: 'x', LOG_LEVEL: 'loud', HOST: 'fine' }).split('\n')).toEqual([
      'The environment is wrong:',
      "- PORT is 'x'; expected: an integer from 0 to 65535",
      "- LOG_LEVEL is 'loud'; expected: one of fatal, error, warn, info, debug, trace, silent",
    ]);
  });

  it.each([
    'mysql://jane:s3cret@db.example:3306/news?password=s3cret',
    'postgresql//jane:s3cret@db.example/news',
    'jane:s3cret@db.example',
    's3cret',
  ])('refuses the database URL %s without giving its password away', (url) => {
    const message = messageOf({ DATABASE_URL: url });
    expect(message).toContain('DATABASE_URL');
    expect(message).toContain('expected: postgresql://USER:PASSWORD@HOST:PORT/DATABASE');
    expect(message).not.toContain('s3cret');
  });
});

describe('keys', () => {
  const sha256 = '0a'.repeat(32);

  it.each([
    'my-secret-key',
    'desk:ingest',
    `desk:write:${sha256}`,
    `desk:ingest:${sha256.toUpperCase()}`,
    `desk:ingest:${sha256.slice(1)}`,
    `:ingest:${sha256}`,
    `two words:ingest:${sha256}`,
    `desk:ingest:${sha256},`,
    `desk:ingest:${sha256},desk:admin:${'1b'.repeat(32)}`,
  ])('refuses %s without showing it', (value) => {
    const message = messageOf({ API_KEYS: value });
    expect(message).toContain('API_KEYS is wrong; expected: name:scope:sha256');
    expect(message).not.toContain(value);
  });
});

describe('.env.example', () => {
  const text = readFileSync('.env.example', 'utf8');

  it('lists exactly the variables that are read', () => {
    const names = [...text.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map((match) => match[1]);
    expect(names.sort()).toEqual([...CONFIG_VARIABLES].sort());
  });

  it('shows the defaults, and valid examples in its comments', () => {
    expect(loadConfig(parseEnv(text))).toEqual(DEFAULTS);
    expect(() => loadConfig(parseEnv(text.replace(/^# (?=[A-Z_]+=)/gm, '')))).not.toThrow();
  });
});
