import type { ExtractedEntity, Extraction } from '../domain/extraction.ts';
import type { Span } from '../domain/text-anchor.ts';
import type { InForce, Unlinked } from './corrections-in-force.ts';
import type { EntityRow, EntityRows, ToldEntity } from './entity-store.ts';
import { entityRows, isOwnKey, ownKey, saveEntities, survivorOf } from './entity-store.ts';
import type { Transaction } from './transaction.ts';

/** The row that something in an article stands for. */
export interface Place {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  /** Whether no other article can be linked to it. */
  readonly isOwn: boolean;
  /** Whether people merged into it what the machine found. */
  readonly isMerged: boolean;
  /** Whether people split off the mentions that stand for it; its name is theirs then. */
  readonly isSplit: boolean;
}

/** What an article has of one entity: of what the machine found, all that stands for it. */
export interface PlacedEntity {
  readonly id: string;
  /** What the machine found, whose ground of linking is shown. */
  readonly found: ExtractedEntity;
  readonly name: string;
  readonly names: readonly string[];
  readonly mentionCount: number;
  readonly salience: number;
  readonly via: readonly string[];
  readonly correctionId: string | null;
}

export interface Placement {
  readonly entities: readonly PlacedEntity[];
  /** Where the extraction's mentions lead, by their indexes. */
  readonly ofMention: readonly Place[];
  /**
   * Where an entity of the extraction leads.
   * @param spans places of the text that stand for it: of one that was split, they tell which part
   */
  placeOf(entity: number, spans: readonly (Span | null)[]): Place;
  /** The row of a speaker whom people named, merges followed; null when it is gone. */
  speaker(entityId: string): string | null;
}

/** The mentions of one extracted entity that lead to one row. */
interface Part {
  readonly entity: number;
  readonly found: ExtractedEntity;
  readonly mentions: number[];
  /** The correction that split it off, and the entity that it made. */
  readonly split: { readonly correctionId: string; readonly row: EntityRow } | null;
}

/** Where a part leads; `row` is null for an entity that is to be made. */
interface Way {
  readonly key: string;
  readonly row: EntityRow | null;
  readonly via: readonly string[];
  readonly correctionId: string | null;
  readonly isMerged: boolean;
}

/** An article whose entities are to be placed. */
interface ArticleToPlace {
  readonly key: string;
  readonly body: string;
  readonly extraction: Extraction;
  readonly ids: { readonly mentions: readonly string[] };
  readonly inForce: InForce;
  /** Corrections of the former version that its mentions still speak for, by keys of the extraction. */
  readonly stillUnlinked: ReadonlyMap<string, string>;
}

/** Finds or makes the rows of the entities that articles name, as people corrected them; @returns the articles with them. */
export async function placeEntities<T extends ArticleToPlace>(
  tx: Transaction,
  articles: readonly T[],
): Promise<(T & { readonly placement: Placement })[]> {
  const rows = await entityRows(tx, {
    keys: articles.flatMap((article) => [
      ...article.extraction.entities.map((found) => baseKey(found, article.key)),
      ...[...article.inForce.unlinked.values()].map(({ key }) => ownKey(key, article.key)),
    ]),
    ids: articles.flatMap(({ inForce }) => [
      ...[...inForce.split.values()].map(({ entityId }) => entityId),
      ...[...inForce.speakers.values()].flatMap(({ entityId }) => entityId ?? []),
    ]),
  });
  const led = articles.map((article) => {
    const parts = partsOf(article, rows);
    return { article, parts, ways: parts.map((part) => wayOf(part, article, rows)) };
  });
  const ids = await saveEntities(tx, led.flatMap(toldOf));
  return led.map(({ article, parts, ways }) => ({
    ...article,
    placement: placementOf(article, parts, ways, rows, ids),
  }));
}

/** The key of what the machine found, before anybody corrects it. */
export function baseKey({ key, link }: ExtractedEntity, articleKey: string): string {
  return link?.rule === 'ARTICLE_ONLY' ? ownKey(key, articleKey) : key;
}

