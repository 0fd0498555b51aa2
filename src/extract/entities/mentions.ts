import type { ExtractedEntity, ExtractedMention } from '../../domain/extraction.ts';
import { outletByName } from '../../domain/outlets.ts';
import type { Token } from '../../text/annotated-text.ts';
import type { Draft } from '../draft.ts';
import type { Gender } from './gazetteer/first-names.ts';
import { COMPANY_FORMS, ORGANIZATION_HEADS } from './lexicon/heads.ts';
import { ROLES } from './lexicon/titles.ts';
import { wordSet } from './lexicon/word-set.ts';
import type { PersonFacts } from './people.ts';
import { peopleOf, tokenAt } from './people.ts';

/** How many sentences back a pronoun or nominal may look. */
const WINDOW = 3;

const NEWSPAPER_NOUNS = wordSet('paper newspaper daily tabloid weekly magazine outlet broadcaster broadsheet');
const AGENCY_NOUNS = wordSet('agency newswire wire');
const COMPANY_NOUNS = wordSet('company firm corporation');
const NEWSPAPER_HEADS = wordSet(
  'times post herald tribune gazette journal guardian observer telegraph chronicle courier mail mirror star sun ledger dispatch examiner inquirer press standard globe bulletin news daily weekly mercury echo argus argosy',
);
const PERSON_NOUNS = wordSet('man woman boy girl person teenager child youth gentleman lady');

/**
 * Adds NOMINAL and PRONOUN mentions where it is clear whom they mean: 'he' and 'she' with one fitting person near before them,
 * 'the minister' with one person who is called a minister, 'the paper' after a newspaper, 'the ministry' after one.
 * Words within quotation marks are left alone (they are another speaker's); what is doubtful gets no mention.
 */
export function resolveReferences(draft: Draft): Draft {
  if (draft.entities.length === 0) return draft;
  const resolver = new ReferenceResolver(draft);
  const added = resolver.run();
  if (added.length === 0) return draft;
  return { ...draft, mentions: [...draft.mentions, ...added].sort((a, b) => a.start - b.start || b.end - a.end) };
}

interface Seen {
  readonly entity: number;
  readonly sentence: number;
  readonly token: number;
  /** Where the mention ends in the text. */
  readonly end: number;
}

/** How many of the last mentions, or of the last entities that go by a noun, are looked at. */
const REACH = 12;

class ReferenceResolver {
  readonly #draft: Draft;
  readonly #people: ReadonlyMap<number, PersonFacts>;
  /** The last PERSON mentions, named or resolved, in reading order. */
  #persons: Seen[] = [];
  /** By noun the last entities that go by it, each once, the latest last. */
  readonly #called = new Map<string, Seen[]>();
  readonly #nouns = new Map<number, readonly string[]>();
  /** Of people whose name does not tell, by the first pronoun that was theirs. */
  readonly #genders = new Map<number, Gender>();
  readonly #added: ExtractedMention[] = [];
  /** The token of the last person whom the text leaves unnamed: a pronoun after it may mean that one. */
  #unnamed = -1;

  constructor(draft: Draft) {
    this.#draft = draft;
    this.#people = peopleOf(draft);
  }

