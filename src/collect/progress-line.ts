/** How far a run is. */
export interface Progress {
  /** Inputs that have been begun. */
  readonly begun: number;
  /** Inputs all in all; null: nobody knows. */
  readonly total: number | null;
  /** Receipts so far. */
  readonly receipts: number;
  /** In milliseconds. */
  readonly elapsed: number;
}

const BAR = 20;

/** A line for a terminal: a bar, how many documents, how many a second, and how long it may still take. */
export function progressLine({ begun, total, receipts, elapsed }: Progress): string {
  const rate = Math.round(receipts / Math.max(0.001, elapsed / 1_000));
  const counted = `${receipts} documents, ${rate}/s`;
  if (total === null || total === 0) return counted;
  const share = Math.min(1, begun / total);
  const bar = '█'.repeat(Math.floor(share * BAR)).padEnd(BAR, '░');
  const left = share === 0 ? '' : `, ${duration((elapsed * (1 - share)) / share)} left`;
  return `${bar} ${Math.floor(share * 100)} %  ${counted}${left}`;
}

/** 42 s; 3 min 5 s; 2 h 10 min */
function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
