import { Tokenizer } from 'htmlparser2';
import { cleanText, linesOf } from './clean.ts';

/** What readers of prose do not read: code, controls, pictures with their captions, asides. */
const SKIPPED: ReadonlySet<string> = new Set(
  (
    'aside audio button canvas dialog embed fieldset figcaption figure footer form head iframe map math menu nav noframes ' +
    'noscript object picture script select style svg template textarea title video'
  ).split(' '),
);

/** What stands inside a line of text; every other element begins a line. */
const INLINE: ReadonlySet<string> = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr o:p output q rb rp rt ruby s samp ' +
    'small span strike strong sub sup time tt u var wbr'
  ).split(' '),
);

const TAG = /<\/?[a-z][^<>]*>|<!--/i;

/**
 * The paragraphs of a fragment of HTML, as clean text without markup: what is no prose (scripts, forms, pictures and their
 * captions) is left out, blanks are folded, entities are resolved. Not a reader of whole pages: nothing is judged by what
 * it says. Any input is taken, in time that grows with its length alone, however deep it is nested.
 */
export function paragraphsOfMarkup(markup: string): string[] {
  let text = '';
  let name = '';
  let skipped = '';
  let depth = 0;
  const opened = (isEmpty: boolean): void => {
    if (skipped === '') {
      if (!INLINE.has(name)) text += '\n';
      if (!isEmpty && SKIPPED.has(name)) [skipped, depth] = [name, 1];
    } else if (name === skipped && !isEmpty) depth += 1;
  };
  // Not the Parser above it, which keeps a stack, and takes a minute for a million open elements.
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext(start, end) {
        if (skipped === '') text += markup.slice(start, end).replace(/\s+/g, ' ');
      },
      ontextentity(codePoint) {
        if (skipped === '') text += String.fromCodePoint(codePoint);
      },
      onopentagname(start, end) {
        name = markup.slice(start, end).toLowerCase();
      },
      onopentagend: () => opened(false),
      onselfclosingtag: () => opened(true),
      onclosetag(start, end) {
        const closed = markup.slice(start, end).toLowerCase();
        if (skipped === '') {
          if (!INLINE.has(closed)) text += '\n';
        } else if (closed === skipped) {
          depth -= 1;
          if (depth === 0) skipped = '';
        }
      },
      oncdata() {},
      oncomment() {},
      ondeclaration() {},
      onprocessinginstruction() {},
      onattribname() {},
      onattribdata() {},
      onattribentity() {},
      onattribend() {},
      onend() {},
    },
  );
  tokenizer.write(markup);
  tokenizer.end();
  return linesOf(cleanText(text));
}

/** The paragraphs of a text that may be HTML or plain: without tags, each line is one. */
export function paragraphsOfText(text: string): string[] {
  if (TAG.test(text)) return paragraphsOfMarkup(text);
  return linesOf(cleanText(text)).flatMap((line) => (line.includes('&') ? paragraphsOfMarkup(line) : line));
}

/** One line of a text that may be HTML or plain, as a headline; '' when there is none. */
export function lineOfText(text: string): string {
  return paragraphsOfText(text).join(' ');
}
