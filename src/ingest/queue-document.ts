import { createHash } from 'node:crypto';
import { ClientError } from '../domain/client-error.ts';
import type { IngestJob } from '../domain/ingest-job.ts';
import type { JobStore } from '../storage/job-store.ts';
import { documentUri } from './document-uri.ts';
import type { Brought } from './take-once.ts';

/** Where documents are put that are taken in later. */
export interface IngestQueue extends Pick<JobStore, 'find' | 'replay' | 'discard' | 'backlog'> {
  /**
   * Queues a document: when it resolves, it will be taken in.
   * @throws ClientError BAD_USER_INPUT for a uri that is none and for a document that is too long, and as `JobStore.add`
   */
  add(document: Omit<Brought, 'dryRun'>): Promise<IngestJob>;
}

export interface IngestQueueOptions {
  readonly jobs: JobStore;
  /** Longer documents are refused; in bytes. */
  readonly maxBytes: number;
  /** Told when there is something to do. */
  readonly wake: () => void;
}

export function createIngestQueue({ jobs, maxBytes, wake }: IngestQueueOptions): IngestQueue {
  return {
    find: jobs.find,
    discard: jobs.discard,
    backlog: jobs.backlog,
    async replay(id, by) {
      await jobs.replay(id, by);
      wake();
    },
    async add({ bytes, contentType, uri: given, format, by, idempotencyKey }) {
      const uri = documentUri(given, bytes);
      if (bytes.length > maxBytes) {
        throw new ClientError(
          'BAD_USER_INPUT',
          `The document has ${bytes.length.toLocaleString('en')} bytes, and may have ${maxBytes.toLocaleString('en')}: send less at once.`,
        );
      }
      const request = createHash('sha256')
        .update(JSON.stringify([uri, format, contentType]))
        .update(bytes)
        .digest('hex');
      const id = await jobs.add({ uri, bytes, contentType, format, by, idempotencyKey, request });
      const job = await jobs.find(id, by);
      wake();
      if (!job) throw new Error(`the job ${id} was queued and is not there`);
      return job;
    },
  };
}
