import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';

export const LIVENESS_PATH = '/health';
export const READINESS_PATH = '/ready';

/** A database that says nothing for so long is not there: whoever probes would not wait longer. */
const READY_MILLISECONDS = 2_000;

export interface ProbeOptions {
  readonly logger: Logger;
  /** Whether requests can be served now. A rejection counts as no. */
  isReady(): Promise<boolean>;
  /** What whoever asks is told besides; null for nothing. */
  details(): object | null;
}

/**
 * `/health`: the process answers. `/ready`: it can serve, 503 otherwise; the reason goes to the log only.
 * Yoga's own health check answers every URL that ends in `/health`, and its readiness check shows the error's message.
 */
export function useProbes({ logger, isReady, details }: ProbeOptions): Plugin {
  async function ready(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the database does not answer')), READY_MILLISECONDS);
    });
    try {
      return await Promise.race([isReady(), tooLate]);
    } catch (error) {
      logger.warn({ err: error }, 'not ready');
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async onRequest({ request, url, endResponse, fetchAPI }) {
      if (!isProbePath(url.pathname) || (request.method !== 'GET' && request.method !== 'HEAD')) return;
      const isUp = url.pathname === LIVENESS_PATH || (await ready());
      const more = url.pathname === READINESS_PATH ? details() : null;
      endResponse(
        new fetchAPI.Response(JSON.stringify({ status: isUp ? 'ok' : 'unavailable', ...more }), {
          status: isUp ? 200 : 503,
          headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
        }),
      );
    },
  };
}

/** Whether a path is one that machines ask every few seconds. */
export function isProbePath(pathname: string): boolean {
  return pathname === LIVENESS_PATH || pathname === READINESS_PATH;
}
