import type { Publisher } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import { normalizeName, squash } from '../domain/name.ts';
import type { SourceKind } from '../domain/source.ts';
import { SOURCE_KINDS, sourceKey } from '../domain/source.ts';
import type { Span } from '../domain/text-anchor.ts';
import { rowsByDriver } from './driver.ts';
import { isOwnKey } from './entity-store.ts';
import { Prisma } from './generated/client.ts';
import { lockNames } from './lock-names.ts';
import { newId } from './new-ids.ts';
import type { Place, Placement } from './place-entities.ts';
import type { Transaction } from './transaction.ts';
import { insertRows, updateRows } from './write-rows.ts';

/** A publisher, or a source that a text cites. */
interface FoundSource {
  readonly key: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly domain: string | null;
  readonly aliases: readonly string[];
  /** The entity that it is. */
  readonly entity: Pick<Place, 'id' | 'key' | 'name'> | null;
  /** Whether people merged another entity into that one: the names are aliases then, and the kind says nothing. */
  readonly isMerged: boolean;
}

/** The rows of the sources that an article cites, by the indexes of its extraction. */
export interface CitedSources {
  readonly ofCitation: readonly { readonly sourceId: string | null; readonly viaId: string | null }[];
  /** By quotes. */
  readonly ofAddressee: readonly (string | null)[];
  /** What the article says of them, and of its publisher. */
  readonly rows: readonly (Told & { readonly position: number })[];
}

/** What an article says of a source. */
export interface Told {
  readonly sourceId: string;
  readonly name: string;
  readonly aliases: string[];
  readonly kind: SourceKind;
  readonly entityId: string | null;
  readonly isMerged: boolean;
}

/** The sources of which an article does not say any more what it said, and those of which it tells by a merge. */
export function toldOtherwise(former: readonly Told[], now: readonly Told[]): string[] {
  const said = ({ sourceId, name, aliases, kind, entityId, isMerged }: Told) =>
    JSON.stringify([sourceId, name, aliases, kind, entityId, isMerged]);
  const still = new Set(now.map(said));
  const gone = former.filter((told) => !still.has(said(told)));
  return [...new Set([...gone, ...now.filter(({ isMerged }) => isMerged)].map(({ sourceId }) => sourceId))];
}

/** A row of the table. */
interface StoredSource {
  readonly id: string;
  key: string;
  name: string;
  kind: SourceKind;
  domain: string | null;
  aliases: string[];
  normalizedNames: string[];
  readonly label: string;
  entityId: string | null;
  /** Of the entity; no column of this table. */
  entityKey: string | null;
}

/** What is said more exactly counts, whichever came first: a domain tells an outlet, a name may tell an agency. */
const KINDS_BY_EXACTNESS: readonly SourceKind[] = [
  'NEWS_AGENCY',
  ...SOURCE_KINDS.filter((kind) => kind !== 'NEWS_AGENCY'),
];

/** A label shorter than this says too little to tell an outlet by. */
const SHORTEST_LABEL = 5;

/** The publisher of an article; null for one without. */
function foundPublisher(publisher: Publisher): FoundSource {
  return {
    ...publisher,
    key: sourceKey({ ...publisher, entityKey: null }),
    aliases: [],
    entity: null,
    isMerged: false,
  };
}

/** A source that a text cites, as people corrected the entity that it is. */
function foundSource(source: Extraction['sources'][number], place: Place | null): FoundSource {
  const as = { key: source.key, name: source.name, kind: source.kind, domain: source.domain, aliases: source.aliases };
  if (!place || !(place.isOwn || place.isMerged || place.isSplit)) return { ...as, entity: place, isMerged: false };
  // An outlet with a domain is known by it, whatever this article's word for it is taken to mean.
  if (source.domain !== null) return { ...as, entity: place.isMerged ? place : null, isMerged: false };
  const key = sourceKey({ domain: null, entityKey: place.key, name: place.name });
  const names = place.isSplit ? { name: place.name, aliases: [] } : {};
  return { ...as, ...names, key, entity: place, isMerged: place.isMerged };
}

