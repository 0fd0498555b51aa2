import { parse } from 'tldts';
import type { ArticleFields, FieldBasis, Publisher } from '../../domain/document.ts';
import { outletByDomain, outletByName, outletKindByWords } from '../../domain/outlets.ts';
import type { Problem } from '../../domain/problem.ts';
import type {
  FieldCandidate,
  FieldOrigin,
  FieldProvenance,
  ProvenanceField,
  SelectionRule,
} from '../../domain/provenance.ts';
import { annotate } from '../../text/annotate.ts';
import { cleanText } from '../../text/clean.ts';
import type { MonthDay, StatedDate } from '../../text/date-text.ts';
import { dateOf } from '../../text/date-text.ts';
import { readDateline } from '../../text/dateline.ts';
import { detectLanguage } from '../../text/language.ts';
import { headlineFromSlug } from '../slug-headline.ts';
import { dateFromUrl, publisherFromUrl, sectionFromUrl, slugWordsFromUrl } from '../url-fields.ts';
import type { BylineCandidate, Candidate, Candidates, PublisherCandidate } from './candidates.ts';
import { agreedHeadline } from './headline.ts';
import type { ReadDate } from './stated-date.ts';
import { dateDoubt, readDate, statedOffset } from './stated-date.ts';

/** The fields that several places of a document may give. */
type ChosenFields = Pick<
  ArticleFields,
  | 'headline'
  | 'headlineBasis'
  | 'datePublished'
  | 'datePublishedPrecision'
  | 'datePublishedBasis'
  | 'dateModified'
  | 'inLanguage'
  | 'articleSection'
  | 'byline'
  | 'authors'
  | 'publisher'
> & { readonly provenance: readonly FieldProvenance[] };

/** What candidates are judged by. */
interface Setting {
  /** The article's, canonical. */
  readonly url: string | null;
  /** Where the publisher is found, for an article without an address. */
  readonly home?: string | null;
  /** Clean, one paragraph a line; '' for a notice that takes an item back. */
  readonly body: string;
  /** Dates after it are no facts; null: any day may have come. */
  readonly now: Date | null;
}

/** What was chosen for a field, with all that it was chosen from. */
interface Choice<T> {
  readonly value: T;
  readonly provenance: FieldProvenance;
}

/** Longest value that is kept of a candidate, and of a stated headline, in UTF-16 units: no headline is longer. */
const MAX_VALUE = 1_000;
/** Longest headline that is made of a first sentence, and how much text is looked at to find its end, in UTF-16 units. */
const MAX_DERIVED_HEADLINE = 200;
const FIRST_SENTENCE_WINDOW = 1_000;

const BASES: Readonly<Record<FieldOrigin, FieldBasis>> = {
  TEXT: 'STATED',
  HEADING: 'STATED',
  TIME: 'STATED',
  BYLINE: 'STATED',
  JSON_LD: 'METADATA',
  NINJS: 'METADATA',
  FEED: 'FEED',
  OPEN_GRAPH: 'METADATA',
  DUBLIN_CORE: 'METADATA',
  META: 'METADATA',
  MICRODATA: 'METADATA',
  TITLE: 'METADATA',
  LANG: 'METADATA',
  OUTLET: 'URL',
  URL: 'URL',
  DATELINE: 'DATELINE',
  FIRST_SENTENCE: 'FIRST_SENTENCE',
  DETECTION: 'STATED',
};

/** Whose standards say how a date is written: what is none is a mistake there. Pages write anything. */
const DATED_BY_STANDARD: ReadonlySet<FieldOrigin> = new Set(['NINJS', 'FEED']);

/** Of an article whose text is empty. */
const NO_HEADLINE = 'Untitled';

