import type { Problem } from '../domain/problem.ts';
import { DocumentRejected } from '../domain/problem.ts';

export interface DecodedText {
  /** Without byte order mark; well-formed UTF-16. */
  readonly text: string;
  readonly charset: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  readonly problems: readonly Problem[];
}

/** 5 MB: no article is longer. */
export const DEFAULT_MAX_BYTES = 5_242_880;

/** How many bytes are looked at to recognise UTF-16 that has no byte order mark. */
const SAMPLE_LENGTH = 4_096;

/** More control characters than this share, and the bytes are no text. */
const MAX_CONTROL_SHARE = 0.01;

/**
 * What windows-1252 has at 0x80 to 0x9F (https://encoding.spec.whatwg.org/index-windows-1252.txt). The table is ours
 * because `TextDecoder` of several Node releases reads windows-1252 as Latin-1, without the typographic marks.
 */
const WINDOWS_1252_HIGH = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ';

/**
 * Bytes to text: UTF-8 and UTF-16 with or without byte order mark; anything else is read as windows-1252, with the
 * problem CHARSET_GUESSED. A half of a surrogate pair or of a UTF-16 unit becomes U+FFFD.
 * @param maxBytes the most bytes that are read
 * @throws DocumentRejected EMPTY_DOCUMENT for no bytes; DOCUMENT_TOO_LONG for more than `maxBytes`; BINARY_DOCUMENT for a
 * NUL, or more than 1 % control characters.
 */
export function decodeText(bytes: Uint8Array, maxBytes = DEFAULT_MAX_BYTES): DecodedText {
  if (bytes.length > maxBytes) throw documentTooLong(bytes.length, maxBytes);
  if (bytes.length === 0) throw new DocumentRejected('EMPTY_DOCUMENT', 'the document is empty');
  const decoded = decode(bytes);
  refuseBinary(decoded.text);
  return decoded;
}

/**
 * As `decodeText`, but of what is not in Unicode the charset is known: somebody states it.
 * @param charset its label, as HTTP or the document have it; one that nobody knows counts for nothing
 */
export function decodeStated(
  bytes: Uint8Array,
  charset: string | null,
  maxBytes?: number,
): Pick<DecodedText, 'text' | 'problems'> & { readonly isGuess: boolean } {
  const decoded = decodeText(bytes, maxBytes);
  const isGuess = decoded.charset === 'windows-1252';
  // ISO 2022 is ASCII to the eye: it changes alphabets by escapes.
  const text = charset !== null && (isGuess || bytes.includes(0x1b)) ? decodeAs(bytes, charset) : null;
  return text === null ? { ...decoded, isGuess } : { text, problems: [], isGuess: false };
}

/** The charset that a header `Content-Type`, a `<meta>` or an XML declaration names. */
export function charsetIn(text: string): string | null {
  return /(?:charset|<\?xml[^>]{0,80}encoding)\s*=\s*["']?\s*([\w.:-]{2,40})/i.exec(text)?.[1] ?? null;
}

/** @returns null for a charset that nobody knows, or that the bytes cannot be in */
export function decodeAs(bytes: Uint8Array, charset: string): string | null {
  // What says so of itself in ASCII is not UTF-16, and what is not valid UTF-8 was caught before.
  if (/^utf-?(?:8|16)|^(?:iso-?8859-1|latin-?1|us-ascii|windows-1252|cp1252)$/i.test(charset)) {
    return /^utf/i.test(charset) ? null : decodeWindows1252(bytes);
  }
  let text: string;
  try {
    text = new TextDecoder(charset).decode(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
  if (text.includes('\0')) throw new DocumentRejected('BINARY_DOCUMENT', 'the document is binary: it holds NUL');
  return text;
}

/** @param length in bytes */
export function documentTooLong(length: number, maxBytes: number): DocumentRejected {
  return new DocumentRejected('DOCUMENT_TOO_LONG', `the document has ${length} bytes; at most ${maxBytes} are read`);
}

function decode(bytes: Uint8Array): DecodedText {
  const utf16 = utf16Order(bytes);
  if (utf16) return { text: new TextDecoder(utf16).decode(bytes), charset: utf16, problems: [] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), charset: 'utf-8', problems: [] };
  } catch {
    const message = 'the bytes are neither UTF-8 nor UTF-16 and were read as windows-1252';
    return {
      text: decodeWindows1252(bytes),
      charset: 'windows-1252',
      problems: [{ code: 'CHARSET_GUESSED', message }],
    };
  }
}

/** The byte order that a mark gives, or that the zero halves of Latin letters and blanks give away. */
function utf16Order(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const units = Math.floor(Math.min(bytes.length, SAMPLE_LENGTH) / 2);
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < units * 2; i += 2) {
    if (bytes[i] === 0) evenZeros++;
    if (bytes[i + 1] === 0) oddZeros++;
  }
  // A blank every ten letters, but not the one NUL of a short broken text.
  const often = Math.max(2, units * 0.1);
  if (oddZeros > often && evenZeros === 0) return 'utf-16le';
  if (evenZeros > often && oddZeros === 0) return 'utf-16be';
  return null;
}

function decodeWindows1252(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252_HIGH.charAt(char.charCodeAt(0) - 0x80));
}

function refuseBinary(text: string): void {
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new DocumentRejected('BINARY_DOCUMENT', `the document is binary: character ${nul} is NUL`);
  let controls = 0;
  for (let i = 0; i < text.length; i++) {
    if (isControl(text.charCodeAt(i))) controls++;
  }
  if (controls > text.length * MAX_CONTROL_SHARE) {
    const share = ((100 * controls) / text.length).toFixed(0);
    throw new DocumentRejected('BINARY_DOCUMENT', `the document is binary: ${share} % of it are control characters`);
  }
}

/** C0, DEL and C1, but for tab, line feed, vertical tab, form feed, carriage return and next line. */
function isControl(code: number): boolean {
  return (code < 0x20 && (code < 0x09 || code > 0x0d)) || (code >= 0x7f && code < 0xa0 && code !== 0x85);
}
