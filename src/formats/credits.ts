import { outletByName } from '../domain/outlets.ts';
import { parseDate } from '../text/date-text.ts';

export interface Credits {
  /** The people who wrote or reported, in order, each once. */
  readonly authors: readonly string[];
}

const MAX_LENGTH = 250;

/** 'Reporting by', 'Additional reporting from', 'Edited by' before the names of one clause. */
const TASK =
  /^(?:additional |further |with )*(reporting|writing|written|report|compiled|contributions?|edited|editing)(?: and (?:writing|editing|reporting))? (?:by|from) /i;

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

/** What people are at a paper: 'Jane Roe, Senior Correspondent'. */
const ROLE = /\b(?:writer|reporter|correspondent|editor|columnist|contributor|photographer|producer|analyst|chief)s?$/i;

/**
 * What a line of credits says: 'Jane Roe and the Associated Press', 'Reporting by Jane Roe in Port Vella; editing by John
 * Doe'. Known outlets, desks and whatever begins with 'the' are organisations, roles and dates are passed over, editors are
 * no authors.
 * @returns null when some part of it is no name, so that a remark in parentheses is not taken for a credit.
 */
export function parseCredits(text: string): Credits | null {
  if (text.length > MAX_LENGTH) return null;
  const authors = new Set<string>();
  let named = 0;
  for (const clause of text.split(/\s*;\s*/)) {
    const task = TASK.exec(clause);
    const isEditing = /^edit/i.test(task?.[1] ?? '');
    for (const part of partsOf(clause.slice(task?.[0].length ?? 0))) {
      const kind = kindOf(part);
      if (kind === null) return null;
      if (kind === 'person' && !isEditing) authors.add(part);
      if (kind !== 'remark') named++;
    }
  }
  return named > 0 ? { authors: [...authors] } : null;
}

/** Whether the text says what was done: 'Reporting by …'. */
export function namesTask(text: string): boolean {
  return TASK.test(text);
}

function partsOf(clause: string): string[] {
  return clause
    .split(/\s*[|·•]\s*/)
    .flatMap((piece) => (parseDate(piece) ? [] : piece.split(/\s*[,&/]\s*|\s+(?:and|with|for)\s+/)))
    .flatMap((part) => (outletByName(part) ? [part] : part.split(/\s+(?:of|at|from)\s+(?=the\s|\p{Lu})/u)))
    .map((part) =>
      part
        .replace(/^and\s+/, '')
        .replace(/\s+in\s+\p{Lu}.*$/u, '')
        .trim(),
    )
    .filter((part) => part !== '');
}

function kindOf(part: string): 'person' | 'organisation' | 'remark' | null {
  if (outletByName(part)) return 'organisation';
  const words = part.split(' ');
  if ((ROLE.test(part) && words.length <= 3) || part.includes('@')) return 'remark';
  if (/^the$/i.test(words[0] ?? '')) return words.slice(1).some(isCapitalised) ? 'organisation' : null;
  if (!words.every((word) => isCapitalised(word) || PARTICLES.has(word)) || !isCapitalised(words.at(-1) ?? ''))
    return null;
  if (words.some((word) => ORGANISATION_WORDS.has(word.toLowerCase()))) return 'organisation';
  return words.length >= 2 && words.length <= 5 ? 'person' : null;
}

function isCapitalised(word: string): boolean {
  return /^(?:[a-z]{1,2}[-’'])?\p{Lu}[\p{L}\p{M}’'.-]*$/u.test(word);
}
