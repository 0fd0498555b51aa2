import type { ResultOf } from 'gql.tada';
import { graphql } from 'newsgraph/gql-tada';
import { Link } from 'wouter';
import type { FrontState } from '../paths.ts';
import { articlePath, entityPath, frontPath } from '../paths.ts';
import { Highlight } from '../ui/highlight.tsx';
import { SeeQuery } from '../ui/see-query.tsx';

export const SEARCH = graphql(`
  query FrontSearch($query: String!) {
    passages: search(query: $query, types: [ARTICLE], first: 100) {
      edges {
        highlight
        node {
          ... on Article {
            id
          }
        }
      }
    }
    names: search(query: $query, types: [ENTITY, SOURCE], first: 6) {
      edges {
        highlight
        node {
          __typename
          ... on Entity {
            id
            name
            type
          }
          ... on Source {
            id
            name
          }
        }
      }
    }
    quotes: search(query: $query, types: [QUOTE], first: 3) {
      edges {
        highlight
        node {
          ... on Quote {
            id
            content
            speakerText
            speaker {
              name
            }
            article {
              id
            }
          }
        }
      }
    }
  }
`);

type Found = ResultOf<typeof SEARCH>;

/** The best passage of each article that a search found, by its id. */
export function passagesOf(found: Found | undefined): ReadonlyMap<string, string> {
  return new Map(
    found?.passages.edges.flatMap(({ highlight, node }) =>
      highlight !== null && 'id' in node ? [[node.id, highlight]] : [],
    ),
  );
}

interface FoundBesidesProps {
  readonly found: Found;
  readonly query: string;
  readonly state: FrontState;
}

/** What a search found besides articles. */
export function FoundBesides({ found, query, state }: FoundBesidesProps) {
  const names = found.names.edges.flatMap(({ highlight, node }) => {
    if (node.__typename !== 'Entity' && node.__typename !== 'Source') return [];
    const isEntity = node.__typename === 'Entity';
    const path = isEntity ? entityPath(node.id) : frontPath({ ...state, q: '', cites: node.id });
    return [
      { id: node.id, path, label: isEntity ? node.type.toLowerCase() : 'source', html: highlight, name: node.name },
    ];
  });
  const quotes = found.quotes.edges.flatMap(({ highlight, node }) =>
    'content' in node ? [{ ...node, html: highlight }] : [],
  );
  if (names.length === 0 && quotes.length === 0) return null;
  return (
    <section className="found" aria-labelledby="found-title">
      <h2 id="found-title">Also found</h2>
      <ul>
        {names.map(({ id, path, label, html, name }) => (
          <li key={id}>
            <Link href={path}>{html === null ? name : <Highlight html={html} />}</Link>{' '}
            <span className="quiet">{label}</span>
          </li>
        ))}
      </ul>
      <ul className="found-quotes">
        {quotes.map(({ id, content, html, speaker, speakerText, article }) => (
          <li key={id}>
            <q>{html === null ? content : <Highlight html={html} />}</q>{' '}
            <Link href={articlePath(article.id)} className="quiet">
              {speaker?.name ?? speakerText ?? 'nobody who is named'}
            </Link>
          </li>
        ))}
      </ul>
      <SeeQuery document={SEARCH} variables={{ query }} about="the search" />
    </section>
  );
}
