/**
 * More than a gateway can do: mixed requests at twice the rate that it reaches, whether or not those before were answered. Prints
 * how those fare that it lets in, what it tells the others, its memory, and how soon it is itself again.
 */
import { parseArgs } from 'node:util';
import { serverCorpus } from './corpus.ts';
import { readFacts } from './facts.ts';
import { endure, load, manyConnections } from './load.ts';
import { KINDS, startPeer } from './peers.ts';
import { mixed } from './sections.ts';

const { values: flags } = parseArgs({
  options: {
    articles: { type: 'string', default: '50000' },
    seconds: { type: 'string', default: '60' },
    times: { type: 'string', default: '2' },
  },
});
const MEASURED_SECONDS = 8;
const STEPS = 6;

const url = await serverCorpus(Number(flags.articles), { reuse: true, log: console.log });
const peer = await startPeer(KINDS.newsgraph, url);
try {
  const body = await mixed(peer, await readFacts(url));
  let next = 0;
  const fresh = (i: number): string => body(next + i);
  const closed = async (connections: number, seconds: number) => {
    const measured = await load({ ...peer, connections, seconds, maxRequests: 1e6, body: fresh });
    next += measured.requests;
    return measured;
  };
  await closed(8, 3);
  const unloaded = await closed(1, MEASURED_SECONDS);
  const capacity = await closed(8, MEASURED_SECONDS);
  console.log(`one at a time: p50 ${ms(unloaded.p50)}, p99 ${ms(unloaded.p99)}`);
  console.log(`capacity: ${capacity.requestsPerSecond.toFixed(0)} requests/s, p99 ${ms(capacity.p99)}`);
  const rate = capacity.requestsPerSecond * Number(flags.times);
  const pool = manyConnections(peer);
  for (let step = 1; step <= STEPS; step++) {
    const endured = await endure(pool, peer.path, rate, Number(flags.seconds) / STEPS, fresh);
    next += endured.sent;
    console.log(
      `${rate.toFixed(0)}/s: answered ${endured.answered}, 503 ${endured.turnedAway} (p99 ${ms(endured.refusedP99)}), ` +
        `else ${endured.failed}; p50 ${ms(endured.p50)}, p99 ${ms(endured.p99)} = ` +
        `${(endured.p99 / unloaded.p99).toFixed(2)} x unloaded; ${peer.memory() ?? '?'} MB`,
    );
  }
  await pool.close();
  const after = await closed(1, MEASURED_SECONDS);
  console.log(`at once afterwards, one at a time: p50 ${ms(after.p50)}, p99 ${ms(after.p99)}`);
} finally {
  await peer.stop();
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`;
}
