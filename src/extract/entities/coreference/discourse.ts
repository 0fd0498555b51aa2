import type { Gender } from '../gazetteer/first-names.ts';
import type { Standing } from './grammar.ts';

export type Kind = 'PERSON' | 'ORGANIZATION' | 'PLACE' | 'GROUP' | 'PEOPLE' | 'THING';

/** The latest place where somebody or something is spoken of. */
export interface Seen extends Standing {
  /** First and last token, both inclusive. */
  readonly token: number;
  readonly lastToken: number;
  /** Where it ends in the text. */
  readonly end: number;
  readonly sentence: number;
  /** Sentences and paragraphs of the reporter's own, counted from the start: those within quotation marks do not count. */
  readonly clock: number;
  readonly paragraph: number;
  readonly isPronoun: boolean;
}

/** Somebody or something that the text has spoken of. */
export interface Referent {
  /** Index into the entities; -1 for one without a name. */
  readonly entity: number;
  readonly kind: Kind;
  gender: Gender | null;
  /** Whether a title or pronoun told the gender, and not only the given name. */
  isGenderSure: boolean;
  count: number;
  seen: Seen;
}

/** How many referents of each kind are remembered. */
const MEMORY = 12;

/** Who and what was spoken of lately: each once, the latest last. Every step is of constant cost. */
export class Discourse {
  readonly #lists = new Map<Kind, Referent[]>();

  /** The latest referents of a kind, the latest last. */
  recent(kind: Kind): readonly Referent[] {
    return this.#lists.get(kind) ?? [];
  }

  find(kind: Kind, entity: number): Referent | undefined {
    return this.#lists.get(kind)?.find((one) => one.entity === entity);
  }

  /** Notes that a known or new referent is spoken of again. */
  note(referent: Referent, seen: Seen): void {
    referent.seen = seen;
    referent.count++;
    const list = this.#lists.get(referent.kind) ?? [];
    this.#lists.set(referent.kind, list);
    const at = list.indexOf(referent);
    if (at >= 0) list.splice(at, 1);
    else if (list.length >= MEMORY) list.shift();
    list.push(referent);
  }
}
