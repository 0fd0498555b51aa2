import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { parse } from 'graphql';
import type { ConnectionInitMessage, Context, Server, SubscribePayload } from 'graphql-ws';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { requestError, withoutInternals } from './errors.ts';

/** What an operation is answered. */
export interface SocketAnswer {
  /** One result, or several as they come. */
  readonly result: ExecutionResult | AsyncIterable<ExecutionResult>;
  /** Whether they come to no end by themselves. */
  readonly isEndless: boolean;
}

/** An operation that came over a socket. */
export interface SocketOperation {
  /** The request that opened the socket. */
  readonly upgrade: IncomingMessage;
  /** As the header of that name. */
  readonly authorization: string | undefined;
  readonly payload: SubscribePayload;
  /** Aborted when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

export interface SocketsOptions {
  readonly schema: GraphQLSchema;
  /** Of one message. A longer one closes its socket. */
  readonly maxMessageBytes: number;
  /** Sockets that may be open at once. */
  readonly maxSockets: number;
  /** How long a client may take to say who he is, in milliseconds. */
  readonly initTimeout: number;
  readonly logger: Logger;
  /** Why whoever shows this may ask nothing here; null: he may. */
  readonly refusalOf: (authorization: string | undefined) => Promise<GraphQLError | null>;
  /** Answers an operation, guarded as a request is. Never rejects for what a client did. */
  readonly answer: (operation: SocketOperation) => Promise<SocketAnswer>;
}

/** A ping this often; who has not answered it by the next is cut off. As often as streams over HTTP send a sign of life. */
const HEARTBEAT_MILLISECONDS = 12_000;
/** Who leaves more bytes than this unread is not listened to until he has read them. */
const MOST_UNSENT = 1_048_576;
/** How long `close` waits for what is being answered. */
const GRACE_MILLISECONDS = 10_000;
const GOING_AWAY = 1001;
/** A close frame holds no more bytes of a reason. */
const LONGEST_REASON = 120;
/** graphql-ws looks at an operation to choose how to execute it; here all are executed alike, and this stands for each. */
const ANY_OPERATION = parse('{ __typename }');

/**
 * GraphQL over WebSocket, by the protocol of graphql-ws (`graphql-transport-ws`): queries, mutations and subscriptions, for its clients
 * send all three where they have a socket. Holds the connections; who may ask what is decided by whoever answers. Written
 * beside `graphql-ws/use/ws`, which reports to the console what is for the log, and reads on from who does not read.
 */
export class Sockets {
  readonly #options: SocketsOptions;
  readonly #server: WebSocketServer;
  readonly #protocol: Server<Connection>;
  readonly #connections = new Set<Connection>();
  readonly #operations = new WeakMap<ExecutionArgs, Operation>();
  readonly #heartbeat: NodeJS.Timeout;
  #isClosing = false;

