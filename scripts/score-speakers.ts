/**
 * Scores who is meant: `npx tsx scripts/score-speakers.ts [--errors=look|check|all|polnear-name|polnear-nominal|polnear-pronoun]`.
 * On gum-news the canonical speaker of quotes (is the name that we give the one that the gold gives?) with the causes of
 * errors, and the mentions that we tie to names (pronouns, nominals) against the gold's coreference chains; on PolNeAR the
 * share of speakers that get an entity, by the kind of words that stand for them. The documents of gum-news are two halves:
 * 'look', whose errors may be read when rules are made, and 'check', whose errors may not; the model of pronouns that reads one
 * half was trained on the other.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ExtractedQuote, Extraction } from '../src/domain/extraction.ts';
import { normalizeName } from '../src/domain/name.ts';
import type { Span } from '../src/domain/text-anchor.ts';
import { startDraft } from '../src/extract/draft.ts';
import { chooserOf, trainedChooser } from '../src/extract/entities/coreference/chooser.ts';
import type { Chooser } from '../src/extract/entities/coreference/resolve-references.ts';
import { resolveReferences } from '../src/extract/entities/coreference/resolve-references.ts';
import { keyEntities } from '../src/extract/entities/keys.ts';
import { nameEntities } from '../src/extract/entities/name-entities.ts';
import { weighEntities } from '../src/extract/entities/salience.ts';
import { readModel } from '../src/extract/model/linear-model.ts';
import { quoteSteps } from '../src/extract/quotes/steps.ts';
import type { GoldMention } from './gold-chains.ts';
import { chainsOf, headSpan, overlap } from './gold-chains.ts';
import { readChains, trainPronouns } from './train/train-pronouns.ts';
import { writeModel } from './train/write-model.ts';

const CORPORA = fileURLToPath(new URL('../../shared/corpora/quotes/', import.meta.url));

const Place = z.object({ start: z.number(), end: z.number(), text: z.string() });
const Speaker = Place.extend({
  entity: z.string().nullish(),
  canonical: z.string().nullish(),
  identity: z.string().nullish(),
  spans: z.array(Place).optional(),
});
const GoldQuote = Place.extend({
  type: z.enum(['direct', 'mixed', 'indirect']),
  speaker: Speaker.nullish(),
  embedded: z.boolean().optional(),
  spans: z.array(Place).optional(),
});
const Mention = Place.extend({ group: z.string(), named: z.boolean(), head: z.string(), type: z.string() });
const GoldDocument = z.object({
  id: z.string(),
  text: z.string(),
  quotes: z.array(GoldQuote),
  entities: z.array(Mention).default([]),
});
type GoldDocument = z.infer<typeof GoldDocument>;
type Speaker = z.infer<typeof Speaker>;

const HALVES = ['look', 'check'] as const;
type Half = (typeof HALVES)[number];

const shown = process.argv.find((option) => option.startsWith('--errors='))?.slice('--errors='.length);

// ---- counting

class Tally {
  readonly #counts = new Map<string, Map<string, number>>();

  add(row: string, column: string): void {
    const counts = this.#counts.get(row) ?? new Map<string, number>();
    counts.set(column, (counts.get(column) ?? 0) + 1);
    this.#counts.set(row, counts);
  }

  of(row: string, column: string): number {
    return this.#counts.get(row)?.get(column) ?? 0;
  }

  sum(row: string): number {
    return [...(this.#counts.get(row)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }

  get rows(): string[] {
    return [...this.#counts.keys()].sort();
  }

  columns(row: string): string {
    return [...(this.#counts.get(row) ?? [])].map(([column, count]) => `${column} ${count}`).join(', ');
  }
}

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : ((100 * part) / whole).toFixed(1));

// ---- names

const PRONOUN =
  /^(?:he|she|they|it|we|i|you|who|his|her|hers|its|their|our|my|him|them|us|me|one|himself|herself|itself|themselves)$/i;
const SMALL = new Set('of the for and in on at to a an de la qc sc mr mrs ms dr prof professor s'.split(' '));

function kindOf(text: string): 'pronoun' | 'name' | 'nominal' {
  if (PRONOUN.test(text.trim())) return 'pronoun';
  return /(?:^|\s)\p{Lu}/u.test(text.replace(/^(?:A|An|The|His|Her|Their|Its|One|Some|This|These|Recent|Senior) /, ''))
    ? 'name'
    : 'nominal';
}

const contentWords = (name: string): string[] =>
  normalizeName(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !SMALL.has(word));

/** Whether one name's words contain the other's. */
function sameLeniently(ours: string, gold: string): boolean {
  const [a, b] = [contentWords(ours), contentWords(gold)];
  if (a.length === 0 || b.length === 0) return false;
  return a.every((word) => b.includes(word)) || b.every((word) => a.includes(word));
}

/** Whether our name has as many of the gold's words as a full name needs: two where there are two. */
function isFull(ours: string, gold: string): boolean {
  const wanted = new Set(contentWords(gold));
  const shared = contentWords(ours).filter((word) => wanted.has(word)).length;
  return shared >= Math.min(2, wanted.size);
}

// ---- chains