/**
 * Finds or makes the publishers and the sources of articles.
 *
 * Texts name outlets, addresses give domains. A named source and a publisher are taken for one when the name, squashed,
 * is the label of exactly one known domain ('The Harbour Ledger', harbourledger.example), whichever came first. A source that
 * stands for an entity of one article alone is that article's alone, too; one that stands for what people merged or split
 * goes along.
 * Of several articles each finds what those before it made.
 */
export async function saveSources<T extends SourcesOfArticle>(
  tx: Transaction,
  articles: readonly T[],
): Promise<(T & PlacedSources)[]> {
  const found = articles.map((article) => ({ article, found: foundIn(article) }));
  const ids = await placeSources(
    tx,
    found.flatMap(({ found: { sources } }) => sources),
    articles.flatMap(({ former }) => former.told),
  );
  let next = 0;
  return found.map(({ article, found: own }) => {
    const first = next;
    next += own.sources.length;
    return { ...article, ...placedSources(own, ids.slice(first, next)) };
  });
}

/** An article whose sources are to be placed. */
interface SourcesOfArticle {
  readonly publisher: Publisher | null;
  readonly extraction: Extraction;
  readonly placement: Placement;
  /** What it said before: whoever puts those sources together again has them for itself, too. */
  readonly former: { readonly told: readonly Told[] };
}

interface PlacedSources {
  readonly publisherId: string | null;
  readonly sources: CitedSources;
}

/** The sources of an article, its publisher first; numbers are indexes into them. */
interface FoundInArticle {
  readonly sources: readonly FoundSource[];
  readonly hasPublisher: boolean;
  readonly citations: readonly { readonly source: number | null; readonly via: number | null }[];
  readonly addressees: readonly (number | null)[];
}

function foundIn({ publisher, extraction, placement }: SourcesOfArticle): FoundInArticle {
  const sources: FoundSource[] = publisher ? [foundPublisher(publisher)] : [];
  const known = new Map<string, number>();
  const indexOf = (source: number | null, spans: readonly Span[]): number | null => {
    if (source === null) return null;
    const one = extraction.sources[source];
    if (!one) throw new RangeError(`no source ${source} of ${extraction.sources.length}`);
    const place = one.entity === null ? null : placement.placeOf(one.entity, spans);
    const key = `${source} ${place?.id}`;
    const index = known.get(key) ?? sources.push(foundSource(one, place)) - 1;
    known.set(key, index);
    return index;
  };
  const citations = extraction.citations.map((citation) => ({
    source: indexOf(citation.source, [citation]),
    via: indexOf(citation.via, []),
  }));
  const addressees = extraction.quotes.map(({ addressee }) => indexOf(addressee, []));
  return { sources, hasPublisher: publisher !== null, citations, addressees };
}

function placedSources(
  { sources, hasPublisher, citations, addressees }: FoundInArticle,
  ids: readonly string[],
): PlacedSources {
  const idOf = (index: number | null) => (index === null ? null : (ids[index] ?? null));
  const rows = sources.flatMap(({ name, aliases, kind, entity, isMerged }, i) => {
    const sourceId = ids[i];
    if (sourceId === undefined) return [];
    const facts = { name, aliases: [...aliases], kind, entityId: entity?.id ?? null, isMerged };
    return { position: hasPublisher ? i : i + 1, sourceId, ...facts };
  });
  return {
    publisherId: hasPublisher ? idOf(0) : null,
    sources: {
      ofCitation: citations.map(({ source, via }) => ({ sourceId: idOf(source), viaId: idOf(via) })),
      ofAddressee: addressees.map(idOf),
      rows,
    },
  };
}

/**
 * Puts sources together anew from what articles say of them, after one has ceased to say something: names, kind and entity
 * come out as if the rest had come alone.
 */
