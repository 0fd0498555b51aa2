import type { ExtractedMention } from '../../../domain/extraction.ts';
import type { Token } from '../../../text/annotated-text.ts';
import { quotedStretchesOf } from '../../../text/quotation-marks.ts';
import type { Draft, Step } from '../../draft.ts';
import { FeatureVector } from '../../model/features.ts';
import type { Gender } from '../gazetteer/first-names.ts';
import { FEMALE_ROLES, MALE_ROLES } from '../lexicon/titles.ts';
import type { PersonFacts } from '../people.ts';
import { ownerOf, peopleOf, tokenAt } from '../people.ts';
import { CalledReferents } from './called.ts';
import { isPlaceNoun, VARYING_NOUNS } from './callings.ts';
import type { Kind, Referent, Seen } from './discourse.ts';
import { Discourse } from './discourse.ts';
import { isGenitive, standingOf } from './grammar.ts';
import type { Nominal } from './nominals.ts';
import { nominalAt } from './nominals.ts';
import type { PersonalPronoun } from './pronoun-features.ts';
import { nobodyFeatures, pronounFeatures } from './pronoun-features.ts';

/**
 * Chooses whom a pronoun means.
 * @param candidates the features of each candidate, in the order of `referents`; one more for nobody at the end
 * @returns the number of the chosen one; -1 where none is sure enough
 */
export type Chooser = (pronoun: Token, referents: readonly Referent[], candidates: readonly FeatureVector[]) => number;

/** How many of the reporter's own sentences a pronoun may look back. */
const WINDOW = 6;

/** How many of the reporter's own sentences a variation of a name may look back. */
const TOPIC = 2;
/** Words that make a noun another's. */
const OTHERS: ReadonlySet<string> = new Set('other second third next new fellow rival only'.split(' '));

