import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEvents } from '../../src/client/event-stream.ts';
import { eventCursor } from '../../src/storage/event-feed.ts';
import type { Exchange } from '../support/keep-alive.ts';
import { KeepAliveClient } from '../support/keep-alive.ts';
import { bring, headlineOf } from '../support/numbered-stories.ts';
import type { Change, Ledger, Story } from './ledger.ts';
import { CHIEF_HEADERS } from './settings.ts';

/** How late a process of the gateway may hear of what another one has stored; see `CorpusWatch`. */
const LATE_MS = 2_000;
const PAUSE_MS = 25;
/** A request that is not answered by then is sent again. */
const PATIENCE_MS = 20_000;
/** Nobody waits for longer: what is not answered then is a fault of its own. */
const GIVE_UP_MS = 60_000;

/** What a client may be told while something is broken; it tries again. */
const PASSING_CODES = new Set([
  'INTERNAL_SERVER_ERROR',
  'UNAVAILABLE',
  'OVERLOADED',
  'REQUEST_TIMED_OUT',
  'QUERY_TIMED_OUT',
  'IDEMPOTENCY_KEY_IN_USE',
]);

export interface LoadOptions {
  /** Of a gateway, or of several on one database. */
  readonly urls: readonly string[];
  readonly writers: number;
  readonly readers: number;
  readonly ledger: Ledger;
  readonly random: (end: number) => number;
}

interface Parsed {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/**
 * Clients of every kind at once, who go on until they are told to stop: writers, who send stories, new editions of them and deletions,
 * and send again what was not acknowledged; readers, who compare what they are answered with the ledger; and one who follows the events.
 */
export class MixedLoad {
  /** Answers that no client should be given: a sentence each. */
  readonly wrong: string[] = [];
  /** How many requests were answered as they should be. */
  answered = 0;
  /** The longest that anything took from when it was first sent until it was acknowledged, in milliseconds. */
  slowest = 0;
  readonly #options: LoadOptions;
  readonly #clients: Promise<void>[];
  readonly #stop = new AbortController();
  readonly #follower: Promise<void>;
  #isOver = false;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#clients = [
      ...Array.from({ length: options.writers }, (_, i) => this.#writeOnAndOn(this.#urlOf(i))),
      ...Array.from({ length: options.readers }, (_, i) => this.#readOnAndOn(this.#urlOf(i))),
    ];
    this.#follower = this.#follow(this.#urlOf(0));
  }

