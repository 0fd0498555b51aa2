import type { Span } from '../../domain/text-anchor.ts';
import type { AnnotatedText } from '../../text/annotated-text.ts';
import type { QuotedStretch } from '../../text/quotation-marks.ts';
import { firstFrom } from '../attribution/sorted-spans.ts';

/** A name with a colon at the head of a paragraph or stretch: 'SMITH: I never …'. Bounded, so that it cannot run away. */
const LABEL = /^(\p{Lu}[\p{L}.'’-]{0,30}(?: \p{Lu}[\p{L}.'’-]{0,30}){0,4}):\s{1,4}(?=\S)/u;

/** A part of an interview or transcript: who speaks, and what. */
export interface LabelledSpeech {
  readonly label: Span;
  readonly speech: Span;
}

/**
 * Who speaks in each span that begins with a label. A label counts when it is all capitals or comes at least twice, since a
 * single 'Note:' or 'Update:' is nobody.
 */
function readLabels(body: string, spans: readonly Span[]): (LabelledSpeech | null)[] {
  const names = spans.map((span) => LABEL.exec(body.slice(span.start, Math.min(span.end, span.start + 170))));
  const count = new Map<string, number>();
  for (const match of names) if (match?.[1]) count.set(match[1], (count.get(match[1]) ?? 0) + 1);
  let speakers = 0;
  for (const times of count.values()) if (times > 1) speakers++;
  return names.map((match, at) => {
    const span = spans[at];
    const name = match?.[1];
    if (!match || !name || !span || speakers < 1 || ((count.get(name) ?? 0) < 2 && name !== name.toUpperCase()))
      return null;
    return {
      label: { start: span.start, end: span.start + name.length },
      speech: { start: span.start + match[0].length, end: span.end },
    };
  });
}

/** The stretches without the labels that some begin with, and for each stretch its label. */
export function cutLabels(
  body: string,
  stretches: readonly QuotedStretch[],
): { stretches: QuotedStretch[]; labels: (Span | null)[] } {
  const labelled = readLabels(body, stretches);
  return {
    stretches: stretches.map((stretch, at) => {
      const cut = labelled[at];
      return cut ? { ...stretch, start: cut.speech.start, continues: false } : stretch;
    }),
    labels: labelled.map((one) => one?.label ?? null),
  };
}

/** The most tokens that a signature below a quotation may have. */
const LONGEST_SIGNATURE = 14;

/**
 * Takes out the signature that some quotations hold within their marks, in a paragraph of its own ('“We won.\nAnn Smith, a
 * baker.”'): it becomes the label of the stretches before.
 */
export function cutSignatures(
  text: AnnotatedText,
  stretches: readonly QuotedStretch[],
  labels: readonly (Span | null)[],
): { stretches: QuotedStretch[]; labels: (Span | null)[] } {
  const result: { stretches: QuotedStretch[]; labels: (Span | null)[] } = { stretches: [], labels: [] };
  stretches.forEach((stretch, at) => {
    const signature = result.stretches.length > 0 ? signatureIn(text, stretch) : null;
    if (!signature) {
      result.stretches.push(stretch);
      result.labels.push(labels[at] ?? null);
      return;
    }
    for (let back = result.stretches.length - 1; back >= 0; back--) {
      result.labels[back] ??= signature;
      if (!result.stretches[back]?.continues) break;
    }
  });
  return result;
}

/** The name in a stretch that fills a paragraph, has only its closing mark, and is no sentence. */
function signatureIn(text: AnnotatedText, stretch: QuotedStretch): Span | null {
  if (!stretch.continues || stretch.opening || !stretch.closing) return null;
  const paragraph = text.paragraphs[stretch.paragraph];
  if (!paragraph || stretch.start !== paragraph.start || stretch.closing.end < paragraph.end - 1) return null;
  const first = firstFrom(text.tokens, stretch.start);
  const tokens = text.tokens.slice(first, Math.min(first + LONGEST_SIGNATURE, firstFrom(text.tokens, stretch.end)));
  if ((tokens.at(-1)?.end ?? 0) < stretch.end || !/^\p{Lu}/u.test(tokens[0]?.text ?? '')) return null;
  if (!tokens.some(({ pos }) => pos === 'PROPN') || tokens.some(({ pos }) => pos === 'VERB' || pos === 'AUX'))
    return null;
  const comma = tokens.find((token) => token.text === ',');
  const end = comma?.start ?? (/\.$/.test(tokens.at(-1)?.text ?? '') ? stretch.end - 1 : stretch.end);
  return end > stretch.start ? { start: stretch.start, end } : null;
}

/** The paragraphs of an interview that are set without marks. */
export function labelledParagraphs(body: string, paragraphs: readonly Span[]): LabelledSpeech[] {
  return readLabels(body, paragraphs).filter((one) => one !== null);
}
