import { performance } from 'node:perf_hooks';
import { parseGlobalId } from '../../src/graphql/global-id.ts';
import type { Database } from '../../src/storage/database.ts';
import type { Acknowledged } from '../support/numbered-stories.ts';
import { headlineOf, uriOf } from '../support/numbered-stories.ts';
import { unsoundness } from '../support/soundness.ts';

export type Change = 'create' | 'edit' | 'delete';

/** What has been acknowledged of a story, and what is on its way. */
export interface Story {
  readonly number: number;
  /** The last edition that was acknowledged; 0: none yet. */
  edition: number;
  /** What was sent, and not acknowledged yet. */
  pending: number | 'deletion' | null;
  isDeleted: boolean;
  articleId: string;
  receipt: Acknowledged | null;
  /** When the last change was acknowledged. */
  changedAt: number;
  readonly seen: { created: number; updated: number; removed: number };
}

/** So many of the newest stories are changed again. */
const CHANGED = 40;

/** Who writes what was acknowledged into a book of his own, outside of the system that he watches. */
export class Ledger {
  readonly #stories: Story[] = [];
  readonly #byArticle = new Map<string, Story>();
  readonly #inHand = new Set<Story>();
  readonly #cursors = new Set<string>();
  /** Events that came twice, or of what nobody has sent. */
  readonly oddEvents: string[] = [];
  /** Of articles whose acknowledgment has not come yet. */
  readonly #early = new Map<string, ('created' | 'updated' | 'removed')[]>();

  newStory(): Story {
    const story: Story = {
      number: this.#stories.length,
      edition: 0,
      pending: null,
      isDeleted: false,
      articleId: '',
      receipt: null,
      changedAt: performance.now(),
      seen: { created: 0, updated: 0, removed: 0 },
    };
    this.#stories.push(story);
    this.#inHand.add(story);
    return story;
  }

  /** One of the newest that are there, and in nobody's hand; it is in the caller's then, until he gives it back. */
  takeFree(random: (end: number) => number): Story | null {
    const free = this.#stories.slice(-CHANGED).filter((each) => isThere(each) && !this.#inHand.has(each));
    const story = free[random(Math.max(1, free.length))] ?? null;
    if (story) this.#inHand.add(story);
    return story;
  }

  giveBack(story: Story): void {
    story.pending = null;
    this.#inHand.delete(story);
  }

  /** One that has been there, and may have been deleted. */
  anyStory(random: (end: number) => number): Story | null {
    const story = this.#stories[random(Math.max(1, this.#stories.length))];
    return story && story.edition > 0 ? story : null;
  }

