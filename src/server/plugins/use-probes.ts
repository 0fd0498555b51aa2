import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';

const LIVENESS_PATH = '/health';
const READINESS_PATH = '/ready';

export interface ProbeOptions {
  readonly logger: Logger;
  /** Whether requests can be served now. A rejection counts as no. */
  isReady(): Promise<boolean>;
}

/**
 * `/health`: the process answers. `/ready`: it can serve, 503 otherwise; the reason goes to the log only.
 * Yoga's own health check answers every URL that ends in `/health`, and its readiness check shows the error's message.
 */
export function useProbes({ logger, isReady }: ProbeOptions): Plugin {
  async function ready(): Promise<boolean> {
    try {
      return await isReady();
    } catch (error) {
      logger.warn({ err: error }, 'not ready');
      return false;
    }
  }

  return {
    async onRequest({ request, url, endResponse, fetchAPI }) {
      if (!isProbePath(url.pathname) || (request.method !== 'GET' && request.method !== 'HEAD')) return;
      const isUp = url.pathname === LIVENESS_PATH || (await ready());
      endResponse(
        new fetchAPI.Response(JSON.stringify({ status: isUp ? 'ok' : 'unavailable' }), {
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
