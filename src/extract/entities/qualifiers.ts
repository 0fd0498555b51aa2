import { normalizeName } from '../../domain/name.ts';
import type { Token } from '../../text/annotated-text.ts';
import type { NameSpan } from './classify.ts';
import { citiesNamed } from './gazetteer/cities.ts';
import { countryNamed, countryOfGroup } from './gazetteer/countries.ts';
import { regionNamed, stateAbbreviated } from './gazetteer/regions.ts';
import { wordSet } from './lexicon/word-set.ts';
import { remembered } from './remembered.ts';

/** Organisations that every country has under the same name: their name alone links nothing. */
const GENERIC_HEADS = wordSet(
  `ministry parliament senate congress assembly court courts police army navy force forces guard government cabinet presidency treasury bank
   department office council commission authority agency bureau service services corps command party opposition union federation association
   legislature judiciary embassy consulate administration prosecution secretariat board house institute center centre`,
);
const GENERIC_WORDS = wordSet(
  `of the for and foreign defense defence interior home finance health education justice labour labor trade environment energy economy economic transport
   transportation agriculture culture sports tourism external internal public information communications planning housing development industry commerce
   affairs security intelligence military state federal national supreme high constitutional central electoral election commission statistics statistical
   police armed air coast border human rights anti-corruption anti corruption weather meteorological emergency immigration revenue tax customs
   prosecutor general attorney ombudsman parliament senate congress assembly chamber deputies representatives upper lower house republican presidential
   guard navy army force forces court bank reserve stock exchange football olympic committee medical bar chamber labor workers teachers red cross crescent social democratic
   communist socialist liberal conservative green royal space atomic nuclear science technology water works interior women youth family children civil aviation
   maritime fisheries forestry mines petroleum oil gas power electricity railways roads urban rural local`,
);

/** An organisation's name without its country, and whether such a one exists in every country. */
interface OrganizationBase {
  /** Lower case, normalised; 'Ministry of Defence' and 'Defense Ministry' are one. */
  readonly base: string;
  readonly countryCode: string | null;
  readonly isGeneric: boolean;
}

export const organizationBase = remembered(readOrganizationBase);

function readOrganizationBase(name: string): OrganizationBase {
  let words = name.split(/\s+/);
  let countryCode: string | null = null;
  for (let n = Math.min(3, words.length - 1); n > 0 && countryCode === null; n--) {
    const opening = words.slice(0, n).join(' ');
    const code = countryOfGroup(opening) ?? countryNamed(opening)?.code;
    if (
      code !== undefined &&
      words.slice(n).every((word) => GENERIC_WORDS.has(normalizeName(word)) || GENERIC_HEADS.has(normalizeName(word)))
    ) {
      countryCode = code;
      words = words.slice(n);
    }
  }
  // Of the 'Ministry of Defence of France' the last part may be the country.
  const of = words.lastIndexOf('of');
  const tail =
    of <= 0
      ? ''
      : words
          .slice(of + 1)
          .join(' ')
          .replace(/^the /, '');
  const tailCode = tail === '' ? undefined : countryNamed(tail)?.code;
  if (
    tailCode !== undefined &&
    words.slice(0, of).every((word) => GENERIC_WORDS.has(normalizeName(word)) || GENERIC_HEADS.has(normalizeName(word)))
  ) {
    countryCode = tailCode;
    words = words.slice(0, of);
  }
  const plain = normalizeName(words.join(' '))
    .replace(/\bdefence\b/g, 'defense')
    .replace(/\blabour\b/g, 'labor');
  const match = /^(ministry|department) (?:of|for) (?:the )?(.+)$/.exec(plain);
  const base = match ? `${match[2]} ${match[1]}` : plain;
  const parts = base.split(' ');
  const isGeneric =
    parts.every((word) => GENERIC_WORDS.has(word) || GENERIC_HEADS.has(word)) &&
    parts.some((word) => GENERIC_HEADS.has(word));
  return { base, countryCode, isGeneric };
}

/**
 * What the text adds to a name to tell it from others of that name: for a town the country or state after a comma
 * ('Paris, Texas'), for a generic organisation its country ('France's Defense Ministry', 'the Supreme Court of India').
 * @returns ISO 3166-1 alpha-2, or 'US-TX' for a state; null when the text adds nothing.
 */
export function qualifierOf(tokens: readonly Token[], spans: readonly NameSpan[], index: number): string | null {
  const span = spans[index];
  if (span === undefined) return null;
  const before = spans[index - 1];
  const after = spans[index + 1];
  if (span.type === 'PLACE') {
    if (
      countryNamed(span.text) !== undefined ||
      (regionNamed(span.text) !== undefined && citiesNamed(span.text).length === 0)
    )
      return null;
    if (after === undefined || after.first !== span.last + 1 || tokens[span.last]?.text !== ',') return null;
    const state = stateAbbreviated(after.text) ?? regionNamed(after.text);
    const country = countryNamed(after.text);
    const cities = citiesNamed(span.text);
    if (
      state?.countryCode === 'US' &&
      state.code !== null &&
      cities.some((city) => city.countryCode === 'US' && city.adminCode === state.code)
    )
      return `US-${state.code}`;
    const code = country?.code ?? state?.countryCode ?? null;
    return code !== null && (cities.length === 0 || cities.some((city) => city.countryCode === code)) ? code : null;
  }
  if (span.type !== 'ORGANIZATION') return null;
  const { countryCode, isGeneric } = organizationBase(span.text);
  if (countryCode !== null) return countryCode;
  if (!isGeneric) return null;
  if (before !== undefined && isCountryLike(before)) {
    const gap = span.first - before.last;
    if (gap === 0 || (gap === 1 && /^['’]s?$/.test(tokens[before.last]?.text ?? ''))) return codeOf(before);
  }
  if (
    after !== undefined &&
    isCountryLike(after) &&
    after.first - span.last <= 2 &&
    /^(?:of|in)$/.test(tokens[span.last]?.text ?? '')
  )
    return codeOf(after);
  return null;
}

function isCountryLike(span: NameSpan): boolean {
  return span.type === 'PLACE' || span.type === 'GROUP';
}

function codeOf(span: NameSpan): string | null {
  if (span.type === 'GROUP') return countryOfGroup(span.text) ?? null;
  return countryNamed(span.text)?.code ?? regionNamed(span.text)?.countryCode ?? null;
}
