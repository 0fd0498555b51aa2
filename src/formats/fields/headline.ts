import type { SelectionRule } from '../../domain/provenance.ts';
import type { Candidate } from './candidates.ts';

interface AgreedHeadline {
  readonly headline: Candidate;
  /** Its place among the candidates. */
  readonly index: number;
  readonly rule: SelectionRule;
}

/** What titles join the site's name by. */
const SEPARATOR = /(?<!\s)\s+(?:[|–—·•»«>:-]|::|\/\/)\s+|(?<!\s)\s*[|]\s*/;

/** The share of the words of two headlines that they have in common when they are of one article. */
const ALIKE = 0.34;

/**
 * What the page prints as its heading, if another place gives something like it: front pages and sections have headings, too.
 * Else the headline that most places give; of as many, the one in the most trusted place. Titles carry the site's name: places
 * agree when one has the other as a part between separators, and the shorter is meant.
 * @param slug what the address makes of the headline
 */
export function agreedHeadline(candidates: readonly Candidate[], slug: string | null): AgreedHeadline | null {
  const others = [...candidates.filter(({ origin }) => origin !== 'HEADING').map(({ value }) => value), slug ?? ''];
  const isSupported = ({ value }: Candidate): boolean => others.some((other) => likeness(value, other) >= ALIKE);
  const printed = candidates.findIndex((each) => each.origin === 'HEADING' && isSupported(each));
  const votes = candidates.map((each) =>
    each.origin === 'HEADING' ? 0 : candidates.filter((other) => means(other.value, each.value)).length,
  );
  const index = printed >= 0 ? printed : votes.indexOf(Math.max(0, ...votes));
  const headline = candidates[index];
  return headline
    ? {
        headline,
        index,
        rule: candidates.filter(({ value }) => means(value, headline.value)).length > 1 ? 'AGREED' : 'TRUSTED',
      }
    : null;
}

/** Of the words of both, those that are in both. */
function likeness(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => new Set(plain(text).split(' ')));
  if (!a || !b) return 0;
  const common = [...a].filter((word) => b.has(word)).length;
  return common / (a.size + b.size - common);
}

/** Whether a title is the headline, alone or with the site's name around it. */
function means(title: string, headline: string): boolean {
  const wanted = plain(headline);
  if (wanted === '' || plain(title) === wanted) return wanted !== '';
  const parts = title.split(SEPARATOR).map(plain);
  return parts.length > 1 && parts.some((_, end) => plain(parts.slice(0, end + 1).join(' ')) === wanted);
}

/**
 * A title without the name of the site before or after its separators.
 * @param siteNames what the site calls itself, and its domain
 */
export function withoutSiteName(title: string, siteNames: readonly string[]): string {
  const names = new Set(siteNames.map(bare).filter((name) => name !== ''));
  let text = title.trim();
  for (;;) {
    const pieces = text.split(new RegExp(`(${SEPARATOR.source})`));
    const first = pieces[0] ?? '';
    const last = pieces.at(-1) ?? '';
    if (pieces.length < 3) return text;
    if (names.has(bare(last))) text = pieces.slice(0, -2).join('').trim();
    else if (names.has(bare(first))) text = pieces.slice(2).join('').trim();
    else return text;
  }
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** 'The Harbour Ledger' and 'harbourledger.example' are one name. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/^(?:www\.|the )/, '')
    .replace(/\.(?:com|org|net|co\.\w\w|\w{2,8})$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
