/** What is measured of newsgraph alone. */
import type { Log } from './corpus.ts';
import type { Soak, Spread } from './figures.ts';
import { spread } from './figures.ts';
import { load } from './load.ts';
import { OPERATIONS } from './operations/all.ts';
import type { Facts } from './operations/operation.ts';
import type { Peer } from './peers.ts';
import { KINDS, startPeer } from './peers.ts';

const SOAK_STEPS = 10;

/** Milliseconds from the start of the process to the first answer. */
export async function measureStart(url: string, times: number): Promise<Spread> {
  const found: number[] = [];
  for (let i = 0; i < times; i++) {
    const peer = await startPeer(KINDS.newsgraph, url);
    found.push(peer.startMs);
    await peer.stop();
  }
  return spread(found);
}

/** Memory while so many requests of all operations are answered. */
export async function soak(url: string, facts: Facts, requests: number, connections: number, log: Log): Promise<Soak> {
  const peer = await startPeer(KINDS.newsgraph, url);
  try {
    const body = await mixed(peer, facts);
    const megabytes: number[] = [];
    let errors = 0;
    const step = Math.ceil(requests / SOAK_STEPS);
    for (let done = 0; done < requests; done += step) {
      const measured = await load({
        ...peer,
        connections,
        seconds: 3_600,
        maxRequests: step,
        body: (i) => body(done + i),
      });
      errors += measured.errors;
      megabytes.push(peer.memory() ?? 0);
      log(`soak: ${done + step} requests, ${megabytes.at(-1)} MB`);
    }
    return { requests, errors, megabytes };
  } finally {
    await peer.stop();
  }
}

/** The bodies of requests of all operations, by turns. */
export async function mixed(peer: Peer, facts: Facts): Promise<(i: number) => string> {
  for (const operation of OPERATIONS) await peer.ask(operation, operation.variables(facts)(0));
  const turns = OPERATIONS.map((operation) => ({ operation, variables: operation.variables(facts) }));
  return (i) => {
    const { operation, variables } = turns[i % turns.length] ?? fail();
    return peer.body(operation, variables(Math.floor(i / turns.length)));
  };
}

function fail(): never {
  throw new Error('There are no operations.');
}
