import type { EntityType } from '../../domain/entity.ts';
import { normalizeName } from '../../domain/name.ts';
import type { AnnotatedText } from '../../text/annotated-text.ts';
import { readDateline } from '../../text/dateline.ts';
import type { NameSpan } from './classify.ts';
import { personWords } from './coreference/person-names.ts';
import { countryNamed } from './gazetteer/countries.ts';
import { wordSet } from './lexicon/word-set.ts';

/** Types that follow from where a name stands in its text, whatever its own words are like. */
export function settleTypes(text: AnnotatedText, spans: readonly NameSpan[]): NameSpan[] {
  const starts = new Set(text.paragraphs.map(({ start }) => start));
  const surnames = new Set<string>();
  for (const span of spans) {
    const words = span.type === 'PERSON' ? personWords(span.text) : [];
    if (words.length > 1) surnames.add(words.at(-1) ?? '');
  }
  return spans.map((span) => {
    const type = placeOfDateline(text, span, starts) ?? countryBesideNamesake(text, span, surnames) ?? span.type;
    return type === span.type ? span : { ...span, type };
  });
}

/** 'PORT VELLA' of 'PORT VELLA (Harbour Wire) - ': what opens a dateline is where it was written. */
function placeOfDateline(
  { body, tokens, paragraphs, sentences }: AnnotatedText,
  { first, last, type }: NameSpan,
  starts: ReadonlySet<number>,
): EntityType | null {
  const token = tokens[first];
  const end = tokens[last - 1]?.end ?? 0;
  if (type === 'PLACE' || token === undefined || !starts.has(token.start)) return null;
  const paragraph = paragraphs[sentences[token.sentence]?.paragraph ?? 0];
  const dateline = paragraph && readDateline(body.slice(paragraph.start, paragraph.end));
  if (!paragraph || !dateline) return null;
  const limit = paragraph.start + (dateline.credit?.start ?? dateline.length);
  return end <= limit ? 'PLACE' : null;
}

/**
 * 'Jordan' of 'Jordan closed its border' and of 'in Jordan', in a text with a person called Jordan; null where nothing tells
 * that it is the country.
 */
function countryBesideNamesake(
  { tokens }: AnnotatedText,
  { first, last, text, type, titles }: NameSpan,
  surnames: ReadonlySet<string>,
): EntityType | null {
  if (type !== 'PERSON' || last - first > 1 || titles.length > 0) return null;
  if (!surnames.has(normalizeName(text)) || countryNamed(text) === undefined) return null;
  const at = tokens[first];
  const before = tokens[first - 1];
  const isWhere = before?.sentence === at?.sentence && WHERE.has(before?.text.toLowerCase() ?? '');
  return isWhere || hasBody(tokens[last]?.text, tokens[last + 1]?.text) || isThing() ? 'PLACE' : null;

  /** Whether the next pronoun of its sentence, not far off, is one of things. */
  function isThing(): boolean {
    for (let k = last; k < last + PRONOUN_WITHIN; k++) {
      const token = tokens[k];
      if (token === undefined || token.sentence !== at?.sentence || token.pos === 'PROPN') return false;
      const word = token.text.toLowerCase();
      if (word === 'its' || word === 'itself') return true;
      if (token.pos === 'PRON' && word !== 'it' && word !== 'that' && word !== 'which') return false;
    }
    return false;
  }
}

/** How far a subject's own 'its' may be. In tokens. */
const PRONOUN_WITHIN = 8;
const WHERE = wordSet('in across inside into throughout within');
const BODIES = wordSet(
  'airport airspace ambassador army border borders capital coast currency economy embassy exports government king monarchy ' +
    'navy parliament population prime queen territory',
);

/** 'Jordan's parliament' */
function hasBody(mark: string | undefined, next: string | undefined): boolean {
  return /^['’]s$/.test(mark ?? '') && BODIES.has(next ?? '');
}
