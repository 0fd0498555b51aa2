import { graphql } from 'newsgraph/gql-tada';
import type { PointerEvent } from 'react';
import { useState } from 'react';
import type { Interval } from '../entity/intervals.ts';
import { endOf } from '../entity/intervals.ts';
import { count, formatDate } from '../format.ts';
import type { FrontState } from '../paths.ts';
import { SeeQuery } from '../ui/see-query.tsx';
import { useQuery } from '../use-query.ts';
import type { Bucket } from './crowded-span.ts';
import { crowdedSpan } from './crowded-span.ts';
import type { Period } from './front-state.ts';
import { filterOf, shownPeriod } from './front-state.ts';

const TIMELINE = graphql(`
  query FrontTimeline($filter: ArticleFilter, $interval: TimelineInterval!) {
    timeline(filter: $filter, interval: $interval) {
      buckets {
        start
        articleCount
      }
      undatedCount
    }
  }
`);

const DAY = 86_400_000;

/** The interval that gives a period some dozens of bars, and fewer than the gateway's limit. */
function intervalFor(first: string, last: string): Interval {
  const days = (Date.parse(last) - Date.parse(first)) / DAY;
  if (days <= 150) return 'DAY';
  if (days <= 3 * 365) return 'WEEK';
  return days <= 25 * 365 ? 'MONTH' : 'YEAR';
}

/** The interval for what lies in some buckets; null: theirs. */
function finerInterval(buckets: readonly Bucket[], interval: Interval): Interval | null {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (!first || !last) return null;
  const fine = intervalFor(first.start, new Date(Date.parse(last.start) + LENGTHS[interval] * DAY).toISOString());
  return fine === interval ? null : fine;
}

/** In days, about. */
const LENGTHS: Readonly<Record<Interval, number>> = { DAY: 1, WEEK: 7, MONTH: 31, YEAR: 366 };
const PRECISION = { DAY: 'DAY', WEEK: 'DAY', MONTH: 'MONTH', YEAR: 'YEAR' } as const;
const NAMES = { DAY: 'day', WEEK: 'week', MONTH: 'month', YEAR: 'year' } as const;

interface TimelineProps {
  readonly state: FrontState;
  /** The dates of the oldest and the newest article. */
  readonly first: string;
  readonly last: string;
  readonly refresh: number;
  /** @param isStep whether it is one that a reader may want to go back from, not one of many on the way */
  readonly onChange: (change: FrontState, isStep: boolean) => void;
}

/** When the articles were published that fit all but the chosen period, and the choice of one. */
export function Timeline({ state, first, last, refresh, onChange }: TimelineProps) {
  const shown = shownPeriod(state);
  const filter = filterOf(state, shown);
  const coarse = { filter, interval: intervalFor(shown.from ?? first, shown.to ?? last) };
  const whole = useQuery(TIMELINE, coarse, refresh);
  // Articles that fit a search may all be of a few days: those are better told apart.
  const fine = finerInterval(whole.data?.timeline.buckets ?? [], coarse.interval);
  const closer = useQuery(TIMELINE, fine && { filter, interval: fine }, refresh);
  const { data, error } = fine ? closer : whole;
  const interval = fine ?? coarse.interval;
  const variables = { filter, interval };
  const buckets = data?.timeline.buckets ?? [];
  const chosen = { from: state.from, to: state.to };
  const isChosen = state.from !== undefined || state.to !== undefined;
  const crowd = isChosen ? null : crowdedSpan(buckets);
  return (
    <section className="timeline" aria-labelledby="timeline-title">
      <header>
        <h2 id="timeline-title">Published, by {NAMES[interval]}</h2>
        <div className="actions">
          {isChosen && (
            <>
              <button
                type="button"
                className="button quiet-button"
                onClick={() => {
                  const from = state.from ?? shown.from ?? '';
                  const to = state.to ?? shown.to ?? '';
                  onChange({ within: `${from}/${to}`, from: '', to: '' }, true);
                }}
              >
                Zoom in
              </button>
              <button
                type="button"
                className="button quiet-button"
                onClick={() => onChange({ from: '', to: '' }, true)}
              >
                Any time
              </button>
            </>
          )}
          {crowd && (
            <button
              type="button"
              className="button quiet-button"
              onClick={() => {
                const start = buckets[crowd.first]?.start ?? '';
                const end = buckets[crowd.last + 1]?.start ?? endOf(buckets[crowd.last]?.start ?? '', interval);
                onChange({ within: `${start}/${end}` }, true);
              }}
            >
              Look at the {crowd.articleCount} of {spanName(crowd, buckets, interval)}
            </button>
          )}
          {state.within && (
            <button type="button" className="button quiet-button" onClick={() => onChange({ within: '' }, true)}>
              Zoom out
            </button>
          )}
          <SeeQuery document={TIMELINE} variables={variables} about="the timeline" />
        </div>
      </header>
      {error && <p className="quiet">{error.message}</p>}
      {buckets.length > 0 ? (
        <Chart
          key={`${interval} ${buckets[0]?.start} ${buckets.length}`}
          buckets={buckets}
          interval={interval}
          chosen={chosen}
          onChoose={({ from = '', to = '' }, isStep) => onChange({ from, to }, isStep)}
        />
      ) : (
        <p className="quiet chart-empty">{data ? 'No article here has a date.' : 'Loading…'}</p>
      )}
      {!!data?.timeline.undatedCount && (
        <p className="quiet">{count(data.timeline.undatedCount, 'article')} without a date that is exact enough</p>
      )}
    </section>
  );
}

