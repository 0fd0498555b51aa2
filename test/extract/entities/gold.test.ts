import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ExtractedEntity } from '../../../src/domain/extraction.ts';
import { entitiesIn } from './run-entity-steps.ts';

interface GoldEntity {
  readonly name?: string;
  readonly nameContains?: string;
  readonly type?: string;
  readonly typeIn?: readonly string[];
  readonly aliases?: readonly string[];
  readonly countryCode?: string;
  readonly nameMentions?: number;
  readonly mentionsAtLeast?: number;
}

const GOLD = new URL('../../../../shared/gold/000_73bd12847fac3363.json', import.meta.url);
const DOCUMENT = new URL('../../../../shared/documents/000_73bd12847fac3363.txt', import.meta.url);
const isThere = existsSync(GOLD) && existsSync(DOCUMENT);

describe.skipIf(!isThere)('the gold document (skipped where ../shared is not laid out)', () => {
  const gold: { headline: string; entities: GoldEntity[]; notEntities: GoldEntity[] } = isThere
    ? { headline: '', ...JSON.parse(readFileSync(GOLD, 'utf8')) }
    : { headline: '', entities: [], notEntities: [] };
  const content = isThere ? readFileSync(DOCUMENT, 'utf8') : '';
  // As the reader leaves it: no link line, no credit.
  const body = content.slice(0, content.lastIndexOf('\nLink :')).replace(/\([^()\n]*\)\s*$/, '');
  const { entities, mentions } = entitiesIn(body, gold.headline);
  const plain = (name: string): string => name.toLowerCase().replace(/^the /, '');
  const isMeant = (entity: ExtractedEntity, wanted: GoldEntity): boolean =>
    (wanted.name === undefined || plain(entity.name) === plain(wanted.name)) &&
    (wanted.nameContains === undefined || entity.name.includes(wanted.nameContains)) &&
    (wanted.type === undefined || entity.type === wanted.type) &&
    (wanted.typeIn === undefined || wanted.typeIn.includes(entity.type));

  it.each(gold.entities.map((wanted) => [wanted.name ?? wanted.nameContains ?? '', wanted] as const))(
    'has %s',
    (_, wanted) => {
      const index = entities.findIndex((entity) => isMeant(entity, wanted));
      const entity = entities[index];
      expect(entity).toBeDefined();
      const count = mentions.filter((mention) => mention.entity === index && mention.mentionType === 'NAME').length;
      if (wanted.nameMentions !== undefined) expect(count).toBe(wanted.nameMentions);
      expect(mentions.filter((mention) => mention.entity === index).length).toBeGreaterThanOrEqual(
        wanted.mentionsAtLeast ?? 0,
      );
      if (wanted.countryCode !== undefined) expect(entity?.countryCode).toBe(wanted.countryCode);
      expect(entity?.aliases.map(plain)).toEqual(expect.arrayContaining((wanted.aliases ?? []).map(plain)));
    },
  );

  it.each(gold.notEntities.map((wanted) => [`${wanted.name} ${wanted.type ?? ''}`, wanted] as const))(
    'has no %s',
    (_, wanted) => {
      expect(entities.filter((entity) => isMeant(entity, wanted))).toEqual([]);
    },
  );
});
