import type { Database } from '../../src/storage/database.ts';

/** The graph without ids and times of its making: names, anchors and links, so that two databases can be compared. */
export async function graphState(db: Pick<Database, 'prisma'>): Promise<unknown> {
  const key = { select: { key: true } } as const;
  const span = { start: true, end: true } as const;
  return {
    entities: await db.prisma.entity.findMany({
      orderBy: { key: 'asc' },
      select: {
        key: true,
        name: true,
        type: true,
        countryCode: true,
        sameAs: true,
        articleCount: true,
        mentionCount: true,
        names: { orderBy: [{ name: 'asc' }, { article: { key: 'asc' } }], select: { name: true, article: key } },
        articles: {
          orderBy: { article: { key: 'asc' } },
          select: { article: key, name: true, linkKey: true, linkRule: true, salience: true },
        },
      },
    }),
    sources: await db.prisma.source.findMany({
      orderBy: { key: 'asc' },
      select: { key: true, name: true, kind: true, domain: true, aliases: true, entity: key },
    }),
    articles: await db.prisma.article.findMany({
      orderBy: { key: 'asc' },
      select: {
        key: true,
        url: true,
        headline: true,
        body: true,
        datePublished: true,
        datePublishedPrecision: true,
        inLanguage: true,
        articleSection: true,
        byline: true,
        authors: true,
        isTruncated: true,
        pubStatus: true,
        embargoedUntil: true,
        provenance: true,
        publisher: key,
        copies: { orderBy: { copy: { key: 'asc' } }, select: { copy: key } },
        documents: {
          orderBy: { uri: 'asc' },
          select: { uri: true, format: true, sha256: true, content: true, isPrimary: true },
        },
        mentions: { orderBy: [{ start: 'asc' }, { end: 'asc' }], select: { ...span, mentionType: true, entity: key } },
        quotes: {
          orderBy: [{ start: 'asc' }, { end: 'asc' }],
          select: { ...span, quoteType: true, content: true, speaker: key, addressee: key, citation: { select: span } },
        },
        citations: {
          orderBy: [{ start: 'asc' }, { end: 'asc' }],
          select: { ...span, kind: true, source: key, via: key },
        },
      },
    }),
  };
}
