import { createHash } from 'node:crypto';
import type { ArticleFields, Document, RawDocument } from '../../src/domain/document.ts';
import type { Extraction } from '../../src/domain/extraction.ts';
import type { Receipt } from '../../src/domain/receipt.ts';

/** A document as a reader would give it; tests say what matters to them. Another article is of other bytes. */
export function documentOf(uri: string, article: Partial<ArticleFields> = {}): Document {
  const body = article.body ?? 'Ada Quill said the bridge would open.\nIt did.';
  return {
    uri,
    format: 'TEXT',
    sha256: createHash('sha256')
      .update(JSON.stringify({ ...article, body }))
      .digest('hex'),
    content: body,
    problems: [],
    article: {
      headline: 'A bridge opens',
      headlineBasis: 'STATED',
      body,
      url: null,
      datePublished: null,
      datePublishedPrecision: null,
      datePublishedBasis: null,
      dateModified: null,
      inLanguage: 'en',
      articleSection: null,
      byline: null,
      authors: [],
      image: null,
      isTruncated: false,
      pubStatus: 'USABLE',
      embargoedUntil: null,
      publisher: null,
      provenance: [],
      ...article,
    },
  };
}

export const NOTHING_FOUND: Extraction = { entities: [], mentions: [], quotes: [], sources: [], citations: [] };

/** An extraction that finds people by their names, each time they stand in the body, and a quote of the first of them. */
export function extractionOf(body: string, ...people: string[]): Extraction {
  const mentions = people
    .flatMap((name, entity) =>
      [...body.matchAll(new RegExp(name, 'g'))].map(({ index }) => ({
        entity,
        mentionType: 'NAME' as const,
        start: index,
        end: index + name.length,
      })),
    )
    .sort((a, b) => a.start - b.start);
  const first = mentions[0];
  const quote = { start: 0, end: body.indexOf('\n') > 0 ? body.indexOf('\n') : body.length };
  return {
    entities: people.map((name) => ({
      key: `PERSON:${name.toLowerCase()}`,
      name,
      type: 'PERSON',
      aliases: [],
      countryCode: null,
      location: null,
      sameAs: [],
      salience: 1 / people.length,
    })),
    mentions,
    sources: first
      ? [
          {
            key: `entity:PERSON:${people[0]?.toLowerCase()}`,
            name: people[0] ?? '',
            kind: 'PERSON',
            domain: null,
            aliases: [],
            entity: 0,
          },
        ]
      : [],
    citations: first
      ? [{ start: first.start, end: first.end, source: 0, kind: 'PERSON', isNamed: true, cueSpan: null, via: null }]
      : [],
    quotes: first
      ? [
          {
            ...quote,
            content: body.slice(quote.start, quote.end),
            quoteType: 'INDIRECT',
            stretches: [],
            parts: [quote],
            speaker: 0,
            speakerSpan: { start: first.start, end: first.end },
            cueSpan: null,
            addressee: null,
            citation: 0,
            attribution: { method: 'test', confidence: 1, abstained: null, evidence: [] },
          },
        ]
      : [],
  };
}

export function rawText(uri: string, text: string): RawDocument {
  return { uri, bytes: new TextEncoder().encode(text) };
}

export async function receiptsOf(receipts: AsyncIterable<Receipt>): Promise<Receipt[]> {
  const all: Receipt[] = [];
  for await (const receipt of receipts) all.push(receipt);
  return all;
}