  run(): ExtractedMention[] {
    const { text, mentions, entities } = this.#draft;
    const { tokens } = text;
    let next = 0;
    let quoted: string | null = null;
    let paragraph = -1;
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
      const mention = mentions[next];
      if (mention !== undefined && mention.start <= token.start) {
        const type = entities[mention.entity]?.type;
        // Whom a speaker names within quotation marks is not whom the text goes on about.
        if (type === 'ORGANIZATION' || quoted === null)
          this.#see({ entity: mention.entity, sentence: token.sentence, token: i, end: mention.end });
        i = Math.max(i, tokenAt(text, mention.end - 1));
        next++;
        continue;
      }
      if (quoted !== null) continue;
      const lower = token.text.toLowerCase();
      if (lower === 'he' || lower === 'she') this.#pronoun(i, lower === 'he' ? 'male' : 'female');
      else if (/^(?:the|an?|another|one)$/.test(lower))
        this.#nominal(i, lower === 'the', mention?.start ?? Number.POSITIVE_INFINITY);
    }
    return this.#added;
  }

  #see(seen: Seen): void {
    const type = this.#draft.entities[seen.entity]?.type;
    if (type === 'PERSON') {
      this.#persons.push(seen);
      if (this.#persons.length > 4 * REACH) this.#persons = this.#persons.slice(-REACH);
    } else if (type !== 'ORGANIZATION') return;
    for (const noun of this.#nounsOf(seen.entity)) {
      const others = (this.#called.get(noun) ?? []).filter((other) => other.entity !== seen.entity);
      this.#called.set(noun, [...others.slice(1 - REACH), seen]);
    }
  }

  /** The nouns by which an entity can be called: 'minister' for a foreign minister, 'paper' for a newspaper. */
  #nounsOf(index: number): readonly string[] {
    let nouns = this.#nouns.get(index);
    if (nouns === undefined) {
      const entity = this.#draft.entities[index];
      nouns =
        entity === undefined
          ? []
          : entity.type === 'PERSON'
            ? [...new Set(this.#people.get(index)?.roles.flatMap((role) => role.split(' ')))]
            : organizationNouns(entity);
      this.#nouns.set(index, nouns);
    }
    return nouns;
  }

  #pronoun(at: number, gender: 'male' | 'female'): void {
    const token = this.#draft.text.tokens[at];
    if (token === undefined) return;
    const nearby = this.#persons
      .slice(-REACH)
      .filter((seen) => token.sentence - seen.sentence < WINDOW && this.#fits(seen.entity, gender));
    const nearest = nearby.at(-1);
    if (nearest === undefined || this.#unnamed > nearest.token) return;
    const together = nearby.filter((seen) => seen.sentence === nearest.sentence);
    const distinct = new Set(together.map((seen) => seen.entity));
    let chosen = nearest;
    if (distinct.size > 1) {
      // Of several the subject, which comes first; its gender must be known.
      const [first] = together;
      if (first === undefined || this.#people.get(first.entity)?.gender !== gender || !this.#isSubject(first)) return;
      chosen = first;
    }
    this.#genders.set(chosen.entity, gender);
    this.#add(token, token, chosen, 'PRONOUN', at);
  }

  #fits(entity: number, gender: 'male' | 'female'): boolean {
    const known = this.#people.get(entity)?.gender ?? this.#genders.get(entity) ?? null;
    return known === null || known === gender;
  }

  #isSubject({ token, sentence }: Seen): boolean {
    const { tokens, sentences } = this.#draft.text;
    for (let k = sentences[sentence]?.firstToken ?? token; k < token; k++) if (tokens[k]?.pos === 'VERB') return false;
    return true;
  }

  #nominal(at: number, isDefinite: boolean, nextName: number): void {
    const { tokens } = this.#draft.text;
    const head = headOf(tokens, at, nextName);
    if (head === null) return;
    const noun = tokens[head];
    const opening = tokens[at];
    if (noun === undefined || opening === undefined) return;
    const word = noun.text.toLowerCase();
    const isPerson = ROLES.has(word) || PERSON_NOUNS.has(word);
    if (isPerson && (this.#isApposition(at) || tokens[at - 1]?.lemma === 'be')) return;
    const follower = tokens[head + 1];
    // 'the president of Chad', 'the minister Jan Novak', 'the company car' mean another or nobody.
    const isBare =
      follower === undefined ||
      !(follower.text === 'of' || follower.pos === 'NOUN' || follower.pos === 'PROPN' || follower.start >= nextName);
    const found =
      isDefinite && isBare
        ? isPerson
          ? this.#personCalled(tokens, at, head)
          : this.#organizationCalled(word, noun.sentence)
        : undefined;
    if (found !== undefined) this.#add(opening, noun, found, 'NOMINAL', at);
    else if (isPerson) this.#unnamed = head;
  }

  /** Right after a name and a comma: the name's own description. */
  #isApposition(at: number): boolean {
    const { tokens, body } = this.#draft.text;
    const last = this.#persons.at(-1);
    const comma = tokens[at - 1];
    return (
      last !== undefined &&
      comma !== undefined &&
      /^[,(–—-]$/.test(comma.text) &&
      body.slice(last.end, comma.start).trim() === ''
    );
  }

  #personCalled(tokens: readonly Token[], at: number, head: number): Seen | undefined {
    const noun = tokens[head]?.text.toLowerCase() ?? '';
    const modifiers = tokens.slice(at + 1, head).map((token) => token.text.toLowerCase());
    const called = (this.#called.get(noun) ?? []).filter(({ entity }) =>
      this.#people.get(entity)?.roles.some((role) => roleFits(role, noun, modifiers)),
    );
    return theOnly(called, tokens[head]?.sentence ?? 0);
  }

  #organizationCalled(noun: string, sentence: number): Seen | undefined {
    const called = this.#called.get(noun) ?? [];
    // A newspaper is meant by whichever was named last; of other organisations there may be only one.
    return NEWSPAPER_NOUNS.has(noun) || AGENCY_NOUNS.has(noun) ? called.at(-1) : theOnly(called, sentence);
  }

  #add(first: Token, last: Token, { entity }: Seen, mentionType: 'NOMINAL' | 'PRONOUN', token: number): void {
    this.#added.push({ start: first.start, end: last.end, entity, mentionType });
    this.#see({ entity, sentence: first.sentence, token, end: last.end });
  }
}

