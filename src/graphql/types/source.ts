import { ClientError } from '../../domain/client-error.ts';
import { normalizeName } from '../../domain/name.ts';
import type { SourceRow } from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import { onlyCandidate } from '../candidates.ts';
import { parseGlobalId, toGlobalId } from '../global-id.ts';
import { loadOne, loadPage } from '../load.ts';
import { filteredArgs, orderedArgs } from '../page-args.ts';
import { fromSlot } from '../selection.ts';
import { SourceKind } from './enums.ts';
import { ArticleFilter, ArticleOrder, CitationFilter, SourceFilter } from './filters.ts';
import {
  Article,
  ArticleConnection,
  Citation,
  CitationConnection,
  Entity,
  Quote,
  Source,
  SourceConnection,
} from './refs.ts';
import { TextAnchor } from './text-anchor.ts';

builder.objectType(Source, {
  interfaces: [builder.nodeInterfaceRef()],
  description: 'Whoever publishes articles, or is cited in them by name.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque, unique across all types; never changes.',
      resolve: ({ id }) => toGlobalId('Source', id),
    }),
    name: t.exposeString('name', {
      description: 'Its canonical name; the label of its domain where no better one is known.',
    }),
    kind: t.expose('kind', { type: SourceKind, description: 'What kind of thing it is.' }),
    domain: t.exposeString('domain', {
      nullable: true,
      description: 'Its registrable domain: nytimes.com. Null when not known.',
    }),
    aliases: t.exposeStringList('aliases', { description: 'Other names that it goes by.' }),
    entity: t.field({
      type: Entity,
      nullable: true,
      description: 'The same thing among the entities. Null where no article names it.',
      resolve: fromSlot,
    }),
    articles: t.field({
      type: ArticleConnection,
      args: orderedArgs(ArticleFilter, ArticleOrder),
      description:
        'What it published: newest first, undated last, unless told otherwise; with filter.search the most relevant first.',
      resolve: fromSlot,
    }),
    citations: t.field({
      type: CitationConnection,
      args: filteredArgs(CitationFilter),
      description: 'Where the prose of any article cites it: the newest article first, within it in reading order.',
      resolve: fromSlot,
    }),
  }),
});

builder.objectType(Citation, {
  interfaces: [builder.nodeInterfaceRef()],
  description: "One place where an article's prose rests on somebody's word.",
  fields: (t) => ({
    id: t.id({
      description: 'Opaque, unique across all types; stays while the words stay in the text.',
      resolve: ({ id }) => toGlobalId('Citation', id),
    }),
    article: t.field({ type: Article, description: 'Where it stands.', resolve: fromSlot }),
    source: t.field({
      type: Source,
      nullable: true,
      description: 'Who is cited. Null when the text gives no name; phrase then says who.',
      resolve: fromSlot,
    }),
    kind: t.expose('kind', { type: SourceKind, description: 'What kind of thing is cited, named or not.' }),
    phrase: t.exposeString('exact', {
      description: 'The words that stand for the source.',
      extensions: { reads: ['exact'] },
    }),
    anchor: t.field({
      type: TextAnchor,
      description: 'Where the phrase stands.',
      extensions: { inline: true },
      resolve: (citation) => citation,
    }),
    cue: t.exposeString('cue', {
      nullable: true,
      description: 'The word that says that it is a source: said, reported, claim. Null when the text has none.',
    }),
    isNamed: t.exposeBoolean('isNamed', { description: 'Whether the text names the source.' }),
    via: t.field({
      type: Source,
      nullable: true,
      description:
        'The outlet that carried another’s word: “officials told Fox News”, “The AP reported that officials said”. Null when the outlet itself is the source.',
      resolve: fromSlot,
    }),
    citedQuotes: t.field({
      type: [Quote],
      description: 'The quotes that are evidence of it, in reading order.',
      resolve: fromSlot,
    }),
  }),
});

builder.queryFields((t) => ({
  source: t.field({
    type: Source,
    nullable: true,
    description:
      'One source, by exactly one of id, domain and name. Null when there is none, or none that may be seen.',
    args: {
      id: t.arg.id({ description: 'Its id.' }),
      domain: t.arg.string({ description: 'Its registrable domain: nytimes.com. A leading www. does not matter.' }),
      name: t.arg.string({
        description:
          'Its name or an alias, case and accents ignored. If several fit, the error AMBIGUOUS lists their ids.',
      }),
    },
    resolve: async (_root, { id, domain, name }, context, info) => {
      if ([id, domain, name].filter((given) => given != null).length !== 1) {
        throw new ClientError('BAD_USER_INPUT', 'Give exactly one of id, domain and name.');
      }
      if (domain != null) {
        const values = [
          domain
            .trim()
            .toLowerCase()
            .replace(/^www\./, ''),
        ];
        return loadOne<SourceRow>('Source', { column: 'domain', values }, context, info);
      }
      const rowId =
        name == null
          ? parseGlobalId(String(id), 'Source').id
          : onlyCandidate('Source', name, await context.reader.sourcesNamed(normalizeName(name)));
      return rowId === null ? null : loadOne<SourceRow>('Source', { column: 'id', values: [rowId] }, context, info);
    },
  }),
  sources: t.field({
    type: SourceConnection,
    args: filteredArgs(SourceFilter),
    description: 'All sources that fit, by name.',
    resolve: (_root, args, context, info) => loadPage<SourceRow>('sources', args, context, info),
  }),
}));
