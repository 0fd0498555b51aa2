import type { IncomingMessage } from 'node:http';
import { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { errorBody } from './errors.ts';
import type { Gateway } from './gateway.ts';
import { LIVENESS_PATH, READINESS_PATH } from './plugins/use-probes.ts';
import { SECURITY_HEADERS } from './plugins/use-security-headers.ts';

/** What answers the requests of a server. */
export type Answering = Pick<Gateway, 'handle' | 'upgrade' | 'closeSockets'>;

const RETRY_AFTER_SECONDS = 2;

/**
 * Stands at the port from the start of the process on, and hands requests on to the gateway as soon as there is one. Until then, while the
 * database is opened, migrated and seeded, probes are told that the process lives and cannot serve, and all others to come again.
 */
export class Entrance implements Answering {
  #gateway: Answering | null = null;

  /** Hands on to this gateway whatever comes from now on. */
  openTo(gateway: Answering): void {
    this.#gateway = gateway;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#gateway) await this.#gateway.handle(request, response);
    else tellToWait(request, response);
  }

  async upgrade(request: IncomingMessage, wire: Duplex, head: Uint8Array): Promise<void> {
    if (this.#gateway) await this.#gateway.upgrade(request, wire, head);
    else {
      wire.on('error', () => wire.destroy());
      withoutUpgrade(request, wire, (response) => tellToWait(request, response));
    }
  }

  async closeSockets(): Promise<void> {
    await this.#gateway?.closeSockets();
  }
}

/** Answers a request for another protocol as one that asks for none, and hangs up. */
export function withoutUpgrade(
  request: IncomingMessage,
  wire: Duplex,
  answer: (response: ServerResponse) => void,
): void {
  // Node gives no other.
  if (!(wire instanceof Socket)) {
    wire.destroy();
    return;
  }
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(wire);
  response.once('finish', () => wire.destroySoon());
  answer(response);
}

function tellToWait(request: IncomingMessage, response: ServerResponse): void {
  const [path] = (request.url ?? '').split('?', 1);
  const isProbe = path === LIVENESS_PATH || path === READINESS_PATH;
  response.setHeaders(
    new Headers({
      ...SECURITY_HEADERS,
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...(isProbe ? {} : { 'retry-after': String(RETRY_AFTER_SECONDS) }),
    }),
  );
  response.statusCode = path === LIVENESS_PATH ? 200 : 503;
  if (isProbe) response.end(JSON.stringify({ status: path === LIVENESS_PATH ? 'ok' : 'unavailable' }));
  else response.end(errorBody('UNAVAILABLE', 'The gateway is starting: try again in some seconds.'));
  // What it goes on to send nobody reads.
  request.resume();
}
