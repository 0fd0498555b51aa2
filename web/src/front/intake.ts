import { useSyncExternalStore } from 'react';
import { heldKey, onKeyChange } from '../key.ts';
import type { Receipt } from './take-in.ts';
import { takeIn } from './take-in.ts';

/** What became of a file; without receipts it is still to be sent, or could not be. */
export interface Sent {
  readonly id: number;
  readonly file: File;
  readonly receipts: readonly Receipt[];
  readonly refusal: string | null;
  readonly isDone: boolean;
}

const UNSENT = { receipts: [], refusal: null, isDone: false } as const;

let nextId = 0;
let sent: readonly Sent[] = [];
let isBusy = false;
const listeners = new Set<() => void>();

/** All files that were given since the page was loaded, whatever view was open. */
export function useIntake(): readonly Sent[] {
  return useSyncExternalStore(subscribe, () => sent);
}

/** Sends files once there is a key, one after the other. */
export function sendFiles(files: Iterable<File>): void {
  change([...sent, ...Array.from(files, (file) => ({ id: nextId++, file, ...UNSENT }))]);
  void work();
}

/** Sends a file that was refused once more, as with another key. */
export function sendAgain(id: number): void {
  change(sent.map((each) => (each.id === id ? { ...each, ...UNSENT } : each)));
  void work();
}

onKeyChange(() => void work());

async function work(): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  addEventListener('beforeunload', warn);
  for (let next = toSend(); next; next = toSend()) {
    const { id, file } = next;
    const result = await takeIn(file).then(
      (receipts) => ({ receipts, refusal: null }),
      (error: unknown) => ({ receipts: [], refusal: error instanceof Error ? error.message : String(error) }),
    );
    change(sent.map((each) => (each.id === id ? { ...each, ...result, isDone: true } : each)));
  }
  removeEventListener('beforeunload', warn);
  isBusy = false;
}

const toSend = () => (heldKey() === null ? undefined : sent.find(({ isDone }) => !isDone));

/** Who closes the page while files are on their way is asked first. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function change(next: readonly Sent[]): void {
  sent = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
