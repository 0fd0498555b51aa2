import type { ServerResponse } from 'node:http';
import { createServer, IncomingMessage } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Answering } from './entrance.ts';
import { errorBody } from './errors.ts';
import { SECURITY_HEADERS } from './plugins/use-security-headers.ts';

/** How long the header of a request may take to come. */
const HEADERS_MILLISECONDS = 10_000;

/** How long `close` waits for requests in flight. */
const GRACE_MILLISECONDS = 10_000;

/** How many new connections may wait to be taken: one that is dropped knocks again after a second. */
const BACKLOG = 4_096;

/**
 * How long `close` leaves open what is idle. A client may be sending its next request just now, and would have it cut off; answered
 * with `Connection: close`, it goes elsewhere.
 */
const LINGER_MILLISECONDS = 1_000;

export interface ListenOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** How long a client may take to send a whole request, in milliseconds; its header must come within ten seconds. */
  readonly bodyTimeout?: number;
}

export interface Listening {
  /** What to type into a browser, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly port: number;
  /**
   * Stops accepting, and lets requests in flight finish for up to ten seconds. Connections that are kept for a next request may bring
   * it within a second, and are closed by its answer.
   */
  close(): Promise<void>;
}

/**
 * Serves the gateway over HTTP.
 * @throws Error with a sentence that names the variable to change, if the port or the address cannot be had
 */
export async function listen(
  gateway: Answering,
  { port, host, bodyTimeout = 60_000 }: ListenOptions,
): Promise<Listening> {
  const inFlight = new Set<ServerResponse>();
  let closing: Promise<void> | undefined;

  const timeouts = {
    requestTimeout: bodyTimeout,
    headersTimeout: Math.min(bodyTimeout, HEADERS_MILLISECONDS),
    // Who is too slow is looked for this often.
    connectionsCheckingInterval: Math.min(bodyTimeout, 1_000),
  };
  const server = createServer({ ...timeouts, IncomingMessage: UpgradableRequest }, (request, response) => {
    inFlight.add(response);
    if (closing) response.shouldKeepAlive = false;
    response.once('close', () => inFlight.delete(response));
    void gateway.handle(request, response);
  });

  server.on('clientError', refuseUnreadable);
  server.on('upgrade', (request, wire, head) => void gateway.upgrade(request, wire, head));

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, port, host)));
    server.listen({ port, host, backlog: BACKLOG }, resolve);
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;

  function close(): Promise<void> {
    closing ??= new Promise((resolve, reject) => {
      const deadline = setTimeout(() => server.closeAllConnections(), GRACE_MILLISECONDS);
      // That of HTTP's server would also close what is idle.
      // After the next look at what has come: a process that was busy for longer has not read what came meanwhile.
      const linger = setTimeout(() => setImmediate(() => server.close()), LINGER_MILLISECONDS);
      NetServer.prototype.close.call(server, (error) => {
        clearTimeout(linger);
        clearTimeout(deadline);
        // Ends its check of who is too slow, too.
        server.close();
        if (error) reject(error);
        else resolve();
      });
      for (const response of inFlight) response.shouldKeepAlive = false;
      gateway.closeSockets().catch(reject);
    });
    return closing;
  }

  return { url: addressOf(host, actualPort), port: actualPort, close };
}

/**
 * Asks for another protocol only where that is WebSocket. Node's server takes a request out of HTTP for any, h2c included, which clients
 * ask for with whatever they send first (that of Java does) and which a server may leave as it is.
 */
class UpgradableRequest extends IncomingMessage {
  /** Whether the parser has seen an `Upgrade`: set by Node, before the header fields, and read by it after. */
  declare private asksForUpgrade: boolean;

  get upgrade(): boolean {
    return this.asksForUpgrade && this.headers.upgrade?.toLowerCase() === 'websocket';
  }

  set upgrade(asks: boolean) {
    this.asksForUpgrade = asks;
  }
}

/** How what is no request as HTTP has it is answered, by the code that Node's parser gives it. */
const UNREADABLE: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', "The request's header is larger than 16 kB."],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'The chunks of the body have too much beside them.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to come.'],
};
const NO_HTTP = ['400 Bad Request', 'This is no request of HTTP.'] as const;

/** Says what is wrong, with the headers of every answer, and hangs up: where the next request begins nobody can tell. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = UNREADABLE[error.code ?? ''] ?? NO_HTTP;
  const body = errorBody('BAD_REQUEST', message);
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status}`, ...lines, '', body].join('\r\n'), () => socket.destroy());
}

/** What to type into a browser for it. */
export function addressOf(host: string, port: number): string {
  return `http://${printableHost(host)}:${port}`;
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const options = { cause: error };
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} on ${host} is in use. Stop what uses it, or set PORT to a free one.`, options);
    case 'EACCES':
      return new Error(
        `Port ${port} on ${host} needs rights that this process lacks. Set PORT to one above 1023.`,
        options,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`${host} is no address of this machine. Set HOST to one, e.g. 127.0.0.1.`, options);
    default:
      return error;
  }
}

function printableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
