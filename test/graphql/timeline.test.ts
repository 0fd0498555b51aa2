import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf } from '../support/documents.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';

type Precision = 'YEAR' | 'MONTH' | 'DAY' | 'MINUTE' | 'SECOND';

/** By section, when its articles were published. */
const SECTIONS: Readonly<Record<string, readonly [string, Precision][]>> = {
  mixed: [
    ['2026-03-01T00:00:00Z', 'DAY'],
    ['2026-03-01T02:30:00Z', 'MINUTE'],
    ['2026-03-01T23:59:59Z', 'SECOND'],
    ['2026-03-04T12:00:00Z', 'MINUTE'],
    ['2026-03-01T00:00:00Z', 'MONTH'],
    ['2026-01-01T00:00:00Z', 'YEAR'],
  ],
  // New York puts its clocks forward at 07:00Z on 8 March 2026 and back at 06:00Z on 1 November.
  spring: [
    ['2026-03-07T12:00:00Z', 'MINUTE'],
    ['2026-03-08T04:59:00Z', 'MINUTE'],
    ['2026-03-08T05:00:00Z', 'MINUTE'],
    ['2026-03-09T03:59:00Z', 'MINUTE'],
    ['2026-03-09T04:00:00Z', 'MINUTE'],
  ],
  autumn: [
    ['2026-11-01T05:30:00Z', 'MINUTE'],
    ['2026-11-01T06:30:00Z', 'MINUTE'],
    ['2026-11-01T06:40:00Z', 'MINUTE'],
    ['2026-11-02T04:59:00Z', 'MINUTE'],
    ['2026-11-02T05:00:00Z', 'MINUTE'],
  ],
  // Lord Howe's clocks go back by half an hour at 15:00Z on 4 April 2026, and forward at 15:30Z on 3 October.
  back: [
    ['2026-04-04T13:50:00Z', 'MINUTE'],
    ['2026-04-04T14:40:00Z', 'MINUTE'],
    ['2026-04-04T15:10:00Z', 'MINUTE'],
    ['2026-04-04T15:40:00Z', 'MINUTE'],
  ],
  forward: [
    ['2026-10-03T15:20:00Z', 'MINUTE'],
    ['2026-10-03T15:40:00Z', 'MINUTE'],
    ['2026-10-03T16:10:00Z', 'MINUTE'],
  ],
  // Havana's clocks go back from 01:00 to midnight at 05:00Z on 1 November 2026.
  midnight: [
    ['2026-11-01T03:30:00Z', 'MINUTE'],
    ['2026-11-01T04:30:00Z', 'MINUTE'],
    ['2026-11-01T05:30:00Z', 'MINUTE'],
  ],
  long: [
    ['2020-01-01T00:00:00Z', 'DAY'],
    ['2026-01-01T00:00:00Z', 'DAY'],
  ],
  thousand: [
    ['2023-01-01T00:00:00Z', 'DAY'],
    ['2025-09-26T00:00:00Z', 'DAY'],
  ],
};

