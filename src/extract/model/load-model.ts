import { readFileSync } from 'node:fs';
import type { LinearModel } from './linear-model.ts';
import { readModel } from './linear-model.ts';

const loaded = new Map<string, LinearModel>();

/** The trained model of that name, read from `models/` when it is first asked for. */
export function loadModel(name: string): LinearModel {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const model = readModel(readFileSync(new URL(`../../../models/${name}.model`, import.meta.url)));
  loaded.set(name, model);
  return model;
}
