import { ClientError } from '../domain/client-error.ts';
import type { EntityType } from '../domain/entity.ts';
import type { EntityRow } from './entity-store.ts';
import { entityRows, ownKey, renewNames, sharedKey, survivorOf } from './entity-store.ts';
import type { Correction, Prisma, PrismaClient } from './generated/client.ts';
import { newId } from './new-ids.ts';
import { removeOrphans } from './orphans.ts';
import { placeAgain } from './place-findings.ts';
import type { Transaction } from './transaction.ts';
import { inNewRevision } from './transaction.ts';

/** Whose word it is. */
export interface Word {
  /** Who says so: the name of a key, or of whoever runs the command. */
  readonly by: string;
  readonly reason: string;
}

/** A correction that was made or taken back, by its row, and what it is about. */
export interface Corrected {
  readonly correctionId: string;
  /** The row that now stands for what was corrected. */
  readonly node: { readonly type: 'Entity' | 'Quote'; readonly id: string } | null;
}

/**
 * People's word against the machine's. Every correction is kept with who, when and why, wins, and stays in force when
 * articles are read again; of several on one thing the last wins, and when it is taken back, the one before it. Ids of
 * entities may be those of merged ones: they mean the survivor.
 *
 * All throw ClientError BAD_USER_INPUT, with a sentence, for what is not there, is so already, or contradicts another
 * correction in force; nothing is written then.
 */
export interface CorrectionStore {
  /** Says that two entities are one: `into` survives, under its name, and later documents that name `from` reach it. */
  mergeEntities(what: Word & { from: string; into: string }): Promise<Corrected>;
  /** Says that some mentions of an entity mean another one, which is made, of the same type. */
  splitEntity(what: Word & { entityId: string; mentionIds: readonly string[]; name: string }): Promise<Corrected>;
  setEntityType(what: Word & { entityId: string; type: EntityType }): Promise<Corrected>;
  /** @param what.speakerId null when nobody can be named */
  setQuoteSpeaker(what: Word & { quoteId: string; speakerId: string | null }): Promise<Corrected>;
  /** Says that what was taken for a quote is none: readers do not see it any more. */
  rejectQuote(what: Word & { quoteId: string }): Promise<Corrected>;
  /**
   * Takes an article from an entity: what it names there becomes an entity of its own, with its mentions, names, quotes and
   * the source that stands for it.
   * @returns with the entity that the article has of its own now
   */
  unlink(what: Word & { entityId: string; articleId: string }): Promise<{ correctionId: string; entityId: string }>;
  /** Takes {@link unlink} back, by what it was about. */
  relink(what: { entityId: string; articleId: string }): Promise<Corrected>;
  /** Takes a correction back: the graph is as if it had never been made. */
  revert(correctionId: string): Promise<Corrected>;
}

export function createCorrectionStore(prisma: PrismaClient): CorrectionStore {
  const alone = <T>(work: (tx: Transaction) => Promise<T>) => inNewRevision(prisma, work, { alone: true });
  return {
    mergeEntities: (what) => alone((tx) => mergeEntities(tx, what)),
    splitEntity: (what) => alone((tx) => splitEntity(tx, what)),
    setEntityType: (what) => alone((tx) => setEntityType(tx, what)),
    setQuoteSpeaker: (what) => alone((tx) => setQuoteSpeaker(tx, what)),
    rejectQuote: (what) => alone((tx) => rejectQuote(tx, what)),
    unlink: (what) => alone((tx) => unlink(tx, what)),
    relink: (what) => alone((tx) => relink(tx, what)),
    revert: (correctionId) => alone((tx) => revert(tx, correctionId)),
  };
}

/** Longer names and reasons are refused; in UTF-16 code units. */
const LONGEST_NAME = 300;
const LONGEST_REASON = 2_000;

