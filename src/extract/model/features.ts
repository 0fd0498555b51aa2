/**
 * Features as numbers: a feature is the 32-bit hash of its template and its values, so that none is ever a string that
 * has to be built. Collisions are rare (a model keeps some hundred thousand of 2^32) and cost accuracy, not correctness.
 */

/** A 32-bit hash of a text: FNV-1a over UTF-16 units. The same on every machine. */
export function hashText(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/** One hash of two numbers, in order: the finalizer of MurmurHash3 (Appleby, 2011) over both. */
export function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ b;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

/** The features of one thing to be scored: a list that is filled, read and emptied again without allocating. */
export class FeatureVector {
  #hashes = new Int32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  at(index: number): number {
    return this.#hashes[index] ?? 0;
  }

  clear(): void {
    this.#length = 0;
  }

  /** Adds the feature that template `template` gives for a value, or for two or three together. */
  add(template: number, value = 0, second?: number, third?: number): void {
    let hash = mix(template, value);
    if (second !== undefined) hash = mix(hash, second);
    if (third !== undefined) hash = mix(hash, third);
    if (this.#length === this.#hashes.length) {
      const longer = new Int32Array(this.#hashes.length * 2);
      longer.set(this.#hashes);
      this.#hashes = longer;
    }
    this.#hashes[this.#length++] = hash;
  }

  /** A copy, for training. */
  toArray(): Int32Array {
    return this.#hashes.slice(0, this.#length);
  }
}
