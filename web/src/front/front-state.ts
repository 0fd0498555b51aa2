import { useMemo } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import type { FrontState } from '../paths.ts';
import { frontPath } from '../paths.ts';

const NAMES = ['q', 'section', 'publisher', 'cites', 'entity', 'speaker', 'from', 'to', 'within'] as const;

/** The state of the front page, which its address holds, and how to go to another one. */
export function useFrontState() {
  const [parameters] = useSearchParams();
  const [, navigate] = useLocation();
  const state: FrontState = useMemo(() => {
    const given = NAMES.flatMap((name) => {
      const value = parameters.get(name);
      return value ? [[name, value] as const] : [];
    });
    return Object.fromEntries(given);
  }, [parameters]);
  return {
    state,
    /** @param replaces whether the state before is one that nobody would go back to */
    change: (change: FrontState, replaces = false) =>
      navigate(frontPath({ ...state, ...change }), { replace: replaces }),
  };
}

/** From an instant to before another; either may be open. */
export interface Period {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The period that the timeline shows; without bounds: all time. */
export function shownPeriod({ within }: FrontState): Period {
  const [from, to] = within?.split('/') ?? [];
  return { from: from || undefined, to: to || undefined };
}

const isGiven = (period: Period) => period.from !== undefined || period.to !== undefined;

/** The period that the list is narrowed to: what is chosen, or else what the timeline shows. */
export function chosenPeriod(state: FrontState): Period {
  return isGiven(state) ? { from: state.from, to: state.to } : shownPeriod(state);
}

/** The filter that a state stands for, with a period of its own. */
export function filterOf({ q, section, publisher, cites, entity, speaker }: FrontState, period: Period) {
  const { from, to } = period;
  return {
    ...(q ? { search: q } : {}),
    ...(section ? { articleSection: { eq: section } } : {}),
    ...(publisher ? { publisher: { id: { eq: publisher } } } : {}),
    ...(cites ? { citations: { source: { id: { eq: cites } } } } : {}),
    ...(entity ? { mentions: { id: { eq: entity } } } : {}),
    ...(speaker ? { quotes: { speaker: { id: { eq: speaker } } } } : {}),
    ...(isGiven(period) ? { datePublished: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) } } : {}),
  };
}
