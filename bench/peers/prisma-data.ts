/** Prisma's client reads rows and relations; it has no words for a keyset over an expression, ranks and facets: those are raw SQL. */
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../src/storage/generated/client.ts';
import type { Data, Row } from './data.ts';
import { settings } from './settings.ts';

const { url, poolSize } = settings();
const adapter = new PrismaPg({ connectionString: url, max: poolSize, options: '-c TimeZone=UTC -c jit=off' });
const prisma = new PrismaClient({ adapter });

const ARTICLE = {
  id: true,
  headline: true,
  description: true,
  url: true,
  datePublished: true,
  inLanguage: true,
  articleSection: true,
  wordCount: true,
  publisherId: true,
};
const ENTITY = { id: true, name: true, type: true, countryCode: true, articleCount: true, mentionCount: true };
const SOURCE = { id: true, name: true, domain: true };
const MENTION = { mentionType: true, start: true, end: true, exact: true, entityId: true, articleId: true };
const QUOTE = { quoteType: true, content: true, speakerText: true, speakerId: true, articleId: true };

export const data: Data = {
  sql: async (_, text, values) => prisma.$queryRawUnsafe<Row[]>(text, ...values),
  byId(table, ids) {
    const id = { in: [...ids] };
    switch (table) {
      case 'Article':
        return prisma.article.findMany({ where: { id, isVisible: true }, select: ARTICLE });
      case 'Entity':
        return prisma.entity.findMany({ where: { id, articleCount: { gt: 0 } }, select: ENTITY });
      case 'Source':
        return prisma.source.findMany({ where: { id }, select: SOURCE });
    }
  },
  async mentions(articleIds, first) {
    const found = await prisma.entityMention.findMany({
      where: { articleId: { in: [...articleIds] } },
      orderBy: [{ start: 'asc' }, { end: 'asc' }],
      select: MENTION,
    });
    return byArticle(found, articleIds, first);
  },
  async quotes(articleIds, first) {
    const found = await prisma.quote.findMany({
      where: { articleId: { in: [...articleIds] }, isRejected: false },
      orderBy: [{ start: 'asc' }, { end: 'asc' }],
      select: QUOTE,
    });
    return byArticle(found, articleIds, first);
  },
  said: (entityIds, first) =>
    Promise.all(
      entityIds.map((speakerId) =>
        prisma.quote.findMany({
          where: { speakerId, isRejected: false, article: { isVisible: true } },
          orderBy: [
            { articleDate: { sort: 'desc', nulls: 'last' } },
            { articleId: 'desc' },
            { start: 'asc' },
            { id: 'asc' },
          ],
          take: first,
          select: QUOTE,
        }),
      ),
    ),
};

/** Prisma cannot cut a list for each parent in one statement. */
function byArticle<Found extends { readonly articleId: string }>(
  found: readonly Found[],
  articleIds: readonly string[],
  first: number,
): Found[][] {
  const lists = new Map<string, Found[]>(articleIds.map((id) => [id, []]));
  for (const row of found) {
    const list = lists.get(row.articleId);
    if (list && list.length < first) list.push(row);
  }
  return articleIds.map((id) => lists.get(id) ?? []);
}
