import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ExampleQuery } from '../graphql/examples.ts';
import { CSRF_HEADER } from './plugins/use-csrf-rule.ts';

/** GraphiQL with all it needs, in one document of about 9 MB. */
export interface GraphiQLPage {
  readonly html: Uint8Array<ArrayBuffer>;
  /** About 2 MB. */
  readonly gzipped: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  /** What the page may run and load: its own script, by hash, its workers, and this server. */
  readonly contentSecurityPolicy: string;
}

/** GraphiQL moves a tab from under the pointer when it is pressed, so that the first click on it is lost. */
const TABS_STAY_PUT = '.graphiql-tab { transform: none !important; }';

/**
 * Options with the operation of the address, `?query=…&variables=…`. GraphiQL takes the query by itself, but not the variables, and not
 * for who comes for the first time: then it opens its default tabs, so that the operation has to be the first of them.
 */
const optionsWithLink = (options: string) => `((options) => {
  const given = new URL(location.href).searchParams;
  const query = given.get('query');
  const variables = given.get('variables') ?? undefined;
  const defaultTabs = query === null ? options.defaultTabs : [{ query, variables }, ...options.defaultTabs];
  return { ...options, variables, defaultTabs };
})(${options})`;

/** Makes the page that opens with the examples, the first one in front. Costs a third of a second: make it once. */
export async function makeGraphiQLPage(examples: readonly ExampleQuery[]): Promise<GraphiQLPage> {
  // Nine megabytes that only this page needs.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const options = {
    title: 'newsgraph',
    defaultTabs: examples.map(({ title, query }) => ({ query: `# ${title}\n\n${query.trim()}\n` })),
    additionalHeaders: { [CSRF_HEADER]: 'graphiql' },
  };
  const source = await renderGraphiQL(options);
  const passed = JSON.stringify(options);
  const html = source
    .trim()
    .replace('</style>', `${TABS_STAY_PUT}</style>`)
    // A function, for what is put in place is no pattern.
    .replace(passed, () => optionsWithLink(passed));
  const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'));
  return {
    html: Buffer.from(html),
    gzipped: new Uint8Array(await promisify(gzip)(html)),
    etag: `"${sha256(html, 'base64url')}"`,
    contentSecurityPolicy: [
      "default-src 'none'",
      `script-src 'sha256-${sha256(script, 'base64')}'`,
      'worker-src blob:',
      "style-src 'unsafe-inline'",
      'img-src data:',
      'font-src data:',
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}

function sha256(text: string, encoding: 'base64' | 'base64url'): string {
  return createHash('sha256').update(text).digest(encoding);
}