  /** Everybody finishes what he is at, and the follower hears of the rest. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
    const deadline = performance.now() + GIVE_UP_MS;
    while (!this.#options.ledger.areAllEventsSeen() && performance.now() < deadline) await sleep(PAUSE_MS);
    this.#stop.abort();
    await this.#follower;
  }

  #urlOf(i: number): string {
    return this.#options.urls[i % this.#options.urls.length] ?? '';
  }

  async #writeOnAndOn(url: string): Promise<void> {
    const { ledger, random } = this.#options;
    const client = new KeepAliveClient(url, PATIENCE_MS);
    while (!this.#isOver) {
      // Old ones are no story any more: who changes the same few for ever tests these only.
      const own = ledger.takeFree(random);
      const what = random(10);
      const change: Change = own && what < 2 ? 'delete' : own && what < 5 ? 'edit' : 'create';
      if (own && change === 'create') ledger.giveBack(own);
      const story = own && change !== 'create' ? own : ledger.newStory();
      const began = performance.now();
      if (change === 'delete') await this.#delete(client, story);
      else await this.#bring(client, story, random(2) === 0);
      this.slowest = Math.max(this.slowest, performance.now() - began);
      ledger.giveBack(story);
    }
    client.close();
  }

  async #bring(client: KeepAliveClient, story: Story, hasKey: boolean): Promise<void> {
    const edition = story.edition + 1;
    const key = hasKey ? `story-${story.number}-${edition}` : null;
    story.pending = edition;
    for (const end = performance.now() + GIVE_UP_MS; performance.now() < end; await sleep(PAUSE_MS)) {
      const { acknowledged, exchange } = await bring(client, story.number, key, edition);
      if (acknowledged) {
        this.answered += 1;
        this.#options.ledger.acknowledge(story, edition, acknowledged);
        return;
      }
      this.#lookAtFailure(`story ${story.number}, edition ${edition}`, exchange);
    }
    this.wrong.push(`story ${story.number}, edition ${edition} was not taken in for a minute`);
  }

  async #delete(client: KeepAliveClient, story: Story): Promise<void> {
    const mutation = 'mutation ($id: ID!) { deleteArticle(input: { id: $id }) { deletedId } }';
    story.pending = 'deletion';
    for (const end = performance.now() + GIVE_UP_MS; performance.now() < end; await sleep(PAUSE_MS)) {
      const exchange = await client.query(mutation, { id: story.articleId }, CHIEF_HEADERS);
      const told = parsed(exchange);
      // The one before was done, and not answered.
      const isGone = told?.errors?.some(({ extensions }) => extensions?.code === 'BAD_USER_INPUT');
      if (told?.data?.['deleteArticle'] || isGone) {
        this.answered += 1;
        this.#options.ledger.acknowledgeDeletion(story);
        return;
      }
      this.#lookAtFailure(`the deletion of story ${story.number}`, exchange);
    }
    this.wrong.push(`story ${story.number} was not deleted for a minute`);
  }

  async #readOnAndOn(url: string): Promise<void> {
    const { ledger, random } = this.#options;
    const client = new KeepAliveClient(url, PATIENCE_MS);
    while (!this.#isOver) {
      const story = ledger.anyStory(random);
      if (!story) {
        await sleep(PAUSE_MS);
        continue;
      }
      const { edition, isDeleted, pending, changedAt } = story;
      const isSettled = performance.now() - changedAt > LATE_MS;
      const exchange = await client.query('query ($id: ID!) { article(id: $id) { headline } }', {
        id: story.articleId,
      });
      const told = parsed(exchange);
      if (!told?.data || told.errors) {
        this.#lookAtFailure(`a question for story ${story.number}`, exchange);
        await sleep(PAUSE_MS);
        continue;
      }
      this.answered += 1;
      const { headline = null } = (told.data['article'] ?? {}) as { headline?: string };
      const mayBeGone = isDeleted || pending === 'deletion' || story.pending === 'deletion' || story.isDeleted;
      const newest = typeof story.pending === 'number' ? story.pending : story.edition;
      const editions = Array.from({ length: newest }, (_, i) => i + 1).filter((each) => !isSettled || each >= edition);
      const fits =
        headline === null
          ? mayBeGone
          : !(isDeleted && isSettled) && editions.some((each) => headline === headlineOf(story.number, each));
      if (!fits) {
        this.wrong.push(
          `story ${story.number} has edition ${edition}${isDeleted ? ', was deleted,' : ''} and was read as ${headline}`,
        );
      }
    }
    client.close();
  }

  /** Follows the events, and after every break from the last one on. */
  async #follow(url: string): Promise<void> {
    const query = `subscription ($after: String) { articleEvents(after: $after) {
      kind: __typename
      ... on ArticleIngested { cursor outcome article { id } }
      ... on ArticleRemoved { cursor articleId }
      ... on EventGap { cursor missed } } }`;
    let after = eventCursor('0');
    while (!this.#stop.signal.aborted) {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
          body: JSON.stringify({ query, variables: { after } }),
          signal: this.#stop.signal,
        });
        if (!response.body) continue;
        const pieces = response.body.pipeThrough(new TextDecoderStream());
        for await (const { event, data } of readEvents(pieces)) {
          if (event !== 'next' || data === '') continue;
          const told: Parsed = JSON.parse(data);
          const [error] = told.errors ?? [];
          if (error && !PASSING_CODES.has(error.extensions?.code ?? '')) this.wrong.push(`events: ${error.message}`);
          const happened = told.data?.['articleEvents'] as SeenEvent | undefined;
          if (!happened) continue;
          after = happened.cursor;
          if (happened.kind === 'EventGap') this.wrong.push(`${happened.missed} events are missing`);
          else this.#options.ledger.sawEvent(happened);
        }
      } catch {
        // It goes on from where it was.
      }
      if (!this.#stop.signal.aborted) await sleep(PAUSE_MS);
    }
  }

  /** A failure may be one of those that pass. */
  #lookAtFailure(what: string, { answer }: Exchange): void {
    // What a receipt says of a fault that may pass, too.
    if (answer === null || answer.text.includes('"INGEST_FAILED"')) return;
    const told = parsed({ answer });
    const codes = told?.errors?.map(({ extensions }) => extensions?.code ?? 'none') ?? [];
    if (codes.length > 0 && codes.every((code) => PASSING_CODES.has(code))) return;
    this.wrong.push(`${what} was answered ${answer.status}: ${answer.text.slice(0, 300)}`);
  }
}

/** An event as the follower asks for it. */
interface SeenEvent {
  readonly kind: 'ArticleIngested' | 'ArticleRemoved' | 'EventGap';
  readonly cursor: string;
  readonly outcome?: string;
  readonly article?: { readonly id: string };
  readonly articleId?: string;
  readonly missed?: number | null;
}

function parsed({ answer }: Pick<Exchange, 'answer'>): Parsed | null {
  if (!answer) return null;
  try {
    return JSON.parse(answer.text);
  } catch {
    return null;
  }
}
