import { graphql } from 'newsgraph/gql-tada';
import { ErrorBox } from '../ui/error-box.tsx';
import { SeeQuery } from '../ui/see-query.tsx';
import { useTitle } from '../ui/title.ts';
import { useQuery } from '../use-query.ts';

const ENTITY = graphql(`
  query EntityPage($id: ID!) {
    entity(id: $id) {
      name
      type
      aliases
    }
  }
`);

/** One entity. */
export function Entity({ id }: { readonly id: string }) {
  const variables = { id };
  const { data, error, isLoading, reload } = useQuery(ENTITY, variables);
  useTitle(data?.entity?.name ?? null);
  if (error) return <ErrorBox error={error} onRetry={reload} />;
  if (isLoading) return <p className="quiet">Loading…</p>;
  if (!data?.entity) return <p>There is no such entity.</p>;
  return (
    <>
      <h1>{data.entity.name}</h1>
      <p>{data.entity.aliases.join(', ')}</p>
      <SeeQuery document={ENTITY} variables={variables} />
    </>
  );
}
