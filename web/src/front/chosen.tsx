import { graphql } from 'newsgraph/gql-tada';
import { Link } from 'wouter';
import { formatDate } from '../format.ts';
import type { FrontState } from '../paths.ts';
import { frontPath } from '../paths.ts';
import { useQuery } from '../use-query.ts';
import { chosenPeriod } from './front-state.ts';

const NAMES = graphql(`
  query NamesOf($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Entity {
        id
        name
      }
      ... on Source {
        id
        name
      }
    }
  }
`);

const BY_ID = ['publisher', 'entity', 'speaker', 'cites'] as const;
const WORDS = { publisher: 'from', entity: 'names', speaker: 'quotes', cites: 'rests on' } as const;

/** What the list is narrowed by, each with a way to take it back. */
export function Chosen({ state }: { readonly state: FrontState }) {
  const ids = BY_ID.flatMap((name) => state[name] ?? []);
  const { data } = useQuery(NAMES, ids.length > 0 ? { ids } : null);
  const names = new Map(data?.nodes.flatMap((node) => (node && 'name' in node ? [[node.id, node.name]] : [])));
  const { from, to } = chosenPeriod(state);
  const chips = [
    ...(state.section ? [{ label: `in ${state.section}`, without: { section: '' } }] : []),
    ...BY_ID.flatMap((name) => {
      const id = state[name];
      return id ? [{ label: `${WORDS[name]} ${names.get(id) ?? '…'}`, without: { [name]: '' } }] : [];
    }),
    ...(from || to ? [{ label: periodText(from, to), without: { from: '', to: '', within: '' } }] : []),
  ];
  if (chips.length === 0) return null;
  return (
    <ul className="chips" aria-label="Narrowed by">
      {chips.map(({ label, without }) => (
        <li key={label}>
          <Link href={frontPath({ ...state, ...without })} className="button">
            {label} <span aria-hidden="true">×</span>
            <span className="for-readers">: take it back</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** A period by its first and last day. */
function periodText(from: string | undefined, to: string | undefined): string {
  const lastDay = to && new Date(Date.parse(to) - 1).toISOString();
  if (from && lastDay) return `${formatDate(from)} – ${formatDate(lastDay)}`;
  return from ? `since ${formatDate(from)}` : `until ${formatDate(lastDay ?? '')}`;
}
