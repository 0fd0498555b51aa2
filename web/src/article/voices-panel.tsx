import { Link } from 'wouter';
import { count } from '../format.ts';
import { entityPath } from '../paths.ts';
import type { Article } from './article-query.ts';
import { groundOf, speakersOf } from './voices.ts';
import { ABSENT_SPEAKER, ABSTENTION_TAGS, asPercent } from './words.ts';

interface JumpProps {
  /** The address of the page with the card of the words at an offset open. */
  readonly addressOf: (at: number) => string;
}

interface SpeakersProps extends JumpProps {
  readonly quotes: Article['quotes'];
}

/** Who speaks, how often, and where. */
export function Speakers({ quotes, addressOf }: SpeakersProps) {
  const speakers = speakersOf(quotes.nodes);
  return (
    <section className="panel" aria-labelledby="who-speaks">
      <h2 id="who-speaks">Who speaks</h2>
      {speakers.length === 0 && <p className="quiet">Nobody is quoted.</p>}
      <ol className="voices">
        {speakers.map(({ name, entityId, abstained, quotes: said }) => (
          <li key={said[0]?.id}>
            <span>
              <Name name={name ?? ABSENT_SPEAKER} entityId={entityId} isNamed={entityId !== null} />
              {said.length > 1 && <span className="quiet"> {count(said.length, 'quote')}</span>}
              {abstained && <span className="tag">{ABSTENTION_TAGS[abstained]}</span>}
            </span>
            <Jumps
              places={said.map(({ anchor }) => anchor.start)}
              what={`quote of ${name ?? 'nobody who is named'}`}
              addressOf={addressOf}
            />
          </li>
        ))}
      </ol>
      <Partial shown={quotes.nodes.length} all={quotes.totalCount} what="quote" />
    </section>
  );
}

interface GroundProps extends JumpProps {
  readonly citations: Article['citations'];
}

/** On whose word the article rests, named against unnamed. */
export function GroundPanel({ citations, addressOf }: GroundProps) {
  const { sources, namedCount, unnamedCount, namedShare } = groundOf(citations.nodes);
  return (
    <section className="panel" aria-labelledby="rests-on">
      <h2 id="rests-on">On whose word it rests</h2>
      {namedShare === null ? (
        <p className="quiet">Nobody is cited.</p>
      ) : (
        <>
          <p>
            {namedCount} of {count(namedCount + unnamedCount, 'citation')}{' '}
            {namedCount === 1 ? 'names its' : 'name their'} source: <strong>{asPercent(namedShare)}</strong>.
          </p>
          <div className="shares" aria-hidden="true">
            <span className="is-named" style={{ flexGrow: namedCount }} />
            <span className="is-unnamed" style={{ flexGrow: unnamedCount }} />
          </div>
        </>
      )}
      <ol className="voices">
        {sources.map(({ name, isNamed, entityId, via, citations: cited }) => (
          <li key={cited[0]?.id}>
            <span>
              <Name name={name} entityId={entityId} isNamed={isNamed} />
              {!isNamed && <span className="tag">not named</span>}
              {via.length > 0 && <span className="quiet"> by way of {via.join(', ')}</span>}
            </span>
            <Jumps
              places={cited.map(({ anchor }) => anchor.start)}
              what={`citation of ${name}`}
              addressOf={addressOf}
            />
          </li>
        ))}
      </ol>
      <Partial shown={citations.nodes.length} all={citations.totalCount} what="citation" />
    </section>
  );
}

interface NameProps {
  readonly name: string;
  readonly entityId: string | null;
  readonly isNamed: boolean;
}

function Name({ name, entityId, isNamed }: NameProps) {
  if (entityId !== null) return <Link href={entityPath(entityId)}>{name}</Link>;
  return isNamed ? <span>{name}</span> : <em>{name}</em>;
}

interface JumpsProps extends JumpProps {
  readonly places: readonly number[];
  readonly what: string;
}

function Jumps({ places, what, addressOf }: JumpsProps) {
  return (
    <span className="jumps">
      {places.map((place, index) => (
        <Link key={place} className="jump" href={addressOf(place)} replace aria-label={`To ${what}, ${index + 1}`}>
          {index + 1}
        </Link>
      ))}
    </span>
  );
}

/** Says that a list is longer than what the page asked for. */
export function Partial({ shown, all, what }: { readonly shown: number; readonly all: number; readonly what: string }) {
  if (shown >= all) return null;
  return (
    <p className="quiet">
      The first {shown} of {count(all, what)} are shown and marked.
    </p>
  );
}
