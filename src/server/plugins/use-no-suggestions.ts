import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { withoutSuggestion } from '../errors.ts';

/** Keeps to itself which names of the schema come near to one that is not in it. */
export function useNoSuggestions(): Plugin {
  return {
    onValidate: () => {
      return ({ valid, result, setResult }) => {
        if (valid) return;
        setResult(
          result.map((error) => {
            if (!(error instanceof GraphQLError)) return error;
            const { nodes, source, positions, extensions } = error;
            return new GraphQLError(withoutSuggestion(error.message), { nodes, source, positions, extensions });
          }),
        );
      };
    },
  };
}
