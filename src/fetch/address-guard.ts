import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup as lookupName } from 'node:dns';
import ipaddr from 'ipaddr.js';
import { FetchFailed } from './fetch-failed.ts';

/** All public addresses of IPv6 are in there; beside it are loopback, local ones and several ways to write addresses of IPv4. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Addresses that are public by their range, and answer only inside a cloud: Azure's host. */
const INTERNAL_TO_CLOUDS: ReadonlySet<string> = new Set(['168.63.129.16']);

/** `dns.lookup` with `all`. */
export type LookUp = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/** Which addresses may be connected to. */
export interface AddressGuard {
  /**
   * @param host of a URL: a name passes, and is looked at when it has been looked up; an address in brackets or none
   * @throws FetchFailed for an address that may not be connected to
   */
  checkHost(host: string): void;
  /** `dns.lookup`, failing with {@link FetchFailed} where any address of the name may not be connected to. */
  readonly lookup: (hostname: string, options: LookupOptions, done: LookupDone) => void;
}

type LookupDone = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/**
 * Lets through what is public: neither loopback nor private, link-local (where clouds keep their metadata), multicast or
 * reserved, however it is written: as IPv4 in IPv6, too. Connections are made to the very addresses that were looked at,
 * so that a name cannot mean something else a moment later.
 * @param allow addresses, and ranges such as 10.1.0.0/16, that may be connected to nevertheless
 * @param lookUp what names mean; all addresses of each
 */
export function createAddressGuard(allow: readonly string[], lookUp: LookUp = lookupName): AddressGuard {
  const allowed = allow.map((range) => ipaddr.parseCIDR(range.includes('/') ? range : `${range}/${bitsOf(range)}`));

  function mayConnect(text: string): boolean {
    const address = ipaddr.process(text);
    if (allowed.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))) return true;
    if (address.kind() === 'ipv6' && !address.match(...GLOBAL_IPV6)) return false;
    return address.range() === 'unicast' && !INTERNAL_TO_CLOUDS.has(address.toString());
  }

  function check(host: string, address: string): void {
    if (mayConnect(address)) return;
    const which = host === address ? host : `${host} is ${address}, which`;
    throw new FetchFailed(`${which} is no public address: nothing is fetched from there unless FETCH_ALLOW lists it`);
  }

  return {
    checkHost(host) {
      const address = host.replace(/^\[|\]$/g, '');
      if (ipaddr.isValid(address)) check(address, address);
    },
    lookup(hostname, options, done) {
      lookUp(hostname, { ...options, all: true }, (error, addresses) => {
        if (error) return done(error, []);
        const [first] = addresses;
        try {
          for (const { address } of addresses) check(hostname, address);
        } catch (refusal) {
          return done(refusal instanceof Error ? refusal : new Error(String(refusal)), []);
        }
        if (options.all || !first) done(null, addresses);
        else done(null, first.address, first.family);
      });
    },
  };
}

function bitsOf(address: string): number {
  return ipaddr.parse(address).kind() === 'ipv6' ? 128 : 32;
}