interface Alignment {
  /** For each of our entities the gold's chain that most of its names belong to. */
  readonly chainOf: ReadonlyMap<number, string>;
  readonly names: ReadonlyMap<string, readonly string[]>;
}

function align({ entities: gold }: GoldDocument, mine: Extraction): Alignment {
  const names = new Map<string, string[]>();
  for (const { group, named, text } of gold) if (named) names.set(group, [...(names.get(group) ?? []), text]);
  return { chainOf: chainsOf(gold, mine), names };
}

// ---- speakers

type Verdict = 'right' | 'no quote' | 'no span' | 'wrong span' | 'abstained' | 'wrong entity' | 'short name';

function judge(
  gold: Speaker,
  names: readonly string[],
  quote: ExtractedQuote | undefined,
  mine: Extraction,
  alignment: Alignment,
): Verdict {
  if (!quote) return 'no quote';
  const entity = quote.speaker === null ? undefined : mine.entities[quote.speaker];
  const canonical = gold.canonical ?? '';
  if (entity) {
    const fits = names.some((name) => sameLeniently(entity.name, name));
    if (fits) {
      const best = names.some((name) => isFull(entity.name, name) && contentWords(name).length > 1);
      const single = names.every((name) => contentWords(name).length < 2);
      return best || single || isFull(entity.name, canonical) ? 'right' : 'short name';
    }
    if (quote.speaker !== null && alignment.chainOf.get(quote.speaker) === gold.entity) return 'short name';
  }
  const span = quote.speakerSpan;
  if (!span) return 'no span';
  const fragments = gold.spans ?? [gold];
  if (!fragments.some((fragment) => overlap(fragment, span) > 0)) return entity ? 'wrong span' : 'abstained';
  return entity ? 'wrong entity' : 'abstained';
}

function matching(gold: Span, quotes: readonly ExtractedQuote[], isIndirect: boolean): ExtractedQuote | undefined {
  let best: ExtractedQuote | undefined;
  let most = 0;
  for (const quote of quotes) {
    const shared = overlap(gold, quote) + (isIndirect === (quote.quoteType === 'INDIRECT') ? 1 : 0);
    if (overlap(gold, quote) > 0 && shared > most) {
      most = shared;
      best = quote;
    }
  }
  return best && most >= 0.3 * Math.min(gold.end - gold.start, best.end - best.start) ? best : undefined;
}

function scoreSpeakers(documents: readonly (GoldDocument & { half: Half })[]): void {
  const kinds = new Map<string, Tally>();
  for (const document of documents) {
    const mine = extractWith(choosers[document.half], document.text);
    const alignment = align(document, mine);
    for (const quote of document.quotes) {
      const { speaker } = quote;
      if (!speaker?.canonical) continue;
      const found = matching(quote, mine.quotes, quote.type === 'indirect');
      const identity = speaker.identity?.replace(/_/g, ' ').replace(/%28.*/, '');
      const names = [
        speaker.canonical,
        ...(identity ? [decodeURIComponent(identity)] : []),
        ...(alignment.names.get(speaker.entity ?? '') ?? []),
      ];
      const verdict = judge(speaker, names, found, mine, alignment);
      for (const set of [quote.type === 'indirect' ? 'indirect' : 'direct+mixed', 'all'])
        for (const row of [kindOf(speaker.text), 'ALL']) {
          const tally = kinds.get(`${document.half} ${set}`) ?? new Tally();
          kinds.set(`${document.half} ${set}`, tally);
          tally.add(row, verdict);
        }
      if (verdict !== 'right' && (shown === document.half || shown === 'all')) {
        const name = mine.entities[found?.speaker ?? -1]?.name ?? found?.attribution.abstained;
        const given = found?.speakerSpan ? document.text.slice(found.speakerSpan.start, found.speakerSpan.end) : null;
        console.log(
          `  ${document.id} ${quote.start} ${quote.type} [${verdict}] gold '${speaker.text}' = '${speaker.canonical}'; ours '${given}' = '${name}'; …${document.text.slice(quote.start, quote.start + 60).replace(/\n/g, ' ')}`,
        );
      }
    }
  }
  console.log('canonical speaker (gum-news)              right  answered  wrong|ans   n   causes');
  for (const [title, tally] of [...kinds].sort(([a], [b]) => a.localeCompare(b)))
    for (const row of tally.rows) {
      const n = tally.sum(row);
      const right = tally.of(row, 'right');
      const wrong = tally.of(row, 'wrong span') + tally.of(row, 'wrong entity') + tally.of(row, 'short name');
      console.log(
        `${title.padEnd(22)} ${row.padEnd(18)} ${percent(right, n).padStart(6)} ${percent(right + wrong, n).padStart(8)} ${percent(wrong, right + wrong).padStart(9)} ${String(n).padStart(5)}   ${tally.columns(row)}`,
      );
    }
}

// ---- mentions