  constructor(options: SocketsOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: options.maxMessageBytes,
      handleProtocols,
    });
    this.#protocol = makeServer<ConnectionInitMessage['payload'], Connection>({
      connectionInitWaitTimeout: options.initTimeout,
      onConnect: (context) => this.#admit(context),
      onSubscribe: (context, id, payload) => this.#begin(context, id, payload),
      execute: (args) => {
        const operation = this.#operations.get(args);
        if (!operation) throw new Error('an operation was not begun');
        return operation;
      },
    });
    this.#heartbeat = setInterval(() => {
      for (const connection of this.#connections) connection.ping();
    }, HEARTBEAT_MILLISECONDS);
    this.#heartbeat.unref();
  }

  /** Whether no other socket can be opened now. */
  get isFull(): boolean {
    return this.#connections.size >= this.#options.maxSockets;
  }

  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Opens a socket for a request that asks for one. @returns false where it did not do so rightly, and was answered 400 or 405 */
  open(upgrade: IncomingMessage, wire: Duplex, head: Uint8Array): boolean {
    let isOpen = false;
    this.#server.handleUpgrade(upgrade, wire, Buffer.from(head), (socket) => {
      isOpen = true;
      const connection = new Connection(upgrade, socket, this.#options.logger);
      this.#connections.add(connection);
      void connection.closed.then(() => this.#connections.delete(connection));
      wire.on('drain', () => socket.resume());
      connection.speak(this.#protocol);
    });
    return isOpen;
  }

  /**
   * Closes all sockets with 1001, each when what was asked there is answered, after ten seconds in any case. Streams are not
   * ended before, so that their clients go on with them elsewhere.
   */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#heartbeat);
    const deadline = setTimeout(() => {
      for (const connection of this.#connections) connection.drop();
    }, GRACE_MILLISECONDS);
    await Promise.all(
      [...this.#connections].map((connection) => {
        connection.leave();
        return connection.closed;
      }),
    );
    clearTimeout(deadline);
  }

  async #admit({ connectionParams, extra }: Context<ConnectionInitMessage['payload'], Connection>): Promise<boolean> {
    const shown = authorizationIn(connectionParams);
    if (shown !== undefined && typeof shown !== 'string') {
      extra.close(CloseCode.BadRequest, 'connectionParams.authorization must be a string.');
      return false;
    }
    // A browser cannot set the header.
    if (shown !== undefined) extra.authorization = shown;
    const refusal = await this.#options.refusalOf(extra.authorization);
    if (!refusal) return true;
    const isKnown = refusal.extensions['code'] === 'FORBIDDEN';
    extra.close(isKnown ? CloseCode.Forbidden : CloseCode.Unauthorized, refusal.message);
    return false;
  }

  async #begin(
    { subscriptions, extra: connection }: Context<ConnectionInitMessage['payload'], Connection>,
    id: string,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> {
    // What has not begun is asked again by the client, of another process.
    if (this.#isClosing) {
      await connection.untilClosed();
      return [closing()];
    }
    const operation = new Operation((gone) =>
      this.#options.answer({ upgrade: connection.upgrade, authorization: connection.authorization, payload, gone }),
    );
    // From here on graphql-ws tells it when the client gives it up.
    if (id in subscriptions) subscriptions[id] = operation;
    const begun = await operation.begun();
    if (begun.kind === 'refused') return begun.errors;
    if (begun.kind === 'endless') operation.follow(connection, () => this.#isClosing);
    const args: ExecutionArgs = { schema: this.#options.schema, document: ANY_OPERATION };
    this.#operations.set(args, operation);
    return args;
  }
}

/** The process ends: nothing new is begun. */
export function closing(): GraphQLError {
  return requestError('UNAVAILABLE', 'This process of the gateway is being stopped: connect again.', {
    status: 503,
    headers: { 'retry-after': '1' },
  });
}

/** `Authorization` among what a client says of himself, in whichever case. */
function authorizationIn(params: Readonly<Record<string, unknown>> = {}): unknown {
  const name = Object.keys(params).find((key) => key.toLowerCase() === 'authorization');
  return name === undefined ? undefined : params[name];
}

/** One socket. */
class Connection {
  readonly upgrade: IncomingMessage;
  /** What the client shows of who he is. */
  authorization: string | undefined;
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  readonly #logger: Logger;
  #isAlive = true;
  #isLeaving = false;
  /** Messages that are being dealt with; those of them that come to no end by themselves. */
  #working = 0;
  #waiting = 0;

  constructor(upgrade: IncomingMessage, socket: WebSocket, logger: Logger) {
    this.upgrade = upgrade;
    this.authorization = upgrade.headers.authorization;
    this.#socket = socket;
    this.#logger = logger;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    // What no client of WebSocket sends, or more of it than is allowed: it is closed for that, with a code that says so.
    socket.on('error', (error) => logger.debug({ err: error }, 'a socket is closed'));
  }

  /** Deals with messages as the protocol has it. */
  speak(protocol: Server<Connection>): void {
    const socket = this.#socket;
    const end = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => this.#send(text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) => {
          socket.on('message', (data) => {
            void this.#work(() => take(String(data)));
            if (socket.bufferedAmount > MOST_UNSENT) socket.pause();
          });
        },
      },
      this,
    );
    socket.once('close', (code, reason) => {
      end(code, String(reason)).catch((error: unknown) => this.#logger.error({ err: error }, 'internal error'));
    });
  }

  ping(): void {
    if (!this.#isAlive) {
      this.drop();
      return;
    }
    this.#isAlive = false;
    this.#socket.ping();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason.replaceAll(/[^ -~]/g, '?').slice(0, LONGEST_REASON));
  }

  drop(): void {
    this.#socket.terminate();
  }

  /** Closes it when what was asked is answered. */
  leave(): void {
    this.#isLeaving = true;
    this.#leaveWhenIdle();
  }

  /** Says that a message that is being dealt with comes to no end by itself. @returns to be called when it does */
  wait(): () => void {
    this.#waiting += 1;
    this.#leaveWhenIdle();
    return () => {
      this.#waiting -= 1;
    };
  }

  async untilClosed(): Promise<void> {
    this.wait();
    await this.closed;
  }

  /** Resolves when the system has taken it: streams go no faster than they are read. */
  #send(text: string): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve) => {
      // Whoever has gone is told nothing.
      if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
      else resolve();
    });
  }

  async #work(work: () => Promise<void>): Promise<void> {
    this.#working += 1;
    try {
      await work();
    } catch (error) {
      this.#logger.error({ err: error }, 'internal error');
      this.#socket.close(CloseCode.InternalServerError, 'Internal server error');
    } finally {
      this.#working -= 1;
      this.#leaveWhenIdle();
    }
  }

  #leaveWhenIdle(): void {
    if (this.#isLeaving && this.#working === this.#waiting) this.close(GOING_AWAY, 'Going away');
  }
}

