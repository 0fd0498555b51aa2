/** Trains whom 'he' and 'she' mean: on the coreference chains of gum-news, and on texts of PolNeAR where gender tells it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Draft } from '../../src/extract/draft.ts';
import { startDraft } from '../../src/extract/draft.ts';
import { resolveReferences } from '../../src/extract/entities/coreference/resolve-references.ts';
import { keyEntities } from '../../src/extract/entities/keys.ts';
import { nameEntities } from '../../src/extract/entities/name-entities.ts';
import { chainsOf, headSpan, overlap } from '../gold-chains.ts';
import type { Decision } from './ranker.ts';
import { trainRanker } from './ranker.ts';
import type { TrainedModel } from './write-model.ts';

const CORPORA = fileURLToPath(new URL('../../../shared/corpora/quotes/', import.meta.url));
/** By how much the best candidate has to lead the next: what is nearer is left open. */
const MARGIN = 0.5;
/** What an annotated decision weighs against one that gender settles. */
const ANNOTATED = 1;

const Mention = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  group: z.string(),
  named: z.boolean(),
  head: z.string(),
  type: z.string(),
});
const Document = z.object({ id: z.string(), text: z.string(), entities: z.array(Mention) });
export type ChainedDocument = z.infer<typeof Document>;

export function readChains(): ChainedDocument[] {
  return readFileSync(`${CORPORA}gum-news.jsonl`, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => Document.parse(JSON.parse(line)));
}

function named(text: string): Draft {
  const start = startDraft({ body: text, headline: '', inLanguage: 'en' });
  return keyEntities(nameEntities(start));
}

/** The decisions that the pronouns of a document ask for, each taken as the gold says before the next is looked at. */
export function annotatedDecisions({ text, entities: gold }: ChainedDocument): Decision[] {
  const draft = named(text);
  const chains = chainsOf(gold, draft);
  const heads = gold.map((mention) => ({ mention, head: headSpan(mention) }));
  const decisions: Decision[] = [];
  resolveReferences((token, referents, candidates) => {
    const group = gold.find(({ start, end }) => start === token.start && end === token.end)?.group;
    if (group === undefined) return -1;
    const right = referents.flatMap(({ entity, seen }, index) => {
      const chain =
        entity >= 0
          ? chains.get(entity)
          : heads.find(({ head }) => overlap(head, { start: seen.end - 1, end: seen.end }) > 0)?.mention.group;
      return chain === group ? [index] : [];
    });
    decisions.push({
      candidates: candidates.map((features) => features.toArray()),
      right: right.length > 0 ? right : [referents.length],
      weight: ANNOTATED,
    });
    return right[0] ?? -1;
  })(draft);
  return decisions;
}

/**
 * Decisions that gender alone settles: where all who could be meant have a gender that is known and one of them the
 * pronoun's, that one is right, and what else is true of it can be learnt without annotation.
 */
export function settledDecisions(text: string): Decision[] {
  const decisions: Decision[] = [];
  resolveReferences((token, referents, candidates) => {
    const gender = /^h(?:e|im|is|imself)$/i.test(token.text) ? 'male' : 'female';
    const right = referents.flatMap((one, index) => (one.gender === gender ? [index] : []));
    const [only] = right;
    if (only === undefined || right.length > 1) return -1;
    if (referents.length > 1 && referents.every((one) => one.gender !== null && one.entity >= 0))
      decisions.push({ candidates: candidates.map((features) => features.toArray()), right });
    return only;
  }, true)(named(text));
  return decisions;
}

export function readTexts(): string[] {
  const Line = z.object({ text: z.string() });
  return readFileSync(`${CORPORA}polnear-train.jsonl`, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => Line.parse(JSON.parse(line)).text);
}

let settled: Decision[] | undefined;

/** @param documents by default all */
export function trainPronouns(documents: readonly ChainedDocument[] = readChains()): TrainedModel {
  settled ??= readTexts().flatMap(settledDecisions);
  const decisions = [...settled, ...documents.flatMap(annotatedDecisions)];
  const model = trainRanker(decisions, { epochs: 12, rate: 0.1, l2: 1e-4, minCount: 3 });
  return { ...model, dense: { margin: [MARGIN] } };
}
