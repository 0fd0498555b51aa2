import { Parser } from 'htmlparser2';

/** A page's markup, made small and harmless. */
export interface TidyHtml {
  /** Well-formed: what takes no part in an article's text or metadata is left out. */
  readonly html: string;
  /** The contents of `<script type="application/ld+json">`, in document order. */
  readonly jsonLd: readonly string[];
  /** Why the rest of the page was left unread; null when it was read to its end. */
  readonly cut: string | null;
}

/**
 * No page of news comes near these; what does would keep every later step busy for minutes. Later steps read the text of an
 * element once for each that it is in: so the text and the elements times their depth are bounded, too.
 */
const LIMITS = {
  elements: 10_000,
  'elements within one another': 256,
  'nested elements': 400_000,
  'attributes at one element': 500,
  'characters of text': 1_000_000,
  'characters of nested text': 20_000_000,
  // Each is a node of its own when the markup is read again.
  'characters in references': 150_000,
} as const;
type Resource = keyof typeof LIMITS;

/** Longer values are cut: a description may be long, an address with a picture in it is of no use. */
const MAX_ATTRIBUTE = 4_000;

/** With all that is in them. */
const DROPPED: ReadonlySet<string> = new Set(
  (
    'script style svg math canvas iframe object embed template noscript select button textarea input audio video map ' +
    'applet frameset datalist progress meter dialog'
  ).split(' '),
);

const VOID: ReadonlySet<string> = new Set(
  'area base basefont br col embed frame hr img input link meta param source track wbr'.split(' '),
);

/** They are written around everything else, whether a page has them or not. */
const FRAME: ReadonlySet<string> = new Set(['html', 'head', 'body']);
const IN_HEAD: ReadonlySet<string> = new Set(['meta', 'link', 'base']);

const KEPT_ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'id class href rel lang xml:lang name property content http-equiv itemprop itemscope itemtype datetime role ' +
    'hidden aria-hidden aria-label aria-modal style title src alt dir data-testid data-component data-type'
  ).split(' '),
);

/** Thrown out of the parser, which has no other way to stop. */
class Cut extends Error {}

/**
 * Markup without scripts, styles, controls, comments and attributes that say nothing, in time linear in its length. A page
 * that is nested deeper, or has more elements or text, than any page of news is read to that point.
 */
export function tidyHtml(markup: string): TidyHtml {
  const frame = new Map<string, string>();
  const head: string[] = [];
  const body: string[] = [];
  const jsonLd: string[] = [];
  const open: string[] = [];
  const spent = new Map<Resource, number>();
  let dropping = 0;
  let inTitle = false;
  let script: string[] | null = null;

  const spend = (what: Resource, amount: number): void => {
    const total = (spent.get(what) ?? 0) + amount;
    spent.set(what, total);
    if (total > LIMITS[what]) throw new Cut(`it has more than ${LIMITS[what]} ${what}`);
  };
  const parser = new Parser({
    onattribute() {
      spend('attributes at one element', 1);
    },
    onopentag(name, attributes) {
      spent.set('attributes at one element', 0);
      spent.set('elements within one another', open.length);
      spend('elements within one another', 1);
      spend('elements', 1);
      spend('nested elements', open.length);
      if (!VOID.has(name)) open.push(name);
      if (dropping > 0 || DROPPED.has(name)) {
        if (!VOID.has(name)) dropping++;
        if (name === 'script' && /^application\/ld\+json/i.test(attributes['type'] ?? '')) script = [];
      } else if (FRAME.has(name)) {
        if (!frame.has(name)) frame.set(name, attributesOf(attributes));
      } else if (isTagName(name)) {
        const isOfHead = name === 'title' || (IN_HEAD.has(name) && attributes['itemprop'] === undefined);
        (isOfHead ? head : body).push(`<${name}${attributesOf(attributes)}>`);
        inTitle = name === 'title';
      }
    },
    ontext(text) {
      if (script) script.push(text);
      if (dropping > 0) return;
      const escaped = escapeText(text.slice(0, LIMITS['characters of text'] + 1));
      spend('characters of text', escaped.length);
      spend('characters in references', escaped.length - text.length);
      spend('characters of nested text', escaped.length * open.length);
      (inTitle ? head : body).push(escaped);
    },
    onclosetag(name) {
      if (VOID.has(name)) return;
      open.pop();
      if (script && name === 'script') {
        jsonLd.push(script.join(''));
        script = null;
      }
      if (dropping > 0) dropping--;
      else if (name === 'title') {
        head.push('</title>');
        inTitle = false;
      } else if (!FRAME.has(name) && isTagName(name)) body.push(`</${name}>`);
    },
  });
  let cut: string | null = null;
  try {
    parser.write(markup);
    parser.end();
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
    cut = error.message;
    const unclosed = open.slice(0, open.length - dropping).filter((name) => !FRAME.has(name) && isTagName(name));
    body.push(...unclosed.reverse().map((name) => `</${name}>`));
  }
  const html =
    `<!DOCTYPE html><html${frame.get('html') ?? ''}><head>${head.join('')}</head>` +
    `<body${frame.get('body') ?? ''}>${body.join('')}</body></html>`;
  return { html, jsonLd, cut };
}

/** Not what a broken tag leaves. */
function isTagName(name: string): boolean {
  return /^[a-z][a-z0-9:-]{0,60}$/.test(name);
}

function attributesOf(attributes: Readonly<Record<string, string>>): string {
  let kept = '';
  for (const [name, value] of Object.entries(attributes)) {
    if (KEPT_ATTRIBUTES.has(name)) kept += ` ${name}="${escapeAttribute(value.slice(0, MAX_ATTRIBUTE))}"`;
  }
  return kept;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;');
}
