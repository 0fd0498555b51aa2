import type { ExtractedMention } from '../../../domain/extraction.ts';
import type { Token } from '../../../text/annotated-text.ts';
import type { Draft, Step } from '../../draft.ts';
import { FeatureVector } from '../../model/features.ts';
import type { Gender } from '../gazetteer/first-names.ts';
import { FEMALE_ROLES, MALE_ROLES } from '../lexicon/titles.ts';
import type { PersonFacts } from '../people.ts';
import { peopleOf, tokenAt } from '../people.ts';
import type { Callings } from './callings.ts';
import { AGENCY_NOUNS, callingsOf, isPlaceNoun, NEWSPAPER_NOUNS } from './callings.ts';
import type { Kind, Referent, Seen } from './discourse.ts';
import { Discourse } from './discourse.ts';
import { standingOf } from './grammar.ts';
import type { Nominal } from './nominals.ts';
import { nominalAt, roleFits } from './nominals.ts';
import type { PersonalPronoun } from './pronoun-features.ts';
import { nobodyFeatures, pronounFeatures } from './pronoun-features.ts';

/**
 * Chooses whom a pronoun means.
 * @param candidates the features of each candidate, in the order of `referents`; one more for nobody at the end
 * @returns the number of the chosen one; -1 where none is sure enough
 */
export type Chooser = (pronoun: Token, referents: readonly Referent[], candidates: readonly FeatureVector[]) => number;

/** How many of the reporter's own sentences a pronoun may look back, and how many a nominal that may mean several. */
const WINDOW = 6;
const NEAR = 3;

/** What a word may refer back with. */
type Opener = 'the' | 'a' | 'possessive' | 'it' | 'its' | 'they' | Gender;

const OPENERS: ReadonlyMap<string, Opener> = new Map(
  Object.entries({
    he: 'male',
    him: 'male',
    his: 'male',
    himself: 'male',
    she: 'female',
    her: 'female',
    hers: 'female',
    herself: 'female',
    it: 'it',
    its: 'its',
    they: 'they',
    the: 'the',
    this: 'the',
    a: 'a',
    an: 'a',
    another: 'a',
    one: 'a',
    their: 'possessive',
    my: 'possessive',
  } satisfies Record<string, Opener>).flatMap(([word, opener]): [string, Opener][] => [
    [word, opener],
    [word.charAt(0).toUpperCase() + word.slice(1), opener],
    [word.toUpperCase(), opener],
  ]),
);

/**
 * Adds NOMINAL and PRONOUN mentions where it is clear whom they mean: 'he' with one fitting person near before it, 'the
 * minister' with one person who is called a minister, 'the paper' after a newspaper, 'the ministry' after one. Words within
 * quotation marks are left alone (they are another speaker's); what is doubtful gets no mention. Linear: whatever is looked
 * at for one word is bounded.
 * @param isGenderBlind whether to offer for 'he' women too, as training does
 */
export function resolveReferences(choose: Chooser, isGenderBlind = false): Step {
  return (draft) => {
    if (draft.entities.length === 0) return draft;
    const added = new ReferenceResolver(draft, choose, isGenderBlind).run();
    if (added.length === 0) return draft;
    return { ...draft, mentions: [...draft.mentions, ...added].sort((a, b) => a.start - b.start || b.end - a.end) };
  };
}

class ReferenceResolver {
  readonly #draft: Draft;
  readonly #choose: Chooser;
  readonly #isGenderBlind: boolean;
  readonly #people: ReadonlyMap<number, PersonFacts>;
  readonly #discourse = new Discourse();
  readonly #referents: (Referent | undefined)[];
  /** Those without a name, by noun. */
  readonly #strangers = new Map<string, Referent>();
  /** By noun the last referents that go by it, each once, the latest last. */
  readonly #called = new Map<string, Referent[]>();
  readonly #callings: (Callings | undefined)[];
  readonly #nameCounts: Int32Array;
  readonly #added: ExtractedMention[] = [];
  readonly #vectors: FeatureVector[] = [];
  #clock = 0;
  #paragraph = 0;
  #lastName: { readonly end: number; readonly kind: Kind } | null = null;

