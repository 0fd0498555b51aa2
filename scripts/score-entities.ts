/**
 * Scores the names found in a development corpus, with the scorer that lies beside it:
 * `npx tsx scripts/score-entities.ts [FILE.jsonl …]`, by default worldwide.jsonl. (gum-news marks whole noun phrases, so exact
 * spans do not compare.) The tagger of names was trained on worldwide.jsonl, so its figures here are too good: what it reaches on
 * documents that it has not seen is told by `scripts/train/cross-validate-entities.ts`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Draft } from '../src/extract/draft.ts';
import { entitySteps } from '../src/extract/entities/steps.ts';
import { annotate } from '../src/text/annotate.ts';

const shared = fileURLToPath(new URL('../../shared/corpora/', import.meta.url));

interface CorpusDocument {
  readonly id: string;
  readonly text: string;
}

function isCorpusDocument(value: unknown): value is CorpusDocument {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'text' in value &&
    typeof value.id === 'string' &&
    typeof value.text === 'string'
  );
}

function extractEntities(text: string): { start: number; end: number; type: string }[] {
  const article = { headline: '', byline: null, publisher: null, datePublished: null, inLanguage: 'en' };
  const start: Draft = {
    article,
    text: annotate(text),
    entities: [],
    mentions: [],
    quotes: [],
    sources: [],
    citations: [],
  };
  const { entities, mentions } = entitySteps.reduce((draft, step) => step(draft), start);
  return mentions
    .filter((mention) => mention.mentionType === 'NAME')
    .map(({ start, end, entity }) => ({ start, end, type: entities[entity]?.type ?? '' }));
}

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'score-entities-'));
try {
  for (const corpus of wanted.length > 0 ? wanted : [join(shared, 'entities/worldwide.jsonl')]) {
    const documents = readFileSync(corpus, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line))
      .filter(isCorpusDocument);
    const words = documents.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0);
    extractEntities('Warm up: the index of cities is read when London is first looked up.');
    const began = performance.now();
    const lines = documents.map(({ id, text }) => JSON.stringify({ id, entities: extractEntities(text) }));
    const seconds = (performance.now() - began) / 1000;
    const predictions = join(folder, basename(corpus));
    writeFileSync(predictions, lines.join('\n'));
    console.log(
      `${basename(corpus)}: ${documents.length} documents, ${words} words, ${Math.round(words / seconds)} words/s`,
    );
    console.log(
      execFileSync('node', [join(shared, 'tools/score-entities.mjs'), corpus, predictions, '--strip-the'], {
        encoding: 'utf8',
      }),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
