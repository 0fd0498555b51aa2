import type { Judgement } from '../accuracy/reliability.ts';

interface Block {
  /** Sums over its judgements. */
  readonly count: number;
  readonly confidence: number;
  readonly right: number;
}

/** How many judgements a block starts with, so that chance makes no steps. */
const LEAST = 50;

/**
 * The isotonic regression of being right on confidence, by pooling adjacent violators (Ayer et al. 1955): for each block of
 * judgements the mean confidence and the share of right ones, ascending in both.
 * @returns knots for `calibrated`
 */
export function isotonicKnots(judgements: readonly Judgement[]): number[] {
  const blocks: Block[] = [];
  for (const block of blocksOf(judgements)) {
    let pooled = block;
    for (let last = blocks.at(-1); last && shareOf(last) >= shareOf(pooled); last = blocks.at(-1)) {
      pooled = together(last, pooled);
      blocks.pop();
    }
    blocks.push(pooled);
  }
  return blocks.flatMap((block) => [rounded(block.confidence / block.count), rounded(shareOf(block))]);
}

/** Blocks of at least so many judgements, none of which has the confidence of one in another block. */
function blocksOf(judgements: readonly Judgement[]): Block[] {
  const blocks: Block[] = [];
  let block: Block = EMPTY;
  let last = Number.NaN;
  for (const { confidence, isRight } of [...judgements].sort((a, b) => a.confidence - b.confidence)) {
    if (block.count >= LEAST && confidence !== last) {
      blocks.push(block);
      block = EMPTY;
    }
    block = together(block, { count: 1, confidence, right: isRight ? 1 : 0 });
    last = confidence;
  }
  const before = block.count < LEAST ? blocks.pop() : undefined;
  return [...blocks, before ? together(before, block) : block];
}

const EMPTY: Block = { count: 0, confidence: 0, right: 0 };

function together(a: Block, b: Block): Block {
  return { count: a.count + b.count, confidence: a.confidence + b.confidence, right: a.right + b.right };
}

/** The share of right ones, with one right and one wrong more (Laplace), so that none is certain. */
function shareOf({ right, count }: Block): number {
  return (right + 1) / (count + 2);
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
