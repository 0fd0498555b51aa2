import { AsyncResource } from 'node:async_hooks';
import type { Receipt } from '../domain/receipt.ts';
import type { JobStore, TakenJob } from '../storage/job-store.ts';
import type { Ingest } from './ingest.ts';

export interface JobWorkersOptions {
  readonly jobs: JobStore;
  readonly ingest: Pick<Ingest, 'ingest'>;
  /** How many jobs at once; 0: none. */
  readonly most: number;
  /** So long a job may be without a sign of life before others think that it was lost, in milliseconds. */
  readonly lease: number;
  /** Told of what is no fault of a document's: a database that fails. */
  readonly onFault: (error: unknown) => void;
  /** Told how each try of this process ended; and, without a job, of each that was lost by whoever was silent for too long. */
  readonly onTried?: (outcome: 'done' | 'failed' | 'lost', job: TakenJob | null) => void;
}

/** Takes in what is queued, in this process. */
export interface JobWorkers {
  /** Looks for jobs now rather than in a second. */
  wake(): void;
  /** Takes no more, and gives those that are at work so many milliseconds; what is not done then, others do again. */
  close(grace: number): Promise<void>;
}

/** How late a job is found that another process queued. */
const POLL_MS = 1_000;
/** Signs of life in the time after which a job counts as lost. */
const BEATS = 4;
const FORGET_MS = 600_000;

export function startJobWorkers({
  jobs,
  ingest,
  most,
  lease,
  onFault,
  onTried = () => {},
}: JobWorkersOptions): JobWorkers {
  const running = new Map<TakenJob, Promise<void>>();
  let isClosing = false;
  let isTaking: Promise<void> | null = null;
  let isAskedAgain = false;
  let beating: Promise<void> | null = null;
  let forgottenAt = 0;

  /** One after the other: what is asked meanwhile is looked for when that is over. */
  function look(): void {
    if (isClosing || most === 0) return;
    if (isTaking) {
      isAskedAgain = true;
      return;
    }
    isAskedAgain = false;
    isTaking = take()
      .catch(onFault)
      .finally(() => {
        isTaking = null;
        if (isAskedAgain) look();
      });
  }

  async function take(): Promise<void> {
    const free = most - running.size;
    if (free <= 0) return;
    for (const job of await jobs.take(free)) {
      const done = work(job)
        .catch(onFault)
        .finally(() => {
          running.delete(job);
          look();
        });
      running.set(job, done);
    }
  }

  /** Rejects where what became of it could not be written: then it is lost, and done again. */
  async function work(job: TakenJob): Promise<void> {
    const { uri, bytes, contentType, format } = job;
    const receipts: Receipt[] = [];
    try {
      const raw = { uri, bytes, ...(contentType === null ? {} : { contentType }) };
      for await (const receipt of ingest.ingest(raw, format ? { format } : {})) {
        // It has been handed back.
        if (!running.has(job) && isClosing) return;
        receipts.push(receipt);
      }
    } catch (error) {
      onFault(error);
      if (await jobs.fail(job, 'The gateway failed, by a fault of its own that is in its log.', null))
        onTried('failed', job);
      return;
    }
    const failed = receipts.filter(({ problems }) => problems.some(({ code }) => code === 'INGEST_FAILED')).length;
    if (failed === 0) {
      if (await jobs.finish(job, receipts)) onTried('done', job);
      return;
    }
    const error = `${failed} of ${receipts.length} documents could not be taken in, by a fault of the gateway’s that is in its log.`;
    if (await jobs.fail(job, error, receipts)) onTried('failed', job);
  }

  /** Signs of life first: a process that was held up must not take its own jobs for lost. */
  async function beat(): Promise<void> {
    if (running.size > 0) await jobs.beat([...running.keys()]);
    for (let lost = await jobs.failLost(); lost > 0; lost--) onTried('lost', null);
    if (Date.now() - forgottenAt > FORGET_MS) {
      await jobs.forget();
      forgottenAt = Date.now();
    }
  }

  function keepBeating(): void {
    beating ??= beat()
      .catch(onFault)
      .finally(() => {
        beating = null;
      });
  }

  const timers =
    most === 0 ? [] : [setInterval(look, POLL_MS), setInterval(keepBeating, Math.min(lease / BEATS, BEATS * POLL_MS))];
  look();

  return {
    // What is done then is on no request's account.
    wake: AsyncResource.bind(look),
    async close(grace) {
      isClosing = true;
      await isTaking;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, grace)));
      await Promise.race([Promise.all(running.values()), late]);
      clearTimeout(timer);
      for (const each of timers) clearInterval(each);
      await beating;
      const left = [...running.keys()];
      running.clear();
      if (left.length > 0) await jobs.handBack(left).catch(onFault);
    },
  };
}
