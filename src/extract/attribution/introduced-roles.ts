import type { ExtractedMention } from '../../domain/extraction.ts';
import type { Span } from '../../domain/text-anchor.ts';
import type { Draft } from '../draft.ts';
import type { Item, Line } from '../quotes/lines.ts';
import { KIND_NOUNS, PLURAL_PEOPLE } from './lexicon.ts';
import type { NounPhrase } from './noun-phrases.ts';
import { baseEndingAt, baseStartingAt } from './noun-phrases.ts';

/** Who goes by a noun in a text: 'the coroner' after 'Ann Smith, the coroner for Hull'. */
export interface IntroducedRoles {
  /** The entity that a definite phrase ('the coroner', 'its founder') means, and where it was introduced; null when that is not clear. */
  holderOf(items: readonly Item[], phrase: NounPhrase): { readonly entity: number; readonly introduced: Span } | null;
}

interface Introduction {
  readonly entity: number;
  readonly introduced: Span;
  readonly modifiers: readonly string[];
}

/** Nouns by which anybody may go. */
const ANYBODY = new Set(['official', 'source', 'man', 'woman', 'person', 'member', 'part', 'city', 'town', 'place']);
/** With one of these a role is another one. */
const DISTINGUISHING = new Set(
  'former ex deputy vice assistant acting first second third next other new old junior senior'.split(' '),
);

/**
 * Reads the roles that stand beside names: 'the harbour master, Ann Smith', 'Ann Smith, head of the union', 'city auditor Ann
 * Smith'.
 * @param mentions sorted by start
 */
export function introducedRoles(
  draft: Draft,
  lines: readonly Line[],
  mentions: readonly ExtractedMention[],
): IntroducedRoles {
  const byNoun = new Map<string, Introduction[]>();
  /** For each noun the places where somebody without a name is introduced: 'an official'. */
  const unnamed = new Map<string, number[]>();
  const introduce = (items: readonly Item[], phrase: NounPhrase | null, mention: ExtractedMention): boolean => {
    const noun = items[phrase?.head ?? -1];
    if (!phrase || noun?.pos !== 'NOUN' || noun.capital || ANYBODY.has(noun.lower) || isPlural(noun)) return false;
    const introduction = { entity: mention.entity, introduced: spanOf(mention), modifiers: modifiersOf(items, phrase) };
    const known = byNoun.get(noun.lower);
    if (known) known.push(introduction);
    else byNoun.set(noun.lower, [introduction]);
    return true;
  };
  let next = 0;
  for (const { items, start, end } of lines) {
    while ((mentions[next]?.start ?? Number.POSITIVE_INFINITY) < start) next++;
    const apposed = new Set<number>();
    let at = 0;
    for (; (mentions[next]?.start ?? Number.POSITIVE_INFINITY) < end; next++) {
      const mention = mentions[next];
      const type = draft.entities[mention?.entity ?? -1]?.type;
      if (mention?.mentionType !== 'NAME' || (type !== 'PERSON' && type !== 'ORGANIZATION')) continue;
      while (items[at] && (items[at]?.end ?? 0) <= mention.start) at++;
      if (items[at]?.pos === 'QUOTE') continue;
      let last = at;
      while ((items[last + 1]?.end ?? Number.POSITIVE_INFINITY) <= mention.end) last++;
      const behind = phraseBehind(items, last);
      if (introduce(items, behind, mention) && behind) apposed.add(behind.first);
      if (type === 'PERSON') introduce(items, phraseBefore(items, at, last), mention);
      else introduceByName(draft.entities[mention.entity]?.name ?? '', mention, byNoun);
    }
    items.forEach((item, first) => {
      if (!/^(?:an?|another|one|two)$/.test(item.lower) || apposed.has(first)) return;
      const noun = items[baseStartingAt(items, first)?.head ?? -1]?.lower ?? '';
      const places = unnamed.get(noun);
      if (places) places.push(item.start);
      else unnamed.set(noun, [item.start]);
    });
  }
  return {
    holderOf(items, phrase) {
      const noun = items[phrase.head];
      const opener = items[phrase.first];
      if (!noun || !opener || noun.capital || noun.pos !== 'NOUN') return null;
      const definite = /^(?:the|its|his|her|their)$/.test(opener.lower) || isPossessed(items, phrase);
      if (!definite) return null;
      const modifiers = modifiersOf(items, phrase);
      const holders = (byNoun.get(noun.lower) ?? []).filter((one) => !differ(one.modifiers, modifiers));
      const [first] = holders;
      if (!first || holders.some(({ entity }) => entity !== first.entity)) return null;
      const lastNamed = holders.findLast(({ introduced }) => introduced.start < noun.start) ?? first;
      const stranger = unnamed
        .get(noun.lower)
        ?.some((place) => lastNamed.introduced.end < place && place < opener.start);
      return stranger ? null : { entity: first.entity, introduced: lastNamed.introduced };
    },
  };
}

/** ', the coroner for Hull' or ', 41, head of the union' behind a name. */
function phraseBehind(items: readonly Item[], last: number): NounPhrase | null {
  let comma = last + 1;
  if (items[comma]?.text === '(') comma += 3;
  if (items[comma]?.text !== ',') return null;
  if (items[comma + 1]?.pos === 'NUM' && items[comma + 2]?.text === ',') comma += 2;
  return baseStartingAt(items, comma + 1);
}

/** 'the coroner, (Dr.)' or 'city auditor' before a name. */
function phraseBefore(items: readonly Item[], first: number, last: number): NounPhrase | null {
  let before = first - 1;
  while (items[before]?.capital && items[before]?.pos === 'PROPN') before--;
  if (items[before]?.text !== ',') return baseEndingAt(items, before);
  const after = items[last + 1];
  if (after !== undefined && after.pos !== 'PUNCT') return null;
  const phrase = baseEndingAt(items, before - 1);
  const opener = items[phrase?.first ?? -1];
  return phrase && opener && (opener.pos === 'DET' || opener.pos === 'PRON' || isPossessed(items, phrase))
    ? phrase
    : null;
}

/** An organisation goes by the last noun of its name. */
function introduceByName(name: string, mention: ExtractedMention, byNoun: Map<string, Introduction[]>): void {
  const noun = name.split(' ').at(-1)?.toLowerCase() ?? '';
  if (!KIND_NOUNS.has(noun)) return;
  const introduction = { entity: mention.entity, introduced: spanOf(mention), modifiers: [] };
  const known = byNoun.get(noun);
  if (known) known.push(introduction);
  else byNoun.set(noun, [introduction]);
}

function isPossessed(items: readonly Item[], { first, head }: NounPhrase): boolean {
  return items.slice(first, head).some(({ lower }) => lower === "'s" || lower === "'");
}

function modifiersOf(items: readonly Item[], { first, head }: NounPhrase): string[] {
  return items.slice(first, head).map(({ lower }) => lower);
}

function differ(one: readonly string[], other: readonly string[]): boolean {
  const only = (words: readonly string[], others: readonly string[]): boolean =>
    words.some((word) => DISTINGUISHING.has(word) && !others.includes(word));
  return only(one, other) || only(other, one);
}

function isPlural({ text }: Item): boolean {
  return PLURAL_PEOPLE.test(text) || /[^s]s$/.test(text);
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
