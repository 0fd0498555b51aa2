import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../../domain/api-key.ts';
import { refusalOfOthers } from '../admin-only.ts';
import { errorBody } from '../errors.ts';

const BACKUP_PATH = '/backup';

export interface BackupOptions {
  /** The whole database at one moment, as a tar file; null where it is a server's. */
  readonly backUp: (() => Promise<Blob>) | null;
  readonly callerOf: (request: Request) => Promise<Caller | null>;
}

/** `/backup`, for admins: the embedded database as a file, without stopping. Those who ask at once get the same one. */
export function useBackup({ backUp, callerOf }: BackupOptions): Plugin {
  let running: Promise<Blob> | undefined;
  return {
    async onRequest({ request, url, endResponse, fetchAPI }) {
      if (url.pathname !== BACKUP_PATH || request.method !== 'GET') return;
      const refusal = refusalOfOthers(await callerOf(request), 'Backups need');
      if (refusal) {
        endResponse(new fetchAPI.Response(refusal.body, refusal.init));
        return;
      }
      if (!backUp) {
        const message = 'The database is a PostgreSQL server here: back it up by pg_dump, or by `newsgraph copy`.';
        const headers = { 'content-type': 'application/json; charset=utf-8' };
        endResponse(new fetchAPI.Response(errorBody('NOT_FOUND', message), { status: 404, headers }));
        return;
      }
      running ??= backUp().finally(() => {
        running = undefined;
      });
      const backup = await running;
      const headers = {
        'content-type': 'application/gzip',
        'content-disposition': 'attachment; filename="newsgraph.tar.gz"',
        'cache-control': 'no-store',
      };
      // Statements have not waited for this, which takes longer.
      endResponse(new fetchAPI.Response(backup.stream().pipeThrough(new CompressionStream('gzip')), { headers }));
    },
  };
}
