import type { FieldOrigin } from '../../domain/provenance.ts';
import { cleanText } from '../../text/clean.ts';
import { namesOutlet, parseCredits } from '../../text/credits.ts';
import type { BylineCandidate } from './candidates.ts';

const LONGEST_NAME = 80;

/** A byline of names that a machine-readable field lists one by one. */
export function listedByline(
  names: readonly { readonly name: string; readonly isPerson: boolean }[],
  origin: FieldOrigin,
  place: string | null = null,
): BylineCandidate[] {
  const clean = names
    .flatMap(({ name, isPerson }) => namesIn(name).map((each) => ({ name: each, isPerson })))
    .filter(({ name }, i, all) => all.findIndex((other) => other.name === name) === i);
  if (clean.length === 0) return [];
  const authors = clean.filter(({ name, isPerson }) => isPerson && !namesOutlet(name)).map(({ name }) => name);
  return [{ value: clean.map(({ name }) => name).join(', '), origin, place, authors }];
}

/** A byline as it is printed: 'By Jane Roe and John Doe, Harbour Wire'. */
export function printedByline(text: string, origin: FieldOrigin, place: string | null = null): BylineCandidate[] {
  const value = cleanText(text)
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^(?:written |words |text |story )?by:?\s+/i, '')
    .trim();
  if (value === '' || value.length > 250) return [];
  const credits = parseCredits(value);
  return credits ? [{ value, origin, place, authors: credits.authors }] : [];
}

/** The names that stand in the place of one; none of an address or a handle. */
function namesIn(text: string): string[] {
  const name = cleanText(text)
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^by:?\s+/i, '')
    .trim();
  if (/^(?:https?:|www\.|@|\/)|@[^\s@]+\.\w/.test(name) || !/\p{L}/u.test(name)) return [];
  const parts = name.split(/\s*(?:;|\||, (?=\p{Lu}\S* \p{Lu})|\s(?:and|&)\s)\s*/u).filter((part) => part !== '');
  return parts.filter((part) => part.length <= LONGEST_NAME);
}
