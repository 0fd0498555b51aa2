import type { ExtractedCitation, ExtractedSource } from '../../domain/extraction.ts';
import { outletInCredit, outletKindByWords } from '../../domain/outlets.ts';
import type { SourceKind } from '../../domain/source.ts';
import { sourceKey } from '../../domain/source.ts';
import type { Span } from '../../domain/text-anchor.ts';
import type { Carrier } from '../attribution/carriers.ts';
import type { JudgedReport } from '../attribution/learned/judge-reports.ts';
import { DOCUMENT_NOUNS, PLURAL_PEOPLE } from '../attribution/lexicon.ts';
import { quotedAs } from '../attribution/quoted-as.ts';
import type { Report } from '../attribution/reports.ts';
import { rangeSpan } from '../attribution/reports.ts';
import type { ResolvedSource, SourceResolver } from '../attribution/sources.ts';
import { mainSubject } from '../attribution/subjects.ts';
import type { Draft } from '../draft.ts';
import type { Line } from '../quotes/lines.ts';
import type { Credit } from './credit-lines.ts';

export interface Cited {
  readonly sources: readonly ExtractedSource[];
  readonly citations: readonly ExtractedCitation[];
  /** For each report the index of its citation; null where it is none. */
  readonly citationOf: readonly (number | null)[];
  /** For each of the other sources the index of its citation; null where it has no name. */
  readonly citationOfOther: readonly (number | null)[];
  /** For each report the source that was told; null where none is named. */
  readonly addresseeOf: readonly (number | null)[];
}

/**
 * Each place where the prose rests on somebody's word.
 * @param resolved for each report who its source is; null where the text gives none
 * @param quoted the reports that quotes hang on: they count whatever their verb
 * @param carriers what the text rests on beside the reports
 * @param others the speakers of quotes that hang on no report; they count when they are known
 * @param credits the lines beside the prose that say whose it is
 */
export function cite(
  draft: Draft,
  lines: readonly Line[],
  reports: readonly JudgedReport[],
  resolved: readonly (ResolvedSource | null)[],
  quoted: ReadonlySet<number>,
  carriers: readonly Carrier[],
  resolver: SourceResolver,
  others: readonly (ResolvedSource | null)[],
  credits: readonly Credit[],
): Cited {
  const sources: ExtractedSource[] = [];
  const byKey = new Map<string, number>();
  const add = (source: Omit<ExtractedSource, 'key'>, entityKey: string | null): number => {
    const key = sourceKey({ domain: source.domain, entityKey, name: source.name });
    const known = byKey.get(key);
    if (known !== undefined) return known;
    byKey.set(key, sources.length);
    return sources.push({ key, ...source }) - 1;
  };
  const sourceOf = (entity: number): number => {
    const { name, aliases, key, type } = draft.entities[entity] ?? NOBODY;
    const outlet = resolver.outletOf(entity);
    const kind = outlet?.kind ?? KIND_OF_TYPE[type];
    return add({ name, kind, domain: outlet?.domain ?? null, aliases, entity }, key);
  };
  /** Whom a name in a credit means: an outlet, by its entity where it has one, or another organisation. */
  const supplierOf = (span: Span): number | null => {
    const words = draft.text.body.slice(span.start, span.end);
    const { entity } = resolver.resolveName(span);
    if (entity !== null && resolver.outletOf(entity)) return sourceOf(entity);
    const outlet = outletInCredit(words);
    if (outlet) {
      const same = draft.entities.findIndex((_, index) => resolver.outletOf(index)?.domain === outlet.domain);
      const { name, kind, domain } = outlet;
      return same >= 0 ? sourceOf(same) : add({ name, kind, domain, aliases: [], entity: null }, null);
    }
    if (entity !== null && draft.entities[entity]?.type === 'ORGANIZATION') return sourceOf(entity);
    const kind = outletKindByWords(words);
    const name = words.replace(/^the /i, '');
    return kind ? add({ name, kind, domain: null, aliases: [], entity: null }, null) : null;
  };

  const hearers = reports.map(({ line: index, hearer }) => {
    const line = lines[index];
    return line && hearer ? resolver.resolve(line, hearer) : null;
  });
  const addresseeOf = hearers.map((hearer) =>
    hearer !== null && hearer.entity !== null && !hearer.isPronoun ? sourceOf(hearer.entity) : null,
  );
  const enclosing = enclosingReports(reports);

  const quotingOutlet = (index: number): number | null => {
    const report = reports[index];
    const line = lines[report?.line ?? -1];
    const by = line && report ? quotedAs(line.items, report.cue.first) : null;
    if (!line || !by || by.last < by.first) return null;
    const { entity } = resolver.resolve(line, { ...by, head: by.last });
    return entity === null ? null : sourceOf(entity);
  };
  const carrier = (index: number, steps = 0): number | null => {
    const quoting = steps === 0 ? quotingOutlet(index) : null;
    if (quoting !== null) return quoting;
    const hearer = hearers[index];
    if (hearer && hearer.entity !== null && resolver.outletOf(hearer.entity)) return sourceOf(hearer.entity);
    const outer = enclosing[index];
    if (outer === undefined || outer === null || steps > DEEPEST) return null;
    const source = resolved[outer];
    if (source && source.entity !== null && resolver.outletOf(source.entity)) return sourceOf(source.entity);
    return carrier(outer, steps + 1);
  };

  const found: ExtractedCitation[] = [];
  const byStart = new Map<number, number>();
  const citeSource = (source: ResolvedSource, cueSpan: Span | null, via: number | null): number => {
    const known = byStart.get(source.span.start);
    const there = found[known ?? -1];
    if (known !== undefined && there) {
      // 'An official who asked not to be named' says again who 'an official' is.
      if (there.end < source.span.end) found[known] = { ...there, end: source.span.end, cueSpan };
      return known;
    }
    const named = source.entity === null ? null : sourceOf(source.entity);
    byStart.set(source.span.start, found.length);
    const kind = named === null ? unnamedKind(source.head) : (sources[named]?.kind ?? 'GROUP');
    const citation = {
      ...source.span,
      source: named,
      kind,
      isNamed: named !== null,
      cueSpan,
      via: via === named ? null : via,
    };
    return found.push(citation) - 1;
  };
  const reported = reports.map((report, index) => {
    const source = resolved[index];
    if (!source || !isCitation(report, source, quoted.has(index))) return null;
    return citeSource(source, rangeSpan(lines[report.line]?.items ?? [], report.cue), carrier(index));
  });
  const citeCarrier = (carrier: Carrier): void => {
    const line = lines[carrier.line];
    const source = line && resolver.resolve(line, carrier.source);
    if (!line || !source || (source.entity === null && !DOCUMENT_NOUNS.has(source.head) && !carrier.citing)) return;
    const through = carrier.citing && mainSubject(line.items, carrier.cue.first);
    const outlet = through ? resolver.resolve(line, through).entity : null;
    const via = outlet !== null && resolver.outletOf(outlet) ? sourceOf(outlet) : null;
    citeSource(source, rangeSpan(line.items, carrier.cue), via);
  };
  carriers.forEach(citeCarrier);
  const other = others.map((source) => (source && source.entity !== null ? citeSource(source, null, null) : null));

  for (const { suppliers, cue: cueSpan } of credits) {
    for (const { start, end, isNamed } of suppliers) {
      const source = isNamed ? supplierOf({ start, end }) : null;
      const kind = source === null ? 'NEWS_AGENCY' : (sources[source]?.kind ?? 'NEWS_AGENCY');
      if (isNamed && source === null) continue;
      found.push({ start, end, source, kind, isNamed, cueSpan, via: null });
    }
  }

  const inOrder = found
    .map((citation, index) => ({ citation, index }))
    .sort((a, b) => a.citation.start - b.citation.start);
  const place = new Map(inOrder.map(({ index }, at) => [index, at]));
  const placed = (index: number | null): number | null => (index === null ? null : (place.get(index) ?? null));
  return {
    sources,
    citations: inOrder.map(({ citation }) => citation),
    citationOf: reported.map(placed),
    citationOfOther: other.map(placed),
    addresseeOf,
  };
}

