import type { AnyDocument } from '../graphql.ts';
import { graphiqlAddress } from '../graphql.ts';

interface SeeQueryProps {
  readonly document: AnyDocument;
  readonly variables: object;
  /** What the query is about, for who has several on one page. */
  readonly about?: string;
}

/** Opens GraphiQL with exactly the operation that a view ran. */
export function SeeQuery({ document, variables, about }: SeeQueryProps) {
  return (
    <a className="button quiet-button" href={graphiqlAddress(document, variables)} target="_blank" rel="noreferrer">
      <span aria-hidden="true">{'{ }'} </span>See the query
      {about && <span className="for-readers"> for {about}</span>}
    </a>
  );
}