  constructor(draft: Draft, choose: Chooser, isGenderBlind: boolean) {
    this.#draft = draft;
    this.#choose = choose;
    this.#isGenderBlind = isGenderBlind;
    this.#people = peopleOf(draft);
    this.#referents = new Array<Referent | undefined>(draft.entities.length);
    this.#callings = new Array<Callings | undefined>(draft.entities.length);
    this.#nameCounts = new Int32Array(draft.entities.length);
    for (const { entity } of draft.mentions) this.#nameCounts[entity] = (this.#nameCounts[entity] ?? 0) + 1;
  }

  run(): ExtractedMention[] {
    const { text, mentions } = this.#draft;
    const { tokens } = text;
    let next = 0;
    let quoted: string | null = null;
    let paragraph = -1;
    let sentence = -1;
    let ownParagraph = -1;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      if (token === undefined) break;
      const at = text.sentences[token.sentence]?.paragraph ?? 0;
      if (at !== paragraph) {
        paragraph = at;
        quoted = null;
      }
      if (token.text === '“' || (token.text === '"' && quoted === null)) quoted = token.text;
      else if (token.text === '”' || (token.text === '"' && quoted === '"')) quoted = null;
      if (quoted === null && token.pos !== 'PUNCT') {
        if (sentence !== token.sentence) {
          sentence = token.sentence;
          this.#clock++;
        }
        if (ownParagraph !== paragraph) {
          ownParagraph = paragraph;
          this.#paragraph++;
        }
      }
      const mention = mentions[next];
      if (mention !== undefined && mention.start <= token.start) {
        const last = Math.max(i, tokenAt(text, mention.end - 1));
        this.#name(mention, i, last, quoted !== null);
        i = last;
        next++;
        continue;
      }
      if (quoted !== null) continue;
      const opener = OPENERS.get(token.text);
      if (opener === undefined) this.#common(token, i);
      else this.#reference(opener, token, i, mention?.start ?? Number.POSITIVE_INFINITY);
    }
    return this.#added;
  }

  #seen(first: number, last: number, isPronoun: boolean): Seen {
    const { tokens } = this.#draft.text;
    const { role, speaks } = standingOf(tokens, first, last);
    return {
      role,
      speaks,
      token: first,
      lastToken: last,
      end: tokens[last]?.end ?? 0,
      sentence: tokens[first]?.sentence ?? 0,
      clock: this.#clock,
      paragraph: this.#paragraph,
      isPronoun,
    };
  }

  #name(mention: ExtractedMention, first: number, last: number, isQuoted: boolean): void {
    const kind = kindOf(this.#draft.entities[mention.entity]?.type);
    if (kind === null) return;
    // Whom a speaker names within quotation marks is not whom the text goes on about.
    if (isQuoted && kind !== 'ORGANIZATION') return;
    this.#note(this.#referentOf(mention.entity, kind), this.#seen(first, last, false));
    this.#lastName = { end: mention.end, kind };
  }

  #referentOf(entity: number, kind: Kind): Referent {
    let referent = this.#referents[entity];
    if (referent === undefined) {
      const facts = this.#people.get(entity);
      referent = {
        entity,
        kind,
        gender: facts?.gender ?? null,
        isGenderSure: facts?.isGenderSure ?? false,
        count: 0,
        seen: NEVER,
      };
      this.#referents[entity] = referent;
    }
    return referent;
  }

  #note(referent: Referent, seen: Seen): void {
    this.#discourse.note(referent, seen);
    if (referent.entity < 0) return;
    const { sure, possible } = this.#callingsOf(referent.entity);
    for (const noun of sure) this.#call(noun, referent);
    for (const noun of possible) this.#call(noun, referent);
  }

  #call(noun: string, referent: Referent): void {
    const list = this.#called.get(noun) ?? [];
    this.#called.set(noun, list);
    const at = list.indexOf(referent);
    if (at >= 0) list.splice(at, 1);
    else if (list.length >= REACH) list.shift();
    list.push(referent);
  }

  #callingsOf(index: number): Callings {
    let callings = this.#callings[index];
    const entity = this.#draft.entities[index];
    if (callings === undefined && entity !== undefined)
      callings = this.#callings[index] = callingsOf(entity, this.#people.get(index), NOTHING);
    return callings ?? { sure: NOTHING, possible: NOTHING };
  }

  /** A noun without determiner: it may be what 'it' or 'they' means. */
  #common(token: Token, at: number): void {
    if (token.pos !== 'NOUN' || !/^\p{Ll}/u.test(token.text)) return;
    const { role, speaks } = standingOf(this.#draft.text.tokens, at, at);
    if (role === 'SUBJECT' || speaks) this.#stranger(token.text, token.text.endsWith('s') ? 'PEOPLE' : 'THING', at, at);
  }

  #reference(opener: Opener, token: Token, at: number, nextName: number): void {
    const { tokens } = this.#draft.text;
    if (opener === 'it' || opener === 'its' || opener === 'they') {
      this.#thing(opener, token, at);
      return;
    }
    if (opener === 'male' || opener === 'female') this.#person(opener, token, at);
    const nominal =
      opener === 'male' && /^h(?:e|im)/i.test(token.text) ? null : nominalAt(tokens, at, nextName, opener === 'the');
    if (nominal !== null) this.#nominal(nominal);
  }

  // ---- pronouns

  #person(gender: Gender, token: Token, at: number): void {
    const pronoun: PersonalPronoun = {
      ...this.#seen(at, at, true),
      gender,
      ...possessive(this.#draft.text.tokens, at),
    };
    const fitting = this.#discourse
      .recent('PERSON')
      .filter(
        (one) =>
          pronoun.clock - one.seen.clock <= WINDOW &&
          (this.#isGenderBlind || one.gender === null || one.gender === gender),
      )
      .reverse();
    const most = fitting.reduce((top, { entity }) => Math.max(top, this.#nameCounts[entity] ?? 0), 0);
    const candidates = fitting.map((referent, rank) => {
      const features = this.#vector(rank);
      pronounFeatures(features, pronoun, referent, {
        rank,
        rivals: fitting.length,
        isTop: (this.#nameCounts[referent.entity] ?? 0) === most,
        sameClause: this.#isSameClause(referent.seen.lastToken, at),
      });
      return features;
    });
    const nobody = this.#vector(fitting.length);
    nobodyFeatures(nobody, pronoun, fitting.length);
    const chosen = fitting[this.#choose(token, fitting, [...candidates, nobody])];
    if (chosen === undefined) return;
    if (chosen.gender === null) {
      chosen.gender = gender;
      chosen.isGenderSure = true;
    }
    if (chosen.entity >= 0) this.#add(token, token, chosen, 'PRONOUN');
    this.#note(chosen, pronoun);
  }

  #vector(index: number): FeatureVector {
    const vector = this.#vectors[index] ?? new FeatureVector();
    this.#vectors[index] = vector;
    return vector;
  }

  /** Whether one verb at most, and no mark or conjunction, parts two tokens. */
  #isSameClause(from: number, to: number): boolean {
    const { tokens } = this.#draft.text;
    if (to - from > CLAUSE) return false;
    let verbs = 0;
    for (let k = from + 1; k < to; k++) {
      const token = tokens[k];
      if (token === undefined || token.pos === 'PUNCT' || token.pos === 'SCONJ' || token.pos === 'CCONJ') return false;
      if (token.pos === 'VERB' && ++verbs > 1) return false;
    }
    return true;
  }

  /** 'it said' and 'its' after an organisation or place, 'they said' after an organisation. */
  #thing(opener: 'it' | 'its' | 'they', token: Token, at: number): void {
    const seen = this.#seen(at, at, true);
    if (opener !== 'its' && !seen.speaks) return;
    const kinds: readonly Kind[] =
      opener === 'they' ? ['ORGANIZATION', 'PEOPLE', 'GROUP'] : ['ORGANIZATION', 'PLACE', 'THING'];
    const reach = opener === 'its' ? 0 : 1;
    let best: Referent | undefined;
    for (const kind of kinds)
      for (const referent of this.#discourse.recent(kind)) {
        if (seen.clock - referent.seen.clock > reach) continue;
        if (best === undefined || isBefore(best, referent)) best = referent;
      }
    if (best === undefined || best.entity < 0 || best.kind === 'GROUP' || best.seen.role !== 'SUBJECT') return;
    this.#add(token, token, best, 'PRONOUN');
    this.#note(best, seen);
  }

  // ---- nominals

  #nominal(nominal: Nominal): void {
    const { tokens } = this.#draft.text;
    const { opener, head, noun, isPerson } = nominal;
    if (nominal.isTitle || (isPerson && (this.#isApposition(opener) || tokens[opener - 1]?.lemma === 'be'))) return;
    const found = nominal.isDefinite && nominal.isBare ? this.#meant(nominal) : undefined;
    const first = tokens[opener];
    const last = tokens[head];
    if (found !== undefined && first && last) {
      this.#add(first, last, found, 'NOMINAL');
      this.#note(found, this.#seen(opener, head, false));
    } else if (isPerson) this.#stranger(noun, 'PERSON', opener, head);
    else if (!isPlaceNoun(noun)) this.#stranger(noun, 'THING', opener, head);
  }

  #meant({ noun, modifiers, isPerson }: Nominal): Referent | undefined {
    const called = (this.#called.get(noun) ?? []).filter(
      ({ entity, kind }) =>
        isPerson === (kind === 'PERSON') &&
        (!isPerson || this.#people.get(entity)?.roles.some((role) => roleFits(role, noun, modifiers))),
    );
    const stranger = this.#strangers.get(noun);
    const latest = called.at(-1);
    if (latest === undefined || (stranger && stranger.seen.token > latest.seen.token)) return undefined;
    const sure = called.filter(({ entity }) => this.#callingsOf(entity).sure.has(noun));
    // A newspaper is meant by whichever was named last; of others there may be only one.
    if (NEWSPAPER_NOUNS.has(noun) || AGENCY_NOUNS.has(noun)) return sure.at(-1);
    const near = called.filter(({ seen }) => this.#clock - seen.clock <= NEAR);
    if (isPlaceNoun(noun)) return near.length === 1 ? near[0] : undefined;
    if (sure.length === 1 && near.every((one) => one === sure[0])) return sure[0];
    return near.length === 1 ? near[0] : undefined;
  }

  #stranger(noun: string, kind: Kind, first: number, last: number): void {
    let stranger = this.#strangers.get(noun);
    if (stranger === undefined || stranger.kind !== kind) {
      const gender = MALE_ROLES.has(noun) ? 'male' : FEMALE_ROLES.has(noun) ? 'female' : null;
      stranger = { entity: -1, kind, gender, isGenderSure: gender !== null, count: 0, seen: NEVER };
      this.#strangers.set(noun, stranger);
    }
    this.#discourse.note(stranger, this.#seen(first, last, false));
  }

  /** Right after a name and a comma: the name's own description. */
  #isApposition(at: number): boolean {
    const { tokens, body } = this.#draft.text;
    const comma = tokens[at - 1];
    return (
      this.#lastName?.kind === 'PERSON' &&
      comma !== undefined &&
      /^[,(–—-]$/.test(comma.text) &&
      body.slice(this.#lastName.end, comma.start).trim() === ''
    );
  }

  #add(first: Token, last: Token, { entity }: Referent, mentionType: 'NOMINAL' | 'PRONOUN'): void {
    this.#added.push({ start: first.start, end: last.end, entity, mentionType });
  }
}

/** How many of the last referents that go by a noun are looked at. */
const REACH = 12;
/** How many tokens a clause may have between two of its phrases. */
const CLAUSE = 16;
const NOTHING: ReadonlySet<string> = new Set();
const NEVER: Seen = {
  role: 'OTHER',
  speaks: false,
  token: -1,
  lastToken: -1,
  end: 0,
  sentence: -1,
  clock: Number.NEGATIVE_INFINITY,
  paragraph: Number.NEGATIVE_INFINITY,
  isPronoun: false,
};

function kindOf(type: string | undefined): Kind | null {
  return type === 'PERSON' || type === 'ORGANIZATION' || type === 'PLACE' || type === 'GROUP' ? type : null;
}

/** A subject counts as later than what is none. */
function isBefore(a: Referent, b: Referent): boolean {
  const [x, y] = [a.seen, b.seen];
  if (x.clock !== y.clock) return x.clock < y.clock;
  if ((x.role === 'SUBJECT') !== (y.role === 'SUBJECT')) return y.role === 'SUBJECT';
  return x.token < y.token;
}

/** 'his' and 'her' before a noun. */
function possessive(tokens: readonly Token[], at: number): { readonly role?: 'POSSESSIVE' } {
  const word = tokens[at]?.text.toLowerCase();
  if (word === 'his') return { role: 'POSSESSIVE' };
  const next = tokens[at + 1];
  return word === 'her' && (next?.pos === 'NOUN' || next?.pos === 'ADJ' || next?.pos === 'PROPN')
    ? { role: 'POSSESSIVE' }
    : {};
}
