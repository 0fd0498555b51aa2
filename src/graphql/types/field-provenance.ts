import type { FieldCandidate as Candidate, FieldProvenance as Provenance } from '../../domain/provenance.ts';
import { builder } from '../builder.ts';
import { DatePrecision, DateZone, FieldOrigin, ProvenanceField, SelectionRule } from './enums.ts';

const FieldCandidate = builder.objectRef<Candidate>('FieldCandidate').implement({
  description: 'What one place of a document says of a field.',
  fields: (t) => ({
    value: t.exposeString('value', {
      description: 'As it stands there; for a byline the names, for a publisher its name.',
    }),
    origin: t.expose('origin', { type: FieldOrigin, description: 'What kind of place it is.' }),
    place: t.exposeString('place', {
      nullable: true,
      description: 'The exact place: "article:published_time". Null where the origin says all.',
    }),
    isChosen: t.exposeBoolean('isChosen', { description: 'Whether the article has it from here.' }),
    precision: t.expose('precision', {
      type: DatePrecision,
      nullable: true,
      description: 'How exactly a date is given. Null for what is no date, or none that can be read and believed.',
    }),
    zone: t.expose('zone', {
      type: DateZone,
      nullable: true,
      description: 'How the zone of the time is known. Null without a time.',
    }),
  }),
});

export const FieldProvenance = builder.objectRef<Provenance>('FieldProvenance').implement({
  description: 'Where a field of an article comes from: all candidates, and the rule by which one was taken.',
  fields: (t) => ({
    field: t.expose('field', { type: ProvenanceField, description: 'The field.' }),
    rule: t.expose('rule', {
      type: SelectionRule,
      nullable: true,
      description: 'Why the chosen candidate was taken. Null when there was none that could be.',
    }),
    candidates: t.field({
      type: [FieldCandidate],
      description: 'What the document says, the most trusted place first; what was derived for want of it, last.',
      resolve: ({ candidates }) => candidates,
    }),
  }),
});
