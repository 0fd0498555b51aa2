import { v7 as uuid } from 'uuid';
import { ClientError } from '../domain/client-error.ts';
import { outletByDomain } from '../domain/outlets.ts';
import { sourceKey } from '../domain/source.ts';
import { isOwnKey, ownKey, renewNames } from './entity-store.ts';
import type { PrismaClient } from './generated/client.ts';
import { lockNames } from './lock-names.ts';
import { linkedIds, removeOrphans } from './orphans.ts';
import { placeSources } from './source-store.ts';
import type { Transaction } from './transaction.ts';
import { inNewRevision } from './transaction.ts';

/** Which article, which entity, and whose word it is. */
export interface Unlinking {
  readonly entityId: string;
  readonly articleId: string;
  /** Who says so. */
  readonly by: string;
  readonly reason: string;
}

export interface Unlinked {
  readonly correctionId: string;
  /** The entity that the article has of its own now. */
  readonly entityId: string;
}

/** People's word on what the extractor linked. */
export interface LinkStore {
  /**
   * Takes an article from an entity: what it names there becomes an entity of its own, with its mentions, names, quotes and
   * the source that stands for it. The correction stays in force when the article is read again.
   * @throws ClientError BAD_USER_INPUT when the article does not name the entity, or has it for itself already
   */
  unlink(unlinking: Unlinking): Promise<Unlinked>;
  /**
   * Takes {@link unlink} back: the article is linked to the entity again, as the extractor has it.
   * @throws ClientError BAD_USER_INPUT when no such correction is in force
   */
  relink(what: Pick<Unlinking, 'entityId' | 'articleId'>): Promise<{ correctionId: string }>;
}

export function createLinkStore(prisma: PrismaClient): LinkStore {
  return {
    unlink: (unlinking) => inNewRevision(prisma, (tx) => unlink(tx, unlinking)),
    relink: (what) => inNewRevision(prisma, (tx) => relink(tx, what)),
  };
}

async function unlink(tx: Transaction, { entityId, articleId, by, reason }: Unlinking): Promise<Unlinked> {
  const article = await lockArticle(tx, articleId);
  const link = await tx.articleEntity.findUnique({
    where: { articleId_entityId: { articleId, entityId } },
    include: { entity: true },
  });
  if (!link) throw new ClientError('BAD_USER_INPUT', 'The article does not name the entity.');
  const { entity } = link;
  if (isOwnKey(entity.key)) {
    throw new ClientError(
      'BAD_USER_INPUT',
      'The entity is the article’s alone already: there is nothing to take apart.',
    );
  }
  const key = ownKey(link.linkKey, article.key);
  const { id: _, ...facts } = entity;
  const own = await tx.entity.upsert({
    where: { key },
    create: { ...facts, id: uuid(), key, name: link.name },
    update: {},
  });
  const { id: correctionId } = await tx.correction.create({
    data: { action: 'UNLINK', articleId, entityId, by, reason },
  });
  await moveLink(tx, articleId, { from: entityId, to: own.id, correctionId });
  await moveSource(tx, articleId, entity, own);
  await renewNames(tx, [entityId]);
  return { correctionId, entityId: own.id };
}

async function relink(
  tx: Transaction,
  { entityId, articleId }: Pick<Unlinking, 'entityId' | 'articleId'>,
): Promise<{ correctionId: string }> {
  await lockArticle(tx, articleId);
  const correction = await tx.correction.findFirst({
    where: { action: 'UNLINK', articleId, entityId, revertedAt: null },
    include: { entity: true, links: { include: { entity: true } } },
  });
  if (!correction?.entity) {
    throw new ClientError('BAD_USER_INPUT', 'The article was not unlinked from the entity, or it has been taken back.');
  }
  const { id: correctionId, entity } = correction;
  const held = await linkedIds(tx, articleId);
  const changed = [entityId];
  // None, when the article does not name it any more.
  for (const { entity: own, linkKey, linkRule } of correction.links) {
    const where = { articleId, entityId: own.id };
    if (linkRule === 'ARTICLE_ONLY') {
      // The extractor has come to the same opinion.
      await tx.articleEntity.updateMany({ where, data: { correctionId: null } });
      continue;
    }
    // Another extractor may have another key for it than it had when it was taken apart.
    const { id: _, ...facts } = own;
    const target =
      linkKey === entity.key
        ? entity
        : await tx.entity.upsert({
            where: { key: linkKey },
            create: { ...facts, id: uuid(), key: linkKey },
            update: {},
          });
    await moveLink(tx, articleId, { from: own.id, to: target.id, correctionId: null });
    await moveSource(tx, articleId, own, target);
    changed.push(target.id);
  }
  await tx.correction.update({ where: { id: correctionId }, data: { revertedAt: new Date() } });
  await renewNames(tx, changed);
  await removeOrphans(tx, held);
  return { correctionId };
}

/** Makes this writer take turns with those that ingest the article. */
async function lockArticle(tx: Transaction, articleId: string): Promise<{ key: string }> {
  const find = () => tx.article.findUnique({ where: { id: articleId }, select: { key: true } });
  for (let article = await find(); article; ) {
    await lockNames(tx, [`article:${article.key}`]);
    const now = await find();
    if (now?.key === article.key) return now;
    article = now;
  }
  throw new ClientError('BAD_USER_INPUT', 'There is no such article.');
}

/** Hands what an article has of one entity to another. */
async function moveLink(
  tx: Transaction,
  articleId: string,
  { from, to, correctionId }: { from: string; to: string; correctionId: string | null },
): Promise<void> {
  const where = { articleId, entityId: from };
  await tx.articleEntity.updateMany({ where, data: { entityId: to, correctionId } });
  await tx.entityName.updateMany({ where, data: { entityId: to } });
  await tx.entityMention.updateMany({ where, data: { entityId: to } });
  await tx.quote.updateMany({ where: { articleId, speakerId: from }, data: { speakerId: to } });
}

/** Hands an article's citations of the source that stands for one entity to the one that stands for the other. */
async function moveSource(
  tx: Transaction,
  articleId: string,
  from: { id: string },
  to: { id: string; key: string; name: string },
): Promise<void> {
  const cited = await linkedIds(tx, articleId);
  const sources = await tx.source.findMany({ where: { entityId: from.id, id: { in: [...cited.sourceIds] } } });
  const names = await tx.entityName.findMany({ where: { articleId, entityId: to.id }, select: { name: true } });
  for (const { id: former, kind, domain } of sources) {
    // An outlet of renown is known by its domain, whatever the article's word for it is taken to mean.
    if (domain !== null && outletByDomain(domain)) continue;
    const key = sourceKey({ domain: null, entityKey: to.key, name: to.name });
    const aliases = names.map(({ name }) => name);
    const [id = former] = await placeSources(tx, [{ key, name: to.name, kind, domain: null, aliases, entity: to }]);
    await tx.citation.updateMany({ where: { articleId, sourceId: former }, data: { sourceId: id } });
    await tx.citation.updateMany({ where: { articleId, viaId: former }, data: { viaId: id } });
    await tx.quote.updateMany({ where: { articleId, addresseeId: former }, data: { addresseeId: id } });
  }
  await removeOrphans(tx, { entityIds: [], sourceIds: sources.map(({ id }) => id) });
}
