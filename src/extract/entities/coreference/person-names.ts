import { normalizeName } from '../../../domain/name.ts';
import { NAME_SUFFIXES } from '../lexicon/titles.ts';
import { remembered } from '../remembered.ts';

/** The comparable words of a person's name: no suffix, no particle, no nickname in marks, 'al-Assad' as 'assad'. */
export const personWords = remembered(readPersonWords);

function readPersonWords(name: string): readonly string[] {
  const plain = name.replace(NICKNAME, ' ').trim() === '' ? name : name.replace(NICKNAME, ' ');
  const words = normalizeName(plain.replace(MARKS, ' ')).split(' ');
  return words.filter((word, i) => word !== '' && !(NAME_SUFFIXES.has(word) && i > 0) && !PARTICLES.has(word));
}

/** 'big tony' of 'Anthony “Big Tony” Moretti'; null when the name has none. */
export function nicknameOf(name: string): string | null {
  const found = NICKNAME.exec(name)?.[0];
  const plain = found === undefined ? '' : normalizeName(found.replace(MARKS, ' '));
  return plain === '' || found?.length === name.length ? null : plain;
}

const NICKNAME = /["“‘][^"“”‘’]{2,30}["”’]/u;
const MARKS = /["“”‘’]/gu;
const PARTICLES: ReadonlySet<string> = new Set('al el ul ur as ash an ad ar at az'.split(' '));

/** Whether two full names, in comparable words, may be one person's: 'J. Smith', 'John Smith' and 'John Peter Smith'. */
export function sameFullName(a: readonly string[], b: readonly string[]): boolean {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  if (shorter.at(-1) !== longer.at(-1)) return false;
  // Every given name of the shorter fits one of the longer, in order.
  let at = 0;
  for (const word of shorter.slice(0, -1)) {
    while (at < longer.length - 1 && !isSameGivenName(word, longer[at] ?? '')) at++;
    if (at >= longer.length - 1) return false;
    at++;
  }
  return true;
}

/** Whether `part` opens or closes `whole`: 'Aung San Suu Kyi' and 'Suu Kyi', 'Abu Bakr' and 'Abu Bakr al-Baghdadi'. */
export function isPartOf(part: readonly string[], whole: readonly string[]): boolean {
  if (part.length < 2 || part.length >= whole.length) return false;
  return (
    part.every((word, i) => word === whole[i]) ||
    part.every((word, i) => word === whole[whole.length - part.length + i])
  );
}

/** The same given name, its initial, a usual short form, or one letter spelled otherwise in a long one. */
function isSameGivenName(a: string, b: string): boolean {
  return (
    a === b ||
    (a.length === 1 && b.startsWith(a)) ||
    (b.length === 1 && a.startsWith(b)) ||
    SHORT_FORMS.get(a)?.has(b) === true ||
    SHORT_FORMS.get(b)?.has(a) === true ||
    (a.length >= 6 && b.length >= 6 && isMisspelling(a, b))
  );
}

/**
 * Whether two words are likely one name, misspelled: the same consonants in the same order, and few letters that differ
 * ('Bauchtman' and 'Buchtmann', not 'Johnson' and 'Johnston').
 */
export function isMisspelling(a: string, b: string): boolean {
  if (a === b || a.length < 5 || b.length < 5 || consonantsOf(a) !== consonantsOf(b)) return false;
  return editDistance(a, b) <= (Math.min(a.length, b.length) >= 8 ? 2 : 1);
}

/** A word's first letter and its consonants, doubled ones once: equal for most misspellings of one name. */
export function consonantsOf(word: string): string {
  return (
    word.charAt(0) +
    word
      .slice(1)
      .replace(/[aeiouy]/gu, '')
      .replace(/(.)\1+/gu, '$1')
  );
}

/** Levenshtein's distance. Names are short. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++)
      next.push(
        Math.min(
          (row[k] ?? 0) + 1,
          (next[k - 1] ?? 0) + 1,
          (row[k - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(k - 1) ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Short forms of English given names, with what they stand for. */
const SHORT_FORMS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  `abby:abigail al:albert,alan,alfred alex:alexander,alexandra andy:andrew barb:barbara becky:rebecca ben:benjamin bernie:bernard
   beth:elizabeth bill:william billy:william bob:robert bobby:robert brad:bradley charlie:charles chuck:charles chris:christopher,christine
   cindy:cynthia dan:daniel danny:daniel dave:david debbie:deborah dick:richard don:donald doug:douglas drew:andrew ed:edward,edwin eddie:edward
   fred:frederick gabby:gabrielle gene:eugene gerry:gerald greg:gregory hal:harold hank:henry harry:harold,henry jack:john jake:jacob jeff:jeffrey
   jen:jennifer jenny:jennifer jerry:gerald,jerome jim:james jimmy:james joe:joseph joey:joseph johnny:john jon:jonathan josh:joshua kate:katherine,catherine
   kathy:katherine,kathleen ken:kenneth larry:lawrence len:leonard lenny:leonard liz:elizabeth maggie:margaret marty:martin matt:matthew meg:margaret mike:michael
   mitch:mitchell nate:nathan,nathaniel ned:edward nick:nicholas pam:pamela pat:patrick,patricia peg:margaret pete:peter phil:philip ray:raymond
   rich:richard rick:richard rob:robert ron:ronald ronnie:ronald rudy:rudolph sam:samuel,samantha sandy:sandra stan:stanley steve:stephen,steven sue:susan
   susie:susan ted:edward,theodore terry:terence tim:timothy tom:thomas tommy:thomas tony:anthony val:valerie vince:vincent wes:wesley will:william zach:zachary`
    .split(/\s+/)
    .map((row): [string, ReadonlySet<string>] => {
      const [short = '', long = ''] = row.split(':');
      return [short, new Set(long.split(','))];
    }),
);
