import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A way to a server that can be led to another one, cut, or stopped up. */
export class TcpProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #target: number;
  #isStopped = false;

  private constructor(server: Server, port: number, target: number) {
    this.#server = server;
    this.port = port;
    this.#target = target;
    server.on('connection', (client) => this.#join(client));
  }

  /** @param target the port of the server, on this machine */
  static async open(target: number): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: false }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the socket has no port');
    return new TcpProxy(server, address.port, target);
  }

  /** A URL of the server's, by this way. */
  through(url: string): string {
    const changed = new URL(url);
    changed.hostname = '127.0.0.1';
    changed.port = String(this.port);
    return changed.href;
  }

  /** New connections lead to another server; those that are open stay where they are. */
  leadTo(target: number): void {
    this.#target = target;
  }

  /** Breaks all connections, as when the server's process dies. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  /**
   * As when the server's machine is gone, or the network: what is sent on the connections that are open is lost, and neither side
   * hears of it, ever. New ones are taken in as before.
   */
  loseConnections(): void {
    for (const [client, server] of this.#pairs) {
      client.unpipe(server).pause();
      server.unpipe(client).pause();
    }
  }

  /** While stopped nothing passes, and new connections are taken and get no answer. */
  set isStopped(isStopped: boolean) {
    this.#isStopped = isStopped;
    if (isStopped) this.loseConnections();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  #join(client: Socket): void {
    const server = connect({ port: this.#target, host: '127.0.0.1' });
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    if (this.#isStopped) return;
    client.pipe(server).pipe(client);
  }
}
