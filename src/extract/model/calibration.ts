/**
 * A probability as often right as it says, for one that is merely the surer the higher: linear between the knots of an
 * isotonic regression (Zadrozny and Elkan 2002), level beyond the outermost.
 * @param knots ascending: a raw probability, then what it is worth, and so on; without any the raw one stays
 */
export function calibrated(knots: readonly number[], raw: number): number {
  let [beforeRaw, beforeWorth] = [knots[0] ?? raw, knots[1] ?? raw];
  for (let at = 0; at + 1 < knots.length; at += 2) {
    const [knot, worth] = [knots[at] ?? 0, knots[at + 1] ?? 0];
    if (raw <= knot) {
      if (knot === beforeRaw) return worth;
      return beforeWorth + ((worth - beforeWorth) * (raw - beforeRaw)) / (knot - beforeRaw);
    }
    [beforeRaw, beforeWorth] = [knot, worth];
  }
  return beforeWorth;
}
