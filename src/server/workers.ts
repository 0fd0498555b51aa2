import type { Worker } from 'node:cluster';
import cluster from 'node:cluster';
import { once } from 'node:events';
import type { Logger } from 'pino';
import { AggregatorRegistry } from 'prom-client';
import { z } from 'zod';

/** What the first process tells a worker that shall answer what it has, and end. */
const STOP = 'stop';
/** A worker that has not ended by then, after it takes no more requests, is killed. */
const STOP_MS = 15_000;
/** Between the end of a worker and the start of the next: one that keeps failing must not take the processor. */
const RESTART_MS = 1_000;

/** Whether this process is one of several that serve together. */
export function isWorker(): boolean {
  return cluster.isWorker;
}

/** Calls `stop` when the first process says so, or is gone. */
export function onWorkerStop(stop: () => void): void {
  cluster.worker?.on('message', (message) => {
    if (message === STOP) stop();
  });
  cluster.worker?.on('disconnect', stop);
}

/** A worker asks for the metrics of all; the first process answers with the same number. */
const MetricsAsked = z.object({ metricsAsked: z.number() });
const MetricsAnswer = z.object({ metricsOf: z.number(), text: z.string().nullable() });
let metricsAsked = 0;

/** The metrics of all workers, added up: asked by one of them. @throws Error when one of them does not answer */
export function metricsOfAll(): Promise<string> {
  const { worker } = cluster;
  if (!worker) throw new Error('the metrics of all workers were asked for in a process that is none');
  metricsAsked += 1;
  const number = metricsAsked;
  return new Promise((resolve, reject) => {
    const listen = (message: unknown) => {
      const { data } = MetricsAnswer.safeParse(message);
      if (data?.metricsOf !== number) return;
      worker.off('message', listen);
      if (data.text === null) reject(new Error('a worker has not told its metrics'));
      else resolve(data.text);
    };
    worker.on('message', listen);
    worker.send({ metricsAsked: number });
  });
}

export interface WorkersOptions {
  readonly count: number;
  readonly stop: AbortSignal;
  /** Told once, when all of them serve. */
  readonly onListening: (address: { readonly host: string; readonly port: number }) => void;
  /** How long they still take requests after they were told to end, in milliseconds. */
  readonly drainTime: number;
  readonly logger: Logger;
}

/** Sends a message to a worker; one that has just died, which nobody has noticed yet, needs none. */
function tell(worker: Worker, message: string | object): void {
  if (worker.isConnected()) worker.send(message, () => {});
}

/** What Node tells a worker of a connection that it hands to it, and what the worker answers when it has it. */
const NewConnection = z.object({ act: z.literal('newconn'), seq: z.number() });
const Taken = z.object({ ack: z.number() });

/**
 * Closes what was handed to a worker, and not taken by it before it died: Node keeps such a connection open, and whoever has asked on
 * it would wait for ever.
 */
function closeUntaken({ process: child }: Worker): void {
  const handed = new Map<number, { close(): void }>();
  const { send } = child;
  const sendAndRemember = (...values: unknown[]): unknown => {
    const { data } = NewConnection.safeParse(values[0]);
    if (data && isClosable(values[1])) handed.set(data.seq, values[1]);
    return Reflect.apply(send, child, values);
  };
  Reflect.set(child, 'send', sendAndRemember);
  child.on('internalMessage', (message) => {
    const { data } = Taken.safeParse(message);
    if (data) handed.delete(data.ack);
  });
  child.once('exit', () => {
    for (const connection of handed.values()) connection.close();
    handed.clear();
  });
}

function isClosable(value: unknown): value is { close(): void } {
  return typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function';
}

/**
 * Runs this command in so many processes that share one port, and starts another in the place of one that ends.
 * Resolves when it was stopped and all have ended.
 * @throws Error when one cannot even start
 */
export async function superviseWorkers({ count, stop, onListening, drainTime, logger }: WorkersOptions): Promise<void> {
  const listening = new Set<number>();
  // From then on one that cannot start, as while the database is away, is tried again: the others serve.
  let haveServed = false;
  let isFailed = false;
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const endAll = () => {
    const workers = Object.values(cluster.workers ?? {});
    if (workers.length === 0) end();
    for (const worker of workers) {
      if (!worker) continue;
      tell(worker, STOP);
      setTimeout(() => worker.kill('SIGKILL'), drainTime + STOP_MS).unref();
    }
  };

  const start = () => closeUntaken(cluster.fork());

  const registry = new AggregatorRegistry();
  cluster.on('message', (worker, message) => {
    const { data } = MetricsAsked.safeParse(message);
    if (!data) return;
    registry.clusterMetrics().then(
      (text) => tell(worker, { metricsOf: data.metricsAsked, text }),
      (error: unknown) => {
        logger.error({ err: error }, 'metrics not gathered');
        tell(worker, { metricsOf: data.metricsAsked, text: null });
      },
    );
  });
  cluster.on('listening', ({ id }, { address, port }) => {
    const isFirst = listening.size < count;
    listening.add(id);
    if (isFirst && listening.size === count) {
      haveServed = true;
      onListening({ host: address ?? '127.0.0.1', port });
    }
  });
  cluster.on('exit', (worker, code, signal) => {
    const isLast = Object.keys(cluster.workers ?? {}).length === 0;
    if (stop.aborted || isFailed) {
      if (isLast) end();
      return;
    }
    const cannotStart = !haveServed && !listening.has(worker.id) && signal === null;
    if (cannotStart) {
      isFailed = true;
      endAll();
      return;
    }
    logger.error({ worker: worker.process.pid, code, signal }, 'a worker has ended: another is started');
    setTimeout(() => {
      if (!stop.aborted && !isFailed) start();
    }, RESTART_MS);
  });
  for (let i = 0; i < count; i++) start();
  if (!stop.aborted) await Promise.race([once(stop, 'abort'), ended]);
  endAll();
  await ended;
  if (isFailed) throw new Error('A process that was to serve could not start: its message stands above.');
}