/** What an article tells of entities. What people merged or split off says nothing of the row that it leads to. */
function toldOf({ parts, ways }: { parts: readonly Part[]; ways: readonly Way[] }): ToldEntity[] {
  const told = new Map<string, ExtractedEntity>();
  parts.forEach((part, i) => {
    const way = ways[i];
    if (!way || way.isMerged || (part.split && way.row)) return;
    const known = told.get(way.key);
    if (!known || known.key > part.found.key) {
      told.set(way.key, part.split ? { ...part.found, name: part.split.row.name } : part.found);
    }
  });
  return [...told].map(([key, entity]) => ({ key, entity }));
}

/** @param ids of the entities that were saved, by key */
function placementOf(
  { extraction, body }: ArticleToPlace,
  parts: readonly Part[],
  ways: readonly Way[],
  rows: EntityRows,
  ids: ReadonlyMap<string, string>,
): Placement {
  const places = parts.map((part, i): Place => {
    const way = ways[i];
    const id = way && (way.row?.id ?? ids.get(way.key));
    if (!way || id === undefined) throw new Error(`the entity ${part.found.key} was not stored`);
    const name = way.row?.name ?? part.split?.row.name ?? part.found.name;
    return {
      id,
      key: way.key,
      name,
      isOwn: isOwnKey(way.key),
      isMerged: way.isMerged,
      isSplit: part.split !== null,
    };
  });
  const partsOfEntity = extraction.entities.map((): number[] => []);
  parts.forEach(({ entity }, i) => {
    partsOfEntity[entity]?.push(i);
  });
  const partOfMention = new Map(parts.flatMap((part, i) => part.mentions.map((mention) => [mention, i] as const)));
  const placeAt = (part: number | undefined): Place => {
    const place = part === undefined ? undefined : places[part];
    if (!place) throw new RangeError('something refers to an entity that the extraction does not have');
    return place;
  };
  return {
    entities: join(parts, ways, places, extraction, body),
    ofMention: extraction.mentions.map((_, i) => placeAt(partOfMention.get(i))),
    placeOf(entity, spans) {
      const own = partsOfEntity[entity] ?? [];
      if (own.length < 2) return placeAt(own[0]);
      for (const span of spans) {
        const mention = extraction.mentions.findIndex((each) => each.entity === entity && span && overlap(each, span));
        if (mention >= 0) return placeAt(partOfMention.get(mention));
      }
      // Nothing says which: what stays with the machine, else what most mentions went to.
      return placeAt(
        own.find((part) => parts[part]?.split === null) ?? most(own, (part) => parts[part]?.mentions.length ?? 0),
      );
    },
    speaker(entityId) {
      const row = rows.byId.get(entityId);
      return row ? survivorOf(row, rows).id : null;
    },
  };
}

function partsOf(
  { extraction: { entities, mentions }, ids, inForce: { split } }: ArticleToPlace,
  rows: EntityRows,
): Part[] {
  const parts = entities.map((found, entity) => ({ entity, found, mentions: [] as number[], split: null }));
  const apart = new Map<string, Part>();
  mentions.forEach(({ entity }, i) => {
    const given = split.get(ids.mentions[i] ?? '');
    const row = given && rows.byId.get(given.entityId);
    const whole = parts[entity];
    if (!whole) throw new RangeError(`no entity ${entity} of ${parts.length}`);
    if (!given || !row) {
      whole.mentions.push(i);
      return;
    }
    const key = `${entity} ${row.id}`;
    const part = apart.get(key) ?? {
      entity,
      found: whole.found,
      mentions: [],
      split: { correctionId: given.correctionId, row },
    };
    apart.set(key, part);
    part.mentions.push(i);
  });
  const emptied = new Set([...apart.values()].map(({ entity }) => entity));
  return [...parts.filter((part) => part.mentions.length > 0 || !emptied.has(part.entity)), ...apart.values()];
}

/**
 * From the machine's entity, or the one that was split off, on: merges are followed, and where the article was taken from
 * an entity on the way it goes on from its own one. Each taking away is obeyed once: who merges the article's own entity
 * into the one that it was taken from has the last word.
 */
