import { v7 as uuid } from 'uuid';
import { normalizeName, squash } from '../domain/name.ts';
import type { SourceKind } from '../domain/source.ts';
import { sourceKey } from '../domain/source.ts';
import type { Transaction } from './article-store.ts';

/** A publisher, or a source that a text cites. */
interface FoundSource {
  readonly name: string;
  readonly kind: SourceKind;
  readonly domain: string | null;
  readonly aliases?: readonly string[];
}

const select = { id: true, key: true, name: true, kind: true, domain: true, aliases: true, entityId: true } as const;

/** A label shorter than this says too little to tell an outlet by. */
const SHORTEST_LABEL = 5;

/**
 * Finds or makes sources, one after the other, in the order of their keys so that no two writers wait for each other.
 *
 * Texts name outlets, addresses give domains. A named source and a publisher are taken for one when the name, squashed,
 * is the label of exactly one known domain ('The Harbour Ledger', harbourledger.example), whichever came first.
 * @param entityKeys for each source the key of the entity that it is, or null
 * @returns their ids, in the order given
 */
export async function saveSources(
  tx: Transaction,
  sources: readonly FoundSource[],
  entityKeys: readonly (string | null)[],
): Promise<string[]> {
  const keyed = sources.map((source, index) => {
    const entityKey = entityKeys[index] ?? null;
    return { source, index, entityKey, key: sourceKey({ ...source, entityKey }) };
  });
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  const ids = new Array<string>(sources.length);
  for (const { source, index, entityKey, key } of keyed) {
    const entity =
      entityKey === null ? null : await tx.entity.findUnique({ where: { key: entityKey }, select: { id: true } });
    ids[index] = await saveSource(tx, source, key, entity?.id ?? null);
  }
  return ids;
}

async function saveSource(tx: Transaction, found: FoundSource, key: string, entityId: string | null): Promise<string> {
  const label = labelOf(found);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`source:${label}`}, 0))`;
  const known = (await tx.source.findUnique({ where: { key }, select })) ?? (await findByLabel(tx, found, label));
  if (!known) {
    const aliases = namesBeside(found.name, found.aliases ?? []);
    const { id } = await tx.source.create({
      data: {
        id: uuid(),
        key,
        name: found.name,
        kind: found.kind,
        domain: found.domain,
        aliases,
        normalizedNames: normalized([found.name, ...aliases]),
        label,
        entityId,
      },
      select: { id: true },
    });
    return id;
  }
  // A name that a text gives is better than the bare label of a domain.
  const names = [known.name, found.name].filter((name) => squash(name) === label || name === known.name);
  const name = known.domain !== null || found.domain !== null ? best(names) : known.name;
  const aliases = namesBeside(name, [...known.aliases, known.name, found.name, ...(found.aliases ?? [])]);
  const adopted = known.domain === null && found.domain !== null;
  await tx.source.update({
    where: { id: known.id },
    data: {
      name,
      aliases,
      normalizedNames: normalized([name, ...aliases]),
      ...(adopted ? { domain: found.domain, key, kind: found.kind } : {}),
      ...(known.entityId === null && entityId !== null ? { entityId } : {}),
    },
  });
  return known.id;
}

/** The one source on the other side, named or with a domain, that has the same label. */
async function findByLabel(tx: Transaction, found: FoundSource, label: string) {
  if (label.length < SHORTEST_LABEL || found.kind === 'PERSON' || found.kind === 'GROUP') return null;
  const others = await tx.source.findMany({
    where: {
      label,
      domain: found.domain === null ? { not: null } : null,
      kind: { in: ['NEWS_OUTLET', 'NEWS_AGENCY', 'ORGANIZATION'] },
    },
    take: 2,
    select,
  });
  return others.length === 1 ? (others[0] ?? null) : null;
}

function labelOf({ name, domain }: FoundSource): string {
  return squash(domain === null ? name : (domain.split('.', 1)[0] ?? domain));
}

/** Of two spellings the one with blanks and capitals, then the greater: whichever came first, the same one stays. */
function best(names: readonly string[]): string {
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
