import { geoContains, geoGraticule10, geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json' with { type: 'json' };
import { Link } from 'wouter';
import { count } from '../format.ts';
import { entityPath } from '../paths.ts';

// biome-ignore lint/nursery/noUnsafeTypeAssertion: what the package says that the file is; TypeScript reads its texts as any text
const world = atlas as unknown as Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
const countries = feature(world, world.objects.countries).features;
const land = feature(world, world.objects.land);
const borders = mesh(world, world.objects.countries, (a, b) => a !== b);

const [WIDTH, HEIGHT] = [720, 360];

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

export interface NamedPlace {
  readonly id: string;
  readonly name: string;
  readonly articleCount: number;
  readonly location: Point;
}

interface WorldMapProps {
  /** The entity's own place. Null for what is no place. */
  readonly own: (Point & { readonly name: string }) | null;
  /** Places that are named with it, the most often named first. */
  readonly places: readonly NamedPlace[];
}

/** The world with a place and those named with it, drawn from the outline that comes with the page. */
export function WorldMap({ own, places }: WorldMapProps) {
  // The middle of the map is the place's own meridian, so that nothing near it is cut.
  const projection = geoNaturalEarth1()
    .rotate([own ? -own.longitude : -10, 0])
    .fitExtent(
      [
        [2, 2],
        [WIDTH - 2, HEIGHT - 2],
      ],
      { type: 'Sphere' },
    );
  const path = geoPath(projection).digits(1);
  const at = ({ longitude, latitude }: Point) => projection([longitude, latitude]) ?? [0, 0];
  const home = own && countries.find((country) => geoContains(country, [own.longitude, own.latitude]));
  const [ownX, ownY] = own ? at(own) : [0, 0];
  return (
    <figure className="map">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={own ? `${own.name} on a map of the world` : 'Places on a map of the world'}
      >
        <path className="sea" d={path({ type: 'Sphere' }) ?? ''} />
        <path className="graticule" d={path(geoGraticule10()) ?? ''} />
        <path className="land" d={path(land) ?? ''} />
        {home && <path className="home" d={path(home) ?? ''} />}
        <path className="borders" d={path(borders) ?? ''} />
        {places.map(({ id, name, articleCount, location }) => {
          const [x, y] = at(location);
          return (
            <circle key={id} className="other" cx={x} cy={y} r={2.5 + Math.sqrt(articleCount)}>
              <title>{`${name}: ${count(articleCount, 'article')} in common`}</title>
            </circle>
          );
        })}
        {own && (
          <g className="own" transform={`translate(${ownX} ${ownY})`}>
            <circle r="11" />
            <circle r="4" />
            <text y="-16">{own.name}</text>
          </g>
        )}
      </svg>
      {places.length > 0 && (
        <figcaption className="quiet">
          Named with it:{' '}
          {places.map(({ id, name }, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <Link href={entityPath(id)}>{name}</Link>
            </span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}
