import chardet from 'chardet';
import { DocumentRejected } from '../../domain/problem.ts';
import type { DecodedText } from '../../text/decode.ts';
import { decodeText } from '../../text/decode.ts';

/** Where `<meta charset>` has to stand. */
const HEAD_LENGTH = 4_096;
/** How much is looked at to guess. */
const SAMPLE_LENGTH = 65_536;

/**
 * The text of a page. Byte order mark and what is valid UTF-8 come first, whatever is said; then the charset that the
 * HTTP header, the `<meta>` or the XML declaration names; then what the bytes look like, with the problem CHARSET_GUESSED.
 * @param contentType the header under which the page came
 * @throws DocumentRejected as `decodeText`
 */
export function decodeHtml(
  bytes: Uint8Array,
  contentType?: string,
  maxBytes?: number,
): Pick<DecodedText, 'text' | 'problems'> {
  const decoded = decodeText(bytes, maxBytes);
  if (decoded.charset !== 'windows-1252' && !isEscaped(bytes)) return decoded;
  const stated = charsetIn(contentType ?? '') ?? charsetIn(headOf(bytes));
  const named = stated && decodeAs(bytes, stated);
  if (named) return { text: named, problems: [] };
  if (decoded.charset !== 'windows-1252') return decoded;
  const guess = chardet.detect(bytes.subarray(0, SAMPLE_LENGTH));
  const guessed = guess && !/^(?:iso-8859-1|windows-1252|utf-8|ascii)$/i.test(guess) ? decodeAs(bytes, guess) : null;
  if (!guess || !guessed) return decoded;
  const message = `the page names no charset and was read as ${guess.toLowerCase()}`;
  return { text: guessed, problems: [{ code: 'CHARSET_GUESSED', message }] };
}

/** ISO 2022 is ASCII to the eye: it changes alphabets by escapes. */
function isEscaped(bytes: Uint8Array): boolean {
  return bytes.includes(0x1b);
}

function headOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, HEAD_LENGTH)).toString('latin1');
}

/** The charset that a header, a `<meta>` or an XML declaration names. */
function charsetIn(text: string): string | null {
  return /(?:charset|<\?xml[^>]{0,80}encoding)\s*=\s*["']?\s*([\w.:-]{2,40})/i.exec(text)?.[1] ?? null;
}

function decodeAs(bytes: Uint8Array, charset: string): string | null {
  // What says so of itself in ASCII is not UTF-16, and what is not valid UTF-8 was caught before.
  if (/^utf-?(?:8|16)|^(?:iso-8859-1|latin-?1|us-ascii|windows-1252|cp1252)$/i.test(charset)) {
    return /^utf/i.test(charset) ? null : decodeText(bytes, bytes.length).text;
  }
  try {
    const text = new TextDecoder(charset).decode(bytes);
    if (text.includes('\0')) throw new DocumentRejected('BINARY_DOCUMENT', 'the document is binary: it holds NUL');
    return text;
  } catch (error) {
    if (error instanceof DocumentRejected) throw error;
    return null;
  }
}