/**
 * Chooses among what a document says, and derives what it does not say:
 * - headline: what most places give, else the first in the order of trust; the words of the URL's slug with the body's
 *   capitals; the first sentence;
 * - date: stated, else a day in the URL's path, else the dateline (which stays in the body; a year that it leaves out is the
 *   URL's), else the month or year in the path. Of stated ones that agree the most exact. A date in the future or before 1600
 *   is passed over, and a problem;
 * - section: stated, else from the URL, else the category of a feed, which may be a topic;
 * - publisher: an outlet of renown by its domain, else stated, else the domain's name; of a ninjs item, whose address is
 *   but a name, as stated;
 * - language: as stated, if the body does not look like another one; else that of the body.
 */
export function chooseFields(
  candidates: Candidates,
  setting: Setting,
): { readonly fields: ChosenFields; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const headline = chooseHeadline(candidates.headline, setting);
  const published = chooseDate('DATE_PUBLISHED', candidates.datePublished, candidates, setting, problems);
  const modified = chooseDate('DATE_MODIFIED', candidates.dateModified, candidates, setting, problems);
  const byline = chooseByline(candidates.byline);
  const section = chooseSection(candidates.section, setting.url);
  const publisher = choosePublisher(candidates.publisher, setting.url ?? setting.home ?? null);
  const language = chooseLanguage(candidates.language, setting.body);
  return {
    fields: {
      headline: headline.value.value,
      headlineBasis: BASES[headline.value.origin],
      datePublished: published.value?.date ?? null,
      datePublishedPrecision: published.value?.precision ?? null,
      datePublishedBasis: published.value?.basis ?? null,
      dateModified: modified.value?.date ?? null,
      inLanguage: language.value,
      articleSection: section.value?.value ?? null,
      byline: byline.value?.value ?? null,
      authors: byline.value?.authors ?? [],
      publisher: publisher.value,
      provenance: [headline, published, modified, byline, section, publisher, language].map(
        ({ provenance }) => provenance,
      ),
    },
    problems,
  };
}

function chooseHeadline(given: readonly Candidate[], { url, body }: Setting): Choice<Candidate> {
  const stated = given.map((each) => ({ ...each, value: shorten(each.value, MAX_VALUE) }));
  const [lede = ''] = body.split('\n', 1);
  const slug = url === null ? [] : slugWordsFromUrl(url);
  const fromSlug = slug.length > 0 ? headlineFromSlug(slug, body) : null;
  const agreed = agreedHeadline(stated, fromSlug);
  const all = [...stated, ...derived(fromSlug, 'URL'), ...derived(firstSentence(lede), 'FIRST_SENTENCE')];
  const chosen = agreed?.headline ?? all[0] ?? { value: NO_HEADLINE, origin: 'FIRST_SENTENCE' as const, place: null };
  const index = agreed?.index ?? (all.length > 0 ? 0 : -1);
  return { value: chosen, provenance: provenanceOf('HEADLINE', all, index, agreed?.rule) };
}

function firstSentence(lede: string): string {
  const text = lede
    .slice(readDateline(lede)?.length ?? 0)
    .slice(0, FIRST_SENTENCE_WINDOW)
    .toWellFormed();
  const sentence = annotate(text).sentences[0];
  return shorten(sentence ? text.slice(sentence.start, sentence.end) : text);
}

