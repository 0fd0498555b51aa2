import { Link } from 'wouter';

interface PagerProps {
  readonly page: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
  /** How many the page has. */
  readonly shown: number;
  /** The cursor behind which it begins. Null: the first page. */
  readonly after: string | null;
  readonly addressOf: (after: string | null) => string;
  readonly what: string;
}

/** Leads to the next page of a list, and back to the first. */
export function Pager({ page: { totalCount, pageInfo }, shown, after, addressOf, what }: PagerProps) {
  if (after === null && !pageInfo.hasNextPage) return null;
  return (
    <nav className="pager" aria-label={`Pages of ${what}`}>
      <span className="quiet">
        {shown} of {totalCount}
      </span>
      {after !== null && (
        <Link className="button" href={addressOf(null)}>
          First page
        </Link>
      )}
      {pageInfo.hasNextPage && (
        <Link className="button" href={addressOf(pageInfo.endCursor)}>
          Next page
        </Link>
      )}
    </nav>
  );
}
