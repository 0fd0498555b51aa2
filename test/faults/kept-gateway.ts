import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from '../support/command.ts';
import { childrenOf, startCommand } from '../support/command.ts';

/** Between the end of a gateway and the next start, as systemd has it by default. */
const RESTART_MS = 100;
const URL_LINE = /GraphiQL\s+(http:\S+)/;

/** A gateway that is started again whenever it ends, as an init system would. */
export class KeptGateway {
  readonly url: string;
  /** What gateways wrote to standard error that ended by themselves. */
  readonly complaints: string[] = [];
  readonly #args: readonly string[];
  readonly #settings: Record<string, string>;
  readonly #file: string | undefined;
  #running: Running;
  #isWanted = true;
  #isKilled = false;
  readonly #kept: Promise<void>;

  private constructor(
    args: readonly string[],
    settings: Record<string, string>,
    file: string | undefined,
    url: string,
    running: Running,
  ) {
    this.#file = file;
    this.#args = args;
    this.#settings = settings;
    this.url = url;
    this.#running = running;
    this.#kept = this.#keep();
  }

  /** Starts it, and waits until it serves. Whoever starts it stops it. @param file see `startCommand` */
  static async start(args: readonly string[], settings: Record<string, string>, file?: string): Promise<KeptGateway> {
    const running = startCommand(args, settings, file);
    const [, url = ''] = await running.output(URL_LINE);
    return new KeptGateway(args, { ...settings, PORT: new URL(url).port }, file, url, running);
  }

  /** The processes that serve beneath the first one. */
  get workers(): readonly number[] {
    return childrenOf(this.#running.pid);
  }

  /** SIGKILL to all of its processes. */
  killAll(): void {
    const { workers } = this;
    this.killFirst();
    for (const pid of workers) kill(pid);
  }

  /** SIGKILL to the first process alone: its workers find that out by themselves. */
  killFirst(): void {
    this.#isKilled = true;
    this.#running.kill('SIGKILL');
  }

  /** SIGKILL to one of its workers. */
  killWorker(random: (end: number) => number): void {
    const { workers } = this;
    const pid = workers[random(Math.max(1, workers.length))];
    if (pid !== undefined) kill(pid);
  }

  /** Ends it in good order, and for good. @returns its exit status */
  async stop(): Promise<number | null> {
    this.#isWanted = false;
    this.#running.kill('SIGTERM');
    const { status } = await this.#running.finished;
    await this.#kept;
    return status;
  }

  async #keep(): Promise<void> {
    for (;;) {
      const { stderr } = await this.#running.finished;
      if (!this.#isWanted) return;
      if (!this.#isKilled) this.complaints.push(stderr);
      this.#isKilled = false;
      await sleep(RESTART_MS);
      if (!this.#isWanted) return;
      this.#running = startCommand(this.#args, this.#settings, this.#file);
    }
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
