import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { BUILT_ROOM } from '../support/reading-room.ts';

const manifestSchema = z.record(
  z.string(),
  z.object({
    file: z.string(),
    css: z.array(z.string()).default([]),
    imports: z.array(z.string()).default([]),
  }),
);

/** Whatever has to be there before the front page shows: 150 kB, as they go over the wire. */
const MOST_BYTES = 150_000;

it('the first view takes less than 150 kB', () => {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(BUILT_ROOM, 'manifest.json'), 'utf8')));
  const files = new Set(['index.html']);
  const add = (name: string) => {
    const chunk = manifest[name];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const css of chunk.css) files.add(css);
    for (const imported of chunk.imports) add(imported);
  };
  add('index.html');
  expect(files.size).toBeGreaterThan(2);
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(BUILT_ROOM, file))).length, 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
});
