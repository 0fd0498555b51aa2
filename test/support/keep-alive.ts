import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** What became of a request. */
export interface Exchange {
  /** Its `x-request-id`, which the log of the gateway has. */
  readonly id: string;
  /** Whether something was answered over its connection before. */
  readonly isReused: boolean;
  /** Null when there was no answer, or not a whole one. */
  readonly answer: { readonly status: number; readonly connection: string | undefined; readonly text: string } | null;
  /** The code of the error then. */
  readonly error: string | null;
}

/** A client that keeps its one connection for the next request, as long as it is allowed to. */
export class KeepAliveClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: string;
  readonly #patience: number;

  /**
   * @param url of the gateway, any path of it
   * @param patience after so many milliseconds without a sign a request is given up; 0: never
   */
  constructor(url: string, patience = 0) {
    this.#url = url;
    this.#patience = patience;
  }

  /** Sends a POST. Never rejects. */
  post(path: string, body: string, headers: Record<string, string>): Promise<Exchange> {
    const id = randomUUID();
    return new Promise((resolve) => {
      const sent = request(new URL(path, this.#url), {
        method: 'POST',
        agent: this.#agent,
        timeout: this.#patience,
        headers: { ...headers, 'x-request-id': id },
      });
      const failed = ({ code, message }: NodeJS.ErrnoException) =>
        resolve({ id, isReused: sent.reusedSocket, answer: null, error: code ?? message });
      sent.on('error', failed);
      sent.on('timeout', () => sent.destroy(new Error('no answer')));
      sent.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('error', failed);
        response.on('end', () => {
          const { statusCode: status = 0, headers: fields } = response;
          resolve({
            id,
            isReused: sent.reusedSocket,
            answer: { status, connection: fields.connection, text },
            error: null,
          });
        });
      });
      sent.end(body);
    });
  }

  query(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Exchange> {
    return this.post('/graphql', JSON.stringify({ query, variables }), {
      'content-type': 'application/json',
      ...headers,
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
