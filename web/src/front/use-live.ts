import { graphql } from 'newsgraph/gql-tada';
import { useEffect, useState } from 'react';
import { client } from '../graphql.ts';
import { useKey } from '../use-query.ts';

export const LIVE = graphql(`
  subscription FrontLive($after: String) {
    articleEvents(after: $after) {
      __typename
      ... on ArticleIngested {
        cursor
        outcome
        article {
          id
          headline
          publisher {
            name
          }
        }
      }
      ... on ArticleRemoved {
        cursor
        articleId
      }
      ... on EventGap {
        cursor
      }
    }
  }
`);

/** An article that came while the page was open. */
export interface Arrival {
  readonly cursor: string;
  readonly outcome: string;
  readonly id: string;
  readonly headline: string;
  readonly publisher: string | null;
}

export interface Live {
  readonly isConnected: boolean;
  /** The last first. */
  readonly arrivals: readonly Arrival[];
  /** How many articles came one shortly after the other, and whether more are likely to follow. */
  readonly run: { readonly count: number; readonly isOn: boolean };
  /** Another number after every change, at most a few a second: whoever shows articles asks again. */
  readonly refresh: number;
}

/** Arrivals that are kept. */
const KEPT = 50;
/** After so many milliseconds without an event an ingest is over. */
const END_OF_RUN = 3_000;
/** Events that come together are shown together. */
const TOGETHER = 300;

/** Follows what becomes of the articles, over lost connections. */
export function useLive(): Live {
  const key = useKey();
  const [live, setLive] = useState<Live>({
    isConnected: false,
    arrivals: [],
    run: { count: 0, isOn: false },
    refresh: 0,
  });

  // With another key the client asks anew.
  useEffect(() => {
    const control = new AbortController();
    const timers: { end?: ReturnType<typeof setTimeout>; show?: ReturnType<typeof setTimeout> | undefined } = {};
    const happened = () => {
      clearTimeout(timers.end);
      timers.end = setTimeout(() => setLive((now) => ({ ...now, run: { ...now.run, isOn: false } })), END_OF_RUN);
      timers.show ??= setTimeout(() => {
        timers.show = undefined;
        setLive((now) => ({ ...now, refresh: now.refresh + 1 }));
      }, TOGETHER);
    };
    const follow = async () => {
      // Of what happened before there was a connection no event may come.
      const onConnection = (isConnected: boolean) =>
        setLive((now) => ({ ...now, isConnected, refresh: isConnected ? now.refresh + 1 : now.refresh }));
      const events = client.subscribe(
        LIVE,
        {},
        { signal: control.signal, onConnection, attempts: Number.POSITIVE_INFINITY },
      );
      for await (const { articleEvents: event } of events) {
        happened();
        if (event.__typename !== 'ArticleIngested') continue;
        const { cursor, outcome, article } = event;
        const arrival = {
          cursor,
          outcome,
          id: article.id,
          headline: article.headline,
          publisher: article.publisher?.name ?? null,
        };
        setLive((now) => ({
          ...now,
          arrivals: [arrival, ...now.arrivals.filter(({ id }) => id !== article.id)].slice(0, KEPT),
          run: { count: now.run.isOn ? now.run.count + 1 : 1, isOn: true },
        }));
      }
    };
    // Whoever may not read is told so by the list; of a gateway that is gone, the sign of the connection tells.
    follow().catch(() => setLive((now) => ({ ...now, isConnected: false })));
    return () => {
      control.abort();
      clearTimeout(timers.end);
      clearTimeout(timers.show);
    };
  }, [key]);

  return live;
}
