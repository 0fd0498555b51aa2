/**
 * The one form of text in which offsets are taken. In this order:
 * - any line break (CRLF, CR, vertical tab, form feed, U+0085, U+2028, U+2029) becomes '\n';
 * - what cannot be seen is dropped: soft hyphens, zero-width blanks and word joiners, byte order marks, direction marks,
 *   control characters; joiners (U+200C, U+200D) after a Latin letter, a digit, a mark or a blank, while those that
 *   Persian, Indic scripts and emoji are spelt with stay;
 * - half surrogate pairs become U+FFFD, since PostgreSQL and UTF-8 take none;
 * - runs of blanks of any width (no-break, tab, thin, ideographic) become one blank, none beside a line break;
 * - hyphens of other width than '-' (U+2010, U+2011) become '-';
 * - the text is composed (Unicode NFC), so that 'é' is one character however it was typed.
 * Idempotent, and linear in the text's length.
 */
export function cleanText(text: string): string {
  const cleaned = text
    .toWellFormed()
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '')
    .replace(/[\x00-\x08\x0e-\x1f\x7f-\x9f]/g, '');
  return (
    withoutUselessJoiners(cleaned)
      // Not each single blank: it would be replaced by itself.
      .replace(/[\t\p{Zs}]{2,}|(?! )[\t\p{Zs}]/gu, ' ')
      .replace(/ \n ?|\n /g, '\n')
      .replace(/[\u2010\u2011]/g, '-')
      .normalize('NFC')
      .trim()
  );
}

/** Few texts have any: to look behind each letter of the others takes longer than all the rest. */
function withoutUselessJoiners(text: string): string {
  if (!/[\u200c\u200d]/.test(text)) return text;
  return text.replace(/(?<=^|[\p{Script=Latin}\u0300-\u036f\p{N}\p{P}\s])[\u200c\u200d]+/gu, '');
}

/** The lines of a clean text that hold something. */
export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
