import type { EntityType } from '../../domain/entity.ts';
import type { AnnotatedText } from '../../text/annotated-text.ts';
import { loadModel } from '../model/load-model.ts';
import type { TaggedSpan } from '../model/tagger.ts';
import { findChunks, isKnownName, textOf, titlesBefore } from './chunks.ts';
import type { NameSpan, RatedChunk } from './classify.ts';
import { rateChunks } from './classify.ts';
import { eventNamed, organizationNamed } from './known-names.ts';
import { EVENT_HEADS, EVENT_PREFIXES, ORGANIZATION_HEADS, PRODUCT_HEADS, WORK_HEADS } from './lexicon/heads.ts';
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
    spans.push({
      first,
      last,
      text: textOf(tokens, first, last),
      type,
      titles: candidate?.chunk.titles ?? titlesBefore(tokens, first, sentence?.firstToken ?? 0),
    });
  }
  addUntagged(tokens.length);
  return spans;
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
