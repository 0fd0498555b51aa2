import { brotliCompressSync, constants } from 'node:zlib';

/** A trained model before it is written: for each feature its weights by output. */
export interface TrainedModel {
  readonly outputs: readonly string[];
  /** Hash of a feature to its weights, one an output. */
  readonly weights: ReadonlyMap<number, Float64Array>;
  readonly dense: Readonly<Record<string, readonly number[]>>;
}

/**
 * The bytes of a model file, the format of `readModel` in `src/extract/model/linear-model.ts`. Weights are rounded to
 * 8 bits of the largest; what rounds to nothing is left out, so the file is also what pruning leaves. Features come in the
 * order of their hashes: equal weights give equal bytes.
 */
export function writeModel({ outputs, weights, dense }: TrainedModel): Uint8Array {
  let largest = 0;
  for (const row of weights.values()) for (const weight of row) largest = Math.max(largest, Math.abs(weight));
  const scale = largest > 0 ? largest / 127 : 1;
  const rows = [...weights]
    .map(([hash, row]) => ({
      hash,
      pairs: [...row]
        .map((weight, output) => ({ output, value: Math.round(weight / scale) }))
        .filter(({ value }) => value !== 0),
    }))
    .filter(({ pairs }) => pairs.length > 0)
    .sort((a, b) => a.hash - b.hash);
  const json = JSON.stringify({ outputs, scale, features: rows.length, dense });
  const text = new TextEncoder().encode(json);
  const header = new Uint8Array(Math.ceil(text.length / 4) * 4).fill(0x20);
  header.set(text);
  const total = rows.reduce((sum, { pairs }) => sum + pairs.length, 0);
  const data = new Uint8Array(4 + header.length + rows.length * 5 + total * 2);
  const view = new DataView(data.buffer);
  view.setUint32(0, header.length, true);
  data.set(header, 4);
  let at = 4 + header.length;
  for (const { hash } of rows) {
    view.setInt32(at, hash, true);
    at += 4;
  }
  for (const { pairs } of rows) data[at++] = pairs.length;
  for (const { pairs } of rows) for (const { output } of pairs) data[at++] = output;
  for (const { pairs } of rows) for (const { value } of pairs) view.setInt8(at++, value);
  const packed = brotliCompressSync(data, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  const file = new Uint8Array(4 + packed.length);
  file.set(new TextEncoder().encode('NGM1'));
  file.set(packed, 4);
  return file;
}
