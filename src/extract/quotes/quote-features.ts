import type { FeatureVector } from '../model/features.ts';
import { hashText } from '../model/features.ts';
import type { Page, Place } from './candidates.ts';
import { isWholeLine, RELATIONS } from './candidates.ts';
import type { Choice } from './rank.ts';
import type { StretchFacts } from './stretch-facts.ts';

/** Templates of the features that tell a quotation from a title, a nickname or a scare quote. */
const T = {
  bias: 200,
  words: 201,
  form: 202,
  tail: 203,
  marks: 204,
  before: 205,
  beforeTwo: 206,
  after: 207,
  relation: 208,
  chance: 209,
  cue: 210,
  first: 211,
  last: 212,
  person: 213,
  place: 214,
  outside: 215,
  names: 216,
  shape: 217,
  beforeForm: 218,
  content: 219,
} as const;

/** The features of a stretch and of who may have said it, for whether it is a quotation. */
export function quoteFeatures(
  features: FeatureVector,
  page: Page,
  place: Place,
  facts: StretchFacts,
  best: Choice | null,
): void {
  features.clear();
  const { line, at } = place;
  const { items } = line;
  const { body } = page.text;
  const stretch = page.stretches[place.stretch];
  const whole = isWholeLine(place) ? 1 : 0;
  const relation = best ? RELATIONS.indexOf(best.candidate.relation) + 1 : 0;
  const form = (facts.nameLike ? 1 : 0) + (facts.capital ? 2 : 0) + (facts.verb ? 4 : 0);
  const lower = (i: number): number => hashText(items[i]?.lower ?? '');
  const report = page.reports[best?.candidate.report ?? -1];
  features.add(T.bias);
  features.add(T.words, facts.words);
  features.add(T.words, facts.words, relation);
  features.add(T.form, form);
  features.add(T.form, form, facts.words);
  features.add(T.form, form, relation, facts.tail);
  features.add(T.tail, facts.tail);
  features.add(T.tail, facts.tail, whole, facts.words);
  features.add(T.marks, facts.marks);
  const goesOn = page.stretches[place.stretch + 1]?.continues ? 2 : 0;
  features.add(T.marks, facts.marks, (stretch?.closing ? 1 : 0) + goesOn, stretch?.continues ? 1 : 0);
  features.add(T.marks, goesOn);
  features.add(T.before, lower(at - 1));
  features.add(T.before, facts.before, form);
  features.add(T.beforeTwo, lower(at - 1), lower(at - 2));
  features.add(T.beforeTwo, lower(at - 2));
  features.add(
    T.beforeForm,
    hashText(items[at - 1]?.pos ?? ''),
    hashText(items[at - 2]?.pos ?? ''),
    facts.nameLike ? 1 : 0,
  );
  features.add(T.after, lower(at + 1));
  features.add(T.after, facts.after, facts.tail, form);
  features.add(T.after, facts.after, hashText(items[at + 2]?.pos ?? ''), form);
  features.add(T.relation, relation);
  features.add(T.relation, relation, facts.nameLike ? 1 : 0);
  features.add(T.relation, relation, whole, facts.startsParagraph ? 1 : 0);
  const chance = best ? Math.floor(best.chance * 5) : 6;
  features.add(T.chance, chance);
  features.add(T.chance, chance, relation, facts.nameLike ? 1 : 0);
  if (report) {
    const cue = hashText(report.verb?.lemma ?? report.kind);
    features.add(T.cue, cue, relation);
    features.add(T.names, report.verb?.names ? 1 : 0, report.verb?.clause ? 1 : 0, facts.nameLike ? 1 : 0);
    features.add(T.content, relation, report.onlyMarked ? 1 : 0, form);
  }
  const [first] = facts.tokens;
  features.add(T.first, hashText(first?.text.toLowerCase() ?? ''));
  features.add(T.first, hashText(first?.pos ?? ''), facts.words);
  features.add(T.last, hashText(facts.tokens.at(-1)?.pos ?? ''), facts.tail);
  features.add(T.person, facts.firstPerson ? 1 : 0, facts.nameLike ? 1 : 0);
  features.add(T.place, Math.min(line.paragraph, 2), facts.marks);
  features.add(T.place, whole, facts.verb ? 1 : 0, relation);
  // What stands right outside of the marks: '="' opens an attribute of markup, '>' ends one.
  features.add(T.outside, body.charCodeAt((stretch?.opening?.start ?? 0) - 1) || 10);
  features.add(T.outside, -1 - (body.charCodeAt(stretch?.closing?.end ?? body.length) || 10));
  features.add(T.shape, shapeOf(body.slice(stretch?.start ?? 0, stretch?.end ?? 0)));
}

/** Addresses, handles and hashtags are no speech. */
function shapeOf(words: string): number {
  if (/^(?:https?:|www\.|pic\.)/.test(words)) return 1;
  if (/^[@#]\w+$/.test(words)) return 2;
  if (words === words.toUpperCase()) return 3;
  return /^\P{L}*$/u.test(words) ? 4 : 0;
}
