/** What schema.org says of one article, as it is written there; '' and empty lists never. */
export interface StructuredArticle {
  /** 'NewsArticle', 'LiveBlogPosting' … */
  readonly type: string;
  readonly headline: string | null;
  readonly datePublished: string | null;
  readonly dateModified: string | null;
  readonly authors: readonly StructuredAuthor[];
  readonly articleSection: string | null;
  readonly publisher: { readonly name: string; readonly url: string | null } | null;
  readonly inLanguage: string | null;
  readonly image: string | null;
  /** Its addresses, the best first: `url`, `mainEntityOfPage`, `@id`. */
  readonly urls: readonly string[];
  readonly description: string | null;
  /** May hold HTML. For a live blog, its posts one after the other. */
  readonly articleBody: string | null;
}

interface StructuredAuthor {
  readonly name: string;
  readonly isPerson: boolean;
}

type Node = Readonly<Record<string, unknown>>;

/** The subtypes of schema.org's Article that news is published as. */
const ARTICLE_TYPES: ReadonlySet<string> = new Set([
  'Article',
  'NewsArticle',
  'AnalysisNewsArticle',
  'AskPublicNewsArticle',
  'BackgroundNewsArticle',
  'OpinionNewsArticle',
  'ReportageNewsArticle',
  'ReviewNewsArticle',
  'AdvertiserContentArticle',
  'BlogPosting',
  'LiveBlogPosting',
  'Report',
  'SatiricalArticle',
  'ScholarlyArticle',
  'SocialMediaPosting',
  'TechArticle',
]);

/** Deeper nodes, and more of them, are nobody's description of an article. */
const MAX_DEPTH = 24;
const MAX_NODES = 20_000;
/** Lists in lists in lists are read, no deeper ones. */
const MAX_LISTS = 3;
/** What may stand in the place of a string, as lists of lists of names. */
const MAX_VALUES = 200;

/**
 * The articles that a JSON-LD document describes, in its order: alone, in arrays, in `@graph`, or within other things, as the
 * `mainEntity` of a page. A node that is only named by its `@id` is taken from where the document describes it.
 */
export function structuredArticles(
  value: unknown,
): { readonly article: StructuredArticle /** With what it names by `@id` put in. */; readonly node: Node }[] {
  const nodes = nodesOf(value);
  const described = new Map<string, Node>();
  for (const node of nodes) {
    const id = stringOf(node['@id']);
    if (id !== null && Object.keys(node).length > 1 && !described.has(id)) described.set(id, node);
  }
  const updates = new Set(nodes.flatMap((node) => valuesOf(node['liveBlogUpdate'])));
  return nodes
    .filter((node) => typesOf(node).some((type) => ARTICLE_TYPES.has(type)) && !updates.has(node))
    .filter((node) => Object.keys(node).some((key) => !['@id', '@type', 'url', 'name'].includes(key)))
    .map((node) => {
      const whole = withReferences(node, described);
      return { article: articleOf(whole), node: whole };
    });
}

/** The node with those of its values that are only named taken from where they are described. */
function withReferences(node: Node, described: ReadonlyMap<string, Node>): Node {
  const resolve = (value: unknown, depth = 0): unknown => {
    if (Array.isArray(value)) return depth < MAX_LISTS ? value.map((each) => resolve(each, depth + 1)) : value;
    const id = isNode(value) && Object.keys(value).length === 1 ? stringOf(value['@id']) : null;
    return (id === null ? undefined : described.get(id)) ?? value;
  };
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, resolve(value)]));
}

/**
 * The value of JSON as pages have it: within comment marks, with line breaks in strings, with a stray comma or semicolon.
 * @returns undefined when it cannot be read
 */
export function parseLenientJson(text: string): unknown {
  const bare = text
    .slice(0, endOfJson(text))
    .replace(/^[\s;]*(?:<!--|\/\/\s*<!\[CDATA\[|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)?/, '')
    .replace(/(?:-->|\/\/\s*\]\]>|\/\*\s*\]\]>\s*\*\/|\]\]>)$/, '');
  const onOneLine = bare.replace(/\p{Cc}+/gu, ' ');
  for (const attempt of [bare, onOneLine, onOneLine.replace(/,\s*([}\]])/g, '$1')]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // The next attempt may read it.
    }
  }
  return undefined;
}

