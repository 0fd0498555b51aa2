import type { EntityType } from '../../domain/entity.ts';
import type { AnnotatedText } from '../../text/annotated-text.ts';
import { isCommonWord } from '../../text/tokens.ts';
import { loadModel } from '../model/load-model.ts';
import type { TaggedSpan } from '../model/tagger.ts';
import { findChunks, isKnownName, textOf, titlesBefore } from './chunks.ts';
import type { NameSpan, RatedChunk } from './classify.ts';
import { rateChunks } from './classify.ts';
import { citiesNamed } from './gazetteer/cities.ts';
import { eventNamed, organizationNamed } from './known-names.ts';
import {
  EVENT_HEADS,
  EVENT_PREFIXES,
  ORGANIZATION_HEADS,
  PLACE_HEADS,
  PRODUCT_HEADS,
  WORK_HEADS,
} from './lexicon/heads.ts';
import { ROLES } from './lexicon/titles.ts';
import { NameTagger } from './tag-names.ts';

let tagger: NameTagger | undefined;

/** The names of a text and their types. */
export function nameSpans(text: AnnotatedText): NameSpan[] {
  tagger ??= new NameTagger(loadModel('entities'));
  const rated = rateChunks(text, findChunks(text));
  return decideNames(text, rated, tagger.tag(text, rated));
}

/**
 * The names that follow from what the rules say of their candidates and what the tagger says, which has learnt how far to trust
 * them, and much beside. The tagger decides, but for what its corpus does not show: what kind of thing it is that is neither
 * person, organisation, place nor group, nicknames in quotation marks, and names that the text has in full elsewhere.
 * @param rated in reading order, as `tagged`
 */
export function decideNames(
  text: AnnotatedText,
  rated: readonly RatedChunk[],
  tagged: readonly TaggedSpan[],
): NameSpan[] {
  const { tokens } = text;
  const spans: NameSpan[] = [];
  const heads = organizationHeads(text, tagged);
  let next = 0;
  let end = 0;
  const addUntagged = (limit: number): void => {
    for (; next < rated.length; next++) {
      const candidate = rated[next];
      if (candidate === undefined || candidate.chunk.first >= limit) return;
      const { chunk, text: words, type } = candidate;
      if (chunk.first < end || chunk.last > limit || !candidate.isName) continue;
      const isKept =
        isThing(candidate) ||
        isNickname(text, candidate) ||
        isLongName(candidate) ||
        (type === 'ORGANIZATION' && heads.has(words));
      if (!isKept) continue;
      spans.push({ first: chunk.first, last: chunk.last, text: words, type, titles: chunk.titles });
    }
  };
  for (const span of tagged) {
    addUntagged(span.first);
    const candidate = rated[next]?.chunk.first === span.first ? rated[next] : undefined;
    const type = entityType(text, span, candidate);
    if (type === null) continue;
    end = span.last;
    const { first } = span;
    // 'the Agence France-Presse news agency': what is listed is the name.
    const last =
      candidate?.type === 'ORGANIZATION' && candidate.chunk.last < span.last && isKnownName(candidate.text)
        ? candidate.chunk.last
        : span.last;
    const sentence = text.sentences[tokens[first]?.sentence ?? 0];
    const holder = officeHolder(text, first, last, type);
    spans.push({
      first,
      last: holder ?? last,
      text: textOf(tokens, first, holder ?? last),
      type,
      titles: candidate?.chunk.titles ?? titlesBefore(tokens, first, sentence?.firstToken ?? 0),
    });
    if (holder !== null)
      spans.push({ first: holder, last, text: textOf(tokens, holder, last), type: 'PERSON', titles: [] });
  }
  addUntagged(tokens.length);
  return spans;
}

/**
 * Where the holder's name begins in what the tagger takes for one name, of an organisation or place, behind an office: 'Ana
 * Reyes' in 'head of the Harbour Council Ana Reyes'; null where none does.
 */
