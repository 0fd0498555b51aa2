import { v7 as uuid } from 'uuid';
import type { Extraction } from '../domain/extraction.ts';
import { normalizeName } from '../domain/name.ts';
import type { Span, TextAnchor } from '../domain/text-anchor.ts';
import { anchorAt } from '../domain/text-anchor.ts';
import type { SavedEntity } from './entity-store.ts';
import type { Placed } from './keep-ids.ts';
import { keepIds } from './keep-ids.ts';
import type { Linked } from './orphans.ts';
import { linkedIds } from './orphans.ts';
import type { Transaction } from './transaction.ts';

/** Rows of one INSERT: PostgreSQL takes at most 65,535 parameters a statement. */
const BATCH = 1000;

/** What was found in an article before: the ids that what is still there keeps, and whom it held on to. */
export interface Former {
  /** With the correction, if any, that made the entity the article's own. */
  readonly mentions: readonly (Placed & { id: string; correctionId: string | undefined })[];
  readonly citations: readonly (Placed & { id: string })[];
  readonly quotes: readonly (Placed & { id: string })[];
  readonly linked: Linked;
  /** Entities that were called by this article's name for them. */
  readonly named: readonly { readonly entityId: string; readonly name: string }[];
}

export const NOTHING_FORMER: Former = {
  mentions: [],
  citations: [],
  quotes: [],
  linked: { entityIds: [], sourceIds: [] },
  named: [],
};

/** Removes what was found in an article before, and remembers it. */
export async function takeOut(tx: Transaction, articleId: string): Promise<Former> {
  const where = { articleId };
  const place = { id: true, start: true, prefix: true, suffix: true } as const;
  const mentions = await tx.entityMention.findMany({ where, select: { ...place, exact: true, entityId: true } });
  const corrected = await tx.articleEntity.findMany({
    where: { articleId, correctionId: { not: null } },
    select: { entityId: true, correctionId: true },
  });
  const correctionOf = new Map(corrected.map(({ entityId, correctionId }) => [entityId, correctionId ?? undefined]));
  const citations = await tx.citation.findMany({ where, select: { ...place, exact: true } });
  const quotes = await tx.quote.findMany({ where, select: { ...place, content: true } });
  const linked = await linkedIds(tx, articleId);
  const named = await tx.$queryRaw<{ entityId: string; name: string }[]>`
    SELECT a."entityId"::text AS "entityId", a."name" FROM "ArticleEntity" a JOIN "Entity" e ON e."id" = a."entityId"
    WHERE a."articleId" = ${articleId}::uuid AND a."name" = e."name"`;
  await tx.quote.deleteMany({ where });
  await tx.citation.deleteMany({ where });
  await tx.entityMention.deleteMany({ where });
  await tx.entityName.deleteMany({ where });
  await tx.articleEntity.deleteMany({ where });
  return {
    mentions: mentions.map((row) => ({ ...row, words: row.exact, correctionId: correctionOf.get(row.entityId) })),
    citations: citations.map((row) => ({ ...row, words: row.exact })),
    quotes: quotes.map((row) => ({ ...row, words: row.content })),
    linked,
    named,
  };
}

/** Of the entities that were called by the article's name for them, those that it does not call so any more. */
export function renamedBy({ named }: Former, { entities }: Extraction): string[] {
  const names = new Set(entities.map(({ name }) => name));
  return named.filter(({ name }) => !names.has(name)).map(({ entityId }) => entityId);
}

/** The ids of an extraction's mentions: what was there before keeps its own. */
export function mentionIdsOf(body: string, { mentions }: Extraction, former: Former): string[] {
  const found = mentions.map((mention) => anchorAt(body, mention));
  return idsFor(
    former.mentions,
    found.map((place) => ({ ...place, words: place.exact })),
  );
}

/**
 * What people took apart stays apart when another extractor has another key for it: an entity most of whose mentions that
 * were there before belonged to what was taken apart.
 * @returns corrections by the entities' keys
 */
export function stillApart({ entities, mentions }: Extraction, mentionIds: readonly string[], former: Former) {
  const corrections = new Map<string, string>();
  if (former.mentions.every(({ correctionId }) => correctionId === undefined)) return corrections;
  const correctionOf = new Map(former.mentions.map(({ id, correctionId }) => [id, correctionId]));
  const votes = entities.map(() => new Map<string | undefined, number>());
  mentions.forEach(({ entity }, i) => {
    const id = at(mentionIds, i);
    const own = votes[entity];
    if (own && correctionOf.has(id)) own.set(correctionOf.get(id), (own.get(correctionOf.get(id)) ?? 0) + 1);
  });
  entities.forEach(({ key }, i) => {
    const [most] = [...at(votes, i)].sort((a, b) => b[1] - a[1]);
    if (most?.[0] !== undefined) corrections.set(key, most[0]);
  });
  return corrections;
}

