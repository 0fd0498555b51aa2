import type { Document, DocumentFormat, RawDocument } from '../domain/document.ts';
import type { Problem } from '../domain/problem.ts';

/** A document format: one folder beside this file, one entry in the list of `read-document.ts`. */
export interface Format {
  readonly name: DocumentFormat;
  /** Whether the document looks like this format. Called in the list's order; the first that says yes reads it. */
  detects(clues: FormatClues): boolean;
  /**
   * The documents in `raw`, in its order: one, or, for a container as a feed, as many as it has; each with an `uri` of
   * its own, also where one of several cannot be read. A pure function of `raw`.
   * @throws DocumentRejected when nothing can be read.
   */
  read(raw: RawDocument, options: FormatOptions): readonly ReadItem[];
}

/** What was made of a document, or of one of the items of a container. */
export type ReadItem = Document | RejectedItem;

export interface RejectedItem {
  readonly uri: string;
  readonly rejected: Problem;
}

export interface FormatOptions {
  /** The most bytes that a document may have; 5 MB by default. */
  readonly maxBytes?: number;
  /** Dates after it are no facts; left out, none is taken for one of the future. */
  readonly now?: Date;
}

/** What a format may go by. */
export interface FormatClues {
  /** Of the last segment of the URI's path, lower case, without its dot; '' when there is none. */
  readonly extension: string;
  /** The start of the document without byte order mark and leading blanks; only its ASCII characters are reliable. */
  readonly head: string;
}
