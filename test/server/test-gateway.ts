import { GraphQLError, GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { pino } from 'pino';
import { loadConfig } from '../../src/config.ts';
import { Unavailable } from '../../src/domain/unavailable.ts';
import { toGraphQLError } from '../../src/graphql/errors.ts';
import type { Gateway, GatewayDeps, GatewayLimits } from '../../src/server/gateway.ts';
import { createGateway } from '../../src/server/gateway.ts';
import { Metrics } from '../../src/server/metrics.ts';

/** A mistake that a client makes in a resolver's eyes. */
class Mistake extends Error {}

const tree: GraphQLObjectType = new GraphQLObjectType({
  name: 'Tree',
  fields: () => ({
    name: { type: GraphQLString, resolve: () => 'oak' },
    branch: { type: tree, resolve: () => ({}) },
  }),
});

/** Cannot be read now. */
const AWAY = {
  type: GraphQLString,
  resolve: () => {
    throw new Unavailable('The forest is closed: try again in a moment.', { cause: new Error('the key is lost') });
  },
};

/** Ends the resolvers of `slow`. */
export interface Gate {
  readonly entered: Promise<void>;
  open(): void;
}

interface Door {
  readonly gate: Gate;
  pass(): Promise<void>;
}

function createDoor(): Door {
  let open = () => {};
  let enter = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  const entered = new Promise<void>((resolve) => (enter = resolve));
  return {
    gate: { entered, open: () => open() },
    pass: () => {
      enter();
      return opened;
    },
  };
}

function createSchema(door: Door, ran: string[]): GraphQLSchema {
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        hello: {
          type: GraphQLString,
          args: { name: { type: GraphQLString }, times: { type: GraphQLInt } },
          resolve: (_root, { name }: { name?: string }) => `Hello ${name ?? 'world'}`,
        },
        height: {
          type: GraphQLInt,
          args: { years: { type: new GraphQLNonNull(GraphQLInt) } },
          resolve: (_root, { years }: { years: number }) => years * 2,
        },
        tree: { type: tree, resolve: () => ({}) },
        slow: { type: GraphQLString, resolve: () => door.pass().then(() => 'done') },
        mistake: {
          type: GraphQLString,
          resolve: () => {
            throw new Mistake('There is no such tree.');
          },
        },
        crash: {
          type: GraphQLString,
          resolve: () => {
            throw new Error('password of the database is hunter2');
          },
        },
        crashWithWords: {
          type: GraphQLString,
          resolve: () => {
            throw 'the secret word';
          },
        },
        away: AWAY,
        wrongType: { type: GraphQLInt, resolve: () => 'the secret number' },
      },
    }),
    mutation: new GraphQLObjectType({
      name: 'Mutation',
      fields: {
        away: AWAY,
        plant: {
          type: GraphQLString,
          resolve: () => {
            ran.push('plant');
            return 'planted';
          },
        },
      },
    }),
    subscription: new GraphQLObjectType({
      name: 'Subscription',
      fields: {
        leaves: {
          type: GraphQLInt,
          subscribe: async function* () {
            yield { leaves: 1 };
            yield { leaves: 'the secret number' };
          },
        },
      },
    }),
  });
}

export interface TestGateway extends Gateway {
  readonly gate: Gate;
  /** The mutations that ran. */
  readonly ran: readonly string[];
  /** What was logged, parsed, at every level. */
  readonly lines: readonly Record<string, unknown>[];
  /** What was logged, as it was written. */
  log(): string;
  /** A JSON POST to /graphql. */
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
}

interface TestOptions
  extends Partial<Omit<GatewayDeps, 'options'>>,
    Partial<Omit<GatewayDeps['options'], 'limits'>>,
    Partial<GatewayLimits> {}

/** As the gateway has them unless told. */
const LIMITS: GatewayLimits = { ...loadConfig({}).limits, initTimeout: 10_000, maxDepth: 10 };

export const ORIGIN = 'http://gateway.example';

/** A gateway over a schema of trees, whose `mistake` is the client's and whose `crash` is ours. */
export function createTestGateway({
  production = true,
  corsOrigins = [],
  isReadingOpen = true,
  trusted = new Map(),
  isTrustedOnly = false,
  publicUrl = null,
  ...rest
}: TestOptions = {}): TestGateway {
  const written: string[] = [];
  const door = createDoor();
  const ran: string[] = [];
  const gateway = createGateway({
    schema: createSchema(door, ran),
    identify: () => null,
    createContext: () => ({}),
    isReady: async () => true,
    logger: pino({ level: 'trace' }, { write: (line) => written.push(line) }),
    toGraphQLError: (error) =>
      error instanceof Mistake
        ? new GraphQLError(error.message, { extensions: { code: 'BAD_USER_INPUT' } })
        : toGraphQLError(error),
    documentBytes: () => 0,
    cache: { maxBytes: 1_000_000, watch: { state: 1, revision: null, onChange: () => () => {} } },
    measure: (work) => ({ result: work(), cost: { statements: 0, rows: 0, milliseconds: 0 } }),
    metrics: new Metrics(),
    examples: [],
    ...rest,
    options: {
      production,
      corsOrigins,
      isReadingOpen,
      areMetricsOpen: true,
      trusted,
      isTrustedOnly,
      limits: { ...LIMITS, ...rest },
      publicUrl,
    },
  });
  return {
    ...gateway,
    gate: door.gate,
    ran,
    get lines() {
      return written.map((line): Record<string, unknown> => JSON.parse(line));
    },
    log: () => written.join(''),
    post: (body, headers = {}) =>
      gateway.fetch(`${ORIGIN}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

/** The answer's codes, one for each error. */
export async function codesOf(response: Response): Promise<unknown[]> {
  const { errors = [] }: { errors?: { extensions?: { code?: unknown } }[] } = JSON.parse(await response.text());
  return errors.map((error) => error.extensions?.code);
}
