import { useMemo } from 'react';
import { Link } from 'wouter';
import { ENTITY_TYPES } from '../article/words.ts';
import { count } from '../format.ts';
import { entityPath } from '../paths.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useQuery } from '../use-query.ts';
import { NAMED_WITH } from './entity-query.ts';
import { networkOf, placesOf } from './network.ts';

/** Which kinds of entities the network may be narrowed to. */
export const KINDS = ['PERSON', 'ORGANIZATION', 'PLACE'] as const;
export type Kind = (typeof KINDS)[number];
const KIND_NAMES: Readonly<Record<Kind, string>> = { PERSON: 'People', ORGANIZATION: 'Organisations', PLACE: 'Places' };

/** Half of the panel, names left out. */
const PANEL = { width: 270, height: 190 };
const MARGIN = { x: 70, y: 34 };

interface NetworkPanelProps {
  /** The ids of those that were walked to, from the page's own entity; the last one stands in the middle. */
  readonly walk: readonly [string, ...string[]];
  readonly kind: Kind | null;
  readonly walkAddress: (walk: readonly string[]) => string;
  readonly kindAddress: (kind: Kind | null) => string;
}

/** Who is named with whom, to walk through: whoever is chosen comes to the middle. The list beside it has the same, for the keyboard. */
export function NetworkPanel({ walk, kind, walkAddress, kindAddress }: NetworkPanelProps) {
  const middle = walk.at(-1) ?? walk[0];
  const variables = { id: middle, ...(kind && { filter: { type: { eq: kind } } }) };
  const { data, error, isLoading, reload } = useQuery(NAMED_WITH, variables);
  const entity = data?.entity;
  const network = useMemo(() => entity && networkOf(entity.id, entity.coMentions.edges), [entity]);
  const places = useMemo(() => entity && network && placesOf(entity.id, network, PANEL), [entity, network]);
  const stepTo = (id: string) => walkAddress(walk.includes(id) ? walk.slice(0, walk.indexOf(id) + 1) : [...walk, id]);

  return (
    <section className="panel" aria-labelledby="named-with" aria-busy={isLoading}>
      <h2 id="named-with">Named together</h2>
      <nav className="choices" aria-label="Kinds in the network">
        <Link href={kindAddress(null)} aria-current={kind === null || undefined}>
          All
        </Link>
        {KINDS.map((each) => (
          <Link key={each} href={kindAddress(each)} aria-current={each === kind || undefined}>
            {KIND_NAMES[each]}
          </Link>
        ))}
      </nav>
      {error && <ErrorBox error={error} onRetry={reload} />}
      {!error && !entity && <p className="quiet">{isLoading ? 'Loading…' : 'Nothing is known.'}</p>}
      {!error && entity && network && places && (
        <>
          <p className="walk" role="status">
            <strong>{entity.name}</strong>{' '}
            <span className="quiet">
              {network.around.length === 0
                ? 'is named with nobody of this kind.'
                : `and the ${network.around.length} named with it most, of ${entity.coMentions.totalCount}.`}
            </span>{' '}
            {walk.length > 1 && (
              <>
                <Link href={walkAddress(walk.slice(0, -1))}>Step back</Link>
                {' · '}
                <Link href={entityPath(entity.id)}>Open the page of {entity.name}</Link>
              </>
            )}
          </p>
          <div className="network">
            <svg
              aria-hidden="true"
              viewBox={`${-PANEL.width - MARGIN.x} ${-PANEL.height - MARGIN.y} ${2 * (PANEL.width + MARGIN.x)} ${2 * (PANEL.height + MARGIN.y)}`}
            >
              {network.links.map(({ source, target, articleCount }) => {
                const [from, to] = [places.get(source), places.get(target)];
                return (
                  from &&
                  to && (
                    <line
                      key={`${source} ${target}`}
                      className={source === entity.id ? 'to-middle' : undefined}
                      x1={from.x}
                      y1={from.y}
                      x2={to.x}
                      y2={to.y}
                      strokeWidth={(source === entity.id ? 1.5 : 0.75) * Math.log2(1 + articleCount)}
                    />
                  )
                );
              })}
              {[{ ...entity, articleCount: 0 }, ...network.around].map(({ id, name, type }) => {
                const place = places.get(id);
                return (
                  place && (
                    <Link key={id} href={stepTo(id)} tabIndex={-1}>
                      <g className={`node kind-${type.toLowerCase()}`} transform={`translate(${place.x} ${place.y})`}>
                        <rect className="hit" x={-30} y={-15} width={60} height={44} />
                        <circle r={id === entity.id ? 13 : 8} />
                        <text y={id === entity.id ? 29 : 23}>{shortened(name)}</text>
                        <title>{name}</title>
                      </g>
                    </Link>
                  )
                );
              })}
            </svg>
            <ol className="neighbours" aria-label={`Named with ${entity.name}`}>
              {network.around.map(({ id, name, type, articleCount }) => (
                <li key={id}>
                  <Link href={stepTo(id)} className={`kind-${type.toLowerCase()}`}>
                    {name}
                  </Link>{' '}
                  <span className="quiet">
                    {ENTITY_TYPES[type]}, {count(articleCount, 'article')}
                  </span>
                </li>
              ))}
            </ol>
          </div>
        </>
      )}
      <SeeQuery document={NAMED_WITH} variables={variables} about="the network" />
    </section>
  );
}

const LONGEST = 22;

function shortened(name: string): string {
  return name.length <= LONGEST ? name : `${name.slice(0, LONGEST - 1).trimEnd()}…`;
}
