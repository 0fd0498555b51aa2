import { Link } from 'wouter';
import { count } from '../format.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useQuery } from '../use-query.ts';
import { TIMELINE } from './entity-query.ts';
import type { Interval } from './intervals.ts';
import { bucketName, endOf, INTERVALS } from './intervals.ts';

const NAMES: Readonly<Record<Interval, string>> = { DAY: 'Days', WEEK: 'Weeks', MONTH: 'Months', YEAR: 'Years' };
const [WIDTH, HEIGHT] = [600, 120];

interface TimelineChartProps {
  readonly id: string;
  readonly interval: Interval;
  readonly addressOf: (interval: Interval) => string;
  /** The instant at which the chosen bucket begins. Null: none is chosen. */
  readonly from: string | null;
  /** The address of the page with a bucket chosen; `to` is where it ends. Null: with none. */
  readonly rangeAddress: (range: { from: string; to: string } | null) => string;
}

/** How many of an entity's articles were published when; each bar leads to its articles. */
export function TimelineChart({ id, interval, addressOf, from, rangeAddress }: TimelineChartProps) {
  const variables = { id, interval };
  const { data, error, isLoading, reload } = useQuery(TIMELINE, variables);
  const timeline = data?.entity?.timeline;
  return (
    <section className="panel" aria-labelledby="over-time">
      <h2 id="over-time">Articles over time</h2>
      <nav className="choices" aria-label="Length of the bars">
        {INTERVALS.map((each) => (
          <Link key={each} href={addressOf(each)} aria-current={each === interval || undefined}>
            {NAMES[each]}
          </Link>
        ))}
      </nav>
      {error && <ErrorBox error={error} onRetry={reload} />}
      {!error && !timeline && isLoading && <p className="quiet">Loading…</p>}
      {!error && timeline && <Bars {...{ timeline, interval, from, rangeAddress }} />}
      <SeeQuery document={TIMELINE} variables={variables} about="the timeline" />
    </section>
  );
}

interface BarsProps extends Pick<TimelineChartProps, 'interval' | 'from' | 'rangeAddress'> {
  readonly timeline: {
    readonly undatedCount: number;
    readonly buckets: readonly { readonly start: string; readonly articleCount: number }[];
  };
}

function Bars({ timeline: { buckets, undatedCount }, interval, from, rangeAddress }: BarsProps) {
  if (buckets.length === 0) return <p className="quiet">No article has a date.</p>;
  const most = Math.max(...buckets.map(({ articleCount }) => articleCount));
  const step = WIDTH / Math.max(buckets.length, 8);
  const [first, last] = [buckets[0], buckets.at(-1)];
  return (
    <figure className="timeline">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
        <title>Articles over time</title>
        {buckets.map(({ start, articleCount }, index) => {
          const height = (articleCount / most) * (HEIGHT - 2);
          const isChosen = start === from;
          const to = buckets[index + 1]?.start ?? endOf(start, interval);
          const label = `${bucketName(start, interval)}: ${count(articleCount, 'article')}`;
          return (
            articleCount > 0 && (
              <Link key={start} href={rangeAddress(isChosen ? null : { from: start, to })} aria-label={label}>
                <rect
                  className={isChosen ? 'is-chosen' : undefined}
                  x={index * step + step * 0.08}
                  y={HEIGHT - height}
                  width={step * 0.84}
                  height={height}
                >
                  <title>{label}</title>
                </rect>
              </Link>
            )
          );
        })}
      </svg>
      <figcaption className="quiet">
        <span>{first && bucketName(first.start, interval)}</span>
        <span>at most {count(most, 'article')}</span>
        <span>{last && last !== first && bucketName(last.start, interval)}</span>
      </figcaption>
      {undatedCount > 0 && <p className="quiet">{count(undatedCount, 'article')} not dated well enough for this.</p>}
    </figure>
  );
}
