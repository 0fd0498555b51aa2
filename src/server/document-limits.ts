import type {
  ASTNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  ParseOptions,
  SelectionSetNode,
  Source,
  ValueNode,
} from 'graphql';
import { Source as GraphQLSource, Kind, Lexer, parse, TokenKind } from 'graphql';
import type { ServerErrorCode } from './errors.ts';
import { requestError } from './errors.ts';

/** How large a document and its variables may be. Fragments count wherever they are spread. */
export interface DocumentLimits extends InputLimits {
  /** Levels of fields in the deepest branch; introspection does not count. */
  readonly maxDepth: number;
  /** Fields side by side: in one selection set, those of its fragments included. */
  readonly maxBreadth: number;
  /** Fields that are given another name, in one operation. */
  readonly maxAliases: number;
  /** Directives in one operation. */
  readonly maxDirectives: number;
  /** Names, numbers, strings and punctuators; validation takes time quadratic in them. */
  readonly maxTokens: number;
}

/** How large values may be, those in a document and those of variables. */
export interface InputLimits {
  /** Lists and objects in one another. */
  readonly maxInputDepth: number;
  /** Values in one list, that of a filter's `in` above all. */
  readonly maxIn: number;
}

/** Brackets in brackets, which bounds the parser's stack; far more than any filter needs. */
const MAX_NESTING = 200;

/**
 * Parses a document, or refuses it before the costly steps: the tokens are counted before the parser, which recurses,
 * sees them, all else before validation.
 * @throws GraphQLError QUERY_TOO_DEEP, QUERY_TOO_LARGE, or graphql's syntax error
 */
export function parseWithinLimits(
  source: string | Source,
  limits: DocumentLimits,
  options?: ParseOptions,
): DocumentNode {
  checkTokens(source, limits);
  const document = parse(source, options);
  const { depth, breadth, aliases, directives } = sizeOf(document, limits);
  if (depth > limits.maxDepth) {
    const message = `The query is ${depth} levels deep; at most ${limits.maxDepth} levels of fields are allowed.`;
    throw exceeded('QUERY_TOO_DEEP', message, 'MAX_DEPTH', limits.maxDepth);
  }
  checkCount('fields side by side', breadth, 'MAX_BREADTH', limits.maxBreadth);
  checkCount('aliases', aliases, 'MAX_ALIASES', limits.maxAliases);
  checkCount('directives', directives, 'MAX_DIRECTIVES', limits.maxDirectives);
  return document;
}

/**
 * Refuses variables that are nested too deeply to be coerced without exhausting the stack, or hold too long a list.
 * @throws GraphQLError QUERY_TOO_DEEP, QUERY_TOO_LARGE
 */
export function checkVariables(variables: unknown, limits: InputLimits): void {
  if (typeof variables !== 'object' || variables === null) return;
  let level = [variables];
  for (let depth = 0; level.length > 0; depth++) {
    // The variables themselves are an object around all values.
    if (depth > limits.maxInputDepth) throw inputTooDeep('The variables are', limits);
    const next: object[] = [];
    for (const value of level) {
      if (Array.isArray(value)) checkList(value.length, limits);
      for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) next.push(inner);
    }
    level = next;
  }
}

interface Size {
  readonly depth: number;
  readonly breadth: number;
  readonly aliases: number;
  readonly directives: number;
}

/** Of a selection set, with what counts for the one that it is spread into. */
interface SelectionSize extends Size {
  readonly fields: number;
}

const NOTHING: SelectionSize = { depth: 0, breadth: 0, aliases: 0, directives: 0, fields: 0 };

/**
 * The largest of the operations, by each measure. One walk, in which each fragment is looked at once, however often it is spread:
 * fragments in fragments can double at each level.
 * @throws GraphQLError for a fragment that contains itself: validation would say so too, but can exhaust its stack first
 */
