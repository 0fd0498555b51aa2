import type { Plugin } from 'graphql-yoga';
import { requestError } from '../errors.ts';

/**
 * Refuses bodies that are too large, before they are read where their length is declared. Node's HTTP parser sees to
 * it that a body is as long as declared; only one without a length is counted. (Yoga's own limit counts all, through a
 * stream that takes a third of the throughput.)
 *
 * @param maxBytesOf how large the body of a request may be
 */
export function useBodyLimit(maxBytesOf: (request: Request) => Promise<number>): Plugin {
  return {
    async onRequestParse({ request, requestParser, setRequestParser, fetchAPI }) {
      const maxBytes = await maxBytesOf(request);
      const declared = request.headers.get('content-length');
      if (declared !== null) {
        if (Number(declared) > maxBytes) throw tooLarge(maxBytes);
        return;
      }
      if (!requestParser || !request.body) return;
      setRequestParser(async ({ url, method, headers, signal, body }) =>
        requestParser(
          new fetchAPI.Request(url, { method, headers, signal, body: body && (await readBody(body, maxBytes)) }),
        ),
      );
    },
  };
}

/**
 * The whole body of a request; refused before it is read where its length is declared.
 * @throws GraphQLError REQUEST_TOO_LARGE, CLIENT_CLOSED_REQUEST
 */
export async function readBodyWithin(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return request.body ? readBody(request.body, maxBytes) : new Uint8Array();
}

function tooLarge(maxBytes: number) {
  return requestError(
    'REQUEST_TOO_LARGE',
    `The request's body is larger than ${maxBytes.toLocaleString('en')} bytes.`,
    {
      status: 413,
    },
  );
}

async function readBody(body: NonNullable<Request['body']>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Read to the end in any case: to stop would break the connection before the client has its answer.
  try {
    for await (const chunk of body) {
      length += chunk.byteLength;
      if (length <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
    }
  } catch {
    // The connection broke off: nobody reads this.
    // biome-ignore lint/style/useErrorCause: a GraphQLError takes none, and nobody asks for it.
    throw requestError('CLIENT_CLOSED_REQUEST', 'The client has gone.', { status: 400 });
  }
  if (length > maxBytes) throw tooLarge(maxBytes);
  return Buffer.concat(chunks, length);
}
