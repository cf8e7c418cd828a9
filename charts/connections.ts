/** What a workload may connect to: the collectors, databases, the destinations and web services that it states, and Google's APIs where it has access to one. */
import { signsIn } from '../config/database-bindings';
import { destinationsOf, hostsOf } from '../config/destinations';
import { isVast, linkLocal, type AddressRange } from '../config/egress';
import type { Environment } from '../config/environment';
import { ipRange, liesIn } from '../config/ip-range';
import type { Workload } from '../config/workload';
import type { Connection, NetworkAccessProps, Peer } from '../constructs/network-access';
import { toCollectors } from './collector-endpoint';
import { asItself } from './google-apis';
import { workloadPeer } from './pod-peers';

export function connectionsOf(environment: Environment, workload: Workload): Required<Pick<NetworkAccessProps, 'to' | 'toNames'>> {
  return {
    to: [
      toCollectors(environment),
      ...destinationsOf(environment, workload).map((range) => addresses(environment, range)),
      ...calledBy(environment, workload).map((called): Connection => ({ peer: workloadPeer(called), ports: ['http'] })),
      ...((workload.access ?? []).length > 0 || signsIn(environment, workload) ? asItself : []),
    ],
    toNames: hostsOf(workload),
  };
}

function calledBy({ workloads }: Environment, { calls = [] }: Workload): readonly Workload[] {
  return workloads.filter(({ name }) => calls.includes(name));
}

/** Workloads of other namespaces that call a web service; those of its own may do so anyway. */
export function callersElsewhere({ workloads }: Environment, { name, namespace }: Workload): readonly Peer[] {
  return workloads.filter(({ namespace: other, calls = [] }) => other !== namespace && calls.includes(name)).map(workloadPeer);
}

function addresses({ network }: Environment, { cidr, port, protocol }: AddressRange): Connection {
  // a range of half the internet must not open the cluster's own addresses, nor the place where pods get tokens of Google
  const closed = [network.nodes, network.pods, network.services, linkLocal].filter((inner) => isVast(cidr) && liesIn(ipRange(inner), ipRange(cidr)));
  return { peer: { kind: 'addresses', cidrs: [cidr], ...(closed.length > 0 && { except: closed }) }, ports: [port], ...(protocol && { protocol }) };
}
