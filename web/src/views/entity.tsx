import '../entity/entity.css';
import { Link, useSearchParams } from 'wouter';
import { ENTITY_TYPES } from '../article/words.ts';
import { ArticleList } from '../entity/article-list.tsx';
import { ENTITY } from '../entity/entity-query.ts';
import { fittingInterval, INTERVALS } from '../entity/intervals.ts';
import { MapPanel } from '../entity/map-panel.tsx';
import { KINDS, NetworkPanel } from '../entity/network-panel.tsx';
import { QuoteList } from '../entity/quote-list.tsx';
import { TimelineChart } from '../entity/timeline-chart.tsx';
import { codeName, count } from '../format.ts';
import { entityPath, frontPath } from '../paths.ts';
import { isAboutInput, Unavailable } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useTitle } from '../ui/title.ts';
import { useQuery } from '../use-query.ts';

/**
 * One entity. Its address has `show`, which list is open (said, about; without it the one that has quotes); `said`, `about` and `articles`, the cursors behind which their
 * pages begin; `by`, the length of the timeline's bars; `from` and `to`, the time whose articles are listed; `walk`, the ids that the
 * network was walked through; and `with`, the kind that it is narrowed to.
 */
export function Entity({ id }: { readonly id: string }) {
  const variables = { id };
  const { data, error, isLoading, reload } = useQuery(ENTITY, variables);
  const [search] = useSearchParams();
  const entity = data?.entity;
  useTitle(entity?.name ?? null);

  if (error && !isAboutInput(error)) return <Unavailable error={error} onRetry={reload} />;
  if (!entity && isLoading) return <p className="quiet">Loading…</p>;
  if (!entity) {
    return (
      <>
        <h1>There is no such entity</h1>
        <p>
          No article that may be read names it. <Link href={frontPath()}>All articles</Link>
        </p>
      </>
    );
  }

  const addressWith = (changes: Readonly<Record<string, string | null>>): string => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    return next.size === 0 ? entityPath(id) : `${entityPath(id)}?${next}`;
  };
  const [saidCount, aboutCount] = [entity.quotes.totalCount, entity.quotesAbout.totalCount];
  const show =
    (['said', 'about'] as const).find((each) => each === search.get('show')) ?? (saidCount === 0 ? 'about' : 'said');
  const pronoun = entity.type === 'PERSON' ? 'they' : 'it';
  const [oldest, newest] = [entity.oldest.nodes[0]?.datePublished, entity.newest.nodes[0]?.datePublished];
  const interval =
    INTERVALS.find((each) => each === search.get('by')) ??
    (oldest && newest ? fittingInterval(oldest, newest) : 'MONTH');
  const [from, to] = [search.get('from'), search.get('to')];
  const range = from !== null && to !== null ? { from, to } : null;
  const walked = (search.get('walk') ?? '').split('.').filter((step) => step !== '');

  return (
    <div className="entity">
      <header>
        <p className={`kicker kind kind-${entity.type.toLowerCase()}`}>
          {ENTITY_TYPES[entity.type]}
          {entity.countryCode && <span>, {codeName('region', entity.countryCode)}</span>}
        </p>
        <h1>{entity.name}</h1>
        {entity.aliases.length > 0 && <p className="quiet">Also {entity.aliases.join(', ')}</p>}
        <p>
          Named {count(entity.mentionCount, 'time')} in {count(entity.articleCount, 'article')}.{' '}
          <Link href={frontPath({ entity: id })}>Search in them</Link>
          {entity.sameAs.map((address) => (
            <span key={address}>
              {' · '}
              <a href={address} rel="noreferrer">
                {new URL(address).hostname}
              </a>
            </span>
          ))}
        </p>
        {entity.corrections
          .filter(({ revertedAt }) => revertedAt === null)
          .map((correction) => (
            <p key={correction.id} className="quiet">
              Corrected by {correction.by}: {correction.reason}
            </p>
          ))}
        <SeeQuery document={ENTITY} variables={variables} />
      </header>
      <div className="entity-columns">
        <section className="panel" aria-labelledby="words">
          <h2 id="words">In words</h2>
          <nav className="choices" aria-label="Quotes">
            <Link href={addressWith({ show: 'said' })} aria-current={show === 'said' || undefined}>
              What {pronoun} said <span className="quiet">({saidCount.toLocaleString('en-GB')})</span>
            </Link>
            <Link href={addressWith({ show: 'about' })} aria-current={show === 'about' || undefined}>
              What was said of {pronoun === 'they' ? 'them' : 'it'}{' '}
              <span className="quiet">({aboutCount.toLocaleString('en-GB')})</span>
            </Link>
          </nav>
          <QuoteList
            key={show}
            id={id}
            which={show}
            after={search.get(show)}
            addressOf={(after) => addressWith({ [show]: after })}
          />
        </section>
        <div>
          <TimelineChart
            id={id}
            interval={interval}
            addressOf={(by) => addressWith({ by, from: null, to: null, articles: null })}
            from={from}
            rangeAddress={(chosen) =>
              addressWith({ from: chosen?.from ?? null, to: chosen?.to ?? null, articles: null })
            }
          />
          <section className="panel" aria-labelledby="articles">
            <h2 id="articles">{range ? 'Articles of that time' : 'Articles'}</h2>
            <ArticleList
              id={id}
              range={range}
              after={search.get('articles')}
              addressOf={(after) => addressWith({ articles: after })}
            />
          </section>
        </div>
      </div>
      <NetworkPanel
        walk={[entity.id, ...walked]}
        kind={KINDS.find((kind) => kind === search.get('with')) ?? null}
        walkAddress={([, ...steps]) => addressWith({ walk: steps.length === 0 ? null : steps.join('.') })}
        kindAddress={(kind) => addressWith({ with: kind })}
      />
      <MapPanel entity={entity} />
    </div>
  );
}