interface ChartProps {
  readonly buckets: readonly Bucket[];
  readonly interval: Interval;
  readonly chosen: Period;
  readonly onChoose: (period: Period, isStep: boolean) => void;
}

/** Bars with a brush: drawn with the pointer, or moved by its two handles, which are sliders. */
function Chart({ buckets, interval, chosen, onChoose }: ChartProps) {
  const final = buckets.length - 1;
  const [dragged, setDragged] = useState<{ readonly anchor: number; readonly at: number } | null>(null);
  const most = Math.max(...buckets.map(({ articleCount }) => articleCount));
  const total = buckets.reduce((sum, { articleCount }) => sum + articleCount, 0);
  const [low, high] = dragged
    ? [Math.min(dragged.anchor, dragged.at), Math.max(dragged.anchor, dragged.at)]
    : placesOf(chosen, buckets);
  const label = (index: number) => formatDate(buckets[index]?.start ?? '', PRECISION[interval]);
  const choose = (from: number, to: number, isStep: boolean) => {
    const period = {
      from: from === 0 ? undefined : buckets[from]?.start,
      to: to === final ? undefined : buckets[to + 1]?.start,
    };
    onChoose(period, isStep);
  };
  const placeOf = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(final, Math.floor(((clientX - left) / width) * buckets.length)));
  };
  const busiest = buckets.findIndex(({ articleCount }) => articleCount === most);
  const ticks = [...new Set([0, Math.round(final / 3), Math.round((2 * final) / 3), final])];
  return (
    <div className="chart">
      <svg
        role="img"
        aria-label={`${count(total, 'article')} from ${label(0)} to ${label(final)}, most in ${label(busiest)}: ${most}`}
        viewBox={`0 0 ${buckets.length} 100`}
        preserveAspectRatio="none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragged({ anchor: placeOf(event), at: placeOf(event) });
        }}
        onPointerMove={(event) => dragged && setDragged({ ...dragged, at: placeOf(event) })}
        onPointerUp={() => {
          if (dragged) choose(low, high, true);
          setDragged(null);
        }}
        onPointerCancel={() => setDragged(null)}
      >
        <rect className="brush" x={low} y={0} width={high - low + 1} height={100} />
        {buckets.map(({ start, articleCount }, index) =>
          articleCount === 0 ? null : (
            <rect
              key={start}
              className={index >= low && index <= high ? 'bar in' : 'bar'}
              x={index + 0.1}
              width={0.8}
              y={100 - barHeight(articleCount, most)}
              height={barHeight(articleCount, most)}
            >
              <title>{`${label(index)}: ${count(articleCount, 'article')}`}</title>
            </rect>
          ),
        )}
      </svg>
      <div className="handles">
        <input
          type="range"
          aria-label="From"
          aria-valuetext={label(low)}
          min={0}
          max={buckets.length}
          value={low}
          onChange={({ target }) => choose(Math.min(target.valueAsNumber, high), high, false)}
        />
        <input
          type="range"
          aria-label="To"
          aria-valuetext={label(high)}
          min={0}
          max={buckets.length}
          value={high + 1}
          onChange={({ target }) => choose(low, Math.max(target.valueAsNumber - 1, low), false)}
        />
      </div>
      <div className="ticks" aria-hidden="true">
        {ticks.map((index) => (
          <span key={index}>{label(index)}</span>
        ))}
      </div>
    </div>
  );
}

/** The first and the last bucket of a span by name, or the one that it has. */
function spanName({ first, last }: { first: number; last: number }, buckets: readonly Bucket[], interval: Interval) {
  const name = (index: number) => formatDate(buckets[index]?.start ?? '', PRECISION[interval]);
  return first === last ? name(first) : `${name(first)} – ${name(last)}`;
}

/** Of a hundred; never so low that nobody sees it. */
const barHeight = (articleCount: number, most: number) => Math.max(6, (articleCount / most) * 96);

/** The first and the last bucket of a period. */
function placesOf({ from, to }: Period, buckets: readonly Bucket[]): [low: number, high: number] {
  const start = from === undefined ? 0 : buckets.findIndex((bucket) => bucket.start >= from);
  const end = to === undefined ? -1 : buckets.findIndex((bucket) => bucket.start >= to);
  const low = start === -1 ? buckets.length - 1 : start;
  const high = end === -1 ? buckets.length - 1 : end - 1;
  return [low, Math.max(low, high)];
}
