import type { QuoteRow } from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import { toGlobalId } from '../global-id.ts';
import { loadPage } from '../load.ts';
import { filteredArgs } from '../page-args.ts';
import { fromSlot } from '../selection.ts';
import { AbstentionReason, QuoteType } from './enums.ts';
import { QuoteFilter } from './filters.ts';
import { Article, Citation, Correction, Entity, Quote, QuoteConnection, Source } from './refs.ts';
import { TextAnchor } from './text-anchor.ts';

const Attribution = builder.objectRef<QuoteRow>('Attribution').implement({
  description: 'How the speaker of a quote was found, or why none was.',
  fields: (t) => ({
    method: t.exposeString('method', {
      description: 'The rule that decided; `correction` where a person did.',
    }),
    confidence: t.exposeFloat('confidence', {
      description:
        'How likely the words given for the speaker are right, 0 to 1; 0 where there are none. Calibrated. 1 where a person decided.',
    }),
    abstained: t.expose('abstained', {
      type: AbstentionReason,
      nullable: true,
      description: 'Why nobody is named as the speaker. Null when somebody is.',
    }),
    evidence: t.field({
      type: [TextAnchor],
      description: 'The places of the text that led to the answer: from “he” to the name.',
      resolve: ({ evidence }) => evidence,
    }),
  }),
});

builder.objectType(Quote, {
  interfaces: [builder.nodeInterfaceRef()],
  description:
    'One attribution: what one speaker said at one place. ‘“We,” he said, “go.”’ is one quote with two stretches.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque, unique across all types; stays while the words stay in the text.',
      resolve: ({ id }) => toGlobalId('Quote', id),
    }),
    content: t.exposeString('content', {
      description:
        'The words said. DIRECT: the stretches joined by a blank; MIXED and INDIRECT: the whole reported clause.',
    }),
    quoteType: t.expose('quoteType', { type: QuoteType, description: 'How the words are reported.' }),
    anchor: t.field({
      type: TextAnchor,
      description: 'From the first word of the content to the last.',
      extensions: { inline: true },
      resolve: (quote) => quote,
    }),
    stretches: t.field({
      type: [TextAnchor],
      description: 'What stands between marks, marks left out, in reading order; empty for INDIRECT.',
      resolve: ({ stretches }) => stretches,
    }),
    article: t.field({ type: Article, description: 'Where it stands.', resolve: fromSlot }),
    speaker: t.field({
      type: Entity,
      nullable: true,
      description:
        'The entity that the speaker resolves to. Null when nobody can be named: attribution.abstained says why.',
      resolve: fromSlot,
    }),
    speakerText: t.exposeString('speakerText', {
      nullable: true,
      description:
        'The words of the text that stand for the speaker: “A Pentagon source”, “Fabius”, “the official”. Null when it has none.',
    }),
    speakerAnchor: t.field({
      type: TextAnchor,
      nullable: true,
      description: 'Where speakerText stands. Null when there is none.',
      resolve: ({ speakerAnchor }) => speakerAnchor,
    }),
    cue: t.exposeString('cue', {
      nullable: true,
      description: 'The reporting word: said, told, according to. Null when the text has none.',
    }),
    cueAnchor: t.field({
      type: TextAnchor,
      nullable: true,
      description: 'Where the cue stands. Null when there is none.',
      resolve: ({ cueAnchor }) => cueAnchor,
    }),
    addressee: t.field({
      type: Source,
      nullable: true,
      description:
        'The outlet, organisation or person told. Null when the text does not say, and for plain “reporters”.',
      resolve: fromSlot,
    }),
    citation: t.field({
      type: Citation,
      nullable: true,
      description: 'The citation that this quote is evidence of. Null for a quote that nobody is cited for.',
      resolve: fromSlot,
    }),
    corrections: t.field({
      type: [Correction],
      description: 'What people said of it against the machine, the last first, what was taken back included.',
      resolve: fromSlot,
    }),
    attribution: t.field({
      type: Attribution,
      description: 'How the speaker was found, or why none was.',
      extensions: { inline: true },
      resolve: (quote) => quote,
    }),
  }),
});

builder.queryFields((t) => ({
  quotes: t.field({
    type: QuoteConnection,
    args: filteredArgs(QuoteFilter),
    description: 'All quotes that fit: the newest article first, within it in reading order.',
    resolve: (_root, args, context, info) => loadPage<QuoteRow>('quotes', args, context, info),
  }),
}));
