import { cleanText } from '../../text/clean.ts';
import { listedByline } from './bylines.ts';
import type { Candidates } from './candidates.ts';
import { candidate } from './candidates.ts';
import type { StructuredArticle } from './structured-articles.ts';

/** Entities that are found in the strings of JSON-LD, where none belong. */
const ENTITIES: readonly (readonly [RegExp, string])[] = [
  [/&(?:#0?39|#x27|apos);/gi, "'"],
  [/&(?:rsquo|#8217);/gi, '’'],
  [/&(?:lsquo|#8216);/gi, '‘'],
  [/&(?:quot|#0?34);/gi, '"'],
  [/&(?:ldquo|#8220);/gi, '“'],
  [/&(?:rdquo|#8221);/gi, '”'],
  [/&(?:ndash|#8211);/gi, '–'],
  [/&(?:mdash|#8212);/gi, '—'],
  [/&(?:nbsp|#160);/gi, ' '],
  [/&(?:amp|#0?38);/gi, '&'],
];

/** What schema.org says of an article, as candidates for its fields. */
export function structuredCandidates(article: StructuredArticle): Candidates {
  const { headline, datePublished, dateModified, authors, articleSection, publisher, inLanguage } = article;
  return {
    headline: candidate(headline && oneLine(headline), 'JSON_LD', 'headline'),
    datePublished: candidate(datePublished, 'JSON_LD', 'datePublished'),
    dateModified: candidate(dateModified, 'JSON_LD', 'dateModified'),
    byline: listedByline(
      authors.map(({ name, isPerson }) => ({ name: oneLine(name), isPerson })),
      'JSON_LD',
      'author',
    ),
    section: candidate(articleSection && oneLine(articleSection), 'JSON_LD', 'articleSection'),
    publisher: publisher
      ? [{ value: oneLine(publisher.name), origin: 'JSON_LD', place: 'publisher', url: publisher.url }]
      : [],
    language: candidate(inLanguage, 'JSON_LD', 'inLanguage'),
  };
}

function oneLine(text: string): string {
  const plain = ENTITIES.reduce((decoded, [entity, character]) => decoded.replace(entity, character), text);
  return cleanText(plain.replace(/<\/?[a-z][^<>]{0,80}>/gi, '')).replace(/\s*\n\s*/g, ' ');
}
