import type { Outlet } from '../../domain/outlets.ts';
import { outletByKey } from '../../domain/outlets.ts';
import { lookupKey } from './gazetteer/lookup-key.ts';
import { WORLD_EVENTS, WORLD_ORGANIZATIONS } from './lexicon/organizations.ts';

const organizations = new Map<string, string>();
const exact = new Map<string, string>();
for (const [name, ...aliases] of WORLD_ORGANIZATIONS) {
  for (const form of [name, ...aliases]) {
    // A single word is compared with its capitals: 'IS' and 'WHO' are names, 'is' and 'who' are not.
    if (/^[^\s]+$/.test(form)) exact.set(form, name);
    else organizations.set(lookupKey(form), name);
  }
}
const events = new Map(WORLD_EVENTS.map((name) => [lookupKey(name), name]));

/** The common name of a world-known organisation that goes by this name or acronym; undefined when it is not known. */
export function organizationNamed(name: string): string | undefined {
  return exact.get(name) ?? (name.includes(' ') ? organizations.get(lookupKey(name)) : undefined);
}

/** The common name of a world-known event. */
export function eventNamed(name: string): string | undefined {
  return events.get(lookupKey(name));
}

/** `outletByName`, by the remembered key: a name of a text is looked up among outlets many times. */
export function outletNamed(name: string): Outlet | undefined {
  return outletByKey(lookupKey(name));
}
