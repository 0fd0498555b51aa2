import { Link } from 'wouter';
import { count } from '../format.ts';
import { articlePath } from '../paths.ts';
import { SeeQuery } from '../ui/see-query.tsx';
import type { Live } from './use-live.ts';
import { LIVE } from './use-live.ts';

const SHOWN = 6;

/** What came while the page was open, and the ingest that brings it. */
export function JustIn({ live: { isConnected, arrivals, run } }: { readonly live: Live }) {
  return (
    <section className="just-in" aria-labelledby="just-in-title">
      <h2 id="just-in-title">Just in</h2>
      <p className="quiet">
        <span className={isConnected ? 'lamp on' : 'lamp'} aria-hidden="true" />
        {isConnected ? 'Live: what comes in appears by itself.' : 'Not connected.'}
      </p>
      <p role="status">
        {run.count > 0 &&
          (run.isOn ? `Taking in: ${count(run.count, 'article')} so far` : `${count(run.count, 'article')} came in`)}
      </p>
      {run.isOn && <progress aria-label="Documents are being taken in" />}
      <ol>
        {arrivals.slice(0, SHOWN).map(({ id, headline, publisher, outcome }) => (
          <li key={id}>
            <Link href={articlePath(id)}>{headline}</Link>
            <span className="quiet">
              {' '}
              {outcome === 'CREATED' ? 'new' : 'changed'}
              {publisher && ` · ${publisher}`}
            </span>
          </li>
        ))}
      </ol>
      <SeeQuery document={LIVE} variables={{}} about="live articles" />
    </section>
  );
}
