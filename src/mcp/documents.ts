/** What the tools ask. */

const PAGE = 'pageInfo { hasNextPage endCursor }';
const ANCHOR = '{ start end exact }';

export const SEARCH_ARTICLES = `query SearchArticles($search: String!, $first: Int!, $after: String) {
  articles(filter: { search: $search }, first: $first, after: $after) {
    totalCount
    ${PAGE}
    nodes { id headline datePublished publisher { name } url inLanguage wordCount copyCount }
  }
}`;

export const READ_ARTICLE = `query ReadArticle($id: ID, $url: URL) {
  article(id: $id, url: $url) {
    id
    headline
    byline
    datePublished
    publisher { name domain }
    url
    inLanguage
    body
    mentions(first: 500) { totalCount nodes { anchor ${ANCHOR} entity { id name type } } }
    quotes(first: 100) {
      totalCount
      nodes {
        content
        quoteType
        anchor ${ANCHOR}
        speaker { id name }
        speakerText
        cue
        attribution { method confidence abstained }
      }
    }
    citations(first: 100) {
      totalCount
      nodes { phrase isNamed kind anchor ${ANCHOR} source { name } via { name } cue }
    }
  }
}`;

export const WHO_SAID_WHAT = `query WhoSaidWhat($filter: QuoteFilter, $first: Int!, $after: String) {
  quotes(filter: $filter, first: $first, after: $after) {
    totalCount
    ${PAGE}
    nodes {
      content
      quoteType
      speaker { id name type }
      speakerText
      cue
      addressee { name }
      attribution { confidence abstained }
      article { id headline datePublished publisher { name } }
    }
  }
}`;
