import { v7 as uuid } from 'uuid';
import type { Publisher } from '../domain/document.ts';
import type { ExtractedSource } from '../domain/extraction.ts';
import { normalizeName, squash } from '../domain/name.ts';
import type { SourceKind } from '../domain/source.ts';
import { SOURCE_KINDS, sourceKey } from '../domain/source.ts';
import type { SavedEntity } from './entity-store.ts';
import { isOwnKey } from './entity-store.ts';
import { lockNames } from './lock-names.ts';
import type { Transaction } from './transaction.ts';

/** A publisher, or a source that a text cites. */
export interface FoundSource {
  readonly key: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly domain: string | null;
  readonly aliases: readonly string[];
  /** The entity that it is. */
  readonly entity: Pick<SavedEntity, 'id' | 'key'> | null;
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

/**
 * Finds or makes the publishers and sources of an article.
 *
 * Texts name outlets, addresses give domains. A named source and a publisher are taken for one when the name, squashed,
 * is the label of exactly one known domain ('The Harbour Ledger', harbourledger.example), whichever came first. A source that
 * stands for an entity of one article alone is that article's alone, too.
 * @param entities the rows of the extraction's entities, which a source may be one of
 * @returns the rows of the publishers and of the sources, each in the order given
 */
export async function saveSources(
  tx: Transaction,
  publishers: readonly Publisher[],
  sources: readonly ExtractedSource[],
  entities: readonly SavedEntity[],
): Promise<[publisherIds: string[], sourceIds: string[]]> {
  const found = [
    ...publishers.map((publisher): FoundSource => {
      const key = sourceKey({ ...publisher, entityKey: null });
      return { ...publisher, key, aliases: [], entity: null };
    }),
    ...sources.map((source): FoundSource => {
      const entity = source.entity === null ? undefined : entities[source.entity];
      if (!entity?.isOwn) return { ...source, entity: entity ?? null };
      // An outlet with a domain is known by it, whatever this article's word for it is taken to mean.
      return source.domain === null
        ? { ...source, key: sourceKey({ domain: null, entityKey: entity.key, name: source.name }), entity }
        : { ...source, entity: null };
    }),
  ];
  const ids = await placeSources(tx, found);
  return [ids.slice(0, publishers.length), ids.slice(publishers.length)];
}

/** Finds or makes sources; @returns their rows, in the order given. */
export async function placeSources(tx: Transaction, found: readonly FoundSource[]): Promise<string[]> {
  const labels = found.map(labelOf);
  // Writers that meet the same names take turns.
  await lockNames(
    tx,
    labels.map((label) => `source:${label}`),
  );
  const rows = await tx.source.findMany({
    where: { OR: [{ key: { in: found.map(({ key }) => key) } }, { label: { in: labels } }] },
    include: { entity: { select: { key: true } } },
  });
  const stored: StoredSource[] = rows.map(({ entity, ...row }) => ({ ...row, entityKey: entity?.key ?? null }));
  const before = new Map(stored.map((row) => [row.id, JSON.stringify(row)]));
  const ids = found.map((source) => {
    const known = stored.find(({ key }) => key === source.key) ?? otherSide(stored, source);
    if (known) {
      merge(known, source);
      return known.id;
    }
    const made = newSource(source);
    stored.push(made);
    return made.id;
  });
  const columns = ({ entityKey: _, ...row }: StoredSource) => row;
  await tx.source.createMany({ data: stored.filter(({ id }) => !before.has(id)).map(columns) });
  for (const row of stored) {
    if (before.has(row.id) && before.get(row.id) !== JSON.stringify(row)) {
      await tx.source.update({ where: { id: row.id }, data: columns(row) });
    }
  }
  return ids;
}

function newSource({ key, name, kind, domain, aliases, entity }: FoundSource): StoredSource {
  const others = namesBeside(name, aliases);
  return {
    id: uuid(),
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
  const name = bestSpelling([known.name, found.name]);
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
  known.kind = KINDS_BY_EXACTNESS.find((kind) => kind === known.kind || kind === found.kind) ?? known.kind;
}

/** The one source on the other side, named or with a domain, that has the same label. */
function otherSide(stored: readonly StoredSource[], found: FoundSource): StoredSource | undefined {
  const label = labelOf(found);
  if (label.length < SHORTEST_LABEL || !mayBeOutlet(found)) return undefined;
  const others = stored.filter(
    (row) => row.label === label && mayBeOutlet(row) && (row.domain === null) !== (found.domain === null),
  );
  return others.length === 1 ? others[0] : undefined;
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
