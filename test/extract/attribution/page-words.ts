import type { ItemRange } from '../../../src/extract/attribution/contents.ts';
import { rangeSpan } from '../../../src/extract/attribution/reports.ts';
import type { Page } from '../../../src/extract/quotes/candidates.ts';
import { readPage } from '../../../src/extract/quotes/read-page.ts';
import { annotate } from '../../../src/text/annotate.ts';

/** What rules alone read in a text, before any ranker is asked, and the words of its items. */
export function readWords(body: string): { page: Page; words: (line: number, range: ItemRange | null) => string } {
  const page = readPage(annotate(body));
  return {
    page,
    words: (line, range) => {
      if (!range) return '-';
      const { start, end } = rangeSpan(page.lines[line]?.items ?? [], range);
      return body.slice(start, end);
    },
  };
}
