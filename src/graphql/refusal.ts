import type { AuthFailure } from '@pothos/plugin-scope-auth';
import { AuthScopeFailureType } from '@pothos/plugin-scope-auth';
import type { Caller } from '../domain/api-key.ts';
import { ClientError } from '../domain/client-error.ts';

/** Why a field is refused: UNAUTHENTICATED without a key that the gateway knows, FORBIDDEN with one that is not enough. */
export function refusal(caller: Caller | null, failure: AuthFailure): ClientError {
  if (caller === null) {
    return new ClientError(
      'UNAUTHENTICATED',
      'This needs a key: send `Authorization: Bearer KEY` with one that the gateway knows. Its owner sets them in API_KEYS.',
    );
  }
  const [scope = 'admin'] = missingScopes(failure);
  return new ClientError(
    'FORBIDDEN',
    `This needs a key of the scope ${scope}, and '${caller.name}' has the scope ${caller.scope}: use another key.`,
    { scope },
  );
}

function missingScopes(failure: AuthFailure): string[] {
  switch (failure.kind) {
    case AuthScopeFailureType.AuthScope:
      return [failure.scope];
    case AuthScopeFailureType.AnyAuthScopes:
    case AuthScopeFailureType.AllAuthScopes:
      return failure.failures.flatMap(missingScopes);
    default:
      return [];
  }
}