function sizeOf(document: DocumentNode, limits: InputLimits): Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, SelectionSize | 'measuring'>();

  function ofFragment(name: string): SelectionSize {
    const known = measured.get(name);
    if (known === 'measuring') {
      const message = `Cannot spread fragment "${name}" within itself.`;
      throw requestError('GRAPHQL_VALIDATION_FAILED', message, { spec: true, status: 400 });
    }
    if (known !== undefined) return known;
    measured.set(name, 'measuring');
    const fragment = fragments.get(name);
    const size = fragment ? ofSelections(fragment.selectionSet) : NOTHING;
    measured.set(name, size);
    return size;
  }

  function ofField({ alias, name, arguments: args, selectionSet }: FieldNode): SelectionSize {
    for (const { value } of args ?? []) checkLiteral(value, 1, limits);
    const inner = ofSelections(selectionSet);
    return {
      depth: 1 + (isIntrospection(name.value) ? 0 : inner.depth),
      breadth: inner.breadth,
      aliases: inner.aliases + (alias && alias.value !== name.value ? 1 : 0),
      directives: inner.directives,
      fields: 1,
    };
  }

  function ofSelections(selectionSet: SelectionSetNode | undefined): SelectionSize {
    let [depth, breadth, aliases, directives, fields] = [0, 0, 0, 0, 0];
    for (const selection of selectionSet?.selections ?? []) {
      const size =
        selection.kind === Kind.FIELD
          ? ofField(selection)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(selection.name.value)
            : ofSelections(selection.selectionSet);
      depth = Math.max(depth, size.depth);
      breadth = Math.max(breadth, size.breadth);
      aliases += size.aliases;
      directives += size.directives + directivesOf(selection);
      fields += size.fields;
    }
    return { depth, breadth: Math.max(breadth, fields), aliases, directives, fields };
  }

  // Fragments that nothing spreads are looked at, too: validation does.
  const unspread = [...fragments.keys()].map(ofFragment);
  const operations = document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const size = ofSelections(definition.selectionSet);
    const ofVariables = (definition.variableDefinitions ?? []).reduce((sum, each) => sum + directivesOf(each), 0);
    return [{ ...size, directives: size.directives + directivesOf(definition) + ofVariables }];
  });
  const most = (measure: keyof Size) =>
    [...unspread, ...operations].reduce((largest, size) => Math.max(largest, size[measure]), 0);
  return {
    depth: operations.reduce((deepest, { depth }) => Math.max(deepest, depth), 0),
    breadth: most('breadth'),
    aliases: most('aliases'),
    directives: most('directives'),
  };
}

function directivesOf(node: ASTNode): number {
  return 'directives' in node ? (node.directives?.length ?? 0) : 0;
}

/** graphql-js bounds the depth of these by a validation rule of its own. */
function isIntrospection(fieldName: string): boolean {
  return fieldName === '__schema' || fieldName === '__type';
}

function checkLiteral(value: ValueNode, depth: number, limits: InputLimits): void {
  if (value.kind !== Kind.LIST && value.kind !== Kind.OBJECT) return;
  if (depth > limits.maxInputDepth) throw inputTooDeep('A value of the query is', limits);
  if (value.kind === Kind.LIST) {
    checkList(value.values.length, limits);
    for (const each of value.values) checkLiteral(each, depth + 1, limits);
  } else {
    for (const field of value.fields) checkLiteral(field.value, depth + 1, limits);
  }
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
      const message = `The query is nested more than ${MAX_NESTING} levels deep; at most ${maxDepth} levels of fields are allowed.`;
      throw exceeded('QUERY_TOO_DEEP', message, 'MAX_DEPTH', maxDepth);
    }
    if (count > maxTokens) {
      throw exceeded('QUERY_TOO_LARGE', `The query has more than ${maxTokens} tokens.`, 'MAX_TOKENS', maxTokens);
    }
  }
}

function checkList(length: number, { maxIn }: InputLimits): void {
  if (length <= maxIn) return;
  throw exceeded('QUERY_TOO_LARGE', `A list holds ${length} values, and may hold at most ${maxIn}.`, 'MAX_IN', maxIn);
}

function checkCount(what: string, count: number, limit: string, maximum: number): void {
  if (count <= maximum) return;
  const message = `The query has ${Number.isFinite(count) ? count : 'too many'} ${what}, and may have at most ${maximum}.`;
  throw exceeded('QUERY_TOO_LARGE', message, limit, maximum);
}

function inputTooDeep(what: string, { maxInputDepth }: InputLimits) {
  const message = `${what} nested more than ${maxInputDepth} levels deep.`;
  return exceeded('QUERY_TOO_DEEP', message, 'MAX_INPUT_DEPTH', maxInputDepth);
}

/**
 * A limit that a request is beyond, with what a program needs to stay within it.
 * @param limit the variable that sets it
 */
function exceeded(code: ServerErrorCode, message: string, limit: string, maximum: number) {
  return requestError(code, message, { spec: true, status: 400 }, { limit, maximum });
}
