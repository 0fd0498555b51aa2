import type { Span } from '../domain/text-anchor.ts';

/** Universal part-of-speech tags (universaldependencies.org), as wink-nlp gives them. Trained models know them by their place. */
export const PARTS_OF_SPEECH = [
  'ADJ',
  'ADP',
  'ADV',
  'AUX',
  'CCONJ',
  'DET',
  'INTJ',
  'NOUN',
  'NUM',
  'PART',
  'PRON',
  'PROPN',
  'PUNCT',
  'SCONJ',
  'SYM',
  'VERB',
  'X',
  'SPACE',
] as const;
export type PartOfSpeech = (typeof PARTS_OF_SPEECH)[number];

export interface Token extends Span {
  readonly text: string;
  readonly pos: PartOfSpeech;
  /** Lower-case base form. */
  readonly lemma: string;
  /** Index into `AnnotatedText.sentences`. */
  readonly sentence: number;
}

export interface Sentence extends Span {
  /** Index into `AnnotatedText.paragraphs`. */
  readonly paragraph: number;
  /** Tokens `firstToken` to `lastToken`, the latter exclusive. */
  readonly firstToken: number;
  readonly lastToken: number;
}

/** A text with its paragraphs, sentences and tokens, every one with its place: `body.slice(token.start, token.end) === token.text`. */
export interface AnnotatedText {
  readonly body: string;
  readonly paragraphs: readonly Span[];
  readonly sentences: readonly Sentence[];
  readonly tokens: readonly Token[];
}
