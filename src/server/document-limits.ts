import type { DocumentNode, FragmentDefinitionNode, ParseOptions, SelectionSetNode, Source } from 'graphql';
import { Source as GraphQLSource, Kind, Lexer, parse, TokenKind } from 'graphql';
import { requestError } from './errors.ts';

export interface DocumentLimits {
  /** Levels of fields in the deepest branch, fragments included; introspection does not count. */
  readonly maxDepth: number;
  /** Names, numbers, strings and punctuators; validation takes time quadratic in them. */
  readonly maxTokens: number;
}

/** Brackets in brackets, which bounds the parser's stack; far more than any filter needs. */
const MAX_NESTING = 200;

/**
 * Parses a document, or refuses it before the costly steps: the tokens are counted before the parser, which recurses,
 * sees them, and the depth before validation.
 * @throws GraphQLError QUERY_TOO_DEEP, QUERY_TOO_LARGE, or graphql's syntax error
 */
export function parseWithinLimits(
  source: string | Source,
  limits: DocumentLimits,
  options?: ParseOptions,
): DocumentNode {
  checkTokens(source, limits);
  const document = parse(source, options);
  const depth = documentDepth(document);
  if (depth > limits.maxDepth)
    throw tooDeep(`The query is ${depth} levels deep; at most ${limits.maxDepth} levels of fields are allowed.`);
  return document;
}

/**
 * Refuses variables that are nested too deeply to be coerced without exhausting the stack.
 * @throws GraphQLError QUERY_TOO_DEEP
 */
export function checkVariables(variables: unknown): void {
  let level = [variables];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_NESTING) throw tooDeep(`The variables are nested more than ${MAX_NESTING} levels deep.`);
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

/**
 * Levels of fields in the deepest operation; what lies below `__schema` and `__type` does not count.
 * @throws GraphQLError for a fragment that contains itself: validation would say so too, but can exhaust its stack first
 */
function documentDepth(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, number | 'measuring'>();

  function depthOfFragment(name: string): number {
    const known = measured.get(name);
    if (known === 'measuring') {
      const message = `Cannot spread fragment "${name}" within itself.`;
      throw requestError('GRAPHQL_VALIDATION_FAILED', message, { spec: true, status: 400 });
    }
    if (known !== undefined) return known;
    measured.set(name, 'measuring');
    const fragment = fragments.get(name);
    const depth = fragment ? depthOf(fragment.selectionSet) : 0;
    measured.set(name, depth);
    return depth;
  }

  function depthOf(selectionSet: SelectionSetNode | undefined): number {
    let deepest = 0;
    for (const selection of selectionSet?.selections ?? []) {
      deepest = Math.max(
        deepest,
        selection.kind === Kind.FRAGMENT_SPREAD
          ? depthOfFragment(selection.name.value)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? depthOf(selection.selectionSet)
            : 1 + (isIntrospection(selection.name.value) ? 0 : depthOf(selection.selectionSet)),
      );
    }
    return deepest;
  }

  for (const name of fragments.keys()) depthOfFragment(name);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return Math.max(0, ...operations.map((operation) => depthOf(operation.selectionSet)));
}

/** graphql-js bounds the depth of these by a validation rule of its own. */
function isIntrospection(fieldName: string): boolean {
  return fieldName === '__schema' || fieldName === '__type';
}

function checkTokens(source: string | Source, { maxDepth, maxTokens }: DocumentLimits): void {
  const lexer = new Lexer(typeof source === 'string' ? new GraphQLSource(source) : source);
  let nesting = 0;
  for (let count = 1; ; count++) {
    const { kind } = lexer.advance();
    if (kind === TokenKind.EOF) return;
    if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) nesting++;
    if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) nesting--;
    if (nesting > MAX_NESTING) {
      throw tooDeep(
        `The query is nested more than ${MAX_NESTING} levels deep; at most ${maxDepth} levels of fields are allowed.`,
      );
    }
    if (count > maxTokens) {
      throw requestError('QUERY_TOO_LARGE', `The query has more than ${maxTokens} tokens.`, {
        spec: true,
        status: 400,
      });
    }
  }
}

function tooDeep(message: string) {
  return requestError('QUERY_TOO_DEEP', message, { spec: true, status: 400 });
}
