import type { GraphQLResolveInfo } from 'graphql';
import { z } from 'zod';
import type { Caller, Scope } from '../domain/api-key.ts';
import { SCOPES } from '../domain/api-key.ts';
import { ClientError } from '../domain/client-error.ts';

/** Why a field is refused: UNAUTHENTICATED without a key that the gateway knows, FORBIDDEN with one that is not enough. */
export function refusal(
  caller: Caller | null,
  info: Pick<GraphQLResolveInfo, 'parentType' | 'fieldName'>,
): ClientError {
  const scope = scopeNeeded(info);
  if (caller === null) {
    return new ClientError(
      'UNAUTHENTICATED',
      `This needs a key of the scope ${scope}: send \`Authorization: Bearer KEY\` with one that the gateway knows. Its owner makes them with \`newsgraph keys create\`.`,
      { scope },
    );
  }
  return new ClientError(
    'FORBIDDEN',
    `This needs a key of the scope ${scope}, and '${caller.name}' has ${caller.scope === null ? 'none' : `the scope ${caller.scope}`}: use another key.`,
    { scope },
  );
}

/** Where Pothos keeps what a field was declared with. */
const Declared = z.object({ pothosOptions: z.object({ authScopes: z.record(z.string(), z.unknown()) }) });

function scopeNeeded({ parentType, fieldName }: Pick<GraphQLResolveInfo, 'parentType' | 'fieldName'>): Scope {
  const { data } = Declared.safeParse(parentType.getFields()[fieldName]?.extensions);
  return SCOPES.find((scope) => data && Object.hasOwn(data.pothosOptions.authScopes, scope)) ?? 'read';
}
