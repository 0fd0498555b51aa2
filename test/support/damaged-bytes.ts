import fc from 'fast-check';

/** The bytes with some bits flipped, and cut off somewhere or not. */
export function damagedBytes(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const place = fc.nat({ max: bytes.length - 1 });
  return fc
    .tuple(fc.array(fc.tuple(place, fc.nat({ max: 7 })), { maxLength: 8 }), fc.option(place))
    .map(([flips, end]) => {
      const damaged = Uint8Array.from(bytes);
      for (const [at, bit] of flips) damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
      return damaged.subarray(0, end ?? bytes.length);
    });
}
