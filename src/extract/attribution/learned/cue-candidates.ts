import { mix } from '../../model/features.ts';
import { PARTICLES } from '../lexicon.ts';
import type { LineFacts } from './line-facts.ts';
import { CLASS } from './line-facts.ts';

/** The form of a verb, as far as its ending tells. */
const FORM = { OTHER: 0, BASE: 1, THIRD: 2, PAST: 3, GERUND: 4 } as const;

/** A word that may report, with its verb group. */
export interface CueCandidate {
  readonly at: number;
  /** The last item of the word itself: a particle may follow, or the 'to' of 'according to'. */
  readonly last: number;
  /** Where its auxiliaries and adverbs begin. */
  readonly group: number;
  readonly form: number;
  readonly passive: boolean;
  /** Whether 'to' stands before it: 'refused to say'. */
  readonly infinitive: boolean;
}

/** Words that are never looked at: hardly any of them reports. */
export function gateKey(facts: LineFacts, at: number): number {
  return mix(facts.lemma(at), facts.kind(at));
}

export function cueCandidate(facts: LineFacts, at: number): CueCandidate {
  const { items } = facts;
  const item = items[at];
  const lower = item?.lower ?? '';
  const next = items[at + 1]?.lower ?? '';
  const particle = PARTICLES[item?.lemma ?? '']?.includes(next) === true || (lower === 'according' && next === 'to');
  let group = at;
  let passive = false;
  let infinitive = false;
  let reached = false;
  if (facts.kind(at) === CLASS.VERB || facts.kind(at) === CLASS.AUX) {
    while (group > 0) {
      const before = facts.kind(group - 1);
      if (before === CLASS.AUX) {
        if (!reached && BE.has(items[group - 1]?.lower ?? '')) passive = true;
        reached = true;
      } else if (before === CLASS.TO && group === at) infinitive = true;
      else if (before !== CLASS.ADV && before !== CLASS.NOT) break;
      group--;
    }
  }
  const form =
    facts.kind(at) !== CLASS.VERB
      ? FORM.OTHER
      : lower.endsWith('ing')
        ? FORM.GERUND
        : lower === item?.lemma
          ? FORM.BASE
          : lower.endsWith('s')
            ? FORM.THIRD
            : FORM.PAST;
  return {
    at,
    last: particle ? at + 1 : at,
    group,
    form,
    passive: passive && form === FORM.PAST,
    infinitive,
  };
}

const BE = new Set(['be', 'is', 'are', 'was', 'were', 'been', 'being', "'s", "'re", 'am', 'get', 'got', "'m"]);