async function mergeEntities(
  tx: Transaction,
  { from, into, ...word }: Word & { from: string; into: string },
): Promise<Corrected> {
  const survivor = await findEntity(tx, into);
  const merged = await findEntity(tx, from);
  if (merged.id === survivor.id) {
    throw mistake(
      from === into ? 'from and into are one entity: name two.' : 'The two are one already, by an earlier merge.',
    );
  }
  if (merged.id !== from) {
    throw mistake(
      `The entity from was merged into '${merged.name}' already: merge that one, or take the earlier merge back first.`,
    );
  }
  const correction = await record(tx, {
    ...word,
    action: 'MERGE_ENTITIES',
    entityId: merged.id,
    otherEntityId: survivor.id,
  });
  const articleIds = await articlesOfEntity(tx, merged.id);
  await tx.entity.update({ where: { id: merged.id }, data: { mergedIntoId: survivor.id } });
  await settle(tx, correction, articleIds);
  return { correctionId: correction.id, node: { type: 'Entity', id: survivor.id } };
}

async function splitEntity(
  tx: Transaction,
  { entityId, mentionIds, name, ...word }: Word & { entityId: string; mentionIds: readonly string[]; name: string },
): Promise<Corrected> {
  const { id } = await findEntity(tx, entityId);
  const ids = [...new Set(mentionIds)];
  if (ids.length === 0) throw mistake('Name at least one mention that goes to the new entity.');
  const found = await tx.entityMention.findMany({
    where: { id: { in: ids }, entityId: id },
    select: { articleId: true },
  });
  if (found.length < ids.length) {
    throw mistake(
      `Of the ${ids.length} mentions ${ids.length - found.length} are not there or not of this entity: ask for its mentions again.`,
    );
  }
  if ((await tx.entityMention.count({ where: { entityId: id } })) === ids.length) {
    throw mistake('These are all mentions of the entity, and nothing would stay: leave out those that do mean it.');
  }
  const { type } = await tx.entity.findUniqueOrThrow({ where: { id } });
  const correctionId = newId();
  // A key that no document leads to: only the correction does.
  const made = await tx.entity.create({
    data: { id: newId(), key: `split:${correctionId}`, name: checkText('name', name, LONGEST_NAME), type },
  });
  const correction = await record(tx, {
    ...word,
    id: correctionId,
    action: 'SPLIT_ENTITY',
    entityId: id,
    otherEntityId: made.id,
    mentionIds: ids,
  });
  await settle(tx, correction, [...new Set(found.map(({ articleId }) => articleId))]);
  return { correctionId, node: { type: 'Entity', id } };
}

async function setEntityType(
  tx: Transaction,
  { entityId, type, ...word }: Word & { entityId: string; type: EntityType },
): Promise<Corrected> {
  const { id } = await findEntity(tx, entityId);
  const entity = await tx.entity.findUniqueOrThrow({ where: { id } });
  if (entity.type === type) throw mistake(`The type is ${type} already.`);
  const correction = await record(tx, { ...word, action: 'SET_ENTITY_TYPE', entityId: id, entityType: type });
  await settle(tx, correction, []);
  return { correctionId: correction.id, node: { type: 'Entity', id } };
}

async function setQuoteSpeaker(
  tx: Transaction,
  { quoteId, speakerId, ...word }: Word & { quoteId: string; speakerId: string | null },
): Promise<Corrected> {
  const quote = await findQuote(tx, quoteId);
  const speaker = speakerId === null ? null : await findEntity(tx, speakerId);
  if (quote.speakerId === (speaker?.id ?? null)) {
    throw mistake(
      speaker ? `'${speaker.name}' is the speaker of the quote already.` : 'The quote has no speaker already.',
    );
  }
  const correction = await record(tx, {
    ...word,
    action: 'SET_QUOTE_SPEAKER',
    quoteId,
    articleId: quote.articleId,
    otherEntityId: speaker?.id ?? null,
  });
  await settle(tx, correction, [quote.articleId]);
  return { correctionId: correction.id, node: { type: 'Quote', id: quoteId } };
}

