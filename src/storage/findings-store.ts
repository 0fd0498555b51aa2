import type { Extraction } from '../domain/extraction.ts';
import { normalizeName } from '../domain/name.ts';
import type { Span, TextAnchor } from '../domain/text-anchor.ts';
import { anchorAt } from '../domain/text-anchor.ts';
import type { InForce } from './corrections-in-force.ts';
import type { Placed } from './keep-ids.ts';
import { keepIds } from './keep-ids.ts';
import { newId, newIds } from './new-ids.ts';
import type { Linked } from './orphans.ts';
import { linkedIds } from './orphans.ts';
import type { Placement } from './place-entities.ts';
import type { CitedSources, Told } from './source-store.ts';
import type { Transaction } from './transaction.ts';
import { insertRows } from './write-rows.ts';

/** What was found in an article before: the ids that what is still there keeps, and whom it held on to. */
export interface Former {
  readonly body: string;
  /** With the correction, if any, that took the article from the entity that they were linked to. */
  readonly mentions: readonly (Placed & { id: string; unlinkedBy: string | undefined })[];
  readonly citations: readonly (Placed & { id: string })[];
  readonly quotes: readonly (Placed & { id: string })[];
  readonly linked: Linked;
  /** What it said of sources: those of which it says something else now are to be put together again. */
  readonly told: readonly Told[];
  /** Entities that were called by this article's name for them. */
  readonly named: readonly { readonly entityId: string; readonly name: string }[];
}

export const NOTHING_FORMER: Former = {
  body: '',
  mentions: [],
  citations: [],
  quotes: [],
  linked: { entityIds: [], sourceIds: [] },
  told: [],
  named: [],
};

/** Removes what was found in an article before, and remembers it. */
export async function takeOut(
  tx: Transaction,
  { id: articleId, body }: { readonly id: string; readonly body: string },
  { keepPublisher = false }: { keepPublisher?: boolean } = {},
): Promise<Former> {
  const where = { articleId };
  const place = { id: true, start: true, end: true, prefix: true, suffix: true } as const;
  const mentions = await tx.entityMention.findMany({ where, select: { ...place, exact: true, entityId: true } });
  const unlinked = await tx.articleEntity.findMany({
    where: { articleId, correction: { action: 'UNLINK' } },
    select: { entityId: true, correctionId: true },
  });
  const unlinkedBy = new Map(unlinked.map(({ entityId, correctionId }) => [entityId, correctionId ?? undefined]));
  const citations = await tx.citation.findMany({ where, select: { ...place, exact: true } });
  const quotes = await tx.quote.findMany({ where, select: { ...place, content: true } });
  const linked = await linkedIds(tx, articleId);
  const told = await tx.articleSource.findMany({
    where: { articleId, ...(keepPublisher ? { position: { gt: 0 } } : {}) },
    omit: { articleId: true, position: true },
  });
  const named = await tx.$queryRaw<{ entityId: string; name: string }[]>`
    SELECT a."entityId"::text AS "entityId", a."name" FROM "ArticleEntity" a JOIN "Entity" e ON e."id" = a."entityId"
    WHERE a."articleId" = ${articleId}::uuid AND a."name" = e."name"`;
  await tx.quote.deleteMany({ where });
  await tx.citation.deleteMany({ where });
  await tx.entityMention.deleteMany({ where });
  await tx.entityName.deleteMany({ where });
  await tx.articleEntity.deleteMany({ where });
  await tx.articleSource.deleteMany({ where: keepPublisher ? { articleId, position: { gt: 0 } } : where });
  return {
    body,
    mentions: mentions.map((row) => ({ ...row, words: row.exact, unlinkedBy: unlinkedBy.get(row.entityId) })),
    citations: citations.map((row) => ({ ...row, words: row.exact })),
    quotes: quotes.map((row) => ({ ...row, words: row.content })),
    linked,
    told,
    named,
  };
}

/** Of the entities that were called by the article's name for them, those that it does not call so any more. */
export function renamedBy({ named }: Former, { entities }: Extraction): string[] {
  const names = new Set(entities.map(({ name }) => name));
  return named.filter(({ name }) => !names.has(name)).map(({ entityId }) => entityId);
}

/** Ids by the indexes of an extraction. */
export interface FindingIds {
  readonly mentions: readonly string[];
  readonly quotes: readonly string[];
  readonly citations: readonly string[];
}

/** What was found in a text, and what was found in it before. */
interface FoundIn {
  readonly body: string;
  readonly extraction: Extraction;
  readonly former: Former;
}

/** The ids of what was found: what was there before keeps its own. */
export function idsOf({ body, extraction: { mentions, quotes, citations }, former }: FoundIn): FindingIds {
  if (former === NOTHING_FORMER) {
    return {
      mentions: newIds(mentions.length),
      quotes: newIds(quotes.length),
      citations: newIds(citations.length),
    };
  }
  const places = (spans: readonly Span[]) => spans.map((span) => anchorAt(body, span));
  const byExact = (place: TextAnchor) => ({ ...place, words: place.exact });
  const ids = (known: Former['quotes'], found: readonly Placed[]) =>
    keepIds(known, found, { sameText: body === former.body }).map((id) => id ?? newId());
  return {
    mentions: ids(former.mentions, places(mentions).map(byExact)),
    quotes: ids(
      former.quotes,
      quotes.map((quote) => ({ ...anchorAt(body, quote), words: quote.content })),
    ),
    citations: ids(former.citations, places(citations).map(byExact)),
  };
}

/**
 * What people took apart stays apart when another extractor has another key for it: an entity most of whose mentions that
 * were there before belonged to what was taken apart.
 * @returns corrections by the entities' keys
 */
