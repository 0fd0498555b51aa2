/** A page as an outlet would serve it, with the parts that a test is about. */
export interface PageParts {
  readonly head?: string;
  readonly above?: string;
  readonly within?: string;
  readonly below?: string;
  readonly attributes?: string;
}

export const PARAGRAPHS = [
  'The harbour bridge of Port Vella was closed to all traffic on Tuesday after divers found cracks in two of its piers, the port authority said.',
  '“Nobody will cross it before the piers have been seen by people who know piers,” said Ada Quill, who heads the authority, at a meeting with residents.',
  'Ferries will run every ten minutes from the old quay until the repairs are finished, which may take three weeks, according to the ministry.',
  'The bridge was opened in 1962 and carries about nine thousand cars a day between the northern and the southern half of the town.',
];

/** The paragraphs of `PARAGRAPHS` in a page with navigation, footer and what else `parts` has. */
export function pageOf({
  head = '',
  above = '',
  within = '',
  below = '',
  attributes = 'lang="en"',
}: PageParts = {}): string {
  const [first, ...others] = PARAGRAPHS.map((text) => `<p>${text}</p>`);
  return `<!DOCTYPE html><html ${attributes}><head><meta charset="utf-8">${head}</head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
    <main><article>${above}${first}${within}${others.join('\n')}${below}</article></main>
    <footer>© Harbour Ledger. All rights reserved.</footer></body></html>`;
}
