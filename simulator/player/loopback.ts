/** Which hosts are this machine. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { reason } from '../../command-line/failure';
import { UsageError } from '../usage-error';

/** Addresses of a name. */
export type AddressesOf = (name: string) => Promise<readonly string[]>;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Whether a host is this machine, judged by its text only: a name that DNS resolves may be any machine.
 * @param host as `URL` has it, an IPv6 address in brackets
 */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || isLoopbackAddress(host.replace(/^\[(.*)\]$/, '$1'));
}

function isLoopbackAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * The name `localhost` is this machine only where the system says so: its file of hosts may name another one.
 * @throws UsageError
 */
export async function hasLoopback({ hostname }: URL, addressesOf: AddressesOf = resolved): Promise<void> {
  if (hostname !== 'localhost') return;
  const addresses = await addressesOf(hostname).catch((error: unknown) => {
    throw new UsageError([`--url: localhost must have an address on this machine, ${reason(error)}`]);
  });
  const elsewhere = addresses.filter((address) => !isLoopbackAddress(address));
  if (elsewhere.length > 0) throw new UsageError([`--url: localhost must be this machine, received ${elsewhere.join(', ')} from the system's names`]);
}

async function resolved(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}
