import { z } from 'zod';
import type { Stop } from '../../domain/stop.ts';
import { countFoldedRows } from '../cost.ts';
import { queryByDriver } from '../driver.ts';
import type { PrismaClient } from '../generated/client.ts';
import type { Ask } from '../servers/database-servers.ts';
import type { ModelName, RootListName } from './catalogue.ts';
import { CATALOGUE, ROOT_LISTS } from './catalogue.ts';
import type { Condition } from './condition.ts';
import { conditionSql } from './condition.ts';
import { facetsReader, facetsSql, pageAndFacetsSql } from './facets.ts';
import type { Read } from './row-reader.ts';
import { pageReader, rowsReader, valuesOf } from './row-reader.ts';
import type { EventRow, TimelineRow } from './rows.ts';
import type { SearchPage, SearchRequest } from './search.ts';
import { emptySearchPage, searchReader, searchSql } from './search.ts';
import type { FacetsSelection, Page, PageSelection, Row, Selection, TimelineSelection } from './selection.ts';
import { SharedSearch } from './shared-search.ts';
import { standIns, standsFor } from './stand-ins.ts';
import { isReckoned, Statement } from './statement.ts';
import { timelineSql } from './timeline.ts';
import { inVisibleArticle } from './visible.ts';

/** Finds rows of a type: a column of the catalogue's table, and the values that it may have. */
export interface Lookup {
  readonly column: 'id' | 'key' | 'domain' | 'url';
  readonly values: readonly string[];
}

/** Reads the graph as readers may see it; every call is one SQL statement. */
export interface Reader {
  /** The visible rows that the lookup finds, in no particular order; for an id of what was merged, its survivor. */
  rows(model: ModelName, lookup: Lookup | 'all', selection: Selection): Promise<Row[]>;
  page(list: RootListName, page: PageSelection): Promise<Page>;
  /**
   * What became of articles that readers may see, at the `count` positions behind `after`, in order.
   * @param selection what is asked of an `ArticleIngested`
   * @param condition on its article; removals come in any case, for what is gone fits nothing
   */
  events(after: bigint, count: bigint, selection: Selection, condition: Condition): Promise<EventWindow>;
  /** All visible articles that fit, counted by time. */
  timeline(timeline: TimelineSelection): Promise<TimelineRow>;
  /** What the visible articles that fit are about: under each slot the rows of its facet. */
  facets(facets: FacetsSelection): Promise<Row>;
  search(request: SearchRequest): Promise<SearchPage>;
  /** Ids of the visible entities that go by a name (as `normalizeName` gives it), with what tells them apart. */
  entitiesNamed(normalized: string, type: string | null): Promise<Candidate[]>;
  /** Ids of the visible sources that go by a name (as `normalizeName` gives it). */
  sourcesNamed(normalized: string): Promise<Candidate[]>;
}

/** Of one moment. */
export interface EventWindow {
  /** The first position that has not been dropped, or will come next. */
  readonly firstKept: bigint;
  /** The last position so far; 0 for none. */
  readonly last: bigint;
  readonly events: readonly EventRow[];
}

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** What changes without a new revision of the corpus: of a replica nobody could tell how new it is there. */
const WITHOUT_REVISION: ReadonlySet<ModelName> = new Set(['IngestJob', 'Tombstone']);

/** A statement that looks one row up; its last value says which. */
interface LookupStatement {
  readonly expression: string;
  readonly values: readonly unknown[];
}

/** The statements that look up rows of one selection, by column: a selection that comes again is the same object. */
const lookups = new WeakMap<Selection, Map<string, LookupStatement>>();

function lookupStatement(model: ModelName, lookup: Lookup | 'all', selection: Selection): LookupStatement {
  if (lookup === 'all') return makeLookup(model, selection, (_statement, t) => CATALOGUE[model].visible(t));
  const { column } = lookup;
  const cast = column === 'id' ? 'uuid' : 'text';
  // PostgreSQL's text holds no NUL, so nothing is called so.
  const wanted = lookup.values.filter((value) => !value.includes('\0'));
  const [only] = wanted;
  if (only === undefined || wanted.length > 1) {
    return makeLookup(model, selection, (statement, t) => {
      const array = `${statement.value(wanted)}::${cast}[]`;
      const ids = column === 'id' ? standIns(model, array) : array;
      return `${t}."${column}" = ANY(${ids}) AND ${CATALOGUE[model].visible(t)}`;
    });
  }
  const made = lookups.get(selection) ?? new Map<string, LookupStatement>();
  lookups.set(selection, made);
  let known = made.get(`${model} ${column}`);
  if (!known) {
    // A list of one is planned as if it were of ten.
    known = makeLookup(model, selection, (statement, t) => {
      const value = `${statement.value(only)}::${cast}`;
      const is = column === 'id' ? standsFor(model, `${t}."id"`, value) : `${t}."${column}" = ${value}`;
      return `${is} AND ${CATALOGUE[model].visible(t)}`;
    });
    made.set(`${model} ${column}`, known);
  }
  return { ...known, values: [...known.values.slice(0, -1), only] };
}

function makeLookup(
  model: ModelName,
  selection: Selection,
  where: (statement: Statement, t: string) => string,
): LookupStatement {
  const statement = new Statement();
  const rows = { node: model, where: (t: string) => where(statement, t), orderBy: (t: string) => `${t}."id"` };
  const expression = statement.many(rows, selection, '');
  return { expression, values: statement.values };
}

