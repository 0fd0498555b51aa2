import { graphql } from 'newsgraph/gql-tada';
import { useMemo } from 'react';
import { count, formatDate } from '../format.ts';
import { ArticleList } from '../front/article-list.tsx';
import { Chosen } from '../front/chosen.tsx';
import { DropFiles } from '../front/drop-files.tsx';
import { Facets } from '../front/facets.tsx';
import { FoundBesides, passagesOf, SEARCH } from '../front/found.tsx';
import { useFrontState } from '../front/front-state.ts';
import { JustIn } from '../front/just-in.tsx';
import { SearchBox } from '../front/search-box.tsx';
import { Timeline } from '../front/timeline.tsx';
import { useLive } from '../front/use-live.ts';
import { SeeQuery } from '../ui/see-query.tsx';
import { useTitle } from '../ui/title.ts';
import { useQuery } from '../use-query.ts';
import '../front/front.css';

const CORPUS = graphql(`
  query FrontCorpus {
    corpus {
      articleCount
      entityCount
      quoteCount
      sourceCount
      firstPublished
      lastPublished
    }
  }
`);

/** All articles: searched, narrowed down, and as they come. */
export function Front() {
  const { state, change } = useFrontState();
  const live = useLive();
  const { data } = useQuery(CORPUS, {}, live.refresh);
  const search = useQuery(SEARCH, state.q ? { query: state.q } : null, live.refresh);
  const found = state.q ? search.data : undefined;
  const passages = useMemo(() => passagesOf(found), [found]);
  const fresh = useMemo(() => new Set(live.arrivals.map(({ id }) => id)), [live.arrivals]);
  const corpus = data?.corpus;
  useTitle(state.q ? `${state.q}: articles` : 'Articles');
  return (
    <div className="front">
      <header className="front-head">
        <div>
          <h1>The reading room</h1>
          <p className="quiet">
            {corpus ? (
              <>
                {count(corpus.articleCount, 'article')} · {count(corpus.entityCount, 'name')} ·{' '}
                {count(corpus.quoteCount, 'quote')} · {count(corpus.sourceCount, 'source')}
                {corpus.firstPublished && corpus.lastPublished && (
                  <>
                    {' '}
                    · {formatDate(corpus.firstPublished)} – {formatDate(corpus.lastPublished)}
                  </>
                )}
              </>
            ) : (
              '…'
            )}
            <SeeQuery document={CORPUS} variables={{}} about="the figures" />
          </p>
        </div>
        <SearchBox query={state.q ?? ''} onSearch={(q) => change({ q }, true)} />
      </header>
      {corpus?.firstPublished && corpus.lastPublished && (
        <Timeline
          state={state}
          first={corpus.firstPublished}
          last={corpus.lastPublished}
          refresh={live.refresh}
          onChange={(to, isStep) => change(to, !isStep)}
        />
      )}
      <Chosen state={state} />
      <div className="columns">
        <Facets state={state} refresh={live.refresh} />
        <section className="list" aria-label="Articles">
          <ArticleList state={state} refresh={live.refresh} passages={passages} fresh={fresh} />
        </section>
        <aside>
          {found && <FoundBesides found={found} query={state.q ?? ''} state={state} />}
          <JustIn live={live} />
          <DropFiles />
        </aside>
      </div>
    </div>
  );
}
