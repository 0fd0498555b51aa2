import type { ExtractedMention } from '../../domain/extraction.ts';
import { outletByName, outletKindByWords } from '../../domain/outlets.ts';
import type { AbstentionReason } from '../../domain/quote.ts';
import type { Span } from '../../domain/text-anchor.ts';
import type { Draft } from '../draft.ts';
import { HONORIFICS, ROLES } from '../entities/lexicon/titles.ts';
import type { Item, Line } from '../quotes/lines.ts';
import { DASH, RELATIVES } from './function-words.ts';
import { introducedRoles } from './introduced-roles.ts';
import { AGENCY_NOUNS, DOCUMENT_NOUNS, KIND_NOUNS, OUTLET_NOUNS, PAPER_NOUNS } from './lexicon.ts';
import type { NounPhrase } from './noun-phrases.ts';
import { baseEndingAt, isSubjectPronoun, phraseEndingAt } from './noun-phrases.ts';
import { firstFrom } from './sorted-spans.ts';
import { mainSubject, subjectAcrossCommas } from './subjects.ts';

/** Who a noun phrase stands for. */
export interface ResolvedSource {
  /** The words of the text that stand for the source. */
  readonly span: Span;
  /** The noun that the phrase is about, in lower case. */
  readonly head: string;
  /** Index into the entities. */
  readonly entity: number | null;
  readonly abstained: AbstentionReason | null;
  readonly isPronoun: boolean;
  /** 0 to 1. */
  readonly confidence: number;
  /** The places that led to the entity, where its name does not stand in the phrase. */
  readonly evidence: readonly Span[];
}

/** Looks up noun phrases among the mentions of a draft. */
export interface SourceResolver {
  /** @param line the line whose items the phrase's numbers count */
  resolve(line: Line, phrase: NounPhrase): ResolvedSource;
  /** Who a name stands for that is set apart, as in 'SMITH: …'. */
  resolveName(span: Span): ResolvedSource;
  /** What kind of outlet the entity is, and the domain of one that is generally known; undefined for what is none. */
  outletOf(entity: number): OutletFacts | undefined;
}

interface OutletFacts {
  readonly kind: 'NEWS_OUTLET' | 'NEWS_AGENCY';
  /** null where only the name tells that it is one. */
  readonly domain: string | null;
}

function outletByItsWords(name: string): OutletFacts | undefined {
  const kind = outletKindByWords(name);
  return kind && { kind, domain: null };
}

