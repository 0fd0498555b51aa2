import { graphql } from 'newsgraph/gql-tada';
import { ErrorBox } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useTitle } from '../ui/title.ts';
import { useQuery } from '../use-query.ts';

const ARTICLE = graphql(`
  query ArticlePage($id: ID!) {
    article(id: $id) {
      headline
      body
    }
  }
`);

/** One article. */
export function Article({ id }: { readonly id: string }) {
  const variables = { id };
  const { data, error, isLoading, reload } = useQuery(ARTICLE, variables);
  useTitle(data?.article?.headline ?? null);
  if (error) return <ErrorBox error={error} onRetry={reload} />;
  if (isLoading) return <p className="quiet">Loading…</p>;
  if (!data?.article) return <p>There is no such article.</p>;
  return (
    <article>
      <h1>{data.article.headline}</h1>
      {data.article.body.split('\n').map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
      <SeeQuery document={ARTICLE} variables={variables} />
    </article>
  );
}
