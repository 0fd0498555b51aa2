import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandDatabase, newsgraph, temporaryFolder } from '../support/cli.ts';

it('doctor says what is wrong with the database and exits with 1, with --mend puts it right', async () => {
  const { settings, open } = await commandDatabase();
  const story = join(await temporaryFolder(), 'bridge.txt');
  await writeFile(story, 'Bridge opens\n\n"It holds," said Ada Quill, the engineer, in Port Vella.\n');
  await newsgraph(['seed', story], settings).finished;
  const doctor = (...args: string[]) => newsgraph(['doctor', ...args], settings).finished;
  const sound = await doctor();
  expect(sound).toMatchObject({ status: 0, stderr: '' });
  expect(sound.stdout).toMatch(/^ok +0 mention-anchors: Each mention stands in the body/m);

  const db = await open();
  await db.prisma.$executeRaw`UPDATE "Entity" SET "articleCount" = 7`;
  const { id } = await db.prisma.entity.findFirstOrThrow({ orderBy: { id: 'asc' } });
  await db.prisma.$executeRaw`UPDATE "Quote" SET "exact" = 'It breaks'`;
  await db.close();

  const ill = await doctor('--json');
  expect(ill.status).toBe(1);
  const findings = ill.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(findings.filter(({ wrong }) => wrong > 0)).toMatchObject([
    { check: 'quote-anchors', wrong: 1, mended: null, left: 1 },
    { check: 'entity-counts', examples: expect.arrayContaining([id]), mended: null },
  ]);

  // What it cannot mend is still wrong.
  const mended = await doctor('--mend');
  expect(mended.status).toBe(1);
  expect(mended.stdout).toMatch(/^WRONG +1 quote-anchors/m);
  expect(mended.stdout).toMatch(
    /^MENDED +\d+ entity-counts.*\n.*such as .*\n.*\d+ rows were written or removed, 0 are still wrong$/m,
  );

  const again = await open();
  expect(await again.prisma.entity.count({ where: { articleCount: { not: 1 } } })).toBe(0);
  await again.prisma.$executeRaw`
    UPDATE "Quote" q SET "exact" = substr(a."body", q."start" + 1, q."end" - q."start") FROM "Article" a WHERE a."id" = q."articleId"`;
  await again.close();
  expect((await doctor()).status).toBe(0);
});
