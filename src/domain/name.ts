/**
 * The form in which names are compared: compatibility-decomposed, accents and case folded, a leading article dropped,
 * marks and blanks folded to single blanks. 'The Agence  France‑Presse' and 'agence france-presse' are one.
 */
export function normalizeName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
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
