/**
 * Arithmetic that gives the same bits on every machine and engine. JavaScript leaves the last bits of Math.exp and Math.log
 * to the implementation; sums, products, quotients and square roots it does not. What trains a model uses these.
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** e to the power of x: reduction by powers of two, then 13 terms of the Taylor series. Relative error below 1e-15. */
export function exp(x: number): number {
  if (x < -700) return 0;
  if (x > 700) return exp(700);
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let n = 13; n >= 1; n--) sum = 1 + (sum * r) / n;
  return sum * 2 ** k;
}

/** A generator of pseudo-random numbers in [0, 1) from a seed: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The numbers 0 to n - 1 in a random order: Fisher and Yates. */
export function shuffled(n: number, random: () => number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swap = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = swap;
  }
  return order;
}