/** Stores what was found in an article; what was there before keeps its id. */
export async function putIn(
  tx: Transaction,
  articleId: string,
  body: string,
  extraction: Extraction,
  known: {
    former: Former;
    mentionIds: readonly string[];
    entities: readonly SavedEntity[];
    sourceIds: readonly string[];
  },
): Promise<void> {
  const { former, mentionIds, sourceIds } = known;
  const entityIds = known.entities.map(({ id }) => id);
  const entityId = (index: number) => at(entityIds, index);
  const optional = (ids: readonly string[], index: number | null) => (index === null ? null : at(ids, index));
  // The check at the door: an anchor is cut out of the body here, so it cannot but reproduce its text.
  const anchor = (span: Span) => anchorAt(body, span);
  const json = (span: TextAnchor) => ({ ...span });

  const mentions = extraction.mentions.map((mention) => ({ mention, anchor: anchor(mention) }));
  const counts = new Map<number, number>();
  for (const { entity } of extraction.mentions) counts.set(entity, (counts.get(entity) ?? 0) + 1);
  await inBatches(
    extraction.entities.map(({ key, name, salience, link }, i) => ({
      articleId,
      entityId: entityId(i),
      mentionCount: counts.get(i) ?? 0,
      salience,
      name,
      linkKey: key,
      linkRule: link?.rule ?? 'FULL_NAME',
      linkReason: link?.reason ?? '',
      ...(link?.span ? { linkAnchor: json(anchor(link.span)) } : {}),
      correctionId: at(known.entities, i).correctionId,
    })),
    (data) => tx.articleEntity.createMany({ data }),
  );
  await inBatches(
    extraction.entities.flatMap(({ name, aliases }, i) =>
      [...new Set([name, ...aliases])].map((each) => ({
        articleId,
        entityId: entityId(i),
        name: each,
        normalized: normalizeName(each),
      })),
    ),
    (data) => tx.entityName.createMany({ data }),
  );
  await inBatches(
    mentions.map(({ mention, anchor: found }, i) => ({
      id: at(mentionIds, i),
      articleId,
      entityId: entityId(mention.entity),
      mentionType: mention.mentionType,
      ...found,
    })),
    (data) => tx.entityMention.createMany({ data }),
  );

  const citations = extraction.citations.map((citation) => ({ citation, anchor: anchor(citation) }));
  const citationIds = idsFor(
    former.citations,
    citations.map(({ anchor: found }) => ({ ...found, words: found.exact })),
  );
  await inBatches(
    citations.map(({ citation, anchor: found }, i) => ({
      id: at(citationIds, i),
      articleId,
      kind: citation.kind,
      isNamed: citation.isNamed,
      cue: citation.cueSpan && anchor(citation.cueSpan).exact,
      sourceId: optional(sourceIds, citation.source),
      viaId: optional(sourceIds, citation.via),
      ...found,
    })),
    (data) => tx.citation.createMany({ data }),
  );

  const quotes = extraction.quotes.map((quote) => ({ quote, anchor: anchor(quote) }));
  const quoteIds = idsFor(
    former.quotes,
    quotes.map(({ quote, anchor: found }) => ({ ...found, words: quote.content })),
  );
  await inBatches(
    quotes.map(({ quote, anchor: found }, i) => {
      const speaker = quote.speakerSpan && anchor(quote.speakerSpan);
      const cue = quote.cueSpan && anchor(quote.cueSpan);
      return {
        id: at(quoteIds, i),
        articleId,
        quoteType: quote.quoteType,
        content: quote.content,
        ...found,
        stretches: quote.stretches.map((span) => json(anchor(span))),
        speakerId: optional(entityIds, quote.speaker),
        speakerText: speaker?.exact ?? null,
        ...(speaker ? { speakerAnchor: json(speaker) } : {}),
        cue: cue?.exact ?? null,
        ...(cue ? { cueAnchor: json(cue) } : {}),
        addresseeId: optional(sourceIds, quote.addressee),
        citationId: optional(citationIds, quote.citation),
        method: quote.attribution.method,
        confidence: quote.attribution.confidence,
        abstained: quote.attribution.abstained,
        evidence: quote.attribution.evidence.map((span) => json(anchor(span))),
      };
    }),
    (data) => tx.quote.createMany({ data }),
  );
}

function idsFor(...[former, found]: Parameters<typeof keepIds>): string[] {
  return keepIds(former, found).map((id) => id ?? uuid());
}

async function inBatches<T>(rows: T[], insert: (rows: T[]) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += BATCH) await insert(rows.slice(i, i + BATCH));
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index} of ${items.length}`);
  return item;
}