/** At most so many UTF-16 units, cut at a blank. */
export function shorten(text: string, most = MAX_DERIVED_HEADLINE): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut
    .slice(0, Math.max(cut.lastIndexOf(' '), most / 2))
    .trimEnd()
    .toWellFormed()}…`;
}

type ChosenDate = StatedDate & { readonly basis: FieldBasis };

function chooseDate(
  field: 'DATE_PUBLISHED' | 'DATE_MODIFIED',
  stated: readonly Candidate[],
  { datePublished, dateModified }: Candidates,
  setting: Setting,
  problems: Problem[],
): Choice<ChosenDate | null> {
  const offset = [...datePublished, ...dateModified]
    .map(({ value }) => statedOffset(value))
    .find((found) => found !== null);
  const read: { readonly candidate: Candidate; readonly date: ReadDate | null }[] = stated.map((candidate) => ({
    candidate,
    date: readDate(candidate.value, offset ?? null),
  }));
  if (field === 'DATE_PUBLISHED') read.push(...derivedDates(setting));
  for (const [index, { candidate, date }] of read.entries()) {
    if (date === null && DATED_BY_STANDARD.has(candidate.origin)) {
      problems.push({ code: 'DATE_INVALID', message: `${nameOf(candidate)}: no date: ${shorten(candidate.value)}` });
    }
    const doubt = date && dateDoubt(date, setting.now);
    if (!doubt) continue;
    problems.push({
      code: 'DATE_INVALID',
      message: `${nameOf(candidate)} gives ${shorten(candidate.value)}, which is no date of publication: ${doubt}`,
    });
    read[index] = { candidate, date: null };
  }
  const index = mostExact(
    read.map(({ date }) => date),
    stated.length,
  );
  const chosen = read[index];
  const provenance = provenanceOf(
    field,
    read.map(({ candidate }) => candidate),
    index,
  );
  return {
    value: chosen?.date
      ? { date: chosen.date.date, precision: chosen.date.precision, basis: BASES[chosen.candidate.origin] }
      : null,
    provenance: {
      ...provenance,
      candidates: provenance.candidates.map((candidate, i) => ({
        ...candidate,
        precision: read[i]?.date?.precision ?? null,
        zone: read[i]?.date?.zone ?? null,
      })),
    },
  };
}

/** The place of the first date, or of the first of the stated ones that says more exactly the same; -1 for none. */
function mostExact(dates: readonly (StatedDate | null)[], stated: number): number {
  const index = dates.findIndex((date) => date !== null);
  const first = dates[index];
  if (!first || (first.precision !== 'YEAR' && first.precision !== 'MONTH')) return index;
  const length = { YEAR: 4, MONTH: 7 }[first.precision];
  const period = (date: Date) => date.toISOString().slice(0, length);
  const isFiner = (date: StatedDate | null): boolean =>
    date !== null &&
    date.precision !== 'YEAR' &&
    date.precision !== first.precision &&
    period(date.date) === period(first.date);
  const finer = dates.slice(0, stated).findIndex(isFiner);
  return finer >= 0 ? finer : index;
}

/** A day in the URL, the dateline, and what else the URL tells, in this order. */
function derivedDates({ url, body }: Setting): { candidate: Candidate; date: ReadDate | null }[] {
  const [lede = ''] = body.split('\n', 1);
  const inUrl = url === null ? null : dateFromUrl(url);
  const dateline = readDateline(lede);
  const inDateline = dateline?.date ?? (dateline?.monthDay && inUrl ? dateWithin(inUrl, dateline.monthDay) : null);
  const found = (date: StatedDate | null, origin: FieldOrigin) =>
    date
      ? [
          {
            candidate: {
              value: date.date
                .toISOString()
                .slice(0, { YEAR: 4, MONTH: 7, DAY: 10, MINUTE: 16, SECOND: 19 }[date.precision]),
              origin,
              place: null,
            },
            date: { ...date, zone: null },
          },
        ]
      : [];
  const fromUrl = found(inUrl, 'URL');
  const fromDateline = found(inDateline, 'DATELINE');
  return inUrl?.precision === 'DAY' ? [...fromUrl, ...fromDateline] : [...fromDateline, ...fromUrl];
}

/** The day of a dateline in the year, or the month, that the URL gives. */
function dateWithin(period: StatedDate, { month, day }: MonthDay): StatedDate | null {
  if (period.precision === 'MONTH' && period.date.getUTCMonth() + 1 !== month) return null;
  return dateOf(period.date.getUTCFullYear(), month, day);
}

function chooseByline(candidates: readonly BylineCandidate[]): Choice<BylineCandidate | null> {
  // A place that names people before one that names nobody but an outlet.
  const index = Math.max(
    candidates.findIndex(({ authors }) => authors.length > 0),
    candidates.length > 0 ? 0 : -1,
  );
  return { value: candidates[index] ?? null, provenance: provenanceOf('BYLINE', candidates, index) };
}

function choosePublisher(stated: readonly PublisherCandidate[], url: string | null): Choice<Publisher | null> {
  const byUrl = url === null ? null : publisherFromUrl(url);
  const isKnown = byUrl?.domain ? outletByDomain(byUrl.domain) !== undefined : false;
  const addressed: PublisherCandidate[] = byUrl
    ? [{ value: byUrl.name, origin: isKnown ? 'OUTLET' : 'URL', place: byUrl.domain, url }]
    : [];
  const isNamed = stated[0]?.origin === 'NINJS';
  const all = isKnown && !isNamed ? [...addressed, ...stated] : [...stated, ...addressed];
  const [first] = all;
  const provenance = provenanceOf('PUBLISHER', all, first ? 0 : -1);
  if (!first) return { value: null, provenance };
  if (byUrl && first === addressed[0]) return { value: byUrl, provenance };
  const outlet = outletByName(first.value);
  const domain =
    (isNamed ? null : byUrl?.domain) ?? outlet?.domain ?? (first.url === null ? null : parse(first.url).domain);
  const value: Publisher = {
    name: outlet && domain === outlet.domain ? outlet.name : first.value,
    domain,
    kind: outlet?.kind ?? outletKindByWords(first.value) ?? 'NEWS_OUTLET',
  };
  return { value, provenance };
}

function chooseSection(stated: readonly Candidate[], url: string | null): Choice<Candidate | null> {
  const isCategory = ({ origin }: Candidate): boolean => origin === 'FEED';
  const all = [
    ...stated.filter((each) => !isCategory(each)),
    ...derived(url && sectionFromUrl(url), 'URL'),
    ...stated.filter(isCategory),
  ];
  return { value: all[0] ?? null, provenance: provenanceOf('SECTION', all, all.length > 0 ? 0 : -1) };
}

/** Software says English of everything: what is stated of a text that clearly is in another language does not count. */
function chooseLanguage(stated: readonly Candidate[], body: string): Choice<string> {
  const detected = detectLanguage(body);
  const all = [...stated, ...derived(detected === 'und' ? null : detected, 'DETECTION')];
  const index = all.findIndex(({ value }) => {
    const tag = languageTag(value);
    return tag !== null && (detected === 'und' || primaryOf(tag) === primaryOf(detected));
  });
  return { value: languageTag(all[index]?.value ?? '') ?? 'und', provenance: provenanceOf('LANGUAGE', all, index) };
}

/** Longer ones than BCP 47 asks anybody to hold, in characters. */
const MAX_TAG = 35;

/** 'en-US' of 'en_us', as BCP 47 writes it; null for what is none, as 'English'. */
function languageTag(text: string): string | null {
  const tag = text.trim().replaceAll('_', '-');
  if (tag.length > MAX_TAG) return null;
  try {
    return /^[a-z]{2,3}(?:-|$)/i.test(tag) ? (Intl.getCanonicalLocales(tag)[0] ?? null) : null;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

/** Of both Norwegian languages that of their common tag, which is all that detection tells. */
function primaryOf(tag: string): string {
  return tag
    .split('-', 1)
    .join('')
    .replace(/^n[bn]$/, 'no');
}

function provenanceOf(
  field: ProvenanceField,
  all: readonly Candidate[],
  index: number,
  rule: SelectionRule = 'TRUSTED',
): FieldProvenance {
  return {
    field,
    rule: index < 0 ? null : all.length === 1 ? 'ONLY' : rule,
    candidates: all.map(
      ({ value, origin, place }, i): FieldCandidate => ({
        value: cleanText(value.slice(0, MAX_VALUE)).toWellFormed(),
        origin,
        place,
        isChosen: i === index,
        precision: null,
        zone: null,
      }),
    ),
  };
}

function derived(value: string | null, origin: FieldOrigin): Candidate[] {
  return value === null || value === '' ? [] : [{ value, origin, place: null }];
}

function nameOf({ origin, place }: Candidate): string {
  return place ?? origin.toLowerCase().replace('_', ' ');
}
