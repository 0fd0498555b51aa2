import { figuresIn } from './figures.ts';
import type { QuoteType } from './quote.ts';

/** A quote of a text that may have been replaced since. */
export interface VersionQuote {
  readonly content: string;
  readonly quoteType: QuoteType;
  /** The text from its first word to its last. */
  readonly exact: string;
  /** Whom the gateway took for the speaker, by the name that the article had; null when nobody could be named. */
  readonly speaker: string | null;
  /** What told speakers apart: two with one name may be two. */
  readonly speakerId: string | null;
  /** The words that stood for the speaker. */
  readonly speakerText: string | null;
}

/** A text and what was said in it. */
export interface VersionOfText {
  readonly headline: string;
  readonly body: string;
  readonly quotes: readonly VersionQuote[];
}

/** What came and what went when one version of an article took the place of another. */
export interface VersionChanges {
  readonly quotesAdded: readonly VersionQuote[];
  readonly quotesRemoved: readonly VersionQuote[];
  /** By their names, in reading order. */
  readonly speakersAdded: readonly string[];
  readonly speakersRemoved: readonly string[];
  /** As the text has them: '12 people', '$3.5 million'. */
  readonly figuresAdded: readonly string[];
  readonly figuresRemoved: readonly string[];
}

/**
 * Compares two versions of one article. A quote is the same when its words and its speaker are; one whose words still stand
 * in the text, though they are not found as a quote there, has neither come nor gone. A figure is the same however it is
 * spelled: 'twelve people' is '12 people'.
 */
export function compareVersions(former: VersionOfText, next: VersionOfText): VersionChanges {
  const quotesAdded = quotesOnlyIn(next, former);
  const quotesRemoved = quotesOnlyIn(former, next);
  return {
    quotesAdded,
    quotesRemoved,
    speakersAdded: speakersNotIn(former, quotesAdded),
    speakersRemoved: speakersNotIn(next, quotesRemoved),
    figuresAdded: figuresOnlyIn(next, former),
    figuresRemoved: figuresOnlyIn(former, next),
  };
}

function quotesOnlyIn(version: VersionOfText, other: VersionOfText): VersionQuote[] {
  const words = new Set(other.quotes.map(({ content }) => plain(content)));
  const said = new Set(other.quotes.map(saying));
  const text = plain(other.body);
  return version.quotes.filter((quote) => {
    if (said.has(saying(quote))) return false;
    return words.has(plain(quote.content)) || !text.includes(plain(quote.exact));
  });
}

function saying({ content, speakerId, speakerText }: VersionQuote): string {
  return JSON.stringify([plain(content), speakerId ?? speakerText]);
}

function speakersNotIn({ quotes }: VersionOfText, ofOther: readonly VersionQuote[]): string[] {
  const others = new Set(quotes.map(({ speakerId }) => speakerId));
  const names = ofOther.flatMap(({ speaker, speakerId }) =>
    speaker === null || others.has(speakerId) ? [] : [speaker],
  );
  return [...new Set(names)];
}

function figuresOnlyIn(version: VersionOfText, other: VersionOfText): string[] {
  const others = new Set(figuresOf(other).map(({ key }) => key));
  const own = new Map(
    figuresOf(version)
      .filter(({ key }) => !others.has(key))
      .reverse()
      .map(({ key, exact }) => [key, exact]),
  );
  return [...own.values()].reverse();
}

function figuresOf({ headline, body }: VersionOfText) {
  return figuresIn(`${headline}\n${body}`);
}

/** A text without what printers vary: kinds of quotation marks, apostrophes and blanks. */
function plain(text: string): string {
  return text
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}