/** How deep reports may stand in reports. */
const DEEPEST = 6;
const NOBODY = { name: '', aliases: [], key: '', type: 'ORGANIZATION' } as const;
const KIND_OF_TYPE = {
  PERSON: 'PERSON',
  ORGANIZATION: 'ORGANIZATION',
  PLACE: 'ORGANIZATION',
  EVENT: 'ORGANIZATION',
  GROUP: 'GROUP',
  PRODUCT: 'DOCUMENT',
  WORK: 'DOCUMENT',
} as const satisfies Record<string, SourceKind>;

/** For each report the innermost report of the same line that it is part of. */
function enclosingReports(reports: readonly Report[]): (number | null)[] {
  const byLine = new Map<number, number[]>();
  for (const [index, { line }] of reports.entries()) {
    const there = byLine.get(line);
    if (there) there.push(index);
    else byLine.set(line, [index]);
  }
  return reports.map((report, index) => {
    let best: number | null = null;
    let bestSize = Number.POSITIVE_INFINITY;
    for (const other of byLine.get(report.line) ?? []) {
      const outer = reports[other];
      if (!outer || other === index) continue;
      for (const { first, last } of outer.content) {
        if (first <= report.cue.first && report.cue.first <= last && last - first < bestSize) {
          best = other;
          bestSize = last - first;
        }
      }
    }
    return best;
  });
}

function isCitation(report: JudgedReport, source: ResolvedSource, quoted: boolean): boolean {
  if (source.isPronoun && source.entity === null) return false;
  if (quoted) return true;
  if (report.isNew) return false;
  if (report.kind === 'according-to' || report.kind === 'noun') return true;
  return report.content.length > 0 && report.verb !== null && (report.verb.clause || report.verb.infinitive);
}

function unnamedKind(head: string): SourceKind {
  if (DOCUMENT_NOUNS.has(head) || DOCUMENT_NOUNS.has(head.replace(/s$/, ''))) return 'DOCUMENT';
  if (ORGANIZATION_NOUNS.has(head)) return 'ORGANIZATION';
  return PLURAL_PEOPLE.test(head) || /[^s]s$/.test(head) ? 'GROUP' : 'PERSON';
}

const ORGANIZATION_NOUNS = new Set([
  'ministry',
  'government',
  'administration',
  'company',
  'firm',
  'agency',
  'office',
  'department',
  'committee',
  'commission',
  'bank',
  'union',
  'party',
  'court',
  'campaign',
  'council',
  'university',
  'institute',
  'group',
  'organization',
  'organisation',
  'board',
  'army',
  'military',
  'foundation',
  'paper',
  'newspaper',
  'magazine',
  'network',
  'channel',
  'website',
  'site',
  'embassy',
  'team',
  'club',
  'police',
]);
