import type { AnnotatedText, Token } from '../../text/annotated-text.ts';
import type { QuotedStretch } from '../../text/quotation-marks.ts';
import { reportingForm } from '../attribution/lexicon.ts';
import { baseStartingAt, phraseEndingAt } from '../attribution/noun-phrases.ts';
import { wordItem } from './lines.ts';

/** The most words that an attribution at the end of a stretch may have: '…, the mayor of the city said on Monday.' */
const LONGEST_ATTRIBUTION = 14;

/**
 * Cuts off the attribution that a stretch has swallowed because its closing mark is missing: of '“We won, Smith said.' the
 * stretch is 'We won,'. Stretches with both marks, or that go on in the next paragraph, stay as they are.
 */
export function cutAttributions(text: AnnotatedText, stretches: readonly QuotedStretch[]): QuotedStretch[] {
  let from = 0;
  return stretches.map((stretch, index) => {
    if (stretch.closing || !stretch.opening || stretches[index + 1]?.continues) return stretch;
    while ((text.tokens[from]?.end ?? Number.POSITIVE_INFINITY) <= stretch.start) from++;
    let to = from;
    while ((text.tokens[to]?.start ?? Number.POSITIVE_INFINITY) < stretch.end) to++;
    const tokens = text.tokens.slice(Math.max(from, to - LONGEST_ATTRIBUTION), to);
    const comma = attributionComma(tokens);
    return comma ? { ...stretch, end: comma.end } : stretch;
  });
}

/** The comma before a closing ', Smith said.' or ', said Smith.' */
function attributionComma(tokens: readonly Token[]): Token | null {
  const items = tokens.map(wordItem);
  let end = items.length;
  while (end > 0 && /^[.!?]$/.test(items[end - 1]?.text ?? '')) end--;
  for (let at = end - 2; at >= 0; at--) {
    const comma = tokens[at];
    if (comma?.text === '.') return null;
    if (!comma || !/^[,?!]$/.test(comma.text)) continue;
    const cue = items.findIndex(
      (item, i) => i > at && i < end && item.pos === 'VERB' && (reportingForm(item.lower)?.verb.weight ?? 0) >= 0.7,
    );
    if (cue < 0) continue;
    const before = phraseEndingAt(items, cue - 1, at + 1);
    const after = cue === at + 1 ? baseStartingAt(items, cue + 1) : null;
    const rest = items.slice((after ? after.last : cue) + 1, end);
    const plain = rest.every(
      (item) => item.pos !== 'VERB' && item.pos !== 'AUX' && item.pos !== 'SCONJ' && item.text !== ',',
    );
    if (plain && ((before && before.first === at + 1) || after)) return comma;
  }
  return null;
}