describe('timelines', () => {
  describe('of articles with dates', () => {
    let db: Database;
    let graph: Graph;
    beforeAll(async () => {
      db = await openDatabase();
      graph = createGraph(db);
      const save = (uri: string, article: object) =>
        graph.store.save(documentOf(uri, article), extractionOf('Ada Quill said so.', 'Ada Quill'), '1');
      for (const [articleSection, dates] of Object.entries(SECTIONS)) {
        for (const [i, [date, datePublishedPrecision]] of dates.entries()) {
          const datePublished = new Date(date);
          await save(`/${articleSection}/${i}.txt`, { articleSection, datePublished, datePublishedPrecision });
        }
      }
      await save('/mixed/undated.txt', { articleSection: 'mixed' });
      await save('/mixed/hidden.txt', {
        articleSection: 'mixed',
        datePublished: new Date('2026-03-01T12:00:00Z'),
        datePublishedPrecision: 'MINUTE',
        pubStatus: 'WITHHELD',
      });
    });
    afterAll(() => db?.close());

    const ask = (section: string, interval: string, timeZone?: string) =>
      `timeline(interval: ${interval}${timeZone === undefined ? '' : `, timeZone: "${timeZone}"`}, filter: { articleSection: { eq: "${section}" } })`;
    const timeline = async (section: string, interval: string, timeZone?: string) => {
      const data = await graph.query(
        `{ ${ask(section, interval, timeZone)} { undatedCount buckets { start articleCount } } }`,
      );
      const { undatedCount, buckets } = data.timeline;
      return {
        undatedCount,
        buckets: buckets.map(
          ({ start, articleCount }: Answer) => `${start.toISOString().slice(0, 16)} ${articleCount}`,
        ),
      };
    };

    it('a day without articles between two that have some is there, and counts none', async () => {
      expect(await timeline('mixed', 'DAY')).toEqual({
        buckets: ['2026-03-01T00:00 3', '2026-03-02T00:00 0', '2026-03-03T00:00 0', '2026-03-04T00:00 1'],
        undatedCount: 3,
      });
    });

    it.each([
      ['America/New_York', ['2026-02-28T05:00 1', '2026-03-01T05:00 2']],
      ['Asia/Kathmandu', ['2026-02-28T18:15 2', '2026-03-01T18:15 1']],
      ['UTC', ['2026-03-01T00:00 3', '2026-03-02T00:00 0']],
    ])(
      'a date known to the day is that day in every zone, one known to the minute the day there: %s',
      async (zone, days) => {
        expect((await timeline('mixed', 'DAY', zone)).buckets.slice(0, 2)).toEqual(days);
      },
    );

    it.each([
      ['HOUR', 4],
      ['DAY', 3],
      ['WEEK', 3],
      ['MONTH', 2],
      ['YEAR', 1],
    ])('by %s, what is known less exactly counts as undated', async (interval, undatedCount) => {
      expect((await timeline('mixed', interval)).undatedCount).toBe(undatedCount);
    });

    it.each([
      ['WEEK', 'UTC', ['2026-02-23T00:00 3', '2026-03-02T00:00 1']],
      ['WEEK', 'Asia/Kathmandu', ['2026-02-22T18:15 2', '2026-03-01T18:15 2']],
      ['MONTH', 'America/New_York', ['2026-02-01T05:00 1', '2026-03-01T05:00 4']],
      ['YEAR', 'Asia/Kathmandu', ['2025-12-31T18:15 6']],
    ])('%s in %s: weeks begin on Monday, all at midnight of the zone', async (interval, zone, buckets) => {
      expect((await timeline('mixed', interval, zone)).buckets).toEqual(buckets);
    });

    it('a day has 23 hours when clocks go forward, and 25 when they go back', async () => {
      expect((await timeline('spring', 'DAY', 'America/New_York')).buckets).toEqual([
        '2026-03-07T05:00 2',
        '2026-03-08T05:00 2',
        '2026-03-09T04:00 1',
      ]);
      expect((await timeline('autumn', 'DAY', 'America/New_York')).buckets).toEqual([
        '2026-11-01T04:00 4',
        '2026-11-02T05:00 1',
      ]);
    });

    it('an hour that the clock shows twice is two, one that it skips is none', async () => {
      const autumn = (await timeline('autumn', 'HOUR', 'America/New_York')).buckets;
      expect(autumn.slice(0, 2)).toEqual(['2026-11-01T05:00 1', '2026-11-01T06:00 2']);
      expect(autumn).toHaveLength(25);
      expect((await timeline('spring', 'HOUR', 'America/New_York')).buckets.slice(-2)).toEqual([
        '2026-03-09T03:00 1',
        '2026-03-09T04:00 1',
      ]);
    });

    it('hours and days of a zone whose clocks are changed by half an hour do not overlap', async () => {
      expect((await timeline('back', 'HOUR', 'Australia/Lord_Howe')).buckets).toEqual([
        '2026-04-04T13:00 1',
        '2026-04-04T14:00 1',
        '2026-04-04T15:00 1',
        '2026-04-04T15:30 1',
      ]);
      expect((await timeline('forward', 'HOUR', 'Australia/Lord_Howe')).buckets).toEqual([
        '2026-10-03T14:30 1',
        '2026-10-03T15:30 1',
        '2026-10-03T16:00 1',
      ]);
      expect((await timeline('back', 'DAY', 'Australia/Lord_Howe')).buckets).toEqual(['2026-04-04T13:00 4']);
    });

    it('hours of a zone that is a quarter of an hour off', async () => {
      expect((await timeline('midnight', 'HOUR', 'Asia/Kathmandu')).buckets).toEqual([
        '2026-11-01T03:15 1',
        '2026-11-01T04:15 1',
        '2026-11-01T05:15 1',
      ]);
    });

    it('a day on which midnight comes twice begins at the first', async () => {
      expect((await timeline('midnight', 'DAY', 'America/Havana')).buckets).toEqual([
        '2026-10-31T04:00 1',
        '2026-11-01T04:00 2',
      ]);
    });

    it('nothing that fits is no bucket', async () => {
      expect(await timeline('none', 'DAY')).toEqual({ buckets: [], undatedCount: 0 });
    });

    it('1,000 buckets are given, more are an error that says what to do', async () => {
      expect((await timeline('thousand', 'DAY')).buckets).toHaveLength(1_000);
      for (const interval of ['DAY', 'HOUR']) {
        const date = interval === 'HOUR' ? ', filter: { datePublished: { gte: "2025-01-01T00:00:00Z" } }' : '';
        expect(await graph.errorOf(`{ timeline(interval: ${interval}${date}) { buckets { start } } }`)).toEqual({
          code: 'TOO_MANY_BUCKETS',
          message: expect.stringContaining('longer interval'),
        });
      }
      expect((await timeline('long', 'WEEK')).buckets).toHaveLength(314);
    });

    it.each(['Mars/Olympus', 'EST5', '+05:30', '', "UTC'; SELECT 1"])(
      'a zone that is none is a clear error: %s',
      async (zone) => {
        for (const query of [
          `{ timeline(interval: DAY, timeZone: "${zone}") { undatedCount } }`,
          `{ entities { nodes { timeline(interval: DAY, timeZone: "${zone}") { undatedCount } } } }`,
        ]) {
          expect(await graph.errorOf(query)).toEqual({
            code: 'BAD_USER_INPUT',
            message: expect.stringContaining('no time zone'),
          });
        }
      },
    );

    it('every zone that JavaScript knows is known to the database', async () => {
      for (const zone of [...Intl.supportedValuesOf('timeZone'), 'US/Eastern', 'Asia/Kathmandu', 'UTC', 'Etc/GMT+5']) {
        expect((await timeline('long', 'YEAR', zone)).buckets, zone).toHaveLength(7);
      }
    });

    it('null for zone and filter is as if they were left out', async () => {
      const query = '{ timeline(interval: YEAR, timeZone: null, filter: null) { buckets { start } undatedCount } }';
      expect(await graph.query(query)).toEqual(
        await graph.query('{ timeline(interval: YEAR) { buckets { start } undatedCount } }'),
      );
    });

    it('an entity’s is that of the articles that name it', async () => {
      const fields = '{ undatedCount buckets { start articleCount } }';
      const data = await graph.query(
        `{ all: ${ask('mixed', 'DAY')} ${fields} entity(name: "Ada Quill") { ${ask('mixed', 'DAY')} ${fields} } }`,
      );
      expect(data.entity.timeline).toEqual(data.all);
    });
  });
});