export async function renewSources(tx: Transaction, sourceIds: readonly string[]): Promise<void> {
  if (sourceIds.length === 0) return;
  const rows = await tx.$queryRaw<(Told & { entityKey: string | null; entityName: string | null })[]>`
    SELECT DISTINCT a."sourceId"::text AS "sourceId", a."name", a."aliases", a."kind"::text AS "kind",
      a."entityId"::text AS "entityId", a."isMerged", e."key" AS "entityKey", e."name" AS "entityName"
    FROM "ArticleSource" a LEFT JOIN "Entity" e ON e."id" = a."entityId" WHERE a."sourceId" = ANY(${sourceIds}::uuid[])`;
  const renewed: Pick<StoredSource, 'id' | 'name' | 'aliases' | 'normalizedNames' | 'kind' | 'entityId'>[] = [];
  for (const id of [...new Set(rows.map(({ sourceId }) => sourceId))].sort()) {
    const foundIn = rows.filter(({ sourceId }) => sourceId === id);
    const own = foundIn.filter(({ isMerged }) => !isMerged);
    const [first] = foundIn
      .filter(({ entityKey }) => entityKey !== null)
      .sort((a, b) => ((a.entityKey ?? '') < (b.entityKey ?? '') ? -1 : 1));
    const name =
      own.length > 0 ? bestSpelling(own.map((each) => each.name)) : (first?.entityName ?? foundIn[0]?.name ?? '');
    const aliases = namesBeside(
      name,
      foundIn.flatMap((each) => [each.name, ...each.aliases]),
    );
    const kinds = (own.length > 0 ? own : foundIn).map(({ kind }) => kind);
    renewed.push({
      id,
      name,
      aliases,
      normalizedNames: normalized([name, ...aliases]),
      kind: KINDS_BY_EXACTNESS.find((kind) => kinds.includes(kind)) ?? 'ORGANIZATION',
      entityId: first?.entityId ?? null,
    });
  }
  await updateRows(tx, 'Source', renewed);
}

/** Finds or makes sources; @returns their rows, in the order given. */
async function placeSources(
  tx: Transaction,
  found: readonly FoundSource[],
  formerlyTold: readonly Told[],
): Promise<string[]> {
  if (found.length + formerlyTold.length === 0) return [];
  // What was merged goes to the source of the survivor, whatever that is known by.
  const survivors = found.flatMap(({ isMerged, entity }) => (isMerged && entity ? [entity.id] : []));
  const former = formerlyTold.map(({ sourceId }) => sourceId);
  const theirs =
    survivors.length + former.length === 0
      ? []
      : await tx.source.findMany({
          where: { OR: [{ entityId: { in: survivors } }, { id: { in: former } }] },
          select: { label: true },
        });
  const labels = [...new Set([...found.map(foundLabel), ...theirs.map(({ label }) => label)])];
  // Writers that meet the same names take turns.
  await lockNames(
    tx,
    labels.map((label) => `source:${label}`),
  );
  const keys = [...new Set(found.map(({ key }) => key))];
  const stored = await rowsByDriver<StoredSource>(
    tx,
    Prisma.sql`
    SELECT s."id", s."key", s."name", s."kind"::text AS "kind", s."domain", s."aliases", s."normalizedNames", s."label", s."entityId",
      (SELECT e."key" FROM "Entity" e WHERE e."id" = s."entityId") AS "entityKey"
    FROM "Source" s
    WHERE s."key" = ANY(${keys}::text[]) OR s."label" = ANY(${labels}::text[]) OR s."entityId" = ANY(${survivors}::uuid[])`,
  );
  const before = new Map(stored.map((row) => [row.id, JSON.stringify(row)]));
  const byKey = new Map(stored.map((row) => [row.key, row]));
  const ids = found.map((source) => {
    const known = byKey.get(source.key) ?? survivorsSource(stored, source) ?? otherSide(stored, source);
    const row = known ?? newSource(source);
    if (known) {
      byKey.delete(known.key);
      merge(known, source);
    } else stored.push(row);
    byKey.set(row.key, row);
    return row.id;
  });
  const columns = ({ entityKey: _, ...row }: StoredSource) => row;
  await insertRows(tx, 'Source', stored.filter(({ id }) => !before.has(id)).map(columns));
  const changed = stored.filter((row) => before.has(row.id) && before.get(row.id) !== JSON.stringify(row));
  await updateRows(tx, 'Source', changed.map(columns));
  return ids;
}

