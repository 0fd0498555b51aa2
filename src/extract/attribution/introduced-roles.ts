import type { ExtractedMention } from '../../domain/extraction.ts';
import type { Span } from '../../domain/text-anchor.ts';
import type { Draft } from '../draft.ts';
import type { Item, Line } from '../quotes/lines.ts';
import { KIND_NOUNS, PLURAL_PEOPLE } from './lexicon.ts';
import type { NounPhrase } from './noun-phrases.ts';
import { baseEndingAt, baseStartingAt } from './noun-phrases.ts';
import { lastBefore } from './sorted-spans.ts';

/** Who goes by a noun in a text: 'the coroner' after 'Ann Smith, the coroner for Hull'. */
export interface IntroducedRoles {
  /** The entity that a definite phrase ('the coroner', 'its founder') means, and where it was introduced; null when that is not clear. */
  holderOf(items: readonly Item[], phrase: NounPhrase): { readonly entity: number; readonly introduced: Span } | null;
}

/** One holder of a role, with all the places that say so, in order. */
interface Holder {
  readonly entity: number;
  /** Those words before the noun that make it another role: 'deputy'. */
  readonly modifiers: string;
  readonly places: Span[];
}

/** With more holders than this a noun tells nobody apart. */
const MOST_HOLDERS = 12;

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
  const holders = new Map<string, Holder[]>();
  /** For each noun the places where somebody without a name is introduced: 'an official'. */
  const strangers = new Map<string, Span[]>();
  const hold = (noun: string, modifiers: string, { entity, start, end }: ExtractedMention): void => {
    const known = listOf(holders, noun);
    const holder = known.find((one) => one.entity === entity && one.modifiers === modifiers);
    if (holder) holder.places.push({ start, end });
    else if (known.length <= MOST_HOLDERS) known.push({ entity, modifiers, places: [{ start, end }] });
  };
  const introduce = (items: readonly Item[], phrase: NounPhrase | null, mention: ExtractedMention): boolean => {
    const noun = items[phrase?.head ?? -1];
    if (!phrase || noun?.pos !== 'NOUN' || noun.capital || ANYBODY.has(noun.lower) || isPlural(noun)) return false;
    hold(noun.lower, modifiersOf(items, phrase), mention);
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
      const lastOfName = draft.entities[mention.entity]?.name.split(' ').at(-1)?.toLowerCase() ?? '';
      if (type === 'ORGANIZATION' && KIND_NOUNS.has(lastOfName)) hold(lastOfName, '', mention);
    }
    items.forEach((item, first) => {
      if (!/^(?:an?|another|one|two)$/.test(item.lower) || apposed.has(first)) return;
      const noun = items[baseStartingAt(items, first)?.head ?? -1]?.lower ?? '';
      listOf(strangers, noun).push({ start: item.start, end: item.end });
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
      const called = holders.get(noun.lower) ?? [];
      const [holder, ...others] = called.filter((one) => one.modifiers === modifiers);
      if (!holder || others.length > 0 || called.length > MOST_HOLDERS) return null;
      const introduced = lastBefore(holder.places, noun.start) ?? holder.places[0];
      const stranger = lastBefore(strangers.get(noun.lower) ?? [], opener.start);
      if (!introduced || (stranger && stranger.start > introduced.end)) return null;
      return { entity: holder.entity, introduced };
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

function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key);
  if (known) return known;
  const list: T[] = [];
  lists.set(key, list);
  return list;
}

function isPossessed(items: readonly Item[], { first, head }: NounPhrase): boolean {
  return items.slice(first, head).some(({ lower }) => lower === "'s" || lower === "'");
}

/** The words that make a role another one: 'former deputy'. */
function modifiersOf(items: readonly Item[], { first, head }: NounPhrase): string {
  const words = items.slice(first, head).map(({ lower }) => lower);
  return words.filter((word) => DISTINGUISHING.has(word)).join(' ');
}

function isPlural({ text }: Item): boolean {
  return PLURAL_PEOPLE.test(text) || /[^s]s$/.test(text);
}
