import type { Token } from '../../../text/annotated-text.ts';
import { reportingForm } from '../../attribution/lexicon.ts';

/** What a phrase does in its clause, as far as the words beside it tell. */
export type Role = 'SUBJECT' | 'OBJECT' | 'OBLIQUE' | 'POSSESSIVE' | 'OTHER';

/** A phrase's role, and whether it is who reports: 'Smith said', 'said Smith'. */
export interface Standing {
  readonly role: Role;
  readonly speaks: boolean;
}

/** How many words an apposition between a subject and its verb may have. */
const APPOSITION = 24;
/** How many words of title may stand before a name. */
const TITLE = 6;

/** The standing of tokens `first` to `last`, both inclusive. */
export function standingOf(tokens: readonly Token[], first: number, last: number): Standing {
  const next = tokens[last + 1];
  const sentence = tokens[first]?.sentence;
  if (next !== undefined && next.sentence === sentence) {
    if (isGenitive(next)) return { role: 'POSSESSIVE', speaks: false };
    const verb = verbAfter(tokens, last + 1);
    if (verb >= 0) return { role: 'SUBJECT', speaks: reports(tokens, verb) };
  }
  let before = first - 1;
  while (before >= 0 && first - before <= TITLE && isTitleWord(tokens[before])) before--;
  const prior = tokens[before];
  if (prior === undefined || prior.sentence !== sentence) return afterApposition(tokens, last);
  if (prior.pos === 'VERB' || prior.pos === 'AUX') {
    const reporting = reportingForm(prior.text.toLowerCase());
    const inverted =
      reporting !== undefined && !reporting.verb.hearer && /^[,”"'’?!]$/.test(tokens[before - 1]?.text ?? '"');
    return inverted ? { role: 'SUBJECT', speaks: true } : { role: 'OBJECT', speaks: false };
  }
  const parenthetical = afterApposition(tokens, last);
  if (parenthetical.role === 'SUBJECT' && prior.pos !== 'ADP') return parenthetical;
  return { role: prior.pos === 'ADP' ? 'OBLIQUE' : 'OTHER', speaks: false };
}

/** 'Smith, the mayor of Hull, said': the verb behind the second comma. */
function afterApposition(tokens: readonly Token[], last: number): Standing {
  const none = { role: 'OTHER', speaks: false } as const;
  const comma = tokens[last + 1];
  if (comma?.text !== ',') return none;
  for (let k = last + 2; k < Math.min(last + APPOSITION, tokens.length); k++) {
    const token = tokens[k];
    if (token === undefined || token.sentence !== comma.sentence) break;
    if (token.text !== ',') continue;
    const verb = verbAfter(tokens, k + 1);
    if (verb >= 0) return { role: 'SUBJECT', speaks: reports(tokens, verb) };
  }
  return none;
}

/** The finite verb at `at`, adverbs before it skipped; -1 when there is none. */
function verbAfter(tokens: readonly Token[], at: number): number {
  let k = at;
  while (k < at + 2 && tokens[k]?.pos === 'ADV') k++;
  const token = tokens[k];
  if (token === undefined || !(token.pos === 'AUX' || token.pos === 'VERB')) return -1;
  return token.pos === 'VERB' && token.text.endsWith('ing') ? -1 : k;
}

/** Whether the verb group that begins at `at` ends with a reporting verb: 'has also said'. */
function reports(tokens: readonly Token[], at: number): boolean {
  for (let k = at; k < at + 4; k++) {
    const token = tokens[k];
    if (
      token === undefined ||
      !(token.pos === 'AUX' || token.pos === 'VERB' || token.pos === 'ADV' || token.pos === 'PART')
    )
      return false;
    if (token.pos === 'VERB') return reportingForm(token.text.toLowerCase()) !== undefined;
  }
  return false;
}

export function isGenitive(token: Token | undefined): boolean {
  return (
    token !== undefined &&
    (token.text === "'s" || token.text === '’s' || token.text === "'" || token.text === '’') &&
    token.pos !== 'AUX'
  );
}

function isTitleWord(token: Token | undefined): boolean {
  return (
    token !== undefined && (token.pos === 'PROPN' || token.pos === 'NOUN' || token.pos === 'ADJ' || token.pos === 'DET')
  );
}