export function sourceResolver(draft: Draft, lines: readonly Line[]): SourceResolver {
  const mentions = [...draft.mentions].sort((a, b) => a.start - b.start);
  const roles = introducedRoles(draft, lines, mentions);
  const outlets = draft.entities.map((entity) =>
    entity.type === 'PERSON' || entity.type === 'PLACE'
      ? undefined
      : ([entity.name, ...entity.aliases].map((name) => outletByName(name)).find((outlet) => outlet !== undefined) ??
        outletByItsWords(entity.name)),
  );
  const outletOf = (entity: number): OutletFacts | undefined => outlets[entity];
  const outletMentions = mentions.filter(({ mentionType, entity }) => mentionType === 'NAME' && outletOf(entity));
  const agencyMentions = outletMentions.filter(({ entity }) => outletOf(entity)?.kind === 'NEWS_AGENCY');
  const paperMentions = outletMentions.filter(({ entity }) => outletOf(entity)?.kind === 'NEWS_OUTLET');

  const within = ({ start, end }: Span): ExtractedMention[] => {
    const found: ExtractedMention[] = [];
    for (let at = firstFrom(mentions, start - LONGEST_MENTION); at < mentions.length; at++) {
      const mention = mentions[at];
      if (!mention || mention.start >= end) break;
      if (mention.end > start) found.push(mention);
    }
    return found;
  };

  /** The outlet named last before a place: what 'the paper' means. */
  const lastOutlet = (before: number, noun: string): ExtractedMention | undefined => {
    const named = AGENCY_NOUNS.has(noun) ? agencyMentions : PAPER_NOUNS.has(noun) ? paperMentions : outletMentions;
    return named[firstFrom(named, before) - 1];
  };

  const resolve = (line: Line, phrase: NounPhrase, depth = 0): ResolvedSource => {
    const { items } = line;
    const span = { start: items[phrase.first]?.start ?? 0, end: items[phrase.last]?.end ?? 0 };
    const headItem = items[phrase.head];
    const head = headItem?.lower ?? '';
    const single = phrase.first === phrase.last && headItem?.pos !== 'NUM';
    const isPronoun =
      single && ((isSubjectPronoun(headItem) && !INDEFINITE.has(head)) || /^(?:his|her|its|their)$/.test(head));
    const answer = (
      entity: number | null,
      abstained: AbstentionReason | null,
      confidence: number,
      evidence: readonly Span[] = [],
    ): ResolvedSource => ({
      span,
      head,
      entity,
      abstained,
      isPronoun,
      confidence,
      evidence,
    });
    if (!headItem) return answer(null, 'NO_CANDIDATE', 0);
    if (single && depth < DEEPEST && RELATIVES.has(head)) {
      const antecedent = antecedentOf(items, phrase.head);
      const meant = antecedent && resolve(line, antecedent, depth + 1);
      const noun = items[antecedent?.head ?? -1];
      if (meant?.entity != null && noun)
        return answer(meant.entity, null, meant.confidence, [{ start: noun.start, end: noun.end }]);
      if (meant) return { ...answer(null, meant.abstained, meant.confidence), head: meant.head };
    }
    const nearHead = within(headItem);
    const atHead = nearHead.find((mention) => mention.mentionType === 'NAME' && mention.end >= headItem.end - 1);
    const name = atHead && typeOf(atHead) === 'PERSON' ? atHead : (personNamedBy(items, phrase) ?? atHead);
    if (name) {
      const others = coordinated(items, phrase, name);
      if (others) return answer(null, 'AMBIGUOUS', 0.5);
      const isHead = name.start < headItem.end && headItem.start < name.end;
      return answer(name.entity, null, isHead ? 0.97 : 0.9, isHead ? [] : [{ start: name.start, end: name.end }]);
    }
    const titled = nameBehindTitle(items, phrase);
    if (titled) return answer(titled.entity, null, 0.9);
    const pronoun = nearHead.find((mention) => mention.mentionType === 'PRONOUN');
    if (isPronoun) {
      const named = pronoun && nameOf(pronoun);
      if (pronoun) return answer(pronoun.entity, null, 0.75, named ? [named] : []);
      const meant = head === 'it' && depth < DEEPEST ? meantByIt(line, phrase.head, depth) : null;
      if (meant?.entity != null) return answer(meant.entity, null, 0.6, [meant.span]);
      if (meant) return { ...answer(null, 'UNNAMED_SPEAKER', 0.6), head: meant.head, isPronoun: false };
      return answer(null, 'UNRESOLVED_PRONOUN', 0.3);
    }
    // 'the Acme company', 'the Reuters news agency': the name says which.
    const base = baseEndingAt(items, phrase.head);
    if (base && KIND_NOUNS.has(head)) {
      const start = items[base.first]?.start ?? headItem.start;
      const inside = within({ start, end: headItem.start }).findLast(
        (mention) => mention.mentionType === 'NAME' && typeOf(mention) === 'ORGANIZATION',
      );
      if (inside && !/['’]/.test(draft.text.body.slice(inside.end, inside.end + 1)))
        return answer(inside.entity, null, 0.9);
    }
    const apposed =
      within({ start: headItem.end, end: span.end }).find(
        (mention) =>
          mention.mentionType === 'NAME' &&
          typeOf(mention) === 'PERSON' &&
          /^[\s,(–—-]*(?:\p{Lu}[\p{L}.]{0,20}\s){0,3}$/u.test(draft.text.body.slice(headItem.end, mention.start)),
      ) ?? apposedName(items, phrase);
    if (apposed) return answer(apposed.entity, null, 0.9, [{ start: apposed.start, end: apposed.end }]);
    const nominal = nearHead.find((mention) => mention.mentionType === 'NOMINAL' && mention.end === headItem.end);
    if (nominal) {
      const named = nameOf(nominal);
      return answer(nominal.entity, null, 0.7, named ? [named] : []);
    }
    if (
      OUTLET_NOUNS.has(head) &&
      items[phrase.first]?.lower === 'the' &&
      base !== null &&
      base.last - base.first === 1
    ) {
      const outlet = lastOutlet(span.start, head);
      if (outlet) return answer(outlet.entity, null, 0.8, [{ start: outlet.start, end: outlet.end }]);
    }
    const holder = roles.holderOf(items, base ?? phrase);
    if (holder) return answer(holder.entity, null, 0.65, [holder.introduced]);
    return answer(null, 'UNNAMED_SPEAKER', 0.9);
  };

  /** What 'it' at an item stands for: an organisation or document that is the subject before it, or the line's only organisation. */
  const meantByIt = (line: Line, at: number, depth: number): ResolvedSource | null => {
    const own = thing(line, mainSubject(line.items, at), depth);
    if (own) return own;
    const [first] = line.items;
    const near = first ? within({ start: first.start, end: line.items[at]?.start ?? first.end }) : [];
    const organizations = near.filter((mention) => typeOf(mention) === 'ORGANIZATION');
    const [only] = organizations;
    if (only && organizations.every(({ entity }) => entity === only.entity)) return resolveName(only);
    for (let gap = 1; gap <= NEAR_LINES; gap++) {
      const before = lines[line.index - gap];
      if (!before || before.paragraph !== line.paragraph) return null;
      if (before.items.every(({ pos }) => pos === 'QUOTE' || pos === 'PUNCT')) continue;
      const subject = mainSubject(before.items, before.items.length);
      const document = before.items.find(({ pos, lower }) => pos === 'NOUN' && DOCUMENT_NOUNS.has(lower));
      return thing(before, subject, depth) ?? (document ? unnamedDocument(document) : null);
    }
    return null;
  };

  /** The organisation, country or document that a phrase stands for. */
  const thing = (line: Line, phrase: NounPhrase | null, depth: number): ResolvedSource | null => {
    if (!phrase) return null;
    const source = resolve(line, phrase, depth + 1);
    const type = draft.entities[source.entity ?? -1]?.type;
    if (type === 'ORGANIZATION' || type === 'PLACE') return source;
    return source.entity === null && DOCUMENT_NOUNS.has(source.head) ? source : null;
  };

  const unnamedDocument = ({ start, end, lower }: Item): ResolvedSource => ({
    span: { start, end },
    head: lower,
    entity: null,
    abstained: 'UNNAMED_SPEAKER',
    isPronoun: false,
    confidence: 0.6,
    evidence: [],
  });

  const typeOf = (mention: ExtractedMention) => draft.entities[mention.entity]?.type;

  /** The nearest name before a pronoun or nominal that means the same. */
  const nameOf = (mention: ExtractedMention): Span | undefined => {
    for (let at = firstFrom(mentions, mention.start) - 1, seen = 0; at >= 0 && seen < FURTHEST_NAME; at--, seen++) {
      const other = mentions[at];
      if (other?.entity === mention.entity && other.mentionType === 'NAME')
        return { start: other.start, end: other.end };
    }
    return undefined;
  };

  /** 'a lawyer for the firm, Ann Smith': the name in the apposition behind what is tied to the head. */
  const apposedName = (items: readonly Item[], phrase: NounPhrase): ExtractedMention | undefined => {
    for (let at = phrase.head + 1; at <= phrase.last; at++) {
      const next = items[at + 1];
      if (items[at]?.text !== ',' || !next?.capital) continue;
      const mention = within(next).find(
        (one) => one.mentionType === 'NAME' && one.start === next.start && typeOf(one) === 'PERSON',
      );
      if (mention) return mention;
    }
    return undefined;
  };

  /** 'Minister of Trade Ann Smith': the name behind a title that has an 'of' in it. */
  const nameBehindTitle = (items: readonly Item[], phrase: NounPhrase): ExtractedMention | undefined => {
    if (items[phrase.head]?.pos !== 'PROPN' || items[phrase.head + 1]?.lower !== 'of') return undefined;
    for (let at = phrase.head + 3; at <= phrase.last; at++) {
      const item = items[at];
      if (!item || item.text === ',') return undefined;
      const mention = within(item).find(
        (one) => one.mentionType === 'NAME' && one.start === item.start && typeOf(one) === 'PERSON',
      );
      if (mention && items[at - 1]?.capital) return mention;
    }
    return undefined;
  };

  /**
   * The person whom a phrase is about, wherever in it the name stands: 'Ann Smith, head of the union', 'Ambassador to Chad Ann
   * Smith', 'head of the survey, Professor Ann Smith', but not 'a lawyer for Ann Smith'.
   */
  const personNamedBy = (items: readonly Item[], phrase: NounPhrase): ExtractedMention | undefined => {
    const span = { start: items[phrase.first]?.start ?? 0, end: items[phrase.last]?.end ?? 0 };
    let at = phrase.first;
    for (const mention of within(span)) {
      if (mention.mentionType !== 'NAME' || typeOf(mention) !== 'PERSON') continue;
      while (at <= phrase.last && (items[at]?.end ?? Number.POSITIVE_INFINITY) <= mention.start) at++;
      if (isWhomItNames(items, phrase.first, at) && !/^['’]/.test(draft.text.body.slice(mention.end, mention.end + 1)))
        return mention;
    }
    return undefined;
  };

  /** Whether the phrase joins the name to another one: 'Smith and Jones'. */
  const coordinated = (items: readonly Item[], phrase: NounPhrase, name: ExtractedMention): boolean => {
    for (let at = phrase.first; at < phrase.head; at++) {
      const item = items[at];
      if (item?.lower !== 'and' || item.start > name.start) continue;
      const before = items[at - 1];
      if (
        before &&
        within(before).some((mention) => mention.mentionType === 'NAME' && typeOf(mention) === typeOf(name))
      )
        return true;
    }
    return false;
  };

  const resolveName = (span: Span): ResolvedSource => {
    const mention = within(span).findLast((one) => one.mentionType === 'NAME' && one.end >= span.end - 1);
    const head = draft.text.body.slice(span.start, span.end).toLowerCase();
    return {
      span,
      head,
      entity: mention?.entity ?? null,
      abstained: mention ? null : 'UNNAMED_SPEAKER',
      isPronoun: false,
      confidence: 0.9,
      evidence: [],
    };
  };

  return { resolve: (line, phrase) => resolve(line, phrase), resolveName, outletOf };
}

/**
 * What the relative pronoun at an item stands for: the phrase right before it, or before the apposition that ends there:
 * 'Smith, the mayor, who said'.
 */
function antecedentOf(items: readonly Item[], pronoun: number): NounPhrase | null {
  const before = items[pronoun - 1];
  if (before === undefined) return null;
  const isSetOff = before.text === ',' || DASH.test(before.text);
  return isSetOff
    ? (subjectAcrossCommas(items, pronoun - 1) ?? phraseEndingAt(items, pronoun - 2))
    : phraseEndingAt(items, pronoun - 1);
}

/** Whether a phrase that begins at `first` is about the person whose name begins at `name`, and not about one tied to that one. */
function isWhomItNames(items: readonly Item[], first: number, name: number): boolean {
  let before = name - 1;
  while (before >= first && isTitle(items[before])) before--;
  if (before < first) return true;
  const item = items[before];
  if (!item) return false;
  if (item.text === ',')
    return isTitle(items[first]) || !items.slice(first, before).some(({ capital, pos }) => capital && pos === 'PROPN');
  if (item.pos !== 'PROPN' && item.pos !== 'NOUN' && item.pos !== 'ADJ' && item.pos !== 'PART') return false;
  // Of 'Minister of Trade Ann Smith' the role has a capital, of 'a spokesman for candidate Ann Smith' it has none.
  for (let at = before; at > first; at--)
    if (items[at]?.pos === 'ADP') return items[at - 1]?.capital === true && !/[^s]s$/.test(items[at - 1]?.lower ?? '');
  return true;
}

function isTitle(item: Item | undefined): boolean {
  return item !== undefined && item.pos !== 'ADP' && ROLES_AND_HONORIFICS.has(item.lower.replace(/\.$/, ''));
}

const ROLES_AND_HONORIFICS: ReadonlySet<string> = new Set([...ROLES, ...HONORIFICS]);

/** Pronouns that stand for nobody named before. */
const INDEFINITE = new Set(
  'one both some many others most everyone everybody someone somebody nobody another all'.split(' '),
);
/** How many steps to follow 'it' back. */
const DEEPEST = 3;
/** How many lines to look back for what 'it' stands for, those in marks counted. */
const NEAR_LINES = 2;
/** In UTF-16 units; how far before a place a mention that covers it may begin. */
const LONGEST_MENTION = 120;
/** How many mentions to look back for the name that a pronoun stands for. */
const FURTHEST_NAME = 200;
