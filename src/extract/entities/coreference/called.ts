import type { ExtractedEntity } from '../../../domain/extraction.ts';
import type { PersonFacts } from '../people.ts';
import type { Callings } from './callings.ts';
import { AGENCY_NOUNS, callingsOf, isPlaceNoun, NEWSPAPER_NOUNS } from './callings.ts';
import type { Referent } from './discourse.ts';
import type { Nominal } from './nominals.ts';
import { roleFits } from './nominals.ts';

/** How many of the last referents that go by a noun are looked at. */
const REACH = 12;
/** How many of the reporter's own sentences a noun may look back that may mean several. */
const NEAR = 3;
/** Words before a noun that make it no other. */
const IDLE: ReadonlySet<string> = new Set('same whole entire giant high'.split(' '));
const NOTHING: Callings = { sure: new Set(), possible: new Set() };

/** Who goes by which noun, and who of them was spoken of last. */
export class CalledReferents {
  readonly #entities: readonly ExtractedEntity[];
  readonly #people: ReadonlyMap<number, PersonFacts>;
  /** By noun the last referents that go by it, each once, the latest last. */
  readonly #called = new Map<string, Referent[]>();
  readonly #callings: (Callings | undefined)[];

  constructor(entities: readonly ExtractedEntity[], people: ReadonlyMap<number, PersonFacts>) {
    this.#entities = entities;
    this.#people = people;
    this.#callings = new Array<Callings | undefined>(entities.length);
  }

  /** Notes that a referent with a name is spoken of. */
  note(referent: Referent): void {
    const { sure, possible } = this.#callingsOf(referent.entity);
    for (const noun of sure) this.#call(noun, referent);
    for (const noun of possible) this.#call(noun, referent);
  }

  /** Whether the last one that went by a noun is a person: 'baker' after 'Ann Smith, a baker'. */
  readonly isPerson = (noun: string): boolean => this.#called.get(noun)?.at(-1)?.kind === 'PERSON';

  /**
   * Who a definite phrase means; undefined where that is not clear.
   * @param owner of whom or what the role is, where the phrase tells
   * @param stranger the last one without a name that went by the noun
   * @param clock where the text is, in the reporter's own sentences
   */
  meant(
    { noun, modifiers, isPerson }: Nominal,
    owner: string | null,
    stranger: Referent | undefined,
    clock: number,
  ): Referent | undefined {
    const called = (this.#called.get(noun) ?? []).filter(
      ({ entity, kind }) =>
        isPerson === (kind === 'PERSON') && (!isPerson || this.#hasRole(entity, noun, modifiers, owner)),
    );
    const latest = called.at(-1);
    if (latest === undefined || (stranger && stranger.seen.token > latest.seen.token)) return undefined;
    if (!isPerson && !modifiers.every((word) => IDLE.has(word) || this.#isInName(latest.entity, word)))
      return undefined;
    const sure = called.filter(({ entity }) => this.#callingsOf(entity).sure.has(noun));
    const near = called.filter(({ seen }) => clock - seen.clock <= NEAR);
    const only = near.length === 1 ? near[0] : undefined;
    // A newspaper or agency is meant by whichever was named last; of others there may be only one.
    if (NEWSPAPER_NOUNS.has(noun) || AGENCY_NOUNS.has(noun)) return sure.at(-1);
    if (isPlaceNoun(noun)) return only;
    return sure.length === 1 && near.every((one) => one === sure[0]) ? sure[0] : only;
  }

  /** Whether a noun may be a mere variation of the name of somebody who has not been called so: nobody else goes by it. */
  isFree(noun: string, { entity }: Referent): boolean {
    return (this.#called.get(noun) ?? []).every((one) => one.entity === entity);
  }

  #hasRole(entity: number, noun: string, modifiers: readonly string[], owner: string | null): boolean {
    const offices = this.#people.get(entity)?.offices ?? [];
    return offices.some(
      (office) => roleFits(office.role, noun, modifiers) && (owner === null || office.owner === owner),
    );
  }

  #isInName(entity: number, word: string): boolean {
    return this.#entities[entity]?.name.toLowerCase().includes(word) === true;
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
    const known = this.#callings[index];
    const entity = this.#entities[index];
    if (known !== undefined || entity === undefined) return known ?? NOTHING;
    const callings = callingsOf(entity, this.#people.get(index));
    this.#callings[index] = callings;
    return callings;
  }
}