type Begun =
  | { readonly kind: 'finite' | 'endless' }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

/** An operation as graphql-ws knows it: iterated for its results, and returned when nobody waits for them any more. */
class Operation implements AsyncIterableIterator<ExecutionResult> {
  readonly #gone = new AbortController();
  readonly #answer: Promise<SocketAnswer>;
  #results: AsyncIterator<ExecutionResult> | null = null;
  #untilEnd: () => Promise<void> = async () => {};

  constructor(begin: (gone: AbortSignal) => Promise<SocketAnswer>) {
    this.#answer = begin(this.#gone.signal);
  }

  /** Resolves when it is answered, or when the first result of several can be waited for. */
  async begun(): Promise<Begun> {
    const { result, isEndless } = await this.#answer;
    if (!isAsyncIterable(result) && result.data === undefined && result.errors) {
      return { kind: 'refused', errors: withoutInternals(result).errors ?? [] };
    }
    this.#results = isAsyncIterable(result) ? result[Symbol.asyncIterator]() : single(result);
    if (this.#gone.signal.aborted) await this.#results.return?.();
    return { kind: isEndless ? 'endless' : 'finite' };
  }

  /** Says whose stream it is: where the process ends it, the client is not told that it is complete. */
  follow(connection: Connection, isClosing: () => boolean): void {
    if (this.#gone.signal.aborted) return;
    const end = connection.wait();
    this.#untilEnd = async () => {
      if (isClosing()) await connection.closed;
      end();
    };
  }

  async next(): Promise<IteratorResult<ExecutionResult>> {
    const result = await this.#results?.next();
    if (result && result.done !== true) return { done: false, value: withoutInternals(result.value) };
    await this.#untilEnd();
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.#gone.abort();
    await this.#results?.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

async function* single(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield result;
}

/**
 * Whether a page of this origin may open a socket: one that the gateway serves itself, and those that CORS lets read answers. Browsers
 * ask nobody before they open one, so that any page could use what a reader's browser can reach; what is no browser names no origin.
 * @param host the address that the request was sent to, as its `Host` has it
 * @param listed origins, as browsers send them
 */
export function isWelcomeOrigin(
  origin: string | undefined,
  host: string | undefined,
  listed: readonly string[],
): boolean {
  if (origin === undefined || listed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