/**
 * @param stop has what runs for this reader in the database cancelled
 * @param ask answers its statements; left out: the database of the client
 */
export function createReader(prisma: PrismaClient, stop?: Stop, ask?: Ask): Reader {
  const askPrimary: Ask = (expression, values) => queryByDriver(prisma, `SELECT (${expression})::text`, values, stop);
  const askAny = ask ?? askPrimary;

  /** Runs a statement of one expression that gives JSON. */
  async function json<T>(
    statement: { readonly values: readonly unknown[] },
    expression: string,
    read: Read<T>,
    node?: ModelName,
  ): Promise<T> {
    // All values are parameters, all text is the catalogue's.
    const asking = node && WITHOUT_REVISION.has(node) ? askPrimary : askAny;
    const answered = await asking(expression, statement.values, stop);
    const count = { rows: 0 };
    const answer = read(typeof answered === 'string' ? JSON.parse(answered) : null, count);
    countFoldedRows(count.rows);
    return answer;
  }

  async function readPage(name: RootListName, page: PageSelection): Promise<Page> {
    const statement = new Statement();
    const list = ROOT_LISTS[name];
    return json(statement, statement.page(list, name, page, ''), pageReader(list, name, page), list.node);
  }

  const shared = new SharedSearch({
    page: (page) => readPage('articles', page),
    facets: async (facets) => {
      const statement = new Statement();
      return json(statement, facetsSql(facets, statement), facetsReader(facets));
    },
    both: (page, facets) => {
      const statement = new Statement();
      const expression = pageAndFacetsSql(page, facets, statement);
      const [ofPage, ofFacets] = [pageReader(ROOT_LISTS.articles, 'articles', page), facetsReader(facets)];
      return json(statement, expression, (answer, count) => {
        const [found, counted] = valuesOf(answer, 2);
        return [ofPage(found, count), ofFacets(counted, count)] as const;
      });
    },
  });

  return {
    async rows(model, lookup, selection) {
      const { expression, values } = lookupStatement(model, lookup, selection);
      return json({ values }, expression, rowsReader(model, selection), model);
    },

    page(name, page) {
      if (name === 'articles' && isReckoned(ROOT_LISTS.articles, page)) return shared.page(page);
      return readPage(name, page);
    },

    async events(after, count, asked, condition) {
      const columns = new Set([...asked.columns, 'cursor', 'articleId', 'outcome']);
      const selection = { ...asked, columns };
      const statement = new Statement();
      const events = statement.many(
        {
          node: 'ArticleIngested',
          where: (t) => {
            const related = { kind: 'related', relation: 'article', to: condition } as const;
            const fits = conditionSql(related, 'ArticleIngested', t, statement);
            const [from, to] = [statement.value(after), statement.value(after + count)];
            return `${t}."position" > ${from}::bigint AND ${t}."position" <= ${to}::bigint AND ${CATALOGUE.ArticleIngested.visible(t)}
              AND (${t}."outcome" IS NULL OR ${fits ?? true})`;
          },
          orderBy: (t) => `${t}."position"`,
        },
        selection,
        '',
      );
      const read = rowsReader('ArticleIngested', selection);
      return json(
        statement,
        `SELECT json_build_array(${events}, c."lastEvent"::text,
          coalesce((SELECT min("position") FROM "ArticleEvent"), c."lastEvent" + 1)::text) FROM "Corpus" c`,
        (answer, count) => {
          const [rows, last, firstKept] = Window.parse(answer);
          // The columns that make an event are among those asked for.
          return { firstKept, last, events: read(rows, count) as unknown as EventRow[] };
        },
      );
    },

    async timeline(timeline) {
      const statement = new Statement();
      const expression = timelineSql(ROOT_LISTS.articles, timeline, '', statement);
      // Its shape is the statement's.
      return json(statement, expression, (answer) => answer as TimelineRow);
    },

    facets: (facets) => shared.facets(facets),

    async search(request) {
      if (request.selections.size === 0) return emptySearchPage(request);
      const statement = new Statement();
      return json(statement, searchSql(request, statement), searchReader(request));
    },

    async entitiesNamed(normalized, type) {
      const { visible } = CATALOGUE.Entity;
      return json(
        { values: [normalized, type] },
        `SELECT json_agg(f) FROM (
         SELECT t."id"::text AS "id", t."name", t."type"::text AS "kind" FROM "Entity" t
         WHERE t."id" IN (SELECT n."entityId" FROM "EntityName" n WHERE n."normalized" = $1 AND ${inVisibleArticle('n')})
           AND ($2::text IS NULL OR t."type"::text = $2) AND ${visible('t')} ORDER BY t."name", t."id" LIMIT 20) f`,
        readCandidates,
      );
    },

    async sourcesNamed(normalized) {
      const { visible } = CATALOGUE.Source;
      return json(
        { values: [normalized] },
        `SELECT json_agg(f) FROM (
         SELECT t."id"::text AS "id", t."name", t."kind"::text AS "kind" FROM "Source" t
         WHERE t."normalizedNames" @> ARRAY[$1::text] AND ${visible('t')} ORDER BY t."name", t."id" LIMIT 20) f`,
        readCandidates,
      );
    },
  };
}

const Candidates = z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })).nullable();

const readCandidates: Read<Candidate[]> = (answer, count) => {
  const found = Candidates.parse(answer) ?? [];
  count.rows += found.length;
  return found;
};

const Window = z.tuple([z.unknown(), z.coerce.bigint(), z.coerce.bigint()]);
