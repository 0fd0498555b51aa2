import chardet from 'chardet';
import type { DecodedText } from '../../text/decode.ts';
import { charsetIn, decodeAs, decodeStated } from '../../text/decode.ts';

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
  const { isGuess, ...decoded } = decodeStated(
    bytes,
    charsetIn(contentType ?? '') ?? charsetIn(headOf(bytes)),
    maxBytes,
  );
  if (!isGuess) return decoded;
  const guess = chardet.detect(bytes.subarray(0, SAMPLE_LENGTH));
  const guessed = guess && !/^(?:iso-8859-1|windows-1252|utf-8|ascii)$/i.test(guess) ? decodeAs(bytes, guess) : null;
  if (!guess || !guessed) return decoded;
  const message = `the page names no charset and was read as ${guess.toLowerCase()}`;
  return { text: guessed, problems: [{ code: 'CHARSET_GUESSED', message }] };
}

function headOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, HEAD_LENGTH)).toString('latin1');
}