/** Where the blanks and semicolons at the end begin: a pattern would look for them anew at each of a million of them. */
function endOfJson(text: string): number {
  let end = text.length;
  while (end > 0 && /[\s;]/.test(text.charAt(end - 1))) end--;
  return end;
}

/** All objects in a value, outer ones first. */
function nodesOf(value: unknown): Node[] {
  const nodes: Node[] = [];
  const visit = (item: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || nodes.length >= MAX_NODES) return;
    if (Array.isArray(item)) for (const each of item) visit(each, depth + 1);
    else if (isNode(item)) {
      nodes.push(item);
      for (const each of Object.values(item)) if (typeof each === 'object') visit(each, depth + 1);
    }
  };
  visit(value, 0);
  return nodes;
}

function articleOf(node: Node): StructuredArticle {
  const first = (...names: string[]): string | null => {
    for (const name of names) {
      const found = valuesOf(node[name]).map(stringOf).find(isPresent);
      if (found) return found;
    }
    return null;
  };
  const [publisher] = [...valuesOf(node['publisher']), ...valuesOf(node['sourceOrganization'])].flatMap((value) => {
    const name = nameOf(value);
    return name === null ? [] : [{ name, url: isNode(value) ? stringOf(value['url']) : null }];
  });
  const authors = valuesOf(node['author'] ?? node['creator']);
  const posts = valuesOf(node['liveBlogUpdate']).flatMap((post) =>
    isNode(post) ? [stringOf(post['headline']), stringOf(post['articleBody'])] : [],
  );
  return {
    type: typesOf(node).find((type) => ARTICLE_TYPES.has(type)) ?? 'Article',
    headline: first('headline', 'name', 'alternativeHeadline'),
    datePublished: first('datePublished', 'dateCreated', 'uploadDate'),
    dateModified: first('dateModified'),
    authors: authors.flatMap((author) => {
      const name = nameOf(author);
      return name === null ? [] : [{ name, isPerson: !(isNode(author) && typesOf(author).some(isOrganization)) }];
    }),
    articleSection: first('articleSection'),
    publisher: publisher ?? null,
    inLanguage: first('inLanguage') ?? valuesOf(node['inLanguage']).map(nameOrCode).find(isPresent) ?? null,
    image: valuesOf(node['image']).map(addressOf).find(isPresent) ?? null,
    urls: [node['url'], ...valuesOf(node['mainEntityOfPage']), node['@id']]
      .map(addressOf)
      .filter(isPresent)
      .filter((url) => /^https?:/i.test(url)),
    description: first('description', 'abstract'),
    articleBody: first('articleBody', 'text') ?? (posts.filter(isPresent).join('\n') || null),
  };
}

function nameOf(value: unknown): string | null {
  return isNode(value) ? (valuesOf(value['name']).map(stringOf).find(isPresent) ?? null) : stringOf(value);
}

function nameOrCode(value: unknown): string | null {
  return isNode(value) ? (stringOf(value['alternateName']) ?? stringOf(value['name'])) : null;
}

function addressOf(value: unknown): string | null {
  return isNode(value)
    ? (stringOf(value['url']) ?? stringOf(value['contentUrl']) ?? stringOf(value['@id']))
    : stringOf(value);
}

function isOrganization(type: string): boolean {
  return type.endsWith('Organization') || type === 'Corporation';
}

/** Without the vocabulary's address or prefix. */
function typesOf(node: Node): string[] {
  return valuesOf(node['@type'])
    .map(stringOf)
    .filter(isPresent)
    .map((type) => type.replace(/^(?:https?:\/\/schema\.org\/|schema:)/, ''));
}

/** What stands for one value or several: JSON-LD writes `@value`, `@list` and `@set` around them. */
function valuesOf(value: unknown): unknown[] {
  const list = Array.isArray(value)
    ? value.flat(2).slice(0, MAX_VALUES)
    : value === undefined || value === null
      ? []
      : [value];
  return list.flatMap((item) => {
    if (!isNode(item)) return [item];
    if (item['@value'] !== undefined) return [item['@value']];
    const members = item['@list'] ?? item['@set'];
    return Array.isArray(members) ? members.slice(0, MAX_VALUES) : [item];
  });
}

function stringOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPresent(value: string | null | undefined): value is string {
  return value !== null && value !== undefined;
}