async function rejectQuote(tx: Transaction, { quoteId, ...word }: Word & { quoteId: string }): Promise<Corrected> {
  const { articleId } = await findQuote(tx, quoteId);
  const correction = await record(tx, { ...word, action: 'REJECT_QUOTE', quoteId, articleId });
  await settle(tx, correction, [articleId]);
  return { correctionId: correction.id, node: null };
}

async function unlink(
  tx: Transaction,
  { entityId, articleId, ...word }: Word & { entityId: string; articleId: string },
): Promise<{ correctionId: string; entityId: string }> {
  const article = await tx.article.findUnique({ where: { id: articleId }, select: { key: true } });
  if (!article) throw mistake('There is no such article.');
  const { id, key } = await findEntity(tx, entityId);
  const link = await tx.articleEntity.findUnique({ where: { articleId_entityId: { articleId, entityId: id } } });
  if (!link) throw mistake('The article does not name the entity.');
  const own = ownKey(sharedKey(key), article.key);
  if (own === key) throw mistake('The entity is the article’s alone already: there is nothing to take apart.');
  const via = await tx.entity.findMany({ where: { id: { in: link.via } }, select: { key: true } });
  if (via.some((each) => each.key === ownKey(sharedKey(each.key), article.key))) {
    throw mistake('What the article names was merged into the entity by a person: take that merge back instead.');
  }
  const correction = await record(tx, { ...word, action: 'UNLINK', articleId, entityId: id });
  await settle(tx, correction, [articleId]);
  const made = await tx.entity.findUniqueOrThrow({ where: { key: own } });
  return { correctionId: correction.id, entityId: made.id };
}

async function relink(
  tx: Transaction,
  { entityId, articleId }: { entityId: string; articleId: string },
): Promise<Corrected> {
  const correction = await tx.correction.findFirst({
    where: { action: 'UNLINK', articleId, entityId, revertedAt: null },
    select: { id: true },
  });
  if (!correction) throw mistake('The article was not unlinked from the entity, or it has been taken back.');
  return revert(tx, correction.id);
}

async function revert(tx: Transaction, correctionId: string): Promise<Corrected> {
  const correction = await tx.correction.findUnique({ where: { id: correctionId } });
  if (!correction) throw mistake('There is no such correction.');
  if (correction.revertedAt !== null) {
    throw mistake(`The correction was taken back already, at ${correction.revertedAt.toISOString()}.`);
  }
  const { action, entityId, quoteId } = correction;
  const articleIds = await articlesOf(tx, correction);
  await tx.correction.update({ where: { id: correctionId }, data: { revertedAt: new Date() } });
  if (action === 'MERGE_ENTITIES' && entityId !== null) {
    await tx.entity.update({ where: { id: entityId }, data: { mergedIntoId: null } });
  }
  await settle(tx, correction, articleIds);
  if (quoteId !== null) return { correctionId, node: { type: 'Quote', id: quoteId } };
  const rows = await entityRows(tx, { ids: entityId === null ? [] : [entityId] });
  const entity = rows.byId.get(entityId ?? '');
  return { correctionId, node: entity ? { type: 'Entity', id: survivorOf(entity, rows).id } : null };
}

/** The articles whose rows depend on a correction. */
async function articlesOf(
  tx: Transaction,
  { action, entityId, articleId, mentionIds }: Correction,
): Promise<readonly string[]> {
  if (articleId !== null) return [articleId];
  if (action === 'MERGE_ENTITIES' && entityId !== null) return articlesOfEntity(tx, entityId);
  if (action === 'SPLIT_ENTITY') {
    const rows = await tx.entityMention.findMany({
      where: { id: { in: mentionIds } },
      distinct: ['articleId'],
      select: { articleId: true },
    });
    return rows.map((row) => row.articleId);
  }
  return [];
}

