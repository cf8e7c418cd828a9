/** Rules of the cluster's address ranges. Ranges cannot be changed once the cluster exists, so mistakes are refused before. */
import { when, type Draft, type Rule } from './draft';
import { isVast } from '../egress';
import { addresses, cidrText, ipRange, liesIn, overlaps, prefixFor, type IpRange } from '../ip-range';
import { nodeAddressesNeeded, podAddressesNeeded, type Network } from '../network';
import type { Problem } from './problem';

/** Private addresses (RFC 1918, RFC 6598). */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];
/** Range of the Docker bridge on GKE's nodes. */
const bridge = '172.17.0.0/16';

type Name = keyof Network;
const names: readonly Name[] = ['nodes', 'pods', 'services', 'endpoints'];

function ranges(network: Network | undefined): readonly (readonly [Name, IpRange])[] {
  return names.flatMap((name) => {
    const written = network?.[name];
    return written === undefined ? [] : [[name, ipRange(written)] as const];
  });
}

/** Ranges that must lie outside the cluster, each with the path of its field. */
function destinations({ workloads, tracing, databases = {} }: Draft): readonly { readonly path: string; readonly cidr: string }[] {
  return [
    ...workloads.flatMap(({ index, workload }) =>
      workload.egress.flatMap(({ cidr }, at) => (cidr === undefined ? [] : [{ path: `workloads[${index}].egress[${at}].cidr`, cidr }])),
    ),
    ...Object.entries(databases).map(([name, { network }]) => ({ path: `databases.${name}.network.cidr`, cidr: network.cidr })),
    ...(tracing === undefined || tracing.storage.kind === 'badger' ? [] : [{ path: 'tracing.storage.network.cidr', cidr: tracing.storage.network.cidr }]),
  ];
}

function hostBits(draft: Draft): readonly Problem[] {
  const { network, alerting } = draft;
  const written = [
    ...names.flatMap((name) => {
      const cidr = network?.[name];
      return cidr === undefined ? [] : [{ path: `network.${name}`, cidr }];
    }),
    ...destinations(draft),
    // receivers may be anywhere: the range of all addresses includes the cluster's own and is no mistake
    ...(alerting?.egress ?? []).map(({ cidr }, at) => ({ path: `alerting.egress[${at}].cidr`, cidr })),
  ];
  return written.flatMap(({ path, cidr }) => {
    const start = cidrText(ipRange(cidr));
    return when(start !== cidr, { path, rule: `must begin at the first address of its range (${start})`, received: cidr });
  });
}

function privateAddresses({ network }: Draft): readonly Problem[] {
  return ranges(network).flatMap(([name, range]) => {
    const inside = privateRanges.some((outer) => liesIn(range, ipRange(outer)));
    return [
      ...when(!inside, { path: `network.${name}`, rule: `must lie in a private range (${privateRanges.join(', ')})`, received: network?.[name] }),
      ...when(overlaps(range, ipRange(bridge)), {
        path: `network.${name}`,
        rule: `must not overlap ${bridge}, which the nodes use themselves`,
        received: network?.[name],
      }),
    ];
  });
}

/** Each pair of overlapping ranges once, reported at the later one. */
function disjoint({ network }: Draft): readonly Problem[] {
  const all = ranges(network);
  return all.flatMap(([name, range], index) =>
    all
      .slice(0, index)
      .filter(([, other]) => overlaps(range, other))
      .map(([other]) => ({ path: `network.${name}`, rule: `must not overlap ${other} (${network?.[other] ?? ''})`, received: network?.[name] })),
  );
}

/** A network policy by address never matches pods or Services, so a destination inside the cluster is a mistake. In a vast range the cluster's own ranges are excluded instead. */
function destinationsOutside(draft: Draft): readonly Problem[] {
  return destinations(draft)
    .filter(({ cidr }) => !isVast(cidr))
    .flatMap(({ path, cidr }) =>
      ranges(draft.network)
        // the range of endpoints is in the same network but outside the cluster: databases that Google runs have their addresses there
        .filter(([name, range]) => name !== 'endpoints' && overlaps(ipRange(cidr), range))
        .map(([name, range]) => ({ path, rule: `must not overlap ${name} (${cidrText(range)}): these are destinations outside the cluster`, received: cidr })),
    );
}

function largeEnough({ network, nodePool }: Draft): readonly Problem[] {
  if (network === undefined || nodePool === undefined) return [];
  const needs = [
    { name: 'nodes', needed: nodeAddressesNeeded(nodePool) },
    { name: 'pods', needed: podAddressesNeeded(nodePool) },
  ] as const;
  return needs.flatMap(({ name, needed }) =>
    when(addresses(ipRange(network[name])) < needed, {
      path: `network.${name}`,
      rule: `must have at least ${needed} addresses for the node pool (a /${prefixFor(needed)})`,
      received: network[name],
    }),
  );
}

/** GKE accepts a range of services from /27 to /16. */
function servicesSize({ network }: Draft): readonly Problem[] {
  if (network === undefined) return [];
  const { prefix } = ipRange(network.services);
  return when(prefix < 16 || prefix > 27, { path: 'network.services', rule: 'must be a /16 to /27', received: network.services });
}

/** In the order in which problems are shown. */
export const networkRules: readonly Rule[] = [hostBits, privateAddresses, disjoint, destinationsOutside, largeEnough, servicesSize];
