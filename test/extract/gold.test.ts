import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../src/domain/text-anchor.ts';
import { extract } from '../../src/extract/pipeline.ts';
import { readText } from '../../src/formats/text/read-text.ts';
import { Gold } from '../support/gold.ts';

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));
const GOLD = `${SHARED}gold/`;

/** The form in which the gold compares names: case and a leading 'the' are ignored. */
const plain = (name: string | null | undefined) => name?.toLowerCase().replace(/^the /, '') ?? null;
const plainUrl = (url: string | null) => url?.replace(/^https?:\/\/(www\.)?|\/$/g, '') ?? null;

const files = existsSync(GOLD) ? readdirSync(GOLD).filter((file) => file.endsWith('.json')) : [];

describe.skipIf(files.length === 0)('documents annotated by hand (skipped where ../shared is absent)', () => {
  describe.each(files)('%s', (file) => {
    const gold = Gold.parse(JSON.parse(readFileSync(GOLD + file, 'utf8')));
    const document = readText({ uri: `file:///${gold.document}`, bytes: readFileSync(SHARED + gold.document) });
    const { body } = document.article;
    const { entities, mentions, quotes, sources, citations } = extract(document);
    const words = (span: Span | null | undefined) => (span ? body.slice(span.start, span.end) : null);
    const sourceName = (index: number | null) => (index === null ? null : plain(sources[index]?.name));
    const marked = quotes.flatMap((quote) => quote.stretches.map((stretch) => ({ quote, text: words(stretch) ?? '' })));

    test('article fields', () => {
      const { bodyStarts, bodyEnds, url, datePublished, publisher, ...fields } = gold.article;
      expect(document.article).toMatchObject(fields);
      expect(body.startsWith(String(bodyStarts))).toBe(true);
      expect(body.endsWith(String(bodyEnds))).toBe(true);
      expect(plainUrl(document.article.url)).toBe(plainUrl(String(url)));
      expect(document.article.datePublished?.toISOString()).toBe(datePublished);
      expect(document.article.publisher).toMatchObject(new Object(publisher));
    });

    test('stretches are complete for direct and mixed quotes', () => {
      expect(marked.map(({ text }) => [text.slice(0, 20), text.slice(-5)])).toEqual(
        gold.stretches.map(({ starts, ends }) => [expect.stringContaining(starts.slice(0, 20).trim()), ends.slice(-5)]),
      );
    });

    test.each(gold.stretches)('“$starts …” by $speakerText', (stated) => {
      const found = marked.find(({ text }) => text.startsWith(stated.starts) && text.endsWith(stated.ends));
      expect(found).toBeDefined();
      const quote = found?.quote;
      expect({
        quoteType: quote?.quoteType,
        speaker: quote?.speaker === null ? null : plain(entities[quote?.speaker ?? -1]?.name),
        speakerText: words(quote?.speakerSpan),
        cue: words(quote?.cueSpan),
        addressee: sourceName(quote?.addressee ?? null),
        abstained: quote?.attribution.abstained,
      }).toEqual({
        quoteType: stated.quoteType,
        speaker: plain(stated.speaker),
        speakerText: stated.speakerText,
        cue: stated.cue,
        addressee: plain(stated.addressee),
        abstained: stated.abstained ?? null,
      });
      if (stated.sameQuoteAs)
        expect(quote?.stretches.map(words).some((text) => text?.startsWith(stated.sameQuoteAs ?? ''))).toBe(true);
      expect(quote?.citation).not.toBeNull();
    });

    test.each(gold.notStretches)('“%s” is no quote', (text) => {
      expect(marked.map((stretch) => stretch.text)).not.toContain(text);
    });

    test.each(gold.entities)('entity $name$nameContains', (stated) => {
      const candidates = entities.flatMap((entity, index) =>
        stated.name
          ? plain(entity.name) === plain(stated.name)
            ? [{ entity, index }]
            : []
          : entity.name.includes(stated.nameContains ?? '')
            ? [{ entity, index }]
            : [],
      );
      const fitting = candidates.filter(({ entity }) =>
        stated.type ? entity.type === stated.type : (stated.typeIn?.includes(entity.type) ?? true),
      );
      expect(fitting.map(({ entity }) => entity.name)).not.toEqual([]);
      const indexes = new Set(fitting.map(({ index }) => index));
      const own = mentions.filter((mention) => indexes.has(mention.entity));
      if (stated.countryCode) expect(fitting[0]?.entity.countryCode).toBe(stated.countryCode);
      for (const alias of stated.aliases ?? [])
        expect(fitting.flatMap(({ entity }) => entity.aliases).map(plain)).toContain(plain(alias));
      if (stated.nameMentions !== undefined) {
        expect(own.filter(({ mentionType }) => mentionType === 'NAME').map(words)).toHaveLength(stated.nameMentions);
      }
      expect(own.length).toBeGreaterThanOrEqual(stated.mentionsAtLeast ?? 1);
    });

    test.each(gold.notEntities)('no entity $name $type', (stated) => {
      const names = entities
        .filter(({ type }) => stated.type === undefined || type === stated.type)
        .map(({ name }) => plain(name));
      expect(names).not.toContain(plain(stated.name));
    });

    test.each(gold.citations)('citation $source$sourceContains$phrase$phraseContains, $cue', (stated) => {
      const fits = citations.filter((citation, index) => {
        const source = citation.source === null ? null : sources[citation.source];
        const phrase = words(citation) ?? '';
        return (
          (stated.source === undefined || plain(source?.name) === plain(stated.source)) &&
          (stated.sourceContains === undefined || (source?.name.includes(stated.sourceContains) ?? false)) &&
          (stated.phrase === undefined || phrase === stated.phrase) &&
          (stated.phraseContains === undefined || phrase.includes(stated.phraseContains)) &&
          (stated.kind === undefined || citation.kind === stated.kind) &&
          citation.isNamed === stated.isNamed &&
          words(citation.cueSpan) === stated.cue &&
          (stated.via === undefined || sourceName(citation.via) === plain(stated.via)) &&
          (stated.quoteStarts === undefined ||
            quotes.some(
              (quote) =>
                quote.citation === index &&
                quote.stretches.some((stretch) => words(stretch)?.startsWith(stated.quoteStarts ?? '')),
            ))
        );
      });
      expect(
        fits.length,
        JSON.stringify(
          citations.map((citation) => [
            words(citation),
            words(citation.cueSpan),
            citation.kind,
            sourceName(citation.source),
            sourceName(citation.via),
          ]),
        ),
      ).toBe(1);
    });
  });
});
