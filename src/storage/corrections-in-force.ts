import { sharedKey } from './entity-store.ts';
import type { Transaction } from './transaction.ts';

/** What people say of an article, against the machine: the corrections in force, of several on one thing the last. */
export interface InForce {
  /** By the entity that the article was taken from. */
  readonly unlinked: ReadonlyMap<string, Unlinked>;
  /** By mention: the entity that it was given to. */
  readonly split: ReadonlyMap<string, { readonly correctionId: string; readonly entityId: string }>;
  /** By quote: who said it; null when nobody can be named. */
  readonly speakers: ReadonlyMap<string, { readonly entityId: string | null }>;
  /** Quotes that are none. */
  readonly rejected: ReadonlySet<string>;
}

/** An article's having been taken from an entity. */
export interface Unlinked {
  readonly correctionId: string;
  /** Of that entity, without an article: the article's own entity is kept under it. */
  readonly key: string;
}

/** Of an article that is new. */
export const NOTHING_IN_FORCE: InForce = {
  unlinked: new Map(),
  split: new Map(),
  speakers: new Map(),
  rejected: new Set(),
};

/** Of the mentions that an article had before only; no other can have been split off. */
export async function correctionsInForce(
  tx: Transaction,
  { id: articleId, former }: { readonly id: string; readonly former: { readonly mentions: readonly { id: string }[] } },
): Promise<InForce> {
  const formerMentionIds = former.mentions.map(({ id }) => id);
  const unlinked = new Map<string, Unlinked>();
  const split = new Map<string, { correctionId: string; entityId: string }>();
  const speakers = new Map<string, { entityId: string | null }>();
  const rejected = new Set<string>();
  const corrections = await tx.correction.findMany({
    where: {
      revertedAt: null,
      OR: [{ articleId }, ...(formerMentionIds.length > 0 ? [{ mentionIds: { hasSome: formerMentionIds } }] : [])],
    },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    include: { entity: { select: { id: true, key: true } } },
  });
  for (const { id: correctionId, action, entity, otherEntityId, quoteId, mentionIds } of corrections) {
    if (action === 'UNLINK' && entity) unlinked.set(entity.id, { correctionId, key: sharedKey(entity.key) });
    if (action === 'SPLIT_ENTITY' && otherEntityId !== null) {
      for (const id of mentionIds) split.set(id, { correctionId, entityId: otherEntityId });
    }
    if (action === 'SET_QUOTE_SPEAKER' && quoteId !== null) speakers.set(quoteId, { entityId: otherEntityId });
    if (action === 'REJECT_QUOTE' && quoteId !== null) rejected.add(quoteId);
  }
  return { unlinked, split, speakers, rejected };
}
