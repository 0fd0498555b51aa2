import { describe, expect, it } from 'vitest';
import { IS_SERVER } from '../support/database.ts';
import { CLUSTERS } from '../support/postgres-clusters.ts';
import type { Fault } from './fault-run.ts';
import { EMBEDDED_FAULTS, OTHER_SERVER_FAULTS, runFaults, SERVER_FAULTS } from './fault-run.ts';

/** The same moments in each run, as far as another run can have them; `npm run faults` has longer ones. */
const SEED = 20261128;

const LOST_NOTHING = 'what was acknowledged is there, once, and the doctor finds nothing';

/** Runs them all, and some of them again. */
async function survives(faults: Readonly<Record<string, Fault>>, times: number): Promise<void> {
  const report = await runFaults({ onServer: IS_SERVER, faults, times, seed: SEED });
  expect(report.faults).toEqual([]);
  expect(report.stories).toBeGreaterThan(times);
  // Each time all came back within a minute: those that did not are infinitely late.
  expect(report.broken.filter(({ read, write }) => !Number.isFinite(read + write))).toEqual([]);
}

describe.skipIf(IS_SERVER)('a gateway on the embedded database, under load, that is killed again and again', () => {
  it(LOST_NOTHING, () => survives(EMBEDDED_FAULTS, 5));
});

describe.runIf(IS_SERVER && !CLUSTERS.isMissing)('under load, a gateway of two workers on a server', () => {
  it(`of which processes are killed, or of the server's: ${LOST_NOTHING}`, () => survives(SERVER_FAULTS, 8));

  it(`which is restarted, replaced by its standby, or cut off: ${LOST_NOTHING}`, () =>
    survives(OTHER_SERVER_FAULTS, 8));
});

it.runIf(IS_SERVER && CLUSTERS.isMissing)(`is not looked at under faults: ${CLUSTERS.reason}`, ({ skip }) => skip());