function newSource({ key, kind, domain, entity, ...found }: FoundSource): StoredSource {
  const name = rowName({ ...found, entity });
  const others = namesBeside(name, [found.name, ...found.aliases]);
  return {
    id: newId(),
    key,
    name,
    kind,
    domain,
    aliases: others,
    normalizedNames: normalized([name, ...others]),
    label: labelOf({ name, domain }),
    entityId: entity?.id ?? null,
    entityKey: entity?.key ?? null,
  };
}

/** Takes into a known source what was found of it. */
function merge(known: StoredSource, found: FoundSource): void {
  // A name that a text gives is better than the bare label of a domain.
  const name = found.isMerged ? known.name : bestSpelling([known.name, found.name]);
  known.aliases = namesBeside(name, [...known.aliases, known.name, found.name, ...found.aliases]);
  known.name = name;
  known.normalizedNames = normalized([name, ...known.aliases]);
  if (found.entity && (known.entityKey === null || found.entity.key < known.entityKey)) {
    known.entityId = found.entity.id;
    known.entityKey = found.entity.key;
  }
  if (known.domain === null && found.domain !== null) {
    known.domain = found.domain;
    known.key = found.key;
  }
  if (!found.isMerged)
    known.kind = KINDS_BY_EXACTNESS.find((kind) => kind === known.kind || kind === found.kind) ?? known.kind;
}

/** The one source on the other side, named or with a domain, that has the same label. */
function otherSide(stored: readonly StoredSource[], found: FoundSource): StoredSource | undefined {
  const label = foundLabel(found);
  if (label.length < SHORTEST_LABEL || !mayBeOutlet(found)) return undefined;
  const others = stored.filter(
    (row) => row.label === label && mayBeOutlet(row) && (row.domain === null) !== (found.domain === null),
  );
  return others.length === 1 ? others[0] : undefined;
}

/** The source that stands for the entity into which people merged what this one stands for. */
function survivorsSource(stored: readonly StoredSource[], { isMerged, entity }: FoundSource): StoredSource | undefined {
  const own = isMerged && entity ? stored.filter(({ entityId }) => entityId === entity.id) : [];
  return own.sort((a, b) => (a.key < b.key ? -1 : 1))[0];
}

/** What a row is called that is made of it. */
function rowName({ isMerged, entity, name }: Pick<FoundSource, 'isMerged' | 'entity' | 'name'>): string {
  return isMerged && entity ? entity.name : name;
}

function foundLabel(found: FoundSource): string {
  return labelOf({ name: rowName(found), domain: found.domain });
}

function mayBeOutlet({ kind, key }: { kind: SourceKind; key: string }): boolean {
  return !isOwnKey(key) && (kind === 'NEWS_OUTLET' || kind === 'NEWS_AGENCY' || kind === 'ORGANIZATION');
}

function labelOf({ name, domain }: { name: string; domain: string | null }): string {
  return squash(domain === null ? name : (domain.split('.', 1)[0] ?? domain));
}

/** Of two spellings the one with blanks and capitals, then the greater: whichever came first, the same one stays. */
function bestSpelling(names: readonly string[]): string {
  const weight = (name: string) => (/\s/.test(name) ? 2 : 0) + (/\p{Lu}/u.test(name) ? 1 : 0);
  return names.reduce((a, b) => {
    const difference = weight(b) - weight(a);
    return difference > 0 || (difference === 0 && b > a) ? b : a;
  });
}

function namesBeside(name: string, others: readonly string[]): string[] {
  return [...new Set(others)].filter((other) => other !== name).sort();
}

function normalized(names: readonly string[]): string[] {
  return [...new Set(names.map(normalizeName))].filter((name) => name !== '');
}
