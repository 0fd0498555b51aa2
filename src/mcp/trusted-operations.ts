import { z } from 'zod';
import type { Client } from '../client/client.ts';

/** As `newsgraph operations` writes it. */
const Manifest = z.object({
  operations: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        type: z.enum(['query', 'mutation', 'subscription']),
        body: z.string(),
      }),
    )
    .min(1),
});

type Operation = z.infer<typeof Manifest>['operations'][number];

/** Operations that may be run by name. */
export interface TrustedOperations {
  readonly list: readonly Pick<Operation, 'name' | 'type'>[];
  /** Whether there are mutations among them. */
  readonly canWrite: boolean;
  /** The data that the gateway answers. */
  run(name: string, variables: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/**
 * The operations of a manifest that can be run: queries, and mutations where they are wanted.
 * @param createClientFor makes a client that asks by the ids of a manifest
 * @throws Error with a sentence that says what is wrong with the manifest
 */
export function trustedOperations(
  text: string,
  { withMutations }: { withMutations: boolean },
  createClientFor: (manifest: { operations: readonly Operation[] }) => Client,
): TrustedOperations {
  const manifest = Manifest.safeParse(jsonOf(text)).data;
  if (!manifest) throw new Error('It is no manifest of operations: `newsgraph operations` writes one.');
  const usable = manifest.operations.filter(({ type }) => type === 'query' || (withMutations && type === 'mutation'));
  if (usable.length === 0) throw new Error('It has no query; mutations are run with --write only.');
  const byName = new Map(usable.map((operation) => [operation.name, operation]));
  const client = createClientFor(manifest);
  return {
    list: usable,
    canWrite: usable.some(({ type }) => type === 'mutation'),
    async run(name, variables) {
      const operation = byName.get(name);
      if (!operation) throw new Error(`There is no operation '${name}' to run.`);
      return operation.type === 'mutation'
        ? client.mutate(operation.body, variables)
        : client.query(operation.body, variables);
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
