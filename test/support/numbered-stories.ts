import { createHash } from 'node:crypto';
import type { Exchange, KeepAliveClient } from './keep-alive.ts';

/** The setting of a key that may bring documents, and what shows it. */
export const INGEST_KEY = {
  settings: { API_KEYS: `desk:ingest:${createHash('sha256').update('desk-key').digest('hex')}` },
  headers: { authorization: 'Bearer desk-key', 'x-graphql-yoga-csrf': '1' },
};

const PEOPLE = ['Ada Quill', 'Tom Tull', 'Wren Tolliver', 'Jo Marsh', 'Ruth Mabey'];
const MUTATION = `mutation ($input: IngestDocumentInput!) {
  ingestDocument(input: $input) { receipts { uri outcome mentionCount quoteCount citationCount article { id } problems { code } } }
}`;

/** What the gateway acknowledged of a document. */
export interface Acknowledged {
  readonly uri: string;
  readonly outcome: string;
  readonly mentionCount: number;
  readonly quoteCount: number;
  readonly citationCount: number;
  /** The id of its article. */
  readonly articleId: string;
}

export function uriOf(number: number): string {
  return `/stories/${number}.txt`;
}

/** What the headline of a story says of its edition. */
export function headlineOf(number: number, edition: number): string {
  return edition === 1 ? `Bridge ${number} opens` : `Bridge ${number} opens, edition ${edition}`;
}

/** A story like no other, that names three people and quotes two. */
function storyOf(number: number, edition: number): string {
  const [a, b, c] = [0, 1, 2].map((n) => PEOPLE[(number + n) % PEOPLE.length]);
  return `${headlineOf(number, edition)}

“Bridge ${number} will hold,” said ${a}, the mayor of Harnby. ${b} told reporters that ferry ${number * 7} would be sold.
${c} waited on the quay with ${number % 90} others. “We never doubted it,” ${b} said.
`;
}

/**
 * Brings an edition of a story, by POST /ingest if its number is even, by the mutation ingestDocument if it is odd.
 * @returns what was acknowledged; null when nothing was, for which the exchange tells why
 */
export async function bring(
  client: KeepAliveClient,
  number: number,
  idempotencyKey: string | null,
  edition = 1,
): Promise<{ acknowledged: Acknowledged | null; exchange: Exchange }> {
  const uri = uriOf(number);
  const headers = { ...INGEST_KEY.headers, ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}) };
  const content = storyOf(number, edition);
  const exchange =
    number % 2 === 0
      ? await client.post(`/ingest?uri=${uri}`, content, { 'content-type': 'text/plain', ...headers })
      : await client.query(MUTATION, { input: { format: 'TEXT', uri, content } }, headers);
  if (exchange.answer?.status !== 200) return { acknowledged: null, exchange };
  const told = JSON.parse(exchange.answer.text);
  const receipt = number % 2 === 0 ? told : told.data?.ingestDocument?.receipts[0];
  if (!receipt || receipt.outcome === 'REJECTED') return { acknowledged: null, exchange };
  const { article, ...acknowledged } = receipt;
  return { acknowledged: article ? { ...acknowledged, articleId: article.id } : acknowledged, exchange };
}
