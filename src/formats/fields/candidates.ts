import type { FieldOrigin } from '../../domain/provenance.ts';

/** What one place of a document says of a field, before one is chosen. */
export interface Candidate {
  /** Not empty. */
  readonly value: string;
  readonly origin: FieldOrigin;
  /** The exact place: 'article:published_time'. */
  readonly place: string | null;
}

export interface BylineCandidate extends Candidate {
  /** The people that it names, in its order. */
  readonly authors: readonly string[];
}

export interface PublisherCandidate extends Candidate {
  /** Where the publisher is to be found. */
  readonly url: string | null;
}

/** What a document says of its article, each list with the most trusted place first. */
export interface Candidates {
  readonly headline: readonly Candidate[];
  readonly datePublished: readonly Candidate[];
  readonly dateModified: readonly Candidate[];
  readonly byline: readonly BylineCandidate[];
  readonly section: readonly Candidate[];
  readonly publisher: readonly PublisherCandidate[];
  readonly language: readonly Candidate[];
}

/** A candidate, if there is a value; clean, on one line. */
export function candidate(
  value: string | null | undefined,
  origin: FieldOrigin,
  place: string | null = null,
): Candidate[] {
  const text = value?.trim();
  return text ? [{ value: text, origin, place }] : [];
}
