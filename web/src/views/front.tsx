import { graphql } from 'newsgraph/gql-tada';
import { Link } from 'wouter';
import { formatDate } from '../format.ts';
import { articlePath } from '../paths.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useTitle } from '../ui/title.ts';
import { useQuery } from '../use-query.ts';

const FRONT = graphql(`
  query FrontPage {
    articles {
      nodes {
        id
        headline
        datePublished
      }
    }
  }
`);

/** The articles. */
export function Front() {
  const { data, error, reload } = useQuery(FRONT, {});
  useTitle('Articles');
  if (error) return <ErrorBox error={error} onRetry={reload} />;
  return (
    <>
      <h1>Articles</h1>
      <ul>
        {data?.articles.nodes.map(({ id, headline, datePublished }) => (
          <li key={id}>
            <Link href={articlePath(id)}>{headline}</Link> {datePublished && formatDate(datePublished)}
          </li>
        ))}
      </ul>
      <SeeQuery document={FRONT} variables={{}} />
    </>
  );
}
