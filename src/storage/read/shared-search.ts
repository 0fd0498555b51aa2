import { AsyncLocalStorage } from 'node:async_hooks';
import type { Cost } from '../cost.ts';
import { currentCost } from '../cost.ts';
import type { FacetsSelection, Page, Row } from './selection.ts';
import type { ReckonedPage } from './statement.ts';

/** The ways to read a page of articles by relevance, and what a set of articles is about. */
interface Ways {
  page(page: ReckonedPage): Promise<Page>;
  facets(facets: FacetsSelection): Promise<Row>;
  /** @throws what is wrong with either, before anything is read */
  both(page: ReckonedPage, facets: FacetsSelection): Promise<readonly [Page, Row]>;
}

interface Asked<Selection, Answer> {
  readonly selection: Selection;
  readonly account: Cost | null;
  /** Calls as if from where it was asked. */
  readonly from: <T>(call: () => T) => T;
  readonly answer: (answer: Promise<Answer>) => void;
}

/**
 * Who shows results of a search shows facets beside them, and asks for both in one operation: in two root fields, which are resolved
 * one right after the other. So each waits until the other has been asked for, and the articles that fit are looked for once.
 */
export class SharedSearch {
  readonly #ways: Ways;
  #pages: Asked<ReckonedPage, Page>[] = [];
  #facets: Asked<FacetsSelection, Row>[] = [];

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  page(selection: ReckonedPage): Promise<Page> {
    return new Promise((answer) => this.#ask(this.#pages, { selection, ...here(), answer }));
  }

  facets(selection: FacetsSelection): Promise<Row> {
    return new Promise((answer) => this.#ask(this.#facets, { selection, ...here(), answer }));
  }

  #ask<T>(queue: T[], asked: T): void {
    if (this.#pages.length + this.#facets.length === 0) queueMicrotask(() => this.#read());
    queue.push(asked);
  }

  #read(): void {
    const [pages, facets] = [this.#pages, this.#facets];
    [this.#pages, this.#facets] = [[], []];
    for (const asked of pages) {
      const condition = JSON.stringify(asked.selection.condition);
      const other = facets.findIndex(
        ({ account, selection }) => account === asked.account && JSON.stringify(selection.condition) === condition,
      );
      const [alongside] = other === -1 ? [] : facets.splice(other, 1);
      if (!alongside) this.#readPage(asked);
      else this.#readBoth(asked, alongside);
    }
    for (const asked of facets) this.#readFacets(asked);
  }

  #readPage({ selection, from, answer }: Asked<ReckonedPage, Page>): void {
    answer(from(() => this.#ways.page(selection)));
  }

  #readFacets({ selection, from, answer }: Asked<FacetsSelection, Row>): void {
    answer(from(() => this.#ways.facets(selection)));
  }

  #readBoth(page: Asked<ReckonedPage, Page>, facets: Asked<FacetsSelection, Row>): void {
    let both: Promise<readonly [Page, Row]>;
    try {
      both = page.from(() => this.#ways.both(page.selection, facets.selection));
    } catch {
      // Each says what is wrong with it, and nothing of the other.
      this.#readPage(page);
      this.#readFacets(facets);
      return;
    }
    page.answer(both.then(([read]) => read));
    facets.answer(both.then(([, read]) => read));
  }
}

function here() {
  const from: <T>(call: () => T) => T = AsyncLocalStorage.snapshot();
  return { account: currentCost(), from };
}
