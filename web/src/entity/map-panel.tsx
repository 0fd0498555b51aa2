import { lazy, Suspense } from 'react';
import { ErrorBox } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useQuery } from '../use-query.ts';
import type { Entity } from './entity-query.ts';
import { PLACES } from './entity-query.ts';

// The outline of the world is loaded where there is something to show on it.
const WorldMap = lazy(() => import('./world-map.tsx').then((module) => ({ default: module.WorldMap })));

/** Where an entity lies, and the places that are named with it; nothing where no place is known. */
export function MapPanel({ entity: { id, name, location } }: { readonly entity: Entity }) {
  const variables = { id };
  const { data, error, reload } = useQuery(PLACES, variables);
  const places = (data?.entity?.coMentions.edges ?? []).flatMap(({ articleCount, node }) =>
    node.location ? [{ id: node.id, name: node.name, articleCount, location: node.location }] : [],
  );
  if (!location && places.length === 0 && !error) return null;
  return (
    <section className="panel" aria-labelledby="on-the-map">
      <h2 id="on-the-map">On the map</h2>
      {error && <ErrorBox error={error} onRetry={reload} />}
      <Suspense fallback={<p className="quiet">Drawing…</p>}>
        <WorldMap own={location && { ...location, name }} places={places} />
      </Suspense>
      <SeeQuery document={PLACES} variables={variables} about="the map" />
    </section>
  );
}