  acknowledge(story: Story, edition: number, receipt: Acknowledged): void {
    story.edition = edition;
    story.receipt = receipt;
    story.changedAt = performance.now();
    if (story.articleId !== '' && story.articleId !== receipt.articleId) {
      this.oddEvents.push(`story ${story.number} has become another article`);
    }
    story.articleId = receipt.articleId;
    this.#byArticle.set(receipt.articleId, story);
    for (const kind of this.#early.get(receipt.articleId) ?? []) story.seen[kind] += 1;
    this.#early.delete(receipt.articleId);
  }

  acknowledgeDeletion(story: Story): void {
    story.isDeleted = true;
    story.changedAt = performance.now();
  }

  sawEvent(event: {
    readonly cursor: string;
    readonly outcome?: string;
    readonly article?: { readonly id: string };
    readonly articleId?: string;
  }): void {
    if (this.#cursors.has(event.cursor)) this.oddEvents.push(`the event ${event.cursor} came twice`);
    this.#cursors.add(event.cursor);
    const id = event.article?.id ?? event.articleId ?? '';
    const kind = event.article ? (event.outcome === 'CREATED' ? 'created' : 'updated') : 'removed';
    const story = this.#byArticle.get(id);
    if (story) story.seen[kind] += 1;
    else this.#early.set(id, [...(this.#early.get(id) ?? []), kind]);
  }

  /** Whether the follower has heard of all that was acknowledged. */
  areAllEventsSeen(): boolean {
    return this.#eventFaults().length === 0;
  }

  get size(): number {
    return this.#stories.length;
  }

  /**
   * Compares all that was acknowledged with what the database holds, and has the doctor look at it.
   * @returns what is wrong, a sentence each
   */
  async faultsOf({ prisma }: Pick<Database, 'prisma'>): Promise<string[]> {
    return [...this.oddEvents, ...this.#eventFaults(), ...(await this.rowFaultsOf({ prisma }))];
  }

  /** The same, of what nobody has followed. */
  async rowFaultsOf({ prisma }: Pick<Database, 'prisma'>): Promise<string[]> {
    const faults: string[] = [];
    const rows = await prisma.$queryRaw<StoredStory[]>`
      SELECT d."uri", a."id"::text, a."headline",
        (SELECT count(*)::int FROM "EntityMention" m WHERE m."articleId" = a."id") AS "mentionCount",
        (SELECT count(*)::int FROM "Quote" q WHERE q."articleId" = a."id") AS "quoteCount",
        (SELECT count(*)::int FROM "Citation" c WHERE c."articleId" = a."id") AS "citationCount",
        (SELECT count(*)::int FROM "ArticleVersion" v WHERE v."articleId" = a."id") AS "versionCount"
      FROM "Document" d LEFT JOIN "Article" a ON a."id" = d."articleId"`;
    const articles = await prisma.article.count();
    const there = this.#stories.filter(isThere);
    const byUri = new Map(rows.map((row) => [row.uri, row]));
    if (rows.length !== there.length || byUri.size !== rows.length || articles !== rows.length) {
      faults.push(
        `${there.length} stories were acknowledged; there are ${rows.length} documents, ${articles} articles`,
      );
    }
    for (const { number, edition, articleId, receipt } of there) {
      const row = byUri.get(uriOf(number));
      const found = row && [row.id, row.headline, row.mentionCount, row.quoteCount, row.citationCount];
      const due = [
        parseGlobalId(articleId, 'Article').id,
        headlineOf(number, edition),
        receipt?.mentionCount,
        receipt?.quoteCount,
        receipt?.citationCount,
      ];
      if (String(found) !== String(due)) faults.push(`story ${number}: ${due} was acknowledged, ${found} is there`);
      if (row && row.versionCount !== edition - 1) {
        faults.push(`story ${number} has ${row.versionCount} former versions, and was changed ${edition - 1} times`);
      }
    }
    for (const { number } of this.#stories.filter(({ isDeleted }) => isDeleted)) {
      if (byUri.has(uriOf(number))) faults.push(`story ${number} was deleted, and is there`);
    }
    for (const { check, rule, wrong, examples } of await unsoundness({ prisma })) {
      faults.push(`doctor: ${check}: ${rule} ${wrong} rows are wrong, such as ${examples}`);
    }
    return faults;
  }

  #eventFaults(): string[] {
    return this.#stories
      .filter(({ edition }) => edition > 0)
      .flatMap(({ number, edition, isDeleted, seen }) => {
        // Of what is gone when the event is read, only its end is told.
        const isRight = isDeleted
          ? seen.removed === 1 && seen.created <= 1 && seen.updated < edition
          : seen.removed === 0 && seen.created === 1 && seen.updated === edition - 1;
        return isRight
          ? []
          : `story ${number} of edition ${edition}${isDeleted ? ', deleted,' : ''} was heard of as ${JSON.stringify(seen)}`;
      });
  }
}

interface StoredStory {
  readonly uri: string;
  readonly id: string | null;
  readonly headline: string | null;
  readonly mentionCount: number;
  readonly quoteCount: number;
  readonly citationCount: number;
  readonly versionCount: number;
}

function isThere({ edition, isDeleted }: Story): boolean {
  return edition > 0 && !isDeleted;
}
