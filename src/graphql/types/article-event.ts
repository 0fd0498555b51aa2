import type { FeedItem } from '../../storage/event-feed.ts';
import { eventCursor } from '../../storage/event-feed.ts';
import type { EventRow } from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import { conditionOf } from '../filter.ts';
import { toGlobalId } from '../global-id.ts';
import { fromSlot, selectionOf } from '../selection.ts';
import { IngestOutcome } from './enums.ts';
import { ArticleFilter } from './filters.ts';
import { Article } from './refs.ts';

const CURSOR = 'The place of the event in the order of all: pass it as `after` to go on from here. Opaque.';

interface Ingested extends EventRow {
  readonly outcome: NonNullable<EventRow['outcome']>;
}

const ArticleIngested = builder.objectRef<Ingested>('ArticleIngested').implement({
  description: 'An article came in, changed, or was shown to readers when its embargo was over.',
  fields: (t) => ({
    cursor: t.string({ description: CURSOR, resolve: ({ cursor }) => eventCursor(cursor) }),
    outcome: t.expose('outcome', {
      type: IngestOutcome,
      description: 'CREATED when readers had not seen the article before, UPDATED when they had.',
    }),
    article: t.field({
      type: Article,
      description: 'The article, as it is when the event is sent: of a past event, with all that changed since.',
      resolve: fromSlot,
    }),
  }),
});

const ArticleRemoved = builder.objectRef<EventRow>('ArticleRemoved').implement({
  description: 'An article was deleted, withheld or taken back: readers do not see it any more.',
  fields: (t) => ({
    cursor: t.string({ description: CURSOR, resolve: ({ cursor }) => eventCursor(cursor) }),
    articleId: t.id({
      description: 'The id that it had.',
      resolve: ({ articleId }) => toGlobalId('Article', articleId),
    }),
  }),
});

interface Gap {
  readonly position: string;
  readonly missed: number;
}
const EventGap = builder.objectRef<Gap>('EventGap').implement({
  description: 'The client fell too far behind: events that it has not seen are gone. What it keeps must be read anew.',
  fields: (t) => ({
    cursor: t.string({
      description: 'The place of the last event that is gone; those behind it follow.',
      resolve: ({ position }) => eventCursor(position),
    }),
    missed: t.int({
      nullable: true,
      description:
        'How many events are gone, those that the filter would have passed over included. Null when not known.',
      resolve: ({ missed }) => Math.min(missed, 2 ** 31 - 1),
    }),
  }),
});

const ArticleEvent = builder.unionType('ArticleEvent', {
  description: 'Something that became of an article, or that such events were missed.',
  types: [ArticleIngested, ArticleRemoved, EventGap],
  resolveType: (event) => {
    if ('position' in event) return EventGap;
    return event.outcome === null ? ArticleRemoved : ArticleIngested;
  },
});

builder.subscriptionField('articleEvents', (t) =>
  t.field({
    type: ArticleEvent,
    description:
      'What becomes of the articles: with after, first all since that event, then what happens, in the order in which it happened, none left out and none twice. The last 10,000 events can be had; who asks for older ones, or takes them more slowly than they come, gets an EventGap. INVALID_CURSOR for an after that is none.',
    args: {
      after: t.arg.string({
        description: 'The cursor of the last event that was seen; null or left out: only what happens from now on.',
      }),
      filter: t.arg({
        type: ArticleFilter,
        description:
          'Only articles that fit, as they are when the event is sent; null or left out: all. ArticleRemoved comes of all articles in any case, for what is gone fits nothing.',
      }),
    },
    subscribe: (_root, { after, filter }, context, info) =>
      context.events.follow({
        after: after ?? null,
        selection: selectionOf(info, context, 'ArticleIngested'),
        condition: conditionOf('Article', filter),
      }),
    resolve: (item: FeedItem) => (item.kind === 'gap' ? item : item.event),
  }),
);
