import type { quotesOf } from './quotes-of.ts';

/** Compiles for the same type only. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;

type Article = NonNullable<Awaited<ReturnType<typeof quotesOf>>['entity']>['articles']['nodes'][number];
type Quote = Article['quotes']['nodes'][number];

export const isTyped: [
  Same<Article['headline'], string>,
  Same<Article['datePublished'], string | null>,
  Same<Quote['content'], string>,
  Same<Quote['quoteType'], 'DIRECT' | 'INDIRECT' | 'MIXED'>,
  Same<NonNullable<Quote['speaker']>['name'], string>,
] = [true, true, true, true, true];
