import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Answer } from './graph.ts';

/** A message of the protocol that graphql-ws speaks. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: Answer;
}

/** Messages about one operation, as they come. */
export interface Followed {
  next(): Promise<Message>;
  /** Gives it up. */
  stop(): void;
}

export interface TestSocket {
  readonly socket: WebSocket;
  /** Code and reason, when it is closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  /** A string is sent as it is. */
  send(message: object | string): void;
  /** The next message that is about no operation. */
  next(): Promise<Message>;
  follow(payload: object): Followed;
  /** What an operation is answered: messages until it is over. */
  ask(payload: object): Promise<Message[]>;
  /** The data of an operation; throws on errors. */
  query(query: string, variables?: object): Promise<Answer>;
  /** The codes of the errors for which an operation is refused. */
  codesOf(payload: object): Promise<unknown[]>;
}

export interface SocketOptions {
  readonly headers?: Record<string, string>;
  readonly path?: string;
  readonly protocol?: string;
  readonly autoPong?: boolean;
}

/** Opens a socket, closed after the test. @throws Refused */
export async function openSocket(url: string, options: SocketOptions = {}): Promise<TestSocket> {
  const { headers = {}, path = '/graphql', protocol = 'graphql-transport-ws', autoPong = true } = options;
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, protocol, { headers, autoPong });
  onTestFinished(() => socket.terminate());
  const general = createQueue();
  const queues = new Map<string, ReturnType<typeof createQueue>>();
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      resolve({ code, reason: String(reason) });
      for (const queue of [general, ...queues.values()]) queue.end(new Error(`closed: ${code} ${reason}`));
    });
  });
  socket.on('message', (data) => {
    const message: Message = JSON.parse(String(data));
    (queues.get(message.id ?? '') ?? general).put(message);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      refusedBy(response).then(reject, reject);
    });
  });
  socket.on('error', () => {});
  const send = (message: object | string) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const follow = (payload: object): Followed => {
    const id = String(queues.size + 1);
    const queue = createQueue();
    queues.set(id, queue);
    send({ type: 'subscribe', id, payload });
    return { next: queue.take, stop: () => send({ type: 'complete', id }) };
  };
  const ask = async (payload: object) => {
    const { next } = follow(payload);
    const messages = [await next()];
    while (messages.at(-1)?.type === 'next') messages.push(await next());
    return messages;
  };
  return {
    socket,
    closed,
    send,
    next: general.take,
    follow,
    ask,
    async query(query, variables = {}) {
      const [first] = await ask({ query, variables });
      if (first?.type !== 'next' || first.payload.errors) throw new Error(JSON.stringify(first));
      return first.payload.data;
    },
    async codesOf(payload) {
      const [first] = await ask(payload);
      if (first?.type !== 'error') throw new Error(`was not refused: ${JSON.stringify(first)}`);
      return first.payload.map(({ extensions }: Answer) => extensions.code);
    },
  };
}

/** Opens a socket and says who is there. @throws Refused; Error when the socket is closed for it */
export async function connectSocket(
  url: string,
  params?: Record<string, unknown>,
  options?: SocketOptions,
): Promise<TestSocket> {
  const socket = await openSocket(url, options);
  socket.send({ type: 'connection_init', ...(params ? { payload: params } : {}) });
  const { type } = await socket.next();
  if (type !== 'connection_ack') throw new Error(`not taken: ${type}`);
  return socket;
}

/** A request for a socket that was answered otherwise. */
export class Refused extends Error {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Answer;

  constructor({ statusCode, headers }: IncomingMessage, text: string) {
    super(`refused: ${statusCode} ${text}`);
    this.status = statusCode;
    this.headers = headers;
    this.body = headers['content-type']?.includes('json') ? JSON.parse(text) : text;
  }
}

async function refusedBy(response: IncomingMessage): Promise<Refused> {
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(response, 'end');
  return new Refused(response, text);
}

/** Messages in the order in which they came, for whoever waits for the next. */
function createQueue() {
  const messages: Message[] = [];
  const waiting: { give: (message: Message) => void; fail: (error: Error) => void }[] = [];
  let ended: Error | undefined;
  return {
    put(message: Message) {
      const next = waiting.shift();
      if (next) next.give(message);
      else messages.push(message);
    },
    take: () =>
      new Promise<Message>((give, fail) => {
        const message = messages.shift();
        if (message) give(message);
        else if (ended) fail(ended);
        else waiting.push({ give, fail });
      }),
    end(error: Error) {
      ended = error;
      for (const { fail } of waiting.splice(0)) fail(error);
    },
  };
}
