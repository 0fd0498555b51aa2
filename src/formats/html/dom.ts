import { parseHTML } from 'linkedom';

/** The DOM's own types, under names that are not those of our domain. */
export type PageDocument = globalThis.Document;
export type PageElement = globalThis.Element;

/** @param html as `tidyHtml` writes it */
export function parsePage(html: string): PageDocument {
  return parseHTML(html).document;
}

export function isElement(node: Node): node is PageElement {
  return node.nodeType === 1;
}

/** The words of a text node; null for any other. */
export function wordsOf(node: Node): string | null {
  return node.nodeType === 3 ? (node.textContent ?? '') : null;
}
