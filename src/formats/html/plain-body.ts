import { cleanText, linesOf } from '../../text/clean.ts';
import { blocksOf } from './blocks.ts';
import { parsePage } from './dom.ts';
import { tidyHtml } from './tidy-html.ts';

/** A text of JSON-LD, one paragraph a line: as it is, or, where it holds markup or entities, as a page would show it. */
export function plainBody(text: string): string {
  const isMarkup = /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>|&(?:#\d+|#x[\da-f]+|[a-z]+\d*);/i.test(text);
  if (!isMarkup) return linesOf(cleanText(text)).join('\n');
  // Line breaks mean something in it unless it has elements for them.
  const html = /<(?:p|br|div|li)\b/i.test(text) ? text : text.replace(/\r?\n|\r/g, '<br>');
  return blocksOf(parsePage(tidyHtml(html).html).body)
    .map((block) => block.text)
    .join('\n');
}
