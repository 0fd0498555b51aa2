import { FeatureVector } from '../model/features.ts';
import type { LinearModel } from '../model/linear-model.ts';
import type { Candidate, History, Page, Place } from './candidates.ts';
import { quoteFeatures } from './quote-features.ts';
import { nobodyFeatures, speakerFeatures } from './speaker-features.ts';
import type { StretchFacts } from './stretch-facts.ts';

/** Who said a stretch, as far as the ranker can tell. */
export interface Choice {
  readonly candidate: Candidate;
  /** The probability that the speaker is this one, all candidates that name the same words together; 0 to 1. */
  readonly chance: number;
}

/** The outputs of the model `quotes`: who speaks, and whether it is a quotation at all. */
export const OUTPUTS = ['speaker', 'quote'] as const;

/**
 * Chooses speakers and quotations by log-linear models of candidates and stretches: features as in O'Keefe et al. 2012,
 * Almeida, Almeida and Martins 2014 and Muzny et al. 2017, trained on PolNeAR (Newell, Margolin and Ruths 2018).
 */
export class QuoteRanker {
  readonly #model: LinearModel;
  readonly #features = new FeatureVector();
  readonly #scores = new Float64Array(OUTPUTS.length);

  constructor(model: LinearModel) {
    this.#model = model;
  }

  /** The best of the candidates; null when it is likelier that the text names nobody. */
  choose(
    page: Page,
    place: Place,
    facts: StretchFacts,
    candidates: readonly Candidate[],
    history: History,
  ): Choice | null {
    const [only] = candidates;
    if (only?.label) return { candidate: only, chance: 0.95 };
    nobodyFeatures(this.#features, place, facts, candidates.length);
    const scores = [this.#score(0)];
    for (const candidate of candidates) {
      speakerFeatures(this.#features, page, place, facts, candidate, history);
      scores.push(this.#score(0));
    }
    const top = Math.max(...scores);
    const masses = scores.map((score) => Math.exp(score - top));
    const all = masses.reduce((sum, mass) => sum + mass, 0);
    const bySpeaker = new Map<number, number>();
    candidates.forEach((candidate, i) => {
      const key = speakerKey(page, candidate);
      bySpeaker.set(key, (bySpeaker.get(key) ?? 0) + (masses[i + 1] ?? 0));
    });
    let best: Choice | null = null;
    let bestMass = 0;
    let speakerMass = masses[0] ?? 0;
    candidates.forEach((candidate, i) => {
      const together = bySpeaker.get(speakerKey(page, candidate)) ?? 0;
      const mass = masses[i + 1] ?? 0;
      if (together > speakerMass || (best !== null && together === speakerMass && mass > bestMass)) {
        best = { candidate, chance: together / all };
        bestMass = mass;
        speakerMass = together;
      }
    });
    return best;
  }

  /** The probability that a stretch is a quotation, given who would have said it. */
  isQuote(page: Page, place: Place, facts: StretchFacts, best: Choice | null): number {
    quoteFeatures(this.#features, page, place, facts, best);
    return 1 / (1 + Math.exp(-this.#score(1)));
  }

  #score(output: number): number {
    this.#scores.fill(0);
    this.#model.addScores(this.#features, this.#scores);
    return (this.#scores[output] ?? 0) * (this.#model.meta.dense['scales']?.[output] ?? 1);
  }
}

/** Where the speaker's words stand, so that several reports of one source count together. */
function speakerKey(page: Page, { line, phrase, label }: Candidate): number {
  return label?.start ?? page.lines[line]?.items[phrase?.head ?? -1]?.start ?? -1;
}
