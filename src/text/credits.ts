import { outletInCredit, outletKindByWords } from '../domain/outlets.ts';
import type { Span } from '../domain/text-anchor.ts';
import { parseDate } from './date-text.ts';

export interface Credits {
  /** The people who wrote or reported, in order, each once. */
  readonly authors: readonly string[];
}

/** One who is named in a credit. */
export interface CreditPart extends Span {
  /** 'agencies' are several without a name. */
  readonly kind: 'person' | 'organisation' | 'agencies' | 'remark';
  /** Whether it is named for editing only. */
  readonly isEditing: boolean;
}

const MAX_LENGTH = 250;

/** 'Reporting by', 'Additional reporting from', 'Edited by' before the names of one clause. */
const TASK =
  /^(?:additional |further |with )*(reporting|writing|written|report|compiled|contributions?|edited|editing)(?: and (?:writing|editing|reporting))? (?:by|from) /di;

/** Lower-case parts of surnames. */
const PARTICLES: ReadonlySet<string> = new Set(
  'al abu ben bin bint da das de del della den der di dos du e el ibn la las le los mac san st ten ter van von y zu'.split(
    ' ',
  ),
);

/** A name with one of these is an outlet, an agency or a desk. */
const ORGANISATION_WORDS: ReadonlySet<string> = new Set(
  (
    'agencies agency associated broadcasting bulletin bureau channel chronicle correspondents courier daily desk dispatch ' +
    'editors examiner gazette globe guardian herald inquirer journal ledger magazine mail media mercury mirror monitor network ' +
    'news newspaper newspapers newsroom observer post press radio record register report reuters review service services staff ' +
    'standard star sun team telegraph television times today tribune tv weekly wire wires'
  ).split(' '),
);

/** Agencies that are not named. */
const AGENCIES =
  /^(?:(?:the|our|other|various) )?(?:(?:news |wire )?agencies|(?:news )?wires|(?:news |wire )?(?:wire|agency) (?:services|reports|inputs))$/i;

/** What people are at a paper: 'Jane Roe, Senior Correspondent'. */
const ROLE = /\b(?:writer|reporter|correspondent|editor|columnist|contributor|photographer|producer|analyst|chief)s?$/i;

/**
 * What a line of credits says: 'Jane Roe and the Associated Press', 'Reporting by Jane Roe in Port Vella; editing by John
 * Doe'. Editors are no authors.
 * @returns null when some part of it is no name, so that a remark in parentheses is not taken for a credit.
 */
export function parseCredits(text: string): Credits | null {
  const parts = readCredits(text);
  const authors = parts?.filter(({ kind, isEditing }) => kind === 'person' && !isEditing);
  return authors ? { authors: [...new Set(authors.map(({ start, end }) => text.slice(start, end)))] } : null;
}

/**
 * Who is named in a line of credits. Known outlets, desks and whatever begins with 'the' are organisations, roles are
 * remarks, dates are passed over.
 * @returns null when some part of it is no name, or none is.
 */
export function readCredits(text: string): CreditPart[] | null {
  if (text.length > MAX_LENGTH) return null;
  const found: CreditPart[] = [];
  for (const clause of split(text, { start: 0, end: text.length }, /\s*;\s*/g)) {
    const task = TASK.exec(text.slice(clause.start, clause.end));
    const isEditing = /^edit/i.test(task?.[1] ?? '');
    for (const part of partsOf(text, { start: clause.start + (task?.[0].length ?? 0), end: clause.end })) {
      const kind = kindOf(text.slice(part.start, part.end));
      if (kind === null) return null;
      found.push({ ...part, kind, isEditing });
    }
  }
  return found.some(({ kind }) => kind !== 'remark') ? found : null;
}

/** The word for what was done, where the text says it: 'Reporting by …'. */
export function taskWord(text: string): Span | null {
  const [start, end] = TASK.exec(text)?.indices?.[1] ?? [];
  return start === undefined || end === undefined ? null : { start, end };
}

/** Whether the text is a credit of nobody but outlets and agencies: 'AP', 'Reuters and agencies'. */
export function namesOnlyOutlets(text: string): boolean {
  return namesOutlet(text) && readCredits(text)?.some(({ kind }) => kind === 'person') === false;
}

/** Whether the text is a credit that names an outlet, by a known name or one that only outlets have. */
export function namesOutlet(text: string): boolean {
  return (
    readCredits(text)?.some(({ start, end, kind }) => {
      const name = text.slice(start, end);
      return kind === 'organisation' && (outletInCredit(name) ?? outletKindByWords(name)) !== undefined;
    }) === true
  );
}

/** The names of a clause, each with its place. */
function partsOf(text: string, clause: Span): Span[] {
  const words = ({ start, end }: Span): string => text.slice(start, end);
  return split(text, clause, /\s*[|·•]\s*/g)
    .filter((piece) => !parseDate(words(piece)))
    .flatMap((piece) => split(text, piece, /\s*[,&/]\s*|\s+(?:and|with|for)\s+/g))
    .flatMap((part) =>
      outletInCredit(words(part)) || /^the \p{Lu}/u.test(words(part))
        ? [part]
        : split(text, part, /\s+(?:of|at|from)\s+(?=the\s|\p{Lu})/gu),
    )
    .map((part) => {
      const lead = /^\s*(?:and\s+)?/.exec(words(part))?.[0].length ?? 0;
      const name = words({ ...part, start: part.start + lead })
        .replace(/\s+in\s+\p{Lu}.*$/u, '')
        .trimEnd();
      return { start: part.start + lead, end: part.start + lead + name.length };
    })
    .filter(({ start, end }) => start < end);
}

/** What stands between the separators in a span of a text. */
function split(text: string, { start, end }: Span, separator: RegExp): Span[] {
  const pieces: Span[] = [];
  let from = start;
  for (const match of text.slice(start, end).matchAll(separator)) {
    pieces.push({ start: from, end: start + match.index });
    from = start + match.index + match[0].length;
  }
  pieces.push({ start: from, end });
  return pieces;
}

function kindOf(part: string): CreditPart['kind'] | null {
  if (outletInCredit(part)) return 'organisation';
  if (AGENCIES.test(part)) return 'agencies';
  const words = part.split(' ');
  if ((ROLE.test(part) && words.length <= 3) || part.includes('@')) return 'remark';
  if (/^the$/i.test(words[0] ?? '')) {
    const isName = words.slice(1).every((word) => isCapitalised(word) || word === 'of' || PARTICLES.has(word));
    return isName && isCapitalised(words[1] ?? '') ? 'organisation' : null;
  }
  if (!words.every((word) => isCapitalised(word) || PARTICLES.has(word)) || !isCapitalised(words.at(-1) ?? ''))
    return null;
  if (words.some((word) => ORGANISATION_WORDS.has(word.toLowerCase()))) return 'organisation';
  return words.length >= 2 && words.length <= 5 ? 'person' : null;
}

function isCapitalised(word: string): boolean {
  return /^(?:[a-z]{1,2}[-’'])?\p{Lu}[\p{L}\p{M}’'.-]*$/u.test(word);
}
