import { z } from 'zod';
import type { EntityType } from '../domain/entity.ts';
import type { Extraction } from '../domain/extraction.ts';
import type { Problem, ProblemCode } from '../domain/problem.ts';
import { DocumentRejected } from '../domain/problem.ts';
import type { AbstentionReason } from '../domain/quote.ts';
import type { Span } from '../domain/text-anchor.ts';
import { detectLanguage } from '../text/language.ts';
import { hasSingleMarks, hasSubstituteMarks } from '../text/quotation-marks.ts';
import { extract } from './pipeline.ts';
import { verbGroup } from './verb-group.ts';

/** Comes back with the answer. */
const Id = z.union([z.string(), z.number()]);
const TextLine = z.object({ id: Id, text: z.string() });
const PageLine = z.object({ id: Id, url: z.string().nullish(), html: z.string() });

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

/** What a page says of its article; `body` is the text that offsets count in. */
export interface PageFields {
  readonly headline: string;
  readonly authors: readonly string[];
  /** ISO 8601, as exactly as it is known and in the zone in which it is given; a day has no time. */
  readonly datePublished: string | null;
  readonly dateModified: string | null;
  readonly articleSection: string | null;
  /** BCP 47; 'und' when not known. */
  readonly inLanguage: string;
  readonly publisher: string | null;
  readonly url: string | null;
  readonly image: string | null;
  readonly body: string;
  /** Whether only a summary was to be had. */
  readonly isTruncated: boolean;
}

/**
 * Reads a page.
 * @param url where it was found
 * @throws DocumentRejected when it holds no article
 */
export type ReadPage = (
  url: string | null,
  html: string,
) => { readonly fields: PageFields; readonly problems: readonly Problem[] };

/** A line that could not be read, in the place of its answer. */
export interface RefusedLine {
  readonly id: string | number | null;
  readonly error: { readonly code: 'BAD_LINE' | ProblemCode; readonly message: string };
}

/**
 * What `newsgraph extract` does: for each line of the input, in order, its answer as a line. A line that cannot be read
 * gets an answer that says so; blank lines are passed over.
 * @param chunks the input's text, cut anywhere
 * @param onRefused told of each line that could not be read
 * @param readPage for lines that hold HTML; left out, they are refused
 */
export async function* extractLines(
  chunks: AsyncIterable<string>,
  onRefused: (message: string) => void = () => {},
  readPage?: ReadPage,
): AsyncGenerator<string> {
  let number = 0;
  for await (const line of linesOf(chunks)) {
    number++;
    if (line.trim() === '') continue;
    const answer = extractLine(line, number, readPage);
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
 * @param line JSON: `{"id": "a1", "text": "…"}` or `{"id": "a1", "url": "https://…", "html": "…"}`
 * @param number of the line, from 1, for the message of a line that cannot be read
 */
export function extractLine(
  line: string,
  number: number,
  readPage?: ReadPage,
): ExtractedLine | (ExtractedLine & PageFields) | RefusedLine {
  const refuse = (why: string): RefusedLine => ({
    id: null,
    error: {
      code: 'BAD_LINE',
      message: `Line ${number} ${why}. Give one JSON object a line: {"id": "a1", "text": "…"} or {"id": "a1", "url": "…", "html": "…"}`,
    },
  });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return refuse('is not JSON');
  }
  const page = PageLine.safeParse(value);
  if (page.success && readPage) return extractPage(page.data, number, readPage);
  const input = TextLine.safeParse(value);
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

function extractPage(
  { id, url, html }: z.infer<typeof PageLine>,
  number: number,
  readPage: ReadPage,
): (ExtractedLine & PageFields) | RefusedLine {
  try {
    const { fields, problems } = readPage(url ?? null, html);
    const found = extract({ article: fields });
    return {
      id,
      ...fields,
      ...answerOf(fields.body, { ...found, problems: [...problems, ...(found.problems ?? [])] }),
    };
  } catch (error) {
    if (!(error instanceof DocumentRejected)) throw error;
    return { id, error: { code: error.code, message: `Line ${number}: ${error.message}` } };
  }
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
