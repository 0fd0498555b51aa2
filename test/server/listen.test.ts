import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { listen } from '../../src/server/listen.ts';
import { createTestGateway } from './test-gateway.ts';

const ANY_PORT = { port: 0, host: '127.0.0.1' };

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly body: string;
}

/** A POST over a connection that the agent keeps for the next one. */
function post(port: number, agent: Agent, query: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/graphql',
        agent,
        headers: { 'content-type': 'application/json' },
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode, connection: response.headers.connection, body }),
        );
      },
    );
    sent.on('error', reject).end(JSON.stringify({ query }));
  });
}

/** What a server answers to bytes that no client library would send. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('end', () => resolve(answer)).on('error', reject);
  });
}

describe('listening', () => {
  test('answers at the printed address', async () => {
    const server = await listen(createTestGateway(), ANY_PORT);
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    const response = await fetch(`${server.url}/graphql?query={hello}`);
    expect(await response.json()).toEqual({ data: { hello: 'Hello world' } });
    await server.close();
  });

  test.each([
    { host: '0.0.0.0', printed: 'localhost' },
    { host: 'localhost', printed: 'localhost' },
  ])('on $host prints an address that a browser can open', async ({ host, printed }) => {
    const server = await listen(createTestGateway(), { port: 0, host });
    expect(server.url).toBe(`http://${printed}:${server.port}`);
    await server.close();
  });

  test('on a port in use fails with a sentence that names PORT', async () => {
    const server = await listen(createTestGateway(), ANY_PORT);
    await expect(listen(createTestGateway(), { port: server.port, host: '127.0.0.1' })).rejects.toThrow(
      `Port ${server.port} on 127.0.0.1 is in use. Stop what uses it, or set PORT to a free one.`,
    );
    await server.close();
  });

  test('on an address of another machine fails with a sentence that names HOST', async () => {
    await expect(listen(createTestGateway(), { port: 0, host: '192.0.2.1' })).rejects.toThrow('Set HOST to one');
  });

  test.each(['a b', '[::', 'x:99999'])(
    'a request for the impossible host "%s" is a bad one, and no stack is shown',
    async (host) => {
      const gateway = createTestGateway({ production: false });
      const server = await listen(gateway, ANY_PORT);
      const answer = await exchange(server.port, `GET /health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('BAD_REQUEST');
      expect(answer).not.toContain('    at ');
      expect(gateway.lines).toEqual([expect.objectContaining({ msg: 'request', status: 400 })]);
      await server.close();
    },
  );

  test('a body sent in chunks is limited, too', async () => {
    const server = await listen(createTestGateway(), ANY_PORT);
    const chunks = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let i = 0; i < 20; i++) controller.enqueue(new Uint8Array(100_000).fill(32));
        controller.close();
      },
    });
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: chunks,
      duplex: 'half',
    } as const;
    expect((await fetch(`${server.url}/graphql`, init)).status).toBe(413);
    await server.close();
  });
});

describe('closing', () => {
  test('lets a request in flight finish, accepts no other, and drops connections that wait', async () => {
    const gateway = createTestGateway();
    const server = await listen(gateway, ANY_PORT);
    const agent = new Agent({ keepAlive: true });
    const idle = new Agent({ keepAlive: true });
    await post(server.port, idle, '{ hello }');

    const slow = post(server.port, agent, '{ slow }');
    await gateway.gate.entered;
    let isClosed = false;
    const closed = server.close().then(() => (isClosed = true));

    await expect(exchange(server.port, 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n')).rejects.toThrow('ECONNREFUSED');
    expect(isClosed).toBe(false);

    gateway.gate.open();
    expect(await slow).toEqual({ status: 200, connection: 'close', body: '{"data":{"slow":"done"}}' });
    await closed;
    agent.destroy();
    idle.destroy();
  });

  test('twice is closing once', async () => {
    const server = await listen(createTestGateway(), ANY_PORT);
    expect(server.close()).toBe(server.close());
    await server.close();
  });
});
