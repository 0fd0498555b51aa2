import type { CorpusRow } from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import { loadOne } from '../load.ts';

const Corpus = builder.objectRef<CorpusRow>('Corpus').implement({
  description: 'All that the gateway holds, as readers may see it.',
  fields: (t) => ({
    articleCount: t.exposeInt('articleCount', { description: 'How many articles there are.' }),
    entityCount: t.exposeInt('entityCount', { description: 'How many entities they mention.' }),
    quoteCount: t.exposeInt('quoteCount', { description: 'How many quotes they hold.' }),
    sourceCount: t.exposeInt('sourceCount', { description: 'How many sources publish or are cited in them.' }),
    firstPublished: t.expose('firstPublished', {
      type: 'DateTime',
      nullable: true,
      description: 'The date of the oldest dated article. Null when none has a date.',
    }),
    lastPublished: t.expose('lastPublished', {
      type: 'DateTime',
      nullable: true,
      description: 'The date of the newest dated article. Null when none has a date.',
    }),
    revision: t.exposeString('revision', {
      description:
        'Opaque; another one after every change of the data. Sent with a request as the header newsgraph-revision, it has the answer not be older.',
    }),
  }),
});

builder.queryField('corpus', (t) =>
  t.field({
    type: Corpus,
    description: 'All that the gateway holds, in figures.',
    resolve: async (_root, _args, context, info) => {
      const corpus = await loadOne<CorpusRow>('Corpus', 'all', context, info);
      if (!corpus) throw new Error('the row of the corpus is missing');
      return corpus;
    },
  }),
);
