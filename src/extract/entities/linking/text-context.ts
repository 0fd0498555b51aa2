import type { ExtractedMention } from '../../../domain/extraction.ts';
import type { Span } from '../../../domain/text-anchor.ts';
import type { Draft } from '../../draft.ts';
import { countryNamed } from '../gazetteer/countries.ts';
import { organizationBase } from '../qualifiers.ts';
import { LESSER_OFFICES, SOLE_OFFICES } from './names-in-doubt.ts';

/** What the text ties to a name, a country or a part of one (null: 'Texas’s Supreme Court'), and the words that do. */
export interface Tie {
  readonly countryCode: string | null;
  readonly span: Span;
}

/** An office and the country that it is held in, as the text gives them beside a name. */
export interface Office {
  readonly office: string;
  readonly countryCode: string;
  readonly span: Span;
}

/** Mentions of one entity that are looked at: what is tied to a name at all is tied to it early. */
const MOST_MENTIONS = 40;
/** In UTF-16 units; how far before a name its titles are looked for. */
const TITLES_BEFORE = 60;
/** In UTF-16 units; how far behind a name a country can be tied to it. */
const TIED_BEHIND = 60;

/** What a text says beside the names in it: one pass over its mentions, then questions by entity. */
export class TextContext {
  readonly #body: string;
  readonly #draft: Draft;
  readonly #names: readonly ExtractedMention[];
  readonly #byEntity = new Map<number, number[]>();
  readonly #countries = new Set<string>();

  /** @param draft entities and their NAME mentions in reading order */
  constructor(draft: Draft) {
    this.#draft = draft;
    this.#body = draft.text.body;
    this.#names = draft.mentions;
    this.#names.forEach(({ entity }, index) => {
      const known = this.#byEntity.get(entity);
      if (known === undefined) this.#byEntity.set(entity, [index]);
      else if (known.length < MOST_MENTIONS) known.push(index);
    });
    for (const { type, countryCode } of draft.entities) {
      if (countryCode !== null && (type === 'PLACE' || type === 'GROUP')) this.#countries.add(countryCode);
    }
  }

  /** The only country that the text speaks of, by places and peoples; null for none, and for several. */
  get onlyCountry(): string | null {
    const [code] = this.#countries;
    return code !== undefined && this.#countries.size === 1 ? code : null;
  }

  /** Where an entity is named first; null when it is not. */
  firstMention(entity: number): Span | null {
    const mention = this.#names[this.#byEntity.get(entity)?.[0] ?? -1];
    return mention ? spanOf(mention) : null;
  }

  /** What the text ties to an organisation's name: 'the French X', 'France’s X', 'the X of France', or within the name. */
  tieOfOrganization(entity: number): Tie | null {
    for (const at of this.#byEntity.get(entity) ?? []) {
      const mention = this.#names[at];
      if (mention === undefined) continue;
      const { countryCode } = organizationBase(this.#body.slice(mention.start, mention.end));
      if (countryCode !== null) return { countryCode, span: spanOf(mention) };
      const tie = this.#tieBefore(at, mention.start) ?? this.#tieBehind(at);
      if (tie !== null) return tie;
    }
    return null;
  }

  /** An office that one person of a country holds at a time, beside the name: 'Russian President X', 'X, president of Russia'. */
  officeOf(entity: number): Office | null {
    for (const at of this.#byEntity.get(entity) ?? []) {
      const mention = this.#names[at];
      if (mention === undefined) continue;
      const found = this.#officeBefore(at, mention) ?? this.#officeBehind(at, mention);
      if (found !== null) return found;
    }
    return null;
  }

  /** 'French ' or 'France’s ' right before a place in the text. */
  #tieBefore(at: number, start: number): Tie | null {
    const before = this.#names[at - 1];
    if (before === undefined || before.end > start) return null;
    const countryCode = this.#countryOf(before);
    if (countryCode === undefined || start - before.end > 4) return null;
    if (!/^(?:['’]s?)?\s+$/.test(this.#body.slice(before.end, start))) return null;
    return { countryCode, span: spanOf(before) };
  }

  /** ' of France', ' in France' right behind a name. */
  #tieBehind(at: number): Tie | null {
    const mention = this.#names[at];
    const after = this.#names[at + 1];
    if (mention === undefined || after === undefined || after.start - mention.end > 12) return null;
    const countryCode = this.#countryOf(after);
    if (countryCode === undefined || !/^ (?:of|in) (?:the )?$/.test(this.#body.slice(mention.end, after.start)))
      return null;
    return { countryCode, span: spanOf(after) };
  }

  #officeBefore(at: number, mention: Span): Office | null {
    const from = Math.max(0, mention.start - TITLES_BEFORE);
    const words = [...this.#body.slice(from, mention.start).matchAll(/[\p{L}-]+|[^\s\p{L}]/gu)];
    for (const length of [2, 1]) {
      const opening = words.at(-length);
      const office = SOLE_OFFICES.get(words.slice(-length).map(lower).join(' '));
      if (opening === undefined || office === undefined || words.length < length) continue;
      let start = from + opening.index;
      let before = words.length - length - 1;
      if (LESSER_OFFICES.has(lower(words[before]))) return null;
      while (/^(?:then|former|ex|late|outgoing|acting|interim|current|-)$/.test(lower(words[before]))) {
        start = from + (words[before]?.index ?? 0);
        before -= 1;
      }
      const tie = this.#tieBefore(at, start);
      if (tie?.countryCode == null) return null;
      return { office, countryCode: tie.countryCode, span: { start: tie.span.start, end: mention.end } };
    }
    return null;
  }

  #officeBehind(at: number, mention: Span): Office | null {
    const after = this.#names[at + 1];
    if (after === undefined || after.start - mention.end > TIED_BEHIND) return null;
    const countryCode = this.#countryOf(after);
    if (countryCode == null) return null;
    const between = this.#body.slice(mention.end, after.start).toLowerCase();
    const ofCountry = /^, (?:the )?(?:former |then )?([a-z]+(?: [a-z]+)?) of (?:the )?$/.exec(between)?.[1];
    const office = ofCountry === undefined ? this.#officeAt(between, after) : SOLE_OFFICES.get(ofCountry);
    return office === undefined ? null : { office, countryCode, span: { start: mention.start, end: after.end } };
  }

  /** The office of ', the Russian president' and ', Russia’s president'. */
  #officeAt(between: string, country: Span): string | undefined {
    if (!/^, (?:the )?(?:former |then )?$/.test(between)) return undefined;
    const words = this.#body.slice(country.end, country.end + TIED_BEHIND).toLowerCase();
    const [, first = '', second = ''] = /^(?:['’]s)? (?:then |former )?([a-z]+)(?: ([a-z]+))?/.exec(words) ?? [];
    return SOLE_OFFICES.get(`${first} ${second}`) ?? SOLE_OFFICES.get(first);
  }

  /** The country that a place or people is, null for a city, a state or a people without one, undefined for anything else. */
  #countryOf({ entity }: ExtractedMention): string | null | undefined {
    const known = this.#draft.entities[entity];
    if (known?.type === 'GROUP') return known.countryCode;
    if (known?.type !== 'PLACE') return undefined;
    return countryNamed(known.name) === undefined ? null : known.countryCode;
  }
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function lower(match: RegExpExecArray | undefined): string {
  return match?.[0].toLowerCase() ?? '';
}