function officeHolder({ tokens }: AnnotatedText, first: number, last: number, type: EntityType): number | null {
  if (last - first < 3 || (type !== 'ORGANIZATION' && type !== 'PLACE')) return null;
  const at = tokens[first - 1]?.text === 'the' ? first - 2 : first - 1;
  if (!/^(?:of|to|for|at)$/.test(tokens[at]?.text ?? '')) return null;
  if (!ROLES.has(tokens[at - 1]?.text.toLowerCase() ?? '')) return null;
  const holder = last - 2;
  const name = textOf(tokens, holder, last);
  const words = name.toLowerCase().split(' ');
  const isPlain = /^\p{Lu}[\p{L}’'-]+ \p{Lu}[\p{L}’'-]+$/u.test(name);
  if (
    !isPlain ||
    words.some((word) => ORGANIZATION_HEADS.has(word) || PLACE_HEADS.has(word)) ||
    words.every(isCommonWord)
  )
    return null;
  if (isKnownName(name) || citiesNamed(name).length > 0) return null;
  const office = textOf(tokens, first, holder);
  const head = tokens[holder - 1]?.text ?? '';
  // 'ambassador to Chad Ana Reyes'; 'president of Chad Women United' is one name.
  const isCountry = tokens[at]?.text === 'to' && isKnownName(office);
  return ORGANIZATION_HEADS.has(head.toLowerCase()) || citiesNamed(head).length > 0 || isCountry ? holder : null;
}

/** Last words of the longer names of organisations: 'Ledger', when the text has 'Port Ledger'. */
function organizationHeads({ tokens }: AnnotatedText, tagged: readonly TaggedSpan[]): ReadonlySet<string> {
  const heads = new Set<string>();
  for (const { first, last, type } of tagged) {
    const word = tokens[last - 1]?.text ?? '';
    if (type === 'ORGANIZATION' && last - first > 1 && ORGANIZATION_HEADS.has(word.toLowerCase())) heads.add(word);
  }
  return heads;
}

/** Capitals that end in the word of an organisation are its name even where the tagger hesitates: 'Port Vella Gazette'. */
function isLongName({ type, text, chunk, score }: RatedChunk): boolean {
  const head = text.slice(text.lastIndexOf(' ') + 1).toLowerCase();
  return type === 'ORGANIZATION' && chunk.last - chunk.first > 2 && score >= SURE_SCORE && ORGANIZATION_HEADS.has(head);
}
const SURE_SCORE = 4;

/** Things that the corpus marks so unevenly that the tagger's silence says little. */
function isThing({ isName, type }: RatedChunk): boolean {
  return isName && (type === 'EVENT' || type === 'WORK' || type === 'PRODUCT');
}

/** “Big Tony” */
function isNickname({ tokens }: AnnotatedText, { chunk: { first, last }, type }: RatedChunk): boolean {
  return type === 'PERSON' && /^["“‘]$/.test(tokens[first - 1]?.text ?? '') && /^["”’]$/.test(tokens[last]?.text ?? '');
}

/** Our type for the tagger's; null for what is none of ours (an illness, an index, a word written large). */
function entityType(
  { tokens }: AnnotatedText,
  { first, last, type }: TaggedSpan,
  rated?: RatedChunk,
): EntityType | null {
  // The Kremlin and the White House speak, whatever stands around them.
  if (type === 'PLACE' && rated?.type === 'ORGANIZATION' && rated.chunk.last === last && organizationNamed(rated.text))
    return 'ORGANIZATION';
  if (type === 'PERSON' || type === 'ORGANIZATION' || type === 'PLACE' || type === 'GROUP') return type;
  if (rated !== undefined && isThing(rated)) return rated.type;
  const head = tokens[last - 1]?.text.toLowerCase() ?? '';
  const opening = tokens[first]?.text.toLowerCase() ?? '';
  if (eventNamed(textOf(tokens, first, last)) !== undefined) return 'EVENT';
  if (last - first < 2) return null;
  if (EVENT_HEADS.has(head) || EVENT_PREFIXES.has(opening)) return 'EVENT';
  if (WORK_HEADS.has(head)) return 'WORK';
  return PRODUCT_HEADS.has(head) ? 'PRODUCT' : null;
}