/** The articles in which something leads to the entity, or through it to another. */
async function articlesOfEntity(tx: Transaction, entityId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ articleId: string }[]>`
    WITH RECURSIVE merged AS (
      SELECT ${entityId}::uuid AS "id" UNION SELECT e."id" FROM merged m JOIN "Entity" e ON e."mergedIntoId" = m."id"
    )
    SELECT "articleId"::text AS "articleId" FROM "ArticleEntity"
      WHERE "entityId" = ${entityId}::uuid OR ("via" <> '{}' AND "via" @> ARRAY[${entityId}::uuid])
    UNION SELECT "articleId"::text FROM "Correction"
      WHERE "action" = 'SET_QUOTE_SPEAKER' AND "revertedAt" IS NULL AND "otherEntityId" IN (SELECT "id" FROM merged)`;
  return rows.map(({ articleId }) => articleId);
}

/** After a correction was made or taken back: types, the rows of articles, names, and what nothing holds on to any more. */
async function settle(tx: Transaction, correction: Correction, articleIds: readonly string[]): Promise<void> {
  const { action, entityId, otherEntityId } = correction;
  if (action === 'SET_ENTITY_TYPE' && entityId !== null) await settleType(tx, entityId);
  const held = await placeAgain(tx, articleIds);
  const entityIds = [...new Set([...held.entityIds, ...[entityId, otherEntityId].flatMap((id) => id ?? [])])];
  const sources = await tx.source.findMany({ where: { entityId: { in: entityIds } }, select: { id: true } });
  await renewNames(tx, entityIds);
  await removeOrphans(tx, { entityIds, sourceIds: [...held.sourceIds, ...sources.map(({ id }) => id)] });
}

/** Gives an entity the type that people said last, or else the machine's. */
async function settleType(tx: Transaction, entityId: string): Promise<void> {
  const { type, foundType } = await tx.entity.findUniqueOrThrow({ where: { id: entityId } });
  const last = await tx.correction.findFirst({
    where: { action: 'SET_ENTITY_TYPE', entityId, revertedAt: null },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
  });
  const found = foundType ?? type;
  const data = last?.entityType ? { type: last.entityType, foundType: found } : { type: found, foundType: null };
  await tx.entity.update({ where: { id: entityId }, data });
}

function record(
  tx: Transaction,
  { reason, ...data }: Omit<Prisma.CorrectionUncheckedCreateInput, 'at' | 'revertedAt'>,
): Promise<Correction> {
  // Not the database's clock: that tells when the transaction began, and it may have waited for another's end since.
  return tx.correction.create({
    data: { id: newId(), ...data, at: new Date(), reason: checkText('reason', reason, LONGEST_REASON) },
  });
}

/** The row that an entity's id stands for, merges followed. */
async function findEntity(tx: Transaction, id: string): Promise<EntityRow> {
  const rows = await entityRows(tx, { ids: [id] });
  const entity = rows.byId.get(id);
  if (!entity) throw mistake('There is no such entity: it may have gone with the last article that named it.');
  return survivorOf(entity, rows);
}

async function findQuote(tx: Transaction, id: string) {
  const quote = await tx.quote.findUnique({ where: { id } });
  if (!quote) throw mistake('There is no such quote: it may have gone with a change of the article’s text.');
  if (quote.isRejected) throw mistake('The quote was rejected already: take that back first.');
  return quote;
}

/** @throws ClientError for a text that says nothing, is too long, or that the database cannot hold */
function checkText(what: string, text: string, longest: number): string {
  const trimmed = text.trim();
  if (trimmed === '') throw mistake(`The ${what} is empty: say what it is.`);
  if (trimmed.length > longest) {
    throw mistake(`The ${what} has ${trimmed.length} characters, and may have at most ${longest}.`);
  }
  if (/\0/.test(trimmed) || !trimmed.isWellFormed()) {
    throw mistake(`The ${what} holds a NUL or half a character: send it as well-formed text.`);
  }
  return trimmed;
}

function mistake(message: string): ClientError {
  return new ClientError('BAD_USER_INPUT', message);
}
