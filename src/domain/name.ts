/** Letters that Unicode does not take apart into a plain one and a mark. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/**
 * The form in which names are compared: compatibility-decomposed, accents and case folded, a leading article dropped,
 * marks and blanks folded to single blanks. 'The Agence  France‑Presse' and 'agence france-presse' are one.
 */
export function normalizeName(name: string): string {
  // Most names are plain words, in which there is nothing to fold but case.
  if (PLAIN_WORDS.test(name)) return withoutArticle(name.toLowerCase());
  const folded = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replace(/['’]s\b/gu, '')
    .replace(/\./g, '')
    .replace(/[^\p{L}\p{N}&]+/gu, ' ')
    .trim();
  return withoutArticle(folded);
}

const PLAIN_WORDS = /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/;

function withoutArticle(name: string): string {
  return name.startsWith('the ') ? name.slice(4) : name;
}

/** A name without blanks and marks, as it stands in a domain: 'The Harbour Ledger' is 'harbourledger'. */
export function squash(name: string): string {
  return normalizeName(name).replace(/[^\p{L}\p{N}]+/gu, '');
}