/** The one that is called so, or the one that was named near before. */
function theOnly(called: readonly Seen[], sentence: number): Seen | undefined {
  if (called.length === 1) return called[0];
  const near = called.filter((seen) => sentence - seen.sentence < WINDOW);
  return near.length === 1 ? near[0] : undefined;
}

function organizationNouns({ name, aliases }: ExtractedEntity): string[] {
  const forms = [name, ...aliases];
  const head =
    name
      .split(/ (?:of|for) /)[0]
      ?.split(/\s+/)
      .at(-1)
      ?.toLowerCase() ?? '';
  const nouns = new Set([head]);
  const outlet = forms.map((form) => outletByName(form)).find((one) => one !== undefined);
  if (outlet?.kind === 'NEWS_AGENCY') for (const noun of AGENCY_NOUNS) nouns.add(noun);
  if (outlet?.kind === 'NEWS_OUTLET' || (outlet === undefined && NEWSPAPER_HEADS.has(head)))
    for (const noun of NEWSPAPER_NOUNS) nouns.add(noun);
  if (forms.some((form) => COMPANY_FORMS.has(form.split(/\s+/).at(-1)?.toLowerCase() ?? '')))
    for (const noun of COMPANY_NOUNS) nouns.add(noun);
  return [...nouns];
}

/** The noun that a phrase after a determiner is about, at most four words on; null when it is none of a person or organisation. */
function headOf(tokens: readonly Token[], at: number, nextName: number): number | null {
  let head: number | null = null;
  for (let k = at + 1; k <= at + 5 && k < tokens.length; k++) {
    const token = tokens[k];
    if (token === undefined || token.sentence !== tokens[at]?.sentence || token.start >= nextName) break;
    const word = token.text.toLowerCase();
    if (!/^(?:NOUN|ADJ|PROPN|NUM)$/.test(token.pos) && !/^[-‐‑]$/.test(token.text) && !ROLES.has(word)) break;
    if (
      /^\p{Ll}/u.test(token.text) &&
      (ROLES.has(word) ||
        PERSON_NOUNS.has(word) ||
        NEWSPAPER_NOUNS.has(word) ||
        AGENCY_NOUNS.has(word) ||
        COMPANY_NOUNS.has(word) ||
        ORGANIZATION_HEADS.has(word))
    )
      head = k;
    else if (head !== null) return null;
  }
  return head;
}

function roleFits(role: string, noun: string, modifiers: readonly string[]): boolean {
  const words = role.split(' ');
  if (words.at(-1) !== noun && !words.includes(noun)) return false;
  // 'the prime minister' is no foreign minister.
  return modifiers.every((word) => words.includes(word) || !DISTINGUISHING.has(word));
}

const DISTINGUISHING = wordSet(
  'prime foreign defense defence interior finance health education justice labour labor trade environment energy economy transport agriculture deputy vice former assistant attorney general chief police army',
);
