import { z } from 'zod';
import type { EntityType } from '../domain/entity.ts';
import type { Extraction } from '../domain/extraction.ts';
import type { AbstentionReason } from '../domain/quote.ts';
import type { Span } from '../domain/text-anchor.ts';
import { detectLanguage } from '../text/language.ts';
import { hasSingleMarks, hasSubstituteMarks } from '../text/quotation-marks.ts';
import { extract } from './pipeline.ts';
import { verbGroup } from './verb-group.ts';

const InputLine = z.object({
  /** Comes back with the answer. */
  id: z.union([z.string(), z.number()]),
  text: z.string(),
});

/** A piece of the text: UTF-16 offsets, end exclusive, and the words that stand there. */
interface Words extends Span {
  readonly text: string;
}

/** What is found in one text; every offset counts UTF-16 units of the given text, end exclusive. */
export interface ExtractedLine {
  readonly id: string | number;
  readonly entities: readonly (Span & { readonly type: EntityType; readonly name: string })[];
  readonly quotes: readonly ExtractedLineQuote[];
  readonly citations: readonly ExtractedLineCitation[];
  /** Only when there is something to tell, as that the text's language is not supported. */
  readonly problems?: readonly { readonly code: string; readonly message: string }[];
}

interface ExtractedLineQuote extends Span {
  /** The fragments of what is said: '“I go,” he said, “now”' has two. */
  readonly spans: readonly Span[];
  /**
   * What stands between quotation marks, marks left out. As in the annotated corpora, single marks and two apostrophes or
   * accents that stand for a mark do not count here; `spans` has what they enclose all the same.
   */
  readonly quoted: readonly Span[];
  readonly type: 'direct' | 'mixed' | 'indirect';
  /** The words that stand for the speaker, and the canonical name where the text gives one. */
  readonly speaker: (Words & { readonly name: string | null }) | null;
  /** As in the annotated corpora with auxiliaries and adverbs: 'has also said', where the graph has 'said'. */
  readonly cue: Words | null;
  /** 0 to 1. */
  readonly confidence: number;
  readonly abstained: AbstentionReason | null;
}

interface ExtractedLineCitation extends Span {
  /** The words that stand for the source. */
  readonly phrase: string;
  readonly name: string | null;
  readonly isNamed: boolean;
  /** The outlet that carried another's word. */
  readonly via: string | null;
  readonly cue: Words | null;
}

/** A line that could not be read, in the place of its answer. */
export interface RefusedLine {
  readonly id: string | number | null;
  readonly error: { readonly code: 'BAD_LINE'; readonly message: string };
}

/**
 * What `newsgraph extract` does: for each line of the input, in order, its answer as a line. A line that cannot be read
 * gets an answer that says so; blank lines are passed over.
 * @param chunks the input's text, cut anywhere
 * @param onRefused told of each line that could not be read
 */
export async function* extractLines(
  chunks: AsyncIterable<string>,
  onRefused: (message: string) => void = () => {},
): AsyncGenerator<string> {
  let number = 0;
  for await (const line of linesOf(chunks)) {
    number++;
    if (line.trim() === '') continue;
    const answer = extractLine(line, number);
    if ('error' in answer) onRefused(answer.error.message);
    yield `${JSON.stringify(answer)}\n`;
  }
}

/**
 * Cuts at line feeds only, and in time linear in the length of a line. (Node's readline also cuts at U+2028, which JSON
 * allows within a string.)
 */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let parts: string[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
      parts.push(chunk.slice(from, at));
      yield parts.join('');
      parts = [];
      from = at + 1;
    }
    parts.push(chunk.slice(from));
  }
  yield parts.join('');
}

/**
 * The answer to one line of `newsgraph extract`.
 * @param line JSON: `{"id": "a1", "text": "…"}`
 * @param number of the line, from 1, for the message of a line that cannot be read
 */
export function extractLine(line: string, number: number): ExtractedLine | RefusedLine {
  const refuse = (why: string): RefusedLine => ({
    id: null,
    error: {
      code: 'BAD_LINE',
      message: `Line ${number} ${why}. Give one JSON object a line: {"id": "a1", "text": "…"}`,
    },
  });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return refuse('is not JSON');
  }
  const input = InputLine.safeParse(value);
  if (!input.success) {
    const [issue] = input.error.issues;
    return refuse(`is not as it should be: ${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'unknown'}`);
  }
  const { id, text } = input.data;
  return {
    id,
    ...answerOf(text, extract({ article: { body: text, headline: '', inLanguage: detectLanguage(text) } })),
  };
}

/** The answer to a text, without its id: what `newsgraph extract` writes of an extraction. */
export function answerOf(
  body: string,
  { entities, mentions, quotes, sources, citations, problems = [] }: Extraction,
): Omit<ExtractedLine, 'id'> {
  const words = ({ start, end }: Span): Words => ({ start, end, text: body.slice(start, end) });
  const place = ({ start, end }: Span): Span => ({ start, end });
  return {
    entities: mentions.flatMap(({ start, end, entity, mentionType }) => {
      const named = entities[entity];
      return mentionType === 'NAME' && named ? [{ start, end, type: named.type, name: named.name }] : [];
    }),
    quotes: quotes.map((quote) => ({
      ...place(quote),
      spans: quote.parts.map(place),
      quoted: quote.stretches
        .filter((stretch) => !hasSubstituteMarks(body, stretch) && !hasSingleMarks(body, stretch))
        .map(place),
      type: TYPE[quote.quoteType],
      speaker: quote.speakerSpan && {
        ...words(quote.speakerSpan),
        name: quote.speaker === null ? null : (entities[quote.speaker]?.name ?? null),
      },
      cue: quote.cueSpan && words(verbGroup(body, quote.cueSpan)),
      confidence: quote.attribution.confidence,
      abstained: quote.attribution.abstained,
    })),
    citations: citations.map((citation) => ({
      ...place(citation),
      phrase: body.slice(citation.start, citation.end),
      name: citation.source === null ? null : (sources[citation.source]?.name ?? null),
      isNamed: citation.isNamed,
      via: citation.via === null ? null : (sources[citation.via]?.name ?? null),
      cue: citation.cueSpan && words(citation.cueSpan),
    })),
    ...(problems.length > 0 ? { problems } : {}),
  };
}

const TYPE = { DIRECT: 'direct', MIXED: 'mixed', INDIRECT: 'indirect' } as const;
