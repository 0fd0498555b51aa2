/** How far a run is, and how far it has to go. */
export interface Progress {
  /** Bytes of inputs that have been read. */
  readonly bytes: number;
  readonly receipts: number;
  /** In milliseconds. */
  readonly elapsed: number;
  /** What there is all in all; null: nobody knows. */
  readonly total: Total | null;
}

export interface Total {
  readonly inputs: number;
  /** Of those whose size is known. */
  readonly bytes: number;
}

const BAR = 20;

/** A line for a terminal: a bar, how many documents, how many a second, and how long it may still take. */
export function progressLine({ bytes, receipts, elapsed, total }: Progress): string {
  const rate = Math.round(receipts / Math.max(0.001, elapsed / 1_000));
  const counted = `${receipts} documents, ${rate}/s`;
  if (total === null || total.inputs === 0) return counted;
  // What has been read is not yet stored; and an input may hold many documents. The lesser of both does not promise too much.
  const read = total.bytes === 0 ? 1 : bytes / total.bytes;
  const share = Math.min(1, read, receipts / total.inputs);
  const bar = '█'.repeat(Math.floor(share * BAR)).padEnd(BAR, '░');
  const left = share === 0 ? '' : `, ${duration((elapsed * (1 - share)) / share)} left`;
  return `${bar} ${Math.floor(share * 100)} %  ${counted}${left}`;
}

/** 42 s; 3 min 5 s; 2 h 10 min */
export function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
