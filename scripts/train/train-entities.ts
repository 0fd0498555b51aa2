import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { findChunks } from '../../src/extract/entities/chunks.ts';
import type { RatedChunk } from '../../src/extract/entities/classify.ts';
import { rateChunks } from '../../src/extract/entities/classify.ts';
import { nameContext } from '../../src/extract/entities/name-context.ts';
import type { FeatureChoice } from '../../src/extract/entities/name-features.ts';
import { ALL_FEATURES, nameFeatures } from '../../src/extract/entities/name-features.ts';
import { liveStretches } from '../../src/extract/entities/tag-names.ts';
import { FeatureVector } from '../../src/extract/model/features.ts';
import { annotate } from '../../src/text/annotate.ts';
import type { AnnotatedText, Token } from '../../src/text/annotated-text.ts';
import type { LabelledSequence } from './crf.ts';
import { trainCrf } from './crf.ts';
import type { TrainedModel } from './write-model.ts';

const TYPES: Readonly<Record<string, string>> = {
  PERSON: 'PERSON',
  ORGANIZATION: 'ORGANIZATION',
  LOCATION: 'PLACE',
  FACILITY: 'PLACE',
  NORP: 'GROUP',
  PRODUCT: 'OTHER',
  MISC: 'OTHER',
};
export const NAME_LABELS: readonly string[] = [
  'O',
  ...['PERSON', 'ORGANIZATION', 'PLACE', 'GROUP', 'OTHER'].flatMap((type) => [`B-${type}`, `I-${type}`]),
];

const CorpusDocument = z.object({
  id: z.string(),
  url: z.string().nullable(),
  text: z.string(),
  entities: z.array(z.object({ start: z.number(), end: z.number(), type: z.string() })),
});

/** A document of the corpus, read as the product reads it. */
export interface TrainingDocument {
  readonly id: string;
  /** Host of its address: documents of one outlet are alike. */
  readonly outlet: string;
  readonly text: AnnotatedText;
  readonly rated: readonly RatedChunk[];
  /** Right labels, one a token. */
  readonly labels: Uint8Array;
}

export const WORLDWIDE = fileURLToPath(new URL('../../../shared/corpora/entities/worldwide.jsonl', import.meta.url));

export function readWorldwide(): TrainingDocument[] {
  return readFileSync(WORLDWIDE, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { id, url, text: body, entities } = CorpusDocument.parse(JSON.parse(line));
      const text = annotate(body);
      return {
        id,
        outlet: /^\w+:\/\/(?:www\.)?([^/]+)/.exec(url ?? '')?.[1] ?? '',
        text,
        rated: rateChunks(text, findChunks(text)),
        labels: labelsOf(text.tokens, entities, body),
      };
    });
}

/** The labels of marked names, without article, opening marks and possessive ending. */
function labelsOf(
  tokens: readonly Token[],
  entities: readonly { start: number; end: number; type: string }[],
  body: string,
): Uint8Array {
  const labels = new Uint8Array(tokens.length);
  const sorted = [...entities].sort((a, b) => a.start - b.start);
  let i = 0;
  for (const { start, end, type } of sorted) {
    const label = NAME_LABELS.indexOf(`B-${TYPES[type] ?? ''}`);
    if (label < 0) continue;
    const words = body.slice(start, end);
    const from = start + (/^(?:the\s+|["'“‘\s])*/i.exec(words)?.[0].length ?? 0);
    const to = end - (/['’]s$/.test(words) ? 2 : 0);
    while (i < tokens.length && (tokens[i]?.end ?? 0) <= from) i++;
    // 'Kano, Nigeria' is marked as one place or, three times as often, as two: here always as two.
    const splits = type === 'LOCATION';
    for (let first = true; i < tokens.length && (tokens[i]?.start ?? 0) < to; i++) {
      const isComma = splits && tokens[i]?.text === ',';
      if (!isComma) labels[i] = first ? label : label + 1;
      first = isComma;
    }
  }
  return labels;
}

/** The sequences of a document to train on. */
export function sequencesOf(
  { text, rated, labels }: TrainingDocument,
  choice: FeatureChoice = ALL_FEATURES,
): LabelledSequence[] {
  const context = nameContext(text, rated);
  const vector = new FeatureVector();
  return [...liveStretches(text, context)].map(({ first, last }) => {
    const right = Array.from(labels.subarray(first, last));
    // A name that began before the stretch.
    const opening = right[0] ?? 0;
    if (opening > 0 && opening % 2 === 0) right[0] = opening - 1;
    const tokens: Int32Array[] = [];
    for (let i = first; i < last; i++) {
      nameFeatures(text, context, i, vector, choice);
      tokens.push(vector.toArray());
    }
    return { tokens, labels: right };
  });
}

/** Trains the tagger of names on all of worldwide.jsonl. */
export function trainEntities(): TrainedModel {
  return trainNameTagger(readWorldwide());
}

export function trainNameTagger(
  documents: readonly TrainingDocument[],
  choice: FeatureChoice = ALL_FEATURES,
): TrainedModel {
  return trainCrf(
    documents.flatMap((document) => sequencesOf(document, choice)),
    NAME_LABELS,
    { epochs: 6, rate: 0.1, l2: 1e-5, firstSquare: 10, dropout: 0.2, minCount: 2 },
  );
}
