import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toGlobalId } from '../../src/graphql/global-id.ts';
import { commandDatabase, newsgraph, temporaryFolder } from '../support/cli.ts';

it('unlink takes an article from an entity, relink takes that back; what cannot be is a misuse', async () => {
  const folder = await temporaryFolder();
  const { settings, open } = await commandDatabase();
  for (const name of ['a', 'b']) await writeFile(join(folder, `${name}.txt`), `Orla Fenn opened bridge ${name}.\n`);
  await newsgraph(['seed', join(folder, 'a.txt'), join(folder, 'b.txt')], settings).finished;
  const links = async () => {
    const db = await open();
    const rows = await db.prisma.articleEntity.findMany({ orderBy: { article: { key: 'asc' } } });
    await db.close();
    return rows.map(
      ({ articleId, entityId }) => [toGlobalId('Entity', entityId), toGlobalId('Article', articleId)] as const,
    );
  };
  const before = await links();
  const [entity = '', article = ''] = before[0] ?? [];

  const unlink = ['unlink', entity, article, '--by', 'ed', '--reason', 'a namesake'];
  const unlinked = await newsgraph(unlink, settings).finished;
  expect(unlinked).toMatchObject({ status: 0, stderr: '' });
  const apart = await links();
  expect(unlinked.stdout).toContain(apart[0]?.[0]);
  expect(apart[0]?.[0]).not.toBe(entity);
  expect(apart[1]).toEqual(before[1]);

  const again = await newsgraph(unlink, settings).finished;
  expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining('does not name the entity') });
  expect((await newsgraph(['unlink', 'nonsense', article], settings).finished).status).toBe(2);

  expect((await newsgraph(['relink', entity, article], settings).finished).status).toBe(0);
  expect(await links()).toEqual(before);
});
