import { detectLanguage } from '../text/language.ts';

/**
 * The language of a text that a document says it is in, as BCP 47. Where the text clearly is in another one, that: software
 * for feeds says English of everything.
 */
export function languageOf(stated: string | undefined, body: string): string {
  const detected = detectLanguage(body);
  const tag = canonicalTag(stated);
  return tag !== null && (detected === 'und' || primaryOf(tag) === primaryOf(detected)) ? tag : detected;
}

function canonicalTag(stated: string | undefined): string | null {
  try {
    return stated ? (Intl.getCanonicalLocales(stated.trim().replaceAll('_', '-'))[0] ?? null) : null;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

/** Of both Norwegian languages that of their common tag, which is all that detection tells. */
function primaryOf(tag: string): string {
  return tag
    .split('-', 1)
    .join('')
    .replace(/^n[bn]$/, 'no');
}