function scoreMentions(documents: readonly (GoldDocument & { half: Half })[]): void {
  const tally = new Tally();
  for (const document of documents) {
    const mine = extractWith(choosers[document.half], document.text);
    const { chainOf, names } = align(document, mine);
    const heads = document.entities.map((mention) => ({ mention, head: headSpan(mention) }));
    const hit = new Set<GoldMention>();
    for (const mention of mine.mentions) {
      if (mention.mentionType === 'NAME') continue;
      const words = document.text.slice(mention.start, mention.end);
      const pronoun = mention.mentionType === 'PRONOUN';
      const row = `${document.half} ${pronoun ? `pronoun ${words.toLowerCase()}` : 'nominal'}`;
      const rows = [row, `${document.half} ${pronoun ? 'PRONOUNS' : 'NOMINALS'}`];
      const last = { start: mention.end - 1, end: mention.end };
      const same = heads.filter(({ mention: gold, head }) =>
        pronoun ? gold.start === mention.start && gold.end === mention.end : overlap(head, last) > 0,
      );
      const right = same.find(({ mention: gold }) => gold.group === chainOf.get(mention.entity));
      if (right) hit.add(right.mention);
      for (const one of rows) tally.add(one, right ? 'right' : 'wrong');
      if (!right && (shown === document.half || shown === 'all')) {
        const context = document.text.slice(Math.max(0, mention.start - 70), mention.end + 30).replace(/\n/g, ' ');
        console.log(`  ${document.id} '${words}' = '${mine.entities[mention.entity]?.name}': …${context}`);
      }
    }
    for (const mention of document.entities) {
      const type = mention.type;
      if (mention.named || !names.has(mention.group) || !/^(?:person|organization|place)$/.test(type)) continue;
      const pronoun = PRONOUN.test(mention.text);
      const found = hit.has(mention) ? 'found' : 'missed';
      if (pronoun) tally.add(`${document.half} pronoun ${mention.text.toLowerCase()}`, found);
      tally.add(`${document.half} ${pronoun ? 'PRONOUNS' : 'NOMINALS'}`, found);
    }
  }
  console.log('\nmentions tied to names (gum-news)         P      R    right/given found/gold');
  for (const row of tally.rows) {
    const [right, wrong, found, missed] = [
      tally.of(row, 'right'),
      tally.of(row, 'wrong'),
      tally.of(row, 'found'),
      tally.of(row, 'missed'),
    ];
    console.log(
      `${row.padEnd(38)} ${percent(right, right + wrong).padStart(5)}  ${percent(found, found + missed).padStart(5)}   ${right}/${right + wrong} ${found}/${found + missed}`,
    );
  }
}

// ---- PolNeAR

function scoreGiven(documents: readonly GoldDocument[]): void {
  const tally = new Tally();
  for (const document of documents) {
    const mine = extractWith(trainedChooser, document.text);
    for (const quote of document.quotes) {
      const { speaker } = quote;
      if (!speaker || quote.embedded) continue;
      const found = matching(quote, mine.quotes, quote.type === 'indirect');
      const span = found?.speakerSpan;
      const fragments = speaker.spans ?? [speaker];
      const verdict = !found
        ? 'no quote'
        : !span
          ? 'no span'
          : !fragments.some((one) => overlap(one, span) > 0)
            ? 'wrong span'
            : found.speaker !== null
              ? 'span right, entity'
              : `span right, ${found.attribution.abstained}`;
      tally.add(`${quote.type === 'indirect' ? 'indirect' : 'direct+mixed'} ${kindOf(speaker.text)}`, verdict);
      if (shown === `polnear-${kindOf(speaker.text)}` && verdict.startsWith('span right'))
        console.log(
          `  ${document.id} ${verdict} '${speaker.text}' = '${mine.entities[found?.speaker ?? -1]?.name}' …${document.text.slice(Math.max(0, speaker.start - 300), speaker.end + 20).replace(/\n/g, ' ')}\n`,
        );
    }
  }
  console.log('\nspeakers of polnear-dev: the words given');
  for (const row of tally.rows)
    console.log(`${row.padEnd(26)} n ${String(tally.sum(row)).padStart(4)}   ${tally.columns(row)}`);
}

function read(name: string): GoldDocument[] {
  return readFileSync(`${CORPORA}${name}.jsonl`, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => GoldDocument.parse(JSON.parse(line)));
}

/** The pipeline with another chooser of what pronouns mean. */
function extractWith(choose: Chooser, body: string): Extraction {
  const start = startDraft({ body, headline: '', inLanguage: 'en' });
  const steps = [nameEntities, keyEntities, resolveReferences(choose), weighEntities, ...quoteSteps];
  return steps.reduce((draft, step) => step(draft), start);
}

/** What a model knows that was trained on the other half. */
const choosers: Readonly<Record<Half, Chooser>> = { look: chooserFor('look'), check: chooserFor('check') };

function chooserFor(half: Half): Chooser {
  const others = readChains().filter((_, index) => (index % 2 === 0 ? 'look' : 'check') !== half);
  return chooserOf(readModel(writeModel(trainPronouns(others))));
}

const gum = read('gum-news').map((document, index) => ({ ...document, half: index % 2 === 0 ? HALVES[0] : HALVES[1] }));
scoreSpeakers(gum);
scoreMentions(gum);
if (!process.argv.includes('--no-polnear')) scoreGiven(read('polnear-dev'));