function wayOf(part: Part, article: ArticleToPlace, rows: EntityRows): Way {
  const { unlinked } = article.inForce;
  const walk = (start: Pick<Way, 'key' | 'row' | 'correctionId'>, obeyed: Set<string>): Way => {
    let { key, row, correctionId } = start;
    let isMerged = false;
    const via: string[] = [];
    const goTo = (next: EntityRow | null, nextKey: string, by: string | null) => {
      if (row) via.push(row.id);
      [key, row, correctionId] = [nextKey, next, by];
    };
    while (row) {
      const taken: Unlinked | undefined = unlinked.get(row.id);
      const next: EntityRow | undefined = rows.byId.get(row.mergedIntoId ?? '');
      if (taken && !obeyed.has(taken.correctionId)) {
        obeyed.add(taken.correctionId);
        const own = ownKey(taken.key, article.key);
        goTo(rows.byKey.get(own) ?? null, own, taken.correctionId);
        isMerged = false;
      } else if (next) {
        goTo(next, next.key, row.mergedById);
        isMerged = true;
      } else break;
    }
    return { key, row, via: [...new Set(via)].filter((id) => id !== row?.id), correctionId, isMerged };
  };
  if (part.split) {
    const { row, correctionId } = part.split;
    return walk({ key: row.key, row, correctionId }, new Set());
  }
  const obeyed = new Set<string>();
  const key = baseKey(part.found, article.key);
  const way = walk({ key, row: rows.byKey.get(key) ?? null, correctionId: null }, obeyed);
  if (obeyed.size > 0) return way;
  // Another extractor may have another key for what was taken apart; its mentions tell.
  const id = article.stillUnlinked.get(part.found.key);
  const taken = [...unlinked.values()].find(({ correctionId }) => correctionId === id);
  if (!taken) return way;
  const own = ownKey(taken.key, article.key);
  return walk(
    { key: own, row: rows.byKey.get(own) ?? null, correctionId: taken.correctionId },
    new Set([taken.correctionId]),
  );
}

/** Puts together what leads to one row. */
function join(
  parts: readonly Part[],
  ways: readonly Way[],
  places: readonly Place[],
  { mentions, entities }: Extraction,
  body: string,
): PlacedEntity[] {
  const words = (mention: number) => body.slice(mentions[mention]?.start, mentions[mention]?.end);
  const counts = entities.map(() => 0);
  for (const { entity } of mentions) counts[entity] = (counts[entity] ?? 0) + 1;
  const pieces = parts.map((part, i) => {
    const { found, split } = part;
    const [way, place, count] = [ways[i], places[i], counts[part.entity] ?? 0];
    if (!way || !place) throw new RangeError('a part without a place');
    const isWhole = part.mentions.length === count;
    // A name goes along when all mentions by it do.
    const kept = new Set(isWhole ? [] : part.mentions.map(words));
    const gone = new Set(
      isWhole ? [] : parts.flatMap((other) => (other.entity === part.entity ? other.mentions.map(words) : [])),
    );
    const names = split
      ? [split.row.name, ...part.mentions.filter((each) => mentions[each]?.mentionType === 'NAME').map(words)]
      : [found.name, ...found.aliases.filter((alias) => kept.has(alias) || !gone.has(alias))];
    return {
      id: place.id,
      found,
      name: split ? split.row.name : found.name,
      names,
      mentionCount: part.mentions.length,
      salience: isWhole ? found.salience : (found.salience * part.mentions.length) / count,
      via: way.via,
      correctionId: way.correctionId,
      isMerged: way.isMerged,
    };
  });
  const byRow = new Map<string, typeof pieces>();
  for (const piece of pieces) byRow.set(piece.id, [...(byRow.get(piece.id) ?? []), piece]);
  return [...byRow.values()].map((group) => {
    group.sort(
      (a, b) =>
        Number(a.isMerged) - Number(b.isMerged) ||
        b.mentionCount - a.mentionCount ||
        (a.found.key < b.found.key ? -1 : 1),
    );
    const [{ isMerged: _, ...first }] = group as [(typeof pieces)[number], ...typeof pieces];
    return {
      ...first,
      names: [...new Set(group.flatMap(({ names }) => names))],
      mentionCount: group.reduce((sum, { mentionCount }) => sum + mentionCount, 0),
      salience: Math.min(
        1,
        group.reduce((sum, { salience }) => sum + salience, 0),
      ),
      via: [...new Set(group.flatMap(({ via }) => via))],
    };
  });
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function most<T>(items: readonly T[], weight: (item: T) => number): T | undefined {
  return [...items].sort((a, b) => weight(b) - weight(a))[0];
}
