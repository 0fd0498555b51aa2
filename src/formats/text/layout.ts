import type { Problem } from '../../domain/problem.ts';
import { parseCredits, taskWord } from '../../text/credits.ts';
import { parseDate } from '../../text/date-text.ts';

/** The parts of a plain-text document. */
export interface Layout {
  readonly headline: string | null;
  readonly byline: string | null;
  readonly authors: readonly string[];
  /** As written; a date that can be read. */
  readonly datePublished: string | null;
  readonly dateModified: string | null;
  /** What the line `Link : …` says, checked by nobody. */
  readonly link: string | null;
  /** The prose that remains, one paragraph a line. */
  readonly paragraphs: readonly string[];
  readonly problems: readonly Problem[];
}

/** What is found around the prose; each at most once, but for bylines. */
interface Surroundings {
  headline: string | null;
  bylines: string[];
  authors: Set<string>;
  datePublished: string | null;
  dateModified: string | null;
  link: string | null;
  problems: Problem[];
}

const MAX_HEADLINE = 200;
const MAX_META_LINE = 2_100;

/** How many lines after a headline are looked at for prose: a second headline and a byline may come first. */
const PROSE_WITHIN = 4;

const LINK_LINE = /^(?:link|url)\s*:\s*(.*)$/i;
/** 'Source: Reuters' is no link. */
const SOURCE_LINE = /^source\s*:\s*(https?:\/\/\S+)$/i;
const DATE_LINE =
  /^(?:(published|posted|date|updated|last updated|modified|last modified)(?: (?:on|at))?(\s*:)?\s+)?(\S.*)$/i;
const BYLINE = /^by:?\s+(\S.*)$/i;
const SENTENCE_END = /[.!?…]["”’'»)\]]*$/;

/**
 * Tells the prose of a document from what stands around it. At the top, in any order: a headline (one short line without a
 * final full stop, with prose after it), a byline ('By Jane Roe'), a line that is a date, with or without 'Published' or
 * 'Updated', a link. At the end, in any order: a line `Link : URL` (also `URL:`, `Source:`), a date, and a credit in
 * parentheses, on a line of its own or closing the last paragraph after its full stop. A dateline is prose.
 * @param lines clean and not empty
 */
export function readLayout(lines: readonly string[]): Layout {
  const found: Surroundings = {
    headline: null,
    bylines: [],
    authors: new Set(),
    datePublished: null,
    dateModified: null,
    link: null,
    problems: [],
  };
  let start = 0;
  while (start < lines.length && takesTopLine(lines, start, found)) start++;
  const paragraphs = lines.slice(start);
  while (paragraphs.length > 0 && takesLastLine(paragraphs.at(-1) ?? '', found)) paragraphs.pop();
  const last = paragraphs.pop();
  if (last !== undefined) paragraphs.push(takeClosingCredit(last, found));
  return {
    headline: found.headline,
    byline: found.bylines.length > 0 ? found.bylines.join('; ') : null,
    authors: [...found.authors],
    datePublished: found.datePublished,
    dateModified: found.dateModified,
    link: found.link,
    paragraphs,
    problems: found.problems,
  };
}

function takesTopLine(lines: readonly string[], index: number, found: Surroundings): boolean {
  const line = lines[index] ?? '';
  if (takesLink(line, found) || takesDate(line, found) || takesByline(line, found)) return true;
  if (found.headline !== null || !isHeadline(line, lines.slice(index + 1, index + 1 + PROSE_WITHIN))) return false;
  found.headline = line;
  return true;
}

function takesLastLine(line: string, found: Surroundings): boolean {
  if (takesLink(line, found) || takesDate(line, found)) return true;
  const credit = /^\(([^()]+)\)$/.exec(line)?.[1] ?? (taskWord(line) ? line.replace(/\.$/, '') : null);
  return credit !== null && takesCredit(credit, found);
}

/** The paragraph without the credit in parentheses that it closes with. */
function takeClosingCredit(paragraph: string, found: Surroundings): string {
  const open = paragraph.lastIndexOf('(');
  if (open <= 0 || !paragraph.endsWith(')')) return paragraph;
  const prose = paragraph.slice(0, open).trimEnd();
  return endsSentence(prose) && takesCredit(paragraph.slice(open + 1, -1).trim(), found) ? prose : paragraph;
}

function takesLink(line: string, found: Surroundings): boolean {
  if (found.link !== null || line.length > MAX_META_LINE) return false;
  const link = (LINK_LINE.exec(line) ?? SOURCE_LINE.exec(line))?.[1];
  if (link === undefined) return false;
  if (link !== '') found.link = link.replace(/^<(.*)>$/, '$1');
  return true;
}

function takesDate(line: string, found: Surroundings): boolean {
  if (line.length > 100) return false;
  const match = DATE_LINE.exec(line);
  if (!match?.[3]) return false;
  const isModified = /^(?:last )?(?:updated|modified)$/i.test(match[1] ?? '');
  if ((isModified ? found.dateModified : found.datePublished) !== null) return false;
  const date = parseDate(match[3]);
  if (date === null) {
    const isLabelled = match[1] !== undefined && match[2] !== undefined && /\d/.test(match[3]);
    if (isLabelled) found.problems.push({ code: 'DATE_INVALID', message: `no date that can be read: ${match[3]}` });
    return isLabelled;
  }
  if (isModified) found.dateModified = match[3];
  else found.datePublished = match[3];
  return true;
}

function takesByline(line: string, found: Surroundings): boolean {
  const names = BYLINE.exec(line)?.[1];
  return names !== undefined && found.bylines.length === 0 && takesCredit(names, found);
}

function takesCredit(text: string, found: Surroundings): boolean {
  const credits = parseCredits(text);
  if (credits === null) return false;
  found.bylines.push(text);
  for (const author of credits.authors) found.authors.add(author);
  return true;
}

function isHeadline(line: string, next: readonly string[]): boolean {
  return line.length <= MAX_HEADLINE && /\p{L}/u.test(line) && !/[.…:;,]["”’'»)\]]*$/.test(line) && next.some(isProse);
}

function isProse(line: string): boolean {
  return endsSentence(line) || line.length > MAX_HEADLINE;
}

function endsSentence(text: string): boolean {
  return SENTENCE_END.test(text.slice(-10));
}
