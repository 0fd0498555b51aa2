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
  return meta.outputs.length === 1
    ? modelOfOne(meta, hashes, values)
    : modelOfMany(meta, hashes, counts, outputs, values);
}

/** The size of a table that is at most half full. */
function tableSize(features: number): number {
  let size = 256;
  while (size < features * 2) size *= 2;
  return size;
}

/** A slot of the table: a feature's hash, and where its weights begin, shifted left by 8, with their number. */
const SLOT = 2;

/**
 * A model with several outputs over one open-addressing table, at most half full, with what belongs together side by side:
 * looking a feature up costs a cache miss or two, and most features that are looked up are not there.
 */
function modelOfMany(
  meta: ModelMeta,
  hashes: Int32Array,
  counts: Uint8Array,
  outputs: Uint8Array,
  values: Int8Array,
): LinearModel {
  const size = tableSize(hashes.length);
  const mask = size - 1;
  const table = new Int32Array(size * SLOT);
  // Weights from place 1 on, so that no slot in use is 0: output shifted left by 8, and the value's eight bits.
  const weights = new Int32Array(outputs.length + 1);
  for (let k = 0; k < outputs.length; k++) weights[k + 1] = ((outputs[k] ?? 0) << 8) | ((values[k] ?? 0) & 0xff);
  let start = 1;
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i] ?? 0;
    const count = counts[i] ?? 0;
    let slot = hash & mask;
    while (table[slot * SLOT + 1] !== 0) slot = (slot + 1) & mask;
    table[slot * SLOT] = hash;
    table[slot * SLOT + 1] = (start << 8) | count;
    start += count;
  }
  /** Where a feature's weights begin and how many they are; 0 when the model does not have it. */
  const find = (hash: number): number => {
    let slot = hash & mask;
    for (;;) {
      const place = table[slot * SLOT + 1] ?? 0;
      if (place === 0 || table[slot * SLOT] === hash) return place;
      slot = (slot + 1) & mask;
    }
  };
  const { scale } = meta;
  return {
    meta,
    addScores(features, scores, offset = 0) {
      for (let i = 0; i < features.length; i++) {
        const place = find(features.at(i));
        const end = (place >>> 8) + (place & 0xff);
        for (let k = place >>> 8; k < end; k++) {
          const weight = weights[k] ?? 0;
          const output = offset + (weight >> 8);
          scores[output] = (scores[output] ?? 0) + scale * ((weight << 24) >> 24);
        }
      }
    },
    score() {
      throw new RangeError('Only a model with one output has one score.');
    },
  };
}

/** 2^32 over the golden ratio: multiplying by it spreads all bits into the highest (Knuth, 1973). */
const GOLDEN = 0x9e3779b1;

/**
 * A model with one output: half the size, and one cache miss a feature. A slot of its table is a feature's hash with the weight
 * in place of the lowest eight bits. Where a feature belongs depends on all bits of its hash, so that two which differ in those
 * eight alone lie far apart: as good as never is one taken for the other.
 */
function modelOfOne(meta: ModelMeta, hashes: Int32Array, values: Int8Array): LinearModel {
  const mask = tableSize(hashes.length) - 1;
  const table = new Int32Array(mask + 1);
  const shift = Math.clz32(mask);
  const home = (hash: number): number => Math.imul(hash, GOLDEN) >>> shift;
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i] ?? 0;
    let slot = home(hash);
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = (hash & ~0xff) | ((values[i] ?? 0) & 0xff);
  }
  const score: LinearModel['score'] = (features) => {
    let sum = 0;
    for (let i = 0; i < features.length; i++) {
      const hash = features.at(i);
      let slot = home(hash);
      let entry = table[slot] ?? 0;
      while (entry !== 0 && (entry ^ hash) >>> 8 !== 0) {
        slot = (slot + 1) & mask;
        entry = table[slot] ?? 0;
      }
      sum += (entry << 24) >> 24;
    }
    return sum * meta.scale;
  };
  return {
    meta,
    addScores(features, scores, offset = 0) {
      scores[offset] = (scores[offset] ?? 0) + score(features);
    },
    score,
  };
}
