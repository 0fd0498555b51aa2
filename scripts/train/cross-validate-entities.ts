/**
 * Scores the tagger of names on documents that it was not trained on, by cross-validation in five folds:
 * `npx tsx scripts/train/cross-validate-entities.ts [outlets|random] [without=rules,lists,document] [folds=N]`.
 * 'outlets' keeps all documents of an outlet in one fold.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decideNames } from '../../src/extract/entities/name-spans.ts';
import { NameTagger } from '../../src/extract/entities/tag-names.ts';
import { readModel } from '../../src/extract/model/linear-model.ts';
import { seededRandom, shuffled } from './exact-math.ts';
import { readWorldwide, trainNameTagger, WORLDWIDE } from './train-entities.ts';
import { writeModel } from './write-model.ts';

const FOLDS = 5;
const SCORED: ReadonlySet<string> = new Set(['PERSON', 'ORGANIZATION', 'PLACE']);
const options = process.argv.slice(2);
const optionOf = (name: string): string | undefined =>
  options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
const without = new Set(optionOf('without')?.split(','));
const choice = {
  rules: !without.has('rules'),
  lists: !without.has('lists'),
  document: !without.has('document'),
};
const scorer = fileURLToPath(new URL('../../../shared/corpora/tools/score-entities.mjs', import.meta.url));

const documents = readWorldwide();
const groups = options.includes('random') ? documents.map(({ id }) => id) : documents.map(({ outlet }) => outlet);
const names = [...new Set(groups)].sort();
const order = shuffled(names.length, seededRandom(7));
const foldOf = new Map(names.map((name, i) => [name, (order[i] ?? 0) % FOLDS]));
const inFold = documents.map((_, i) => foldOf.get(groups[i] ?? '') ?? 0);

const folder = mkdtempSync(join(tmpdir(), 'cross-validate-'));
try {
  const lines: string[] = [];
  const scored = new Set<string>();
  for (let fold = 0; fold < Number(optionOf('folds') ?? FOLDS); fold++) {
    const began = performance.now();
    const bytes = writeModel(
      trainNameTagger(
        documents.filter((_, i) => inFold[i] !== fold),
        choice,
      ),
    );
    const trained = performance.now();
    const tagger = new NameTagger(readModel(bytes), choice);
    let tokens = 0;
    const tagging = performance.now();
    documents.forEach(({ id, text, rated }, i) => {
      if (inFold[i] !== fold) return;
      tokens += text.tokens.length;
      scored.add(id);
      const entities = decideNames(text, rated, tagger.tag(text, rated)).map(({ first, last, type }) => ({
        start: text.tokens[first]?.start,
        end: text.tokens[last - 1]?.end,
        type: SCORED.has(type) ? type : 'MISC',
      }));
      lines.push(JSON.stringify({ id, entities }));
    });
    console.log(
      `fold ${fold}: ${bytes.length} bytes, trained in ${Math.round((trained - began) / 1000)} s, tagged ${(((performance.now() - tagging) * 1000) / tokens).toFixed(1)} µs a token`,
    );
  }
  const gold = join(folder, 'gold.jsonl');
  const predictions = optionOf('keep') ?? join(folder, 'predictions.jsonl');

  writeFileSync(
    gold,
    readFileSync(WORLDWIDE, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && scored.has(JSON.parse(line).id))
      .join('\n'),
  );
  writeFileSync(predictions, lines.join('\n'));
  for (const types of ['PER,ORG,LOC', 'MISC'])
    console.log(
      execFileSync('node', [scorer, gold, predictions, '--strip-the', '--types', types], { encoding: 'utf8' }),
    );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