export function stillUnlinked(
  { extraction: { entities, mentions }, former }: FoundIn,
  ids: FindingIds,
  { split }: InForce,
): ReadonlyMap<string, string> {
  const corrections = new Map<string, string>();
  if (former.mentions.every(({ unlinkedBy }) => unlinkedBy === undefined)) return corrections;
  const correctionOf = new Map(former.mentions.map(({ id, unlinkedBy }) => [id, unlinkedBy]));
  const votes = entities.map(() => new Map<string | undefined, number>());
  mentions.forEach(({ entity }, i) => {
    const id = at(ids.mentions, i);
    const own = votes[entity];
    // What was split off goes its own way, and says nothing of the rest.
    if (own && correctionOf.has(id) && !split.has(id))
      own.set(correctionOf.get(id), (own.get(correctionOf.get(id)) ?? 0) + 1);
  });
  entities.forEach(({ key }, i) => {
    const [most] = [...at(votes, i)].sort((a, b) => b[1] - a[1]);
    if (most?.[0] !== undefined) corrections.set(key, most[0]);
  });
  return corrections;
}

/** What was found in an article, placed and ready to be stored. */
export interface PlacedFindings {
  /** Of the article. */
  readonly id: string;
  readonly body: string;
  readonly extraction: Extraction;
  readonly ids: FindingIds;
  readonly inForce: InForce;
  readonly placement: Placement;
  readonly sources: CitedSources;
}

/** Stores what was found in articles, as people corrected it: one statement a table. */
export async function putIn(tx: Transaction, found: readonly PlacedFindings[]): Promise<void> {
  await insertRows(tx, 'ArticleEntity', found.flatMap(linkRows));
  await insertRows(tx, 'EntityName', found.flatMap(nameRows));
  await insertRows(tx, 'ArticleSource', found.flatMap(sourceRows));
  await insertRows(tx, 'EntityMention', found.flatMap(mentionRows));
  await insertRows(tx, 'Citation', found.flatMap(citationRows));
  await insertRows(tx, 'Quote', found.flatMap(quoteRows));
}

// The check at the door: an anchor is cut out of the body here, so it cannot but reproduce its text.

function linkRows({ id: articleId, body, placement }: PlacedFindings) {
  return placement.entities.map(
    ({ id: entityId, found: { key, link }, name, mentionCount, salience, via, correctionId }) => ({
      articleId,
      entityId,
      mentionCount,
      salience,
      name,
      linkKey: key,
      linkRule: link?.rule ?? 'FULL_NAME',
      linkReason: link?.reason ?? '',
      ...(link?.span ? { linkAnchor: jsonAnchor(body, link.span) } : {}),
      via: [...via],
      correctionId,
    }),
  );
}

function nameRows({ id: articleId, placement }: PlacedFindings) {
  return placement.entities.flatMap(({ id: entityId, names }) =>
    [...new Set(names)].map((name) => ({ articleId, entityId, name, normalized: normalizeName(name) })),
  );
}

function sourceRows({ id: articleId, sources }: PlacedFindings) {
  return sources.rows.map((row) => ({ articleId, ...row }));
}

function mentionRows({ id: articleId, body, extraction, ids, placement }: PlacedFindings) {
  return extraction.mentions.map((mention, i) => ({
    id: at(ids.mentions, i),
    articleId,
    entityId: at(placement.ofMention, i).id,
    mentionType: mention.mentionType,
    ...anchorAt(body, mention),
  }));
}

function citationRows({ id: articleId, body, extraction, ids, sources }: PlacedFindings) {
  return extraction.citations.map((citation, i) => ({
    id: at(ids.citations, i),
    articleId,
    kind: citation.kind,
    isNamed: citation.isNamed,
    cue: citation.cueSpan && anchorAt(body, citation.cueSpan).exact,
    ...at(sources.ofCitation, i),
    ...anchorAt(body, citation),
  }));
}

function quoteRows({ id: articleId, body, extraction, ids, placement, sources, inForce }: PlacedFindings) {
  return extraction.quotes.map((quote, i) => {
    const id = at(ids.quotes, i);
    const speaker = quote.speakerSpan && anchorAt(body, quote.speakerSpan);
    const cue = quote.cueSpan && anchorAt(body, quote.cueSpan);
    const { evidence, ...attribution } = quote.attribution;
    const said = inForce.speakers.get(id);
    const speakerSpans = [quote.speakerSpan, ...evidence];
    return {
      id,
      articleId,
      quoteType: quote.quoteType,
      content: quote.content,
      ...anchorAt(body, quote),
      stretches: quote.stretches.map((span) => jsonAnchor(body, span)),
      speakerText: speaker?.exact ?? null,
      ...(speaker ? { speakerAnchor: { ...speaker } } : {}),
      cue: cue?.exact ?? null,
      ...(cue ? { cueAnchor: { ...cue } } : {}),
      addresseeId: at(sources.ofAddressee, i),
      citationId: quote.citation === null ? null : at(ids.citations, quote.citation),
      ...(said
        ? corrected(said.entityId && placement.speaker(said.entityId))
        : {
            ...attribution,
            evidence: evidence.map((span) => jsonAnchor(body, span)),
            speakerId: quote.speaker === null ? null : placement.placeOf(quote.speaker, speakerSpans).id,
          }),
      isRejected: inForce.rejected.has(id),
    };
  });
}

function jsonAnchor(body: string, span: Span) {
  return { ...anchorAt(body, span) };
}

/** The attribution of a quote whose speaker a person named, or said that nobody can name. */
function corrected(speakerId: string | null) {
  const abstained = speakerId === null ? ('UNNAMED_SPEAKER' as const) : null;
  return { method: 'correction', confidence: 1, abstained, evidence: [], speakerId };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index} of ${items.length}`);
  return item;
}
