/** Words that a headline writes small, whatever a sentence of the body begins with. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    'a about above after against all amid among an and are as at be been before being below between but by can could did do ' +
    'does down during for from had has have he her his how i if in into is it its just may more most new no not of off on ' +
    'one or our out over says she so some than that the their there these they this those through to two under until up ' +
    'was we were what when where which while who why will with without would you your'
  ).split(' '),
);

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}’'.]*/gu;

/**
 * A headline from the words of a slug, with the capitals and marks that the body has for them: of 'isis', 'raqqas' and 'us'
 * it makes 'ISIS', 'Raqqa’s' and 'U.S.' where the body writes them so. What a word looks like inside sentences counts, the
 * commonest form first, of two as common the earlier; a word that only begins sentences keeps its capital unless it is a
 * function word; a word that the body does not have stays as the slug has it. The first word begins with a capital.
 */
export function headlineFromSlug(words: readonly string[], body: string): string {
  const forms = formsOf(new Set(words.map(bare)), body);
  const headline = words.map((word) => forms.get(bare(word)) ?? word).join(' ');
  return /^\p{Ll}+(?![\p{L}])/u.test(headline)
    ? headline.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
    : headline;
}

/** The commonest form of each wanted word. */
function formsOf(wanted: ReadonlySet<string>, body: string): Map<string, string> {
  const inside = new Map<string, Map<string, number>>();
  const initial = new Map<string, string>();
  let end = 0;
  for (const match of body.matchAll(WORD)) {
    const last = end;
    end = match.index + match[0].length;
    const key = bare(match[0]);
    if (!wanted.has(key)) continue;
    const gap = body.slice(last, match.index);
    const previous = body[last - 1] ?? '\n';
    const beginsSentence = /[\n.!?:;…“"‘(«„]/.test(gap) || (/[.!?]/.test(previous) && gap !== '') || match.index === 0;
    const form = withoutFinalStop(match[0]);
    if (beginsSentence) {
      if (!initial.has(key)) initial.set(key, FUNCTION_WORDS.has(key) ? form.toLowerCase() : form);
    } else {
      const counts = inside.get(key) ?? new Map<string, number>();
      inside.set(key, counts.set(form, (counts.get(form) ?? 0) + 1));
    }
  }
  const forms = new Map(initial);
  for (const [key, counts] of inside) {
    const best = [...counts].sort((a, b) => b[1] - a[1])[0];
    if (best) forms.set(key, best[0]);
  }
  return forms;
}

/** Nearly all words: nothing of them is left out. */
const PLAIN = /^[A-Za-z0-9]+$/;

/** What a slug makes of a word: no marks, no accents, no capitals. */
function bare(word: string): string {
  if (PLAIN.test(word)) return word.toLowerCase();
  return word
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}

/** 'Raqqa.' at a sentence's end is 'Raqqa', but 'U.S.' stays. */
function withoutFinalStop(word: string): string {
  const trimmed = word.replace(/[’']$/, '');
  return trimmed.indexOf('.') === trimmed.length - 1 ? trimmed.slice(0, -1) : trimmed;
}
