/** Writes who said what as CSV (RFC 4180): `npm run --silent start -- [words] > quotes.csv` */
import { createClient } from 'newsgraph/client';
import { graphql } from 'newsgraph/gql-tada';

const QUOTES = graphql(`
  query Quotes($filter: QuoteFilter, $after: String) {
    quotes(filter: $filter, first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        content
        quoteType
        speaker { name }
        speakerText
        article { headline datePublished url publisher { name } }
      }
    }
  }
`);

const COLUMNS = ['published', 'publisher', 'headline', 'address', 'speaker', 'as printed', 'type', 'words'];

const { GATEWAY = 'http://127.0.0.1:4000', NEWSGRAPH_KEY } = process.env;
const client = createClient({ url: `${GATEWAY}/graphql`, key: () => NEWSGRAPH_KEY ?? null, retries: 5 });

const [words] = process.argv.slice(2);
const filter = words === undefined ? null : { search: words };

writeRow(COLUMNS);
for await (const { content, quoteType, speaker, speakerText, article } of client.pages(QUOTES, { filter })) {
  const { datePublished, publisher, headline, url } = article;
  writeRow([datePublished, publisher?.name, headline, url, speaker?.name, speakerText, quoteType, content]);
}

function writeRow(fields: readonly (string | null | undefined)[]): void {
  process.stdout.write(`${fields.map((field) => `"${(field ?? '').replaceAll('"', '""')}"`).join(',')}\r\n`);
}
