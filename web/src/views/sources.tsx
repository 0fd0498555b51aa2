import { graphql } from 'newsgraph/gql-tada';
import type { KeyboardEvent } from 'react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { SOURCE_KINDS } from '../article/words.ts';
import { count } from '../format.ts';
import { client } from '../graphql.ts';
import { entityPath, frontPath } from '../paths.ts';
import { Unavailable } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useTitle } from '../ui/title.ts';
import { useQuery } from '../use-query.ts';
import './sources.css';

const SOURCES = graphql(`
  query SourcesPage($first: Int!) {
    articleFacets(first: $first) {
      publishers {
        count
        source {
          id
          name
        }
      }
      citedSources {
        count
        source {
          id
          name
          kind
          entity {
            id
          }
        }
      }
    }
  }
`);

const CITED_BY = graphql(`
  query CitedBy($publisher: ID!, $first: Int!) {
    articleFacets(filter: { publisher: { id: { eq: $publisher } } }, first: $first) {
      citedSources {
        count
        source {
          id
        }
      }
    }
  }
`);

const ROWS = 40;
const COLUMNS = 12;
/** As many as the gateway gives. */
const MOST_FACETS = 100;

interface Publisher {
  readonly id: string;
  readonly name: string;
}

/** For each publisher, in how many of its articles each source is cited. */
type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Who is cited by whom. */
export function Sources() {
  const variables = { first: ROWS };
  const { data, error, reload } = useQuery(SOURCES, variables);
  useTitle('Sources');
  const publishers = (data?.articleFacets.publishers ?? []).slice(0, COLUMNS).map(({ source }) => source);
  const counts = useCounts(publishers);
  if (error) return <Unavailable error={error} onRetry={reload} />;
  if (!data) return <p className="quiet">Loading…</p>;
  const sources = data.articleFacets.citedSources;
  const most = Math.max(1, ...[...counts.values()].flatMap((column) => [...column.values()]));
  return (
    <>
      <h1>Who rests on whose word</h1>
      <p className="quiet">
        Each figure says in how many articles of a publisher a source is cited by name, and leads to them. Shown are the
        sources that most articles cite; of each publisher, the hundred that it cites most are counted.
        <SeeQuery document={SOURCES} variables={variables} about="the rows and columns" />
      </p>
      {sources.length === 0 ? (
        <p>No article cites a source by name.</p>
      ) : (
        // A region that scrolls has to be one that the keyboard reaches.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: for who scrolls by keys
        <section className="matrix" aria-label="Matrix of sources and publishers" tabIndex={0}>
          <table>
            <caption className="for-readers">In how many articles of each publisher each source is cited</caption>
            <thead>
              <tr>
                <th scope="col">Source</th>
                {publishers.map(({ id, name }) => (
                  <th key={id} scope="col">
                    <Link href={frontPath({ publisher: id })}>{name}</Link>
                  </th>
                ))}
                <th scope="col">All</th>
              </tr>
            </thead>
            <tbody onKeyDown={moveFocus}>
              {sources.map(({ source, count: total }) => (
                <tr key={source.id}>
                  <th scope="row">
                    {source.entity ? <Link href={entityPath(source.entity.id)}>{source.name}</Link> : source.name}
                    <span className="quiet"> {SOURCE_KINDS[source.kind].replace(/^an? /, '')}</span>
                  </th>
                  {publishers.map((publisher) => {
                    const cited = counts.get(publisher.id)?.get(source.id) ?? 0;
                    return (
                      <td
                        key={publisher.id}
                        className={cited > 0 ? `shade-${Math.ceil((cited / most) * 5)}` : undefined}
                      >
                        {cited > 0 && (
                          <Link
                            href={frontPath({ publisher: publisher.id, cites: source.id })}
                            aria-label={`${source.name} in ${count(cited, 'article')} of ${publisher.name}`}
                          >
                            {cited}
                          </Link>
                        )}
                      </td>
                    );
                  })}
                  <td>
                    <Link
                      href={frontPath({ cites: source.id })}
                      aria-label={`${source.name} in ${count(total, 'article')} of all publishers`}
                    >
                      {total}
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">Queries</th>
                {publishers.map(({ id, name }) => (
                  <td key={id}>
                    <SeeQuery document={CITED_BY} variables={{ publisher: id, first: MOST_FACETS }} about={name} />
                  </td>
                ))}
                <td />
              </tr>
            </tfoot>
          </table>
        </section>
      )}
    </>
  );
}

/** The columns, each by a query of its own, as they come. */
function useCounts(publishers: readonly Publisher[]): Counts {
  const [counts, setCounts] = useState<Counts>(new Map());
  const ids = publishers.map(({ id }) => id).join(' ');
  useEffect(() => {
    const control = new AbortController();
    setCounts(new Map());
    for (const publisher of ids.split(' ').filter(Boolean)) {
      client.query(CITED_BY, { publisher, first: MOST_FACETS }, { signal: control.signal }).then(
        ({ articleFacets }) => {
          const column = new Map(articleFacets.citedSources.map(({ source, count: cited }) => [source.id, cited]));
          setCounts((before) => new Map(before).set(publisher, column));
        },
        () => {},
      );
    }
    return () => control.abort();
  }, [ids]);
  return counts;
}

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Arrow keys go from figure to figure, over empty cells. */
function moveFocus(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const step = STEPS[event.key];
  const cell = event.target instanceof Element ? event.target.closest('td') : null;
  const row = cell?.parentElement;
  if (!step || !cell || !(row instanceof HTMLTableRowElement)) return;
  event.preventDefault();
  const { rows } = event.currentTarget;
  const [down, right] = step;
  let [y, x] = [row.sectionRowIndex + down, cell.cellIndex + right];
  for (; rows[y]?.cells[x]; y += down, x += right) {
    const link = rows[y]?.cells[x]?.querySelector('a');
    if (link) {
      link.focus();
      return;
    }
  }
}
