import { graphql } from 'newsgraph/gql-tada';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { FrontState } from '../paths.ts';
import { frontPath } from '../paths.ts';
import { SeeQuery } from '../ui/see-query.tsx';
import { useQuery } from '../use-query.ts';
import { chosenPeriod, filterOf } from './front-state.ts';

const FACETS = graphql(`
  query FrontFacets($filter: ArticleFilter) {
    articleFacets(filter: $filter, first: 8) {
      sections {
        value
        count
      }
      publishers {
        source {
          id
          name
        }
        count
      }
      entities {
        entity {
          id
          name
          type
        }
        count
      }
      speakers {
        entity {
          id
          name
        }
        count
      }
      citedSources {
        source {
          id
          name
        }
        count
      }
    }
  }
`);

interface FacetsProps {
  readonly state: FrontState;
  readonly refresh: number;
}

/** What the articles that fit are about, and by what to narrow them. */
export function Facets({ state, refresh }: FacetsProps) {
  const variables = { filter: filterOf(state, chosenPeriod(state)) };
  const { data } = useQuery(FACETS, variables, refresh);
  const facets = data?.articleFacets;
  const of = (name: keyof FrontState, value: string, label: ReactNode, count: number) => ({
    key: value,
    label,
    count,
    isChosen: state[name] === value,
    path: frontPath({ ...state, [name]: state[name] === value ? '' : value }),
  });
  return (
    <details className="facets" open={matchMedia('(min-width: 60rem)').matches}>
      <summary>Narrow down</summary>
      <Facet
        title="Section"
        values={facets?.sections.map(({ value, count }) => of('section', value, value, count)) ?? []}
      />
      <Facet
        title="Publisher"
        values={facets?.publishers.map(({ source, count }) => of('publisher', source.id, source.name, count)) ?? []}
      />
      <Facet
        title="Names"
        values={
          facets?.entities.map(({ entity, count }) =>
            of('entity', entity.id, <span className={`kind-${entity.type.toLowerCase()}`}>{entity.name}</span>, count),
          ) ?? []
        }
      />
      <Facet
        title="Who speaks"
        values={facets?.speakers.map(({ entity, count }) => of('speaker', entity.id, entity.name, count)) ?? []}
      />
      <Facet
        title="Rests on the word of"
        values={facets?.citedSources.map(({ source, count }) => of('cites', source.id, source.name, count)) ?? []}
      />
      <SeeQuery document={FACETS} variables={variables} about="the counts" />
    </details>
  );
}

interface FacetProps {
  readonly title: string;
  readonly values: readonly {
    readonly key: string;
    readonly label: ReactNode;
    readonly count: number;
    readonly isChosen: boolean;
    readonly path: string;
  }[];
}

function Facet({ title, values }: FacetProps) {
  if (values.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {values.map(({ key, label, count, isChosen, path }) => (
          <li key={key}>
            <Link href={path} aria-current={isChosen ? 'true' : undefined}>
              {label} <span className="count">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
