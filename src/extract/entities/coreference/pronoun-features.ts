import type { FeatureVector } from '../../model/features.ts';
import type { Gender } from '../gazetteer/first-names.ts';
import type { Referent, Seen } from './discourse.ts';
import type { Role } from './grammar.ts';

/** A pronoun that stands for a person. */
export interface PersonalPronoun extends Seen {
  readonly gender: Gender;
}

const ROLE: Readonly<Record<Role, number>> = { SUBJECT: 0, OBJECT: 1, OBLIQUE: 2, POSSESSIVE: 3, OTHER: 4 };

/**
 * What speaks for and against a referent's being meant by a pronoun: how long ago it was spoken of, and where among the
 * others; what it did in its clause, and what the pronoun does; whether both speak; what tells its gender; how often it was
 * spoken of (Lappin and Leass 1994; Soon, Ng and Lim 2001).
 * @param rank how many others that fit were spoken of later
 * @param rivals how many fit
 * @param isTop whether no fitting person is named more often in the text
 */
export function pronounFeatures(
  features: FeatureVector,
  pronoun: PersonalPronoun,
  referent: Referent,
  {
    rank,
    rivals,
    isTop,
    sameClause,
  }: { readonly rank: number; readonly rivals: number; readonly isTop: boolean; readonly sameClause: boolean },
): void {
  const { seen } = referent;
  const distance = Math.min(pronoun.clock - seen.clock, 5);
  const near = Math.min(distance, 2);
  const role = ROLE[seen.role];
  const own = ROLE[pronoun.role];
  features.clear();
  features.add(1, distance);
  features.add(2, Math.min(pronoun.paragraph - seen.paragraph, 3));
  features.add(3, Math.min(rank, 3));
  features.add(4, role, near);
  features.add(5, role, own);
  features.add(6, seen.speaks ? 1 : 0, pronoun.speaks ? 1 : 0, near);
  features.add(7, referent.gender === null ? 0 : referent.isGenderSure ? 2 : 1);
  features.add(8, referent.count > 8 ? 3 : referent.count > 3 ? 2 : referent.count > 1 ? 1 : 0);
  if (seen.isPronoun) features.add(9, own, near);
  if (distance === 0) features.add(10, role, own, sameClause ? 1 : 0);
  if (referent.entity < 0) features.add(11, near);
  if (rivals === 1) features.add(12);
  if (isTop) features.add(13);
}

/** What speaks for nobody's being meant whom the text has spoken of. */
export function nobodyFeatures(features: FeatureVector, pronoun: PersonalPronoun, rivals: number): void {
  features.clear();
  features.add(20);
  features.add(21, Math.min(rivals, 3));
  features.add(22, ROLE[pronoun.role]);
}