/** What a word may refer back with. */
type Opener = 'the' | 'a' | 'possessive' | 'it' | 'they' | Gender;

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
    its: 'possessive',
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
  return function resolvePronounsAndNominals(draft) {
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
  readonly #called: CalledReferents;
  readonly #nameCounts: Int32Array;
  readonly #added: ExtractedMention[] = [];
  readonly #vectors: FeatureVector[] = [];
  /** The last token of the last phrase with a determiner or owner: its noun is no noun of its own. */
  #nominalEnd = -1;
  #clock = 0;
  #paragraph = 0;
  #lastName: { readonly end: number; readonly kind: Kind } | null = null;

  constructor(draft: Draft, choose: Chooser, isGenderBlind: boolean) {
    this.#draft = draft;
    this.#choose = choose;
    this.#isGenderBlind = isGenderBlind;
    this.#people = peopleOf(draft);
    this.#referents = new Array<Referent | undefined>(draft.entities.length);
    this.#called = new CalledReferents(draft.entities, this.#people);
    this.#nameCounts = new Int32Array(draft.entities.length);
    for (const { entity } of draft.mentions) this.#nameCounts[entity] = (this.#nameCounts[entity] ?? 0) + 1;
  }

  run(): ExtractedMention[] {
    const { text, mentions } = this.#draft;
    const { tokens } = text;
    let next = 0;
    const stretches = quotedStretchesOf(text);
    let stretch = 0;
    /** Where the words between marks end. */
    let quotedTo = 0;
    let sentence = -1;
    let ownParagraph = -1;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      if (token === undefined) break;
      for (; (stretches[stretch]?.start ?? Number.POSITIVE_INFINITY) <= token.start; stretch++)
        quotedTo = Math.max(quotedTo, stretches[stretch]?.end ?? 0);
      const isQuoted = token.start < quotedTo;
      if (!isQuoted && token.pos !== 'PUNCT') {
        const paragraph = text.sentences[token.sentence]?.paragraph ?? 0;
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
        next++;
        this.#name(mention, i, last, isQuoted, mentions[next]?.start ?? Number.POSITIVE_INFINITY);
        i = last;
        continue;
      }
      if (isQuoted) continue;
      const opener = OPENERS.get(token.text);
      if (opener === undefined) this.#common(token, i);
      else this.#reference(opener, token, i, mention);
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

  #name(mention: ExtractedMention, first: number, last: number, isQuoted: boolean, nextName: number): void {
    const kind = kindOf(this.#draft.entities[mention.entity]?.type);
    if (kind === null) return;
    // Whom a speaker names within quotation marks is not whom the text goes on about.
    if (isQuoted && kind !== 'ORGANIZATION') return;
    this.#note(this.#referentOf(mention.entity, kind), this.#seen(first, last, false));
    if (!isQuoted) this.#owned(mention, first, last, nextName);
    this.#lastName = { end: mention.end, kind };
  }

  /** 'France's foreign minister' and 'the French foreign minister': somebody by an owner's name. */
  #owned({ entity }: ExtractedMention, first: number, last: number, nextName: number): void {
    const { tokens } = this.#draft.text;
    const isGenitiveOwner = isGenitive(tokens[last + 1]);
    const hasArticle = tokens[first - 1]?.text.toLowerCase() === 'the';
    if (!isGenitiveOwner && !hasArticle) return;
    const nominal = nominalAt(tokens, isGenitiveOwner ? last + 1 : last, nextName, true, this.#called.isPerson);
    const owner = this.#draft.entities[entity];
    if (nominal === null || owner === undefined || !nominal.isPerson) return;
    this.#nominal({ ...nominal, opener: hasArticle ? first - 1 : first }, ownerOf(owner));
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
    if (referent.entity >= 0) this.#called.note(referent);
  }

  /** A noun without determiner: it may be what 'it' or 'they' means. */
  #common(token: Token, at: number): void {
    if (at <= this.#nominalEnd || token.pos !== 'NOUN' || !/^\p{Ll}/u.test(token.text)) return;
    const { tokens } = this.#draft.text;
    const [before, next] = [tokens[at - 1], tokens[at + 1]];
    const isSubject = next?.pos === 'VERB' || next?.pos === 'AUX' || next?.pos === 'ADV' || before?.pos === 'VERB';
    if (isSubject && standingOf(tokens, at, at).role === 'SUBJECT')
      this.#stranger(token.text, isPlural(token) ? 'PEOPLE' : 'THING', at, at);
  }

  #reference(opener: Opener, token: Token, at: number, next: ExtractedMention | undefined): void {
    const { tokens } = this.#draft.text;
    if (opener === 'it' || opener === 'they') {
      this.#thing(opener, token, at);
      return;
    }
    if (opener === 'male' || opener === 'female') this.#person(opener, token, at);
    if (opener === 'male' && /^h(?:e|im)/i.test(token.text)) return;
    const nextName = next?.start ?? Number.POSITIVE_INFINITY;
    const nominal = nominalAt(tokens, at, nextName, opener === 'the', this.#called.isPerson);
    if (nominal === null) return;
    const owner = nominal.isOf && next ? this.#ownerBehind(nominal.head, next) : null;
    this.#nominal(owner === null ? nominal : { ...nominal, isBare: true }, owner);
  }

  /** France in 'the president of France' and 'the president of the French Republic'. */
  #ownerBehind(head: number, next: ExtractedMention): string | null {
    const { tokens } = this.#draft.text;
    const isNext = tokens[head + 2]?.start === next.start;
    const isAfterArticle = tokens[head + 2]?.text === 'the' && tokens[head + 3]?.start === next.start;
    const entity = this.#draft.entities[next.entity];
    return entity && (isNext || isAfterArticle) ? ownerOf(entity) : null;
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

  /** 'it said' after an organisation or place, 'they said' after an organisation: what was the subject before. */
  #thing(opener: 'it' | 'they', token: Token, at: number): void {
    const seen = this.#seen(at, at, true);
    if (!seen.speaks || !this.#opensClause(at)) return;
    let best: Referent | undefined;
    for (const kind of opener === 'they' ? MANY : ONE)
      for (const referent of this.#discourse.recent(kind)) {
        if (seen.clock - referent.seen.clock > 1) continue;
        if (best === undefined || isBefore(best, referent)) best = referent;
      }
    if (best === undefined || best.entity < 0 || best.kind === 'GROUP' || best.seen.role !== 'SUBJECT') return;
    const { clock } = best.seen;
    // 'Reed and Gray left the firm. They said': the two may be meant as well.
    if (opener === 'they' && this.#discourse.recent('PERSON').filter((one) => one.seen.clock === clock).length > 1)
      return;
    this.#add(token, token, best, 'PRONOUN');
    this.#note(best, seen);
  }

  #opensClause(at: number): boolean {
    const { tokens } = this.#draft.text;
    const before = tokens[at - 1];
    return (
      before === undefined ||
      before.sentence !== tokens[at]?.sentence ||
      before.pos === 'PUNCT' ||
      before.pos === 'CCONJ' ||
      before.pos === 'VERB'
    );
  }

  // ---- nominals

  /** @param owner of whom or what a role is, where the phrase tells */
  #nominal(nominal: Nominal, owner: string | null = null): void {
    const { tokens } = this.#draft.text;
    const { opener, head, noun } = nominal;
    this.#nominalEnd = head;
    const isPerson = nominal.isPerson || this.#called.isPerson(noun);
    if (nominal.isTitle || (isPerson && (this.#isApposition(opener) || tokens[opener - 1]?.lemma === 'be'))) return;
    const found =
      nominal.isDefinite && nominal.isBare
        ? (this.#called.meant({ ...nominal, isPerson }, owner, this.#strangers.get(noun), this.#clock) ??
          this.#varied(nominal))
        : undefined;
    const first = tokens[opener];
    const last = tokens[head];
    if (found !== undefined && first && last) {
      this.#add(first, last, found, 'NOMINAL');
      this.#note(found, this.#seen(opener, head, false));
    } else if (isPerson) this.#stranger(noun, 'PERSON', opener, head);
    else if (!isPlaceNoun(noun)) this.#stranger(noun, 'THING', opener, head);
  }

  /**
   * Whose name 'the senator' or 'the 40-year-old' varies: that of the one whom the sentences before are about. He or she was
   * their last subject or alone in them, nobody has been spoken of since, and nobody near is named more often.
   */
  #varied({ opener, head, noun, modifiers }: Nominal): Referent | undefined {
    if (!(VARYING_NOUNS.has(noun) || noun.endsWith('-old')) || this.#strangers.has(noun)) return undefined;
    if (modifiers.some((word) => OTHERS.has(word))) return undefined;
    if (standingOf(this.#draft.text.tokens, opener, head).role !== 'SUBJECT') return undefined;
    const gender = MALE_ROLES.has(noun) ? 'male' : FEMALE_ROLES.has(noun) ? 'female' : null;
    const near = this.#discourse.recent('PERSON').filter(({ seen }) => this.#clock - seen.clock <= WINDOW);
    const topic = near.at(-1);
    if (topic === undefined || topic.entity < 0) return undefined;
    const isAlone = near.every((one) => one === topic || this.#clock - one.seen.clock > TOPIC);
    if (topic.seen.role !== 'SUBJECT' && !topic.seen.isPronoun && !isAlone) return undefined;
    // 'Smith said that Jones would come': the next sentence may go on about either.
    if (near.some(({ seen }) => seen.speaks && seen.clock === topic.seen.clock && seen !== topic.seen))
      return undefined;
    const gap = this.#clock - topic.seen.clock;
    if (gap < 1 || gap > TOPIC || (gender !== null && topic.gender !== null && gender !== topic.gender))
      return undefined;
    const often = this.#nameCounts[topic.entity] ?? 0;
    if (near.some(({ entity }) => (this.#nameCounts[entity] ?? 0) > often)) return undefined;
    return this.#called.isFree(noun, topic) ? topic : undefined;
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

/** How many tokens a clause may have between two of its phrases. */
const CLAUSE = 16;
/** What 'it' and what 'they' may stand for. */
const ONE: readonly Kind[] = ['ORGANIZATION', 'PLACE', 'THING'];
const MANY: readonly Kind[] = ['ORGANIZATION', 'PEOPLE', 'GROUP'];
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

function isPlural({ text }: Token): boolean {
  return /[^s]s$/.test(text) || /^(?:people|police|men|women|children)$/.test(text);
}

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
