/** A query to start from. */
export interface ExampleQuery {
  readonly title: string;
  readonly query: string;
}

/** The queries that GraphiQL opens with, over the seeds; a test runs them. */
export const EXAMPLE_QUERIES: readonly ExampleQuery[] = [
  {
    title: 'Who said what about the raid on Raqqa, and on whose word does it rest?',
    query: `
query RaidOnRaqqa {
  entity(name: "Raqqa", type: PLACE) {
    name
    countryCode
    articles(first: 5) {
      nodes {
        headline
        datePublished
        publisher { name }
        quotes {
          nodes {
            content
            quoteType
            speaker { name type }
            speakerText
            cue
            addressee { name }
            attribution { method confidence abstained }
          }
        }
        citations {
          nodes {
            phrase
            isNamed
            kind
            source { name kind }
            via { name }
            cue
          }
        }
      }
    }
  }
}`,
  },
  {
    title: 'The newest articles: whom do they quote, and who is central to them?',
    query: `
query NewestArticles($first: Int = 5, $after: String) {
  articles(first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      headline
      datePublished
      datePublishedPrecision
      publisher { name domain }
      entities(first: 5) { edges { salience mentionCount node { name type } } }
      quotes(first: 5) { totalCount nodes { content speaker { name } speakerText } }
    }
  }
}`,
  },
  {
    title: 'One person across articles: what did she say, where, and where in the text?',
    query: `
query OnePerson {
  entity(name: "Sheila Quarrie", type: PERSON) {
    name
    aliases
    articleCount
    quotes(first: 20) {
      totalCount
      nodes {
        content
        anchor { start end prefix suffix }
        article { headline datePublished publisher { name } }
      }
    }
  }
}`,
  },
  {
    title: 'The sources: who publishes, who is cited, by whom, and for what?',
    query: `
query Sources {
  sources(first: 50) {
    totalCount
    nodes {
      name
      kind
      domain
      articles(first: 1) { totalCount }
      citations(first: 5) {
        totalCount
        nodes {
          phrase
          cue
          via { name }
          article { headline publisher { name } }
          citedQuotes { content }
        }
      }
    }
  }
  corpus { articleCount entityCount quoteCount sourceCount firstPublished lastPublished }
}`,
  },
  {
    title:
      'One person in the graph: who is named with her, who speaks of her, when, and what are those articles about?',
    query: `
query OnePersonInTheGraph {
  entity(name: "Sheila Quarrie", type: PERSON) {
    name
    coMentions(first: 10, filter: { type: { in: [PERSON, ORGANIZATION] } }) {
      edges { articleCount node { name type } }
    }
    quotesAbout(first: 10) { totalCount nodes { content speaker { name } speakerText article { headline } } }
    timeline(interval: DAY, timeZone: "Europe/London") { undatedCount buckets { start articleCount } }
    articles(first: 1) {
      nodes { headline related(first: 3) { edges { score node { headline publisher { name } } } } }
    }
  }
  articleFacets(filter: { mentions: { name: { eq: "Sheila Quarrie" } } }, first: 5) {
    organizations: entities(type: ORGANIZATION) { count entity { name } }
    places: entities(type: PLACE) { count entity { name } }
    speakers { count entity { name } }
    publishers { count source { name } }
    citedSources { count source { name kind } }
  }
}`,
  },
];
