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
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replace(/['’]s\b/gu, '')
    .replace(/\./g, '')
    .replace(/[^\p{L}\p{N}&]+/gu, ' ')
    .trim()
    .replace(/^the /, '');
}

/** A name without blanks and marks, as it stands in a domain: 'The Harbour Ledger' is 'harbourledger'. */
export function squash(name: string): string {
  return normalizeName(name).replace(/[^\p{L}\p{N}]+/gu, '');
}
