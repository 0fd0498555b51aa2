import type { ReactNode, Ref } from 'react';
import { Link } from 'wouter';
import { codeName, count } from '../format.ts';
import { entityPath } from '../paths.ts';
import type { Article, Citation, Mention, Quote } from './article-query.ts';
import type { Mark } from './marks.ts';
import { subjectOf } from './marks.ts';
import { ABSTENTIONS, asPercent, asWords, ENTITY_TYPES, MENTION_TYPES, QUOTE_TYPES, SOURCE_KINDS } from './words.ts';

type Linked = Article['entities']['edges'][number];

interface CardProps {
  readonly ref: Ref<HTMLElement>;
  readonly id: string;
  /** The words that it is about. */
  readonly words: string;
  readonly marks: readonly Mark[];
  /** How the article is linked to each entity that it names, by the entity's id. */
  readonly linked: ReadonlyMap<string, Linked>;
  readonly onClose: () => void;
}

/** What was found at one place of the text, each with its ground. */
export function Card({ ref, id, words, marks, linked, onClose }: CardProps) {
  const subjects = new Map(marks.map((mark) => [subjectOf(mark), mark]));
  return (
    <section ref={ref} id={id} className="card" role="dialog" aria-label={`About “${words.trim()}”`}>
      {[...subjects].map(([subject, mark]) => (
        <div key={subject} className="card-part">
          {mark.kind === 'entity' ? (
            <EntityPart mention={mark.mention} link={linked.get(subject)} />
          ) : mark.kind === 'source' ? (
            <SourcePart citation={mark.citation} />
          ) : (
            <QuotePart quote={mark.quote} />
          )}
        </div>
      ))}
      <button type="button" className="card-close" aria-label="Close" onClick={onClose}>
        <span aria-hidden="true">×</span>
      </button>
    </section>
  );
}

function EntityPart({ mention, link }: { readonly mention: Mention; readonly link: Linked | undefined }) {
  const { entity, mentionType } = mention;
  return (
    <>
      <Title kind={entity.type.toLowerCase()} label={ENTITY_TYPES[entity.type]}>
        <Link href={entityPath(entity.id)}>{entity.name}</Link>
      </Title>
      <dl className="facts">
        {mentionType !== 'NAME' && <Row name="Here">{MENTION_TYPES[mentionType]}</Row>}
        {entity.countryCode && <Row name="Country">{codeName('region', entity.countryCode)}</Row>}
        {link && (
          <>
            <Row name="In this text">
              {link.mentionCount === 1 ? 'named once' : `named ${count(link.mentionCount, 'time')}`}, salience{' '}
              {asPercent(link.salience)}
            </Row>
            <Row name="Linked by">
              {asWords(link.link.rule)}: {link.link.reason}
              {link.link.anchor && <> Evidence: “{link.link.anchor.exact}”.</>}
            </Row>
          </>
        )}
      </dl>
    </>
  );
}

function QuotePart({ quote }: { readonly quote: Quote }) {
  const { speaker, speakerText, attribution, cue, addressee } = quote;
  return (
    <>
      <Title kind="quote" label={QUOTE_TYPES[quote.quoteType]}>
        {speaker ? <Link href={entityPath(speaker.id)}>{speaker.name}</Link> : (speakerText ?? 'Nobody is named')}
      </Title>
      <dl className="facts">
        {speaker && speakerText && speakerText !== speaker.name && <Row name="In the text">“{speakerText}”</Row>}
        {attribution.abstained && <Row name="No name">{ABSTENTIONS[attribution.abstained]}</Row>}
        {cue && <Row name="Cue">“{cue}”</Row>}
        {addressee && <Row name="Told to">{addressee.name}</Row>}
        <Row name="Found by">{asWords(attribution.method)}</Row>
        {attribution.confidence > 0 && (
          <Row name="Confidence">
            <meter value={attribution.confidence} aria-label="Confidence" /> {asPercent(attribution.confidence)}
          </Row>
        )}
        {attribution.evidence.length > 0 && (
          <Row name="Evidence">{attribution.evidence.map(({ exact }) => `“${exact}”`).join(' → ')}</Row>
        )}
      </dl>
    </>
  );
}

function SourcePart({ citation }: { readonly citation: Citation }) {
  const { source, phrase, isNamed, kind, cue, via, citedQuotes } = citation;
  return (
    <>
      <Title kind="source" label={isNamed ? 'Cited source, named' : 'Cited source, not named'}>
        {source?.entity ? <Link href={entityPath(source.entity.id)}>{source.name}</Link> : (source?.name ?? phrase)}
      </Title>
      <dl className="facts">
        <Row name="Is">{SOURCE_KINDS[kind]}</Row>
        {source && source.name !== phrase && <Row name="In the text">“{phrase}”</Row>}
        {cue && <Row name="Cue">“{cue}”</Row>}
        {via && <Row name="Carried by">{via.name}</Row>}
        {citedQuotes.length > 0 && (
          <Row name="For">{citedQuotes.length === 1 ? 'one quote' : `${citedQuotes.length} quotes`}</Row>
        )}
      </dl>
    </>
  );
}

function Title({
  kind,
  label,
  children,
}: {
  readonly kind: string;
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <p className="card-title">
      <span className={`kind kind-${kind}`}>{label}</span>
      <strong>{children}</strong>
    </p>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
