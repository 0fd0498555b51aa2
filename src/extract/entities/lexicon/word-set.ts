/** The words of a list that is written with blanks, or of phrases that are written with bars, between them. */
export function wordSet(list: string): ReadonlySet<string> {
  const separator = list.includes('|') ? /\s*\|\s*/ : /\s+/;
  return new Set(list.trim().split(separator));
}
