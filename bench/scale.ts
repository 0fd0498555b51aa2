/** What a great corpus takes: `npx tsx bench/scale.ts`, see README.md. Each part adds what it measured to scale.json. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { serverCorpus } from './corpus.ts';

const { values: flags } = parseArgs({
  options: {
    articles: { type: 'string', default: '1000000' },
    body: { type: 'string', default: '2000' },
    parts: { type: 'string', default: 'fill' },
    output: { type: 'string', default: fileURLToPath(new URL('scale.json', import.meta.url)) },
  },
});
const articles = Number(flags.articles);
const began = performance.now();
const steps: { step: string; seconds: number }[] = [];
await serverCorpus(articles, {
  reuse: true,
  body: Number(flags.body),
  log(line) {
    console.log(line);
    steps.push({ step: line, seconds: Math.round((performance.now() - began) / 1000) });
  },
});
const stored: Record<string, unknown> = JSON.parse(await readFile(flags.output, 'utf8').catch(() => '{}'));
await writeFile(
  flags.output,
  `${JSON.stringify({ ...stored, fill: { articles, seconds: Math.round((performance.now() - began) / 1000), steps } }, null, 2)}\n`,
);
process.exit();
