import type { VersionChanges as Changes, VersionQuote as Quoted } from '../../domain/version.ts';
import { builder } from '../builder.ts';
import { toGlobalId } from '../global-id.ts';
import { fromSlot } from '../selection.ts';
import { QuoteType } from './enums.ts';
import { Article, ArticleVersion } from './refs.ts';

const VersionQuote = builder.objectRef<Quoted>('VersionQuote').implement({
  description: 'A quote as it was found in one version of an article.',
  fields: (t) => ({
    content: t.exposeString('content', { description: 'The words said, as in Quote.content.' }),
    quoteType: t.expose('quoteType', { type: QuoteType, description: 'Whether it stood between marks.' }),
    speaker: t.exposeString('speaker', {
      nullable: true,
      description: 'Who said it, by the name that the article had then. Null when nobody could be named.',
    }),
    speakerText: t.exposeString('speakerText', {
      nullable: true,
      description: 'The words that stood for the speaker: "the official". Null when the text had none.',
    }),
  }),
});

const VersionChanges = builder.objectRef<Changes>('VersionChanges').implement({
  description: 'What came and what went when one version of an article took the place of another.',
  fields: (t) => ({
    quotesAdded: t.field({
      type: [VersionQuote],
      description: 'Quotes of the next version that this one does not have, or has from another speaker.',
      resolve: ({ quotesAdded }) => [...quotesAdded],
    }),
    quotesRemoved: t.field({
      type: [VersionQuote],
      description: 'Quotes of this version that the next one does not have, or has from another speaker.',
      resolve: ({ quotesRemoved }) => [...quotesRemoved],
    }),
    speakersAdded: t.stringList({
      description: 'Names of those whom only the next version quotes, in its order, each once.',
      resolve: ({ speakersAdded }) => [...speakersAdded],
    }),
    speakersRemoved: t.stringList({
      description: 'Names of those whom only this version quotes, in its order, each once.',
      resolve: ({ speakersRemoved }) => [...speakersRemoved],
    }),
    figuresAdded: t.stringList({
      description:
        'Figures that only the next version has: numbers of its headline and text with what they count, as it has them ("14 people", "$3.5 million"), in its order. Dates are none; another spelling of a figure is the same.',
      resolve: ({ figuresAdded }) => [...figuresAdded],
    }),
    figuresRemoved: t.stringList({
      description: 'Figures that only this version has, likewise.',
      resolve: ({ figuresRemoved }) => [...figuresRemoved],
    }),
  }),
});

builder.objectType(ArticleVersion, {
  interfaces: [builder.nodeInterfaceRef()],
  description:
    'What an article was before its headline or its text changed. That a better extractor read the same text makes no version.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque, unique across all types; never changes.',
      resolve: ({ id }) => toGlobalId('ArticleVersion', id),
    }),
    article: t.field({ type: Article, description: 'The article, as it is now.', resolve: fromSlot }),
    replacedAt: t.expose('replacedAt', { type: 'DateTime', description: 'When the next version took its place here.' }),
    headline: t.exposeString('headline', { description: 'The headline that it had.' }),
    body: t.exposeString('body', { description: 'The text that it had, one paragraph a line.' }),
    quotes: t.field({
      type: [VersionQuote],
      description: 'What it quoted, in reading order.',
      resolve: ({ quotes }) => [...quotes],
    }),
    changes: t.field({
      type: VersionChanges,
      description: 'What came and what went with the next version, which is the article as it is now for the newest.',
      resolve: ({ changes }) => changes,
    }),
  }),
});
