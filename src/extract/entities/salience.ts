import type { Draft } from '../draft.ts';

/**
 * How central each entity is, 0 to 1: half by its share of the mentions (of the most mentioned entity's), three tenths by how early
 * it comes, two tenths for standing in the headline.
 */
export function weighEntities(draft: Draft): Draft {
  const count = new Array<number>(draft.entities.length).fill(0);
  const first = new Array<number>(draft.entities.length).fill(Number.POSITIVE_INFINITY);
  for (const { entity, start } of draft.mentions) {
    count[entity] = (count[entity] ?? 0) + 1;
    first[entity] = Math.min(first[entity] ?? start, start);
  }
  const most = count.reduce((a, b) => Math.max(a, b), 1);
  const length = Math.max(1, draft.text.body.length);
  const headline = draft.article.headline.toLowerCase();
  const entities = draft.entities.map((entity, index) => {
    const early = 1 - Math.min(1, (first[index] ?? length) / length);
    const inHeadline = [entity.name, ...entity.aliases].some(
      (name) => name.length > 2 && headline.includes(name.toLowerCase()),
    );
    const salience = 0.5 * ((count[index] ?? 0) / most) + 0.3 * early + (inHeadline ? 0.2 : 0);
    return { ...entity, salience: Math.round(salience * 1000) / 1000 };
  });
  return { ...draft, entities };
}
