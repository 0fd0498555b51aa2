import { brotliDecompressSync } from 'node:zlib';
import { z } from 'zod';
import type { FeatureVector } from './features.ts';

/** Weights of a linear model over hashed features: for each output a score, the sum of the features' weights for it. */
export interface LinearModel {
  readonly meta: ModelMeta;
  /** Adds to `scores[offset + output]` the weights of every feature, for each output. */
  addScores(features: FeatureVector, scores: Float64Array, offset?: number): void;
  /** Of a model with one output: the score. */
  score(features: FeatureVector): number;
}

const ModelMeta = z.object({
  /** What the outputs are: 'B-PER' and so on for a tagger, one entry for a ranker. */
  outputs: z.array(z.string()).min(1).max(255),
  /** What one unit of a stored weight is worth. */
  scale: z.number().positive(),
  /** Number of features. */
  features: z.number().int().nonnegative(),
  /** Dense figures beside the weights, by name: transitions of a tagger, thresholds. */
  dense: z.record(z.string(), z.array(z.number())),
});
export type ModelMeta = z.infer<typeof ModelMeta>;

/** The first bytes of every model file. */
const MAGIC = 'NGM1';

/**
 * Reads a model as `writeModel` of `scripts/train` writes it: the magic bytes, then brotli-compressed: length of the header
 * (uint32, little-endian), header (JSON, UTF-8, padded with blanks to a multiple of four), hashes (int32), the number of
 * weights of each feature (uint8), and for each weight its output (uint8) and its value (int8, times `scale`).
 * @throws Error when the bytes are no model
 */
export function readModel(bytes: Uint8Array): LinearModel {
  if (new TextDecoder('latin1').decode(bytes.subarray(0, 4)) !== MAGIC)
    throw new Error('These bytes are no model file.');
  const data = new Uint8Array(brotliDecompressSync(bytes.subarray(4)));
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const headerLength = view.getUint32(0, true);
  const header: unknown = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + headerLength)));
  const meta = ModelMeta.parse(header);
  let at = 4 + headerLength;
  const hashes = new Int32Array(meta.features);
  for (let i = 0; i < meta.features; i++, at += 4) hashes[i] = view.getInt32(at, true);
  const counts = data.subarray(at, at + meta.features);
  at += meta.features;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const outputs = data.subarray(at, at + total);
  const values = new Int8Array(data.buffer, data.byteOffset + at + total, total);
  return linearModel(meta, hashes, counts, outputs, values);
}

function linearModel(
  meta: ModelMeta,
  hashes: Int32Array,
  counts: Uint8Array,
  outputs: Uint8Array,
  values: Int8Array,
): LinearModel {
  // Open addressing at most half full; a slot holds the feature's number plus one.
  let size = 16;
  while (size < hashes.length * 2) size *= 2;
  const mask = size - 1;
  const slots = new Int32Array(size);
  const starts = new Int32Array(hashes.length + 1);
  for (let i = 0; i < hashes.length; i++) {
    starts[i + 1] = (starts[i] ?? 0) + (counts[i] ?? 0);
    let slot = (hashes[i] ?? 0) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = i + 1;
  }
  const find = (hash: number): number => {
    let slot = hash & mask;
    for (;;) {
      const index = (slots[slot] ?? 0) - 1;
      if (index < 0 || hashes[index] === hash) return index;
      slot = (slot + 1) & mask;
    }
  };
  const { scale } = meta;
  return {
    meta,
    addScores(features, scores, offset = 0) {
      for (let i = 0; i < features.length; i++) {
        const index = find(features.at(i));
        if (index < 0) continue;
        const end = starts[index + 1] ?? 0;
        for (let k = starts[index] ?? 0; k < end; k++) {
          const output = offset + (outputs[k] ?? 0);
          scores[output] = (scores[output] ?? 0) + scale * (values[k] ?? 0);
        }
      }
    },
    score(features) {
      let sum = 0;
      for (let i = 0; i < features.length; i++) {
        const index = find(features.at(i));
        if (index >= 0) sum += values[starts[index] ?? 0] ?? 0;
      }
      return sum * scale;
    },
  };
}
