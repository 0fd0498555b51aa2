import { ClientError } from '../domain/client-error.ts';
import type { Candidate } from '../storage/read/reader.ts';
import type { NodeType } from './global-id.ts';
import { toGlobalId } from './global-id.ts';

/**
 * The row id of the only one that goes by a name; null for none.
 * @throws ClientError AMBIGUOUS, with the ids, when several do
 */
export function onlyCandidate(type: NodeType, name: string, candidates: readonly Candidate[]): string | null {
  if (candidates.length <= 1) return candidates[0]?.id ?? null;
  const listed = candidates.map((each) => ({ id: toGlobalId(type, each.id), name: each.name, kind: each.kind }));
  throw new ClientError(
    'AMBIGUOUS',
    `Several go by the name '${name.slice(0, 100)}': ${listed.map((each) => `${each.name} (${each.kind})`).join(', ')}. Ask again by one of the ids in extensions.candidates.`,
    { ids: listed.map(({ id }) => id), candidates: listed },
  );
}
