/** What a workload may connect to: the collectors, its databases, the destinations and web services that it states, and Google's APIs if it has rights there. */
import { signsIn } from '../config/database-bindings';
import { destinationsOf, hostsOf } from '../config/destinations';
import { isVast, linkLocal, type AddressRange } from '../config/egress';
import type { Environment } from '../config/environment';
import { calledPorts, mainPort } from '../config/further-ports';
import { ipRange, liesIn } from '../config/ip-range';
import { scaledWorkloads, type ScaledKind, type Workload } from '../config/workload';
import type { Connection, NetworkAccessProps } from '../constructs/network-access';
import { toCollectors } from './collector-endpoint';
import { asItself } from './google-apis';
import { workloadPeer } from './pod-peers';

export function connectionsOf(environment: Environment, workload: Workload): Required<Pick<NetworkAccessProps, 'to' | 'toNames'>> {
  return {
    to: [
      toCollectors(environment),
      ...destinationsOf(environment, workload).map((range) => addresses(environment, range)),
      ...calledBy(environment, workload),
      ...((workload.access ?? []).length > 0 || signsIn(environment, workload) ? asItself : []),
    ],
    toNames: hostsOf(workload),
  };
}

function calledBy(environment: Environment, { calls = [] }: Workload): readonly Connection[] {
  return scaledWorkloads(environment).flatMap((called): readonly Connection[] => {
    const ports = calledPorts(calls, called);
    return ports.length === 0 ? [] : [{ peer: workloadPeer(called), ports }];
  });
}

/** Connections from the workloads that state the called workload in `calls`. In a web service's own namespace every pod may call its main port anyway. */
export function callersOf({ workloads }: Environment, called: ScaledKind): readonly Connection[] {
  return workloads.flatMap((caller): readonly Connection[] => {
    const isNear = caller.namespace === called.namespace;
    const ports = calledPorts(caller.calls ?? [], called).filter((name) => !(isNear && name === mainPort));
    return ports.length === 0 ? [] : [{ peer: workloadPeer(caller), ports }];
  });
}

function addresses({ network }: Environment, { cidr, port, protocol }: AddressRange): Connection {
  // a vast range must open neither the cluster's own addresses nor the metadata server, from which pods get Google tokens
  const closed = [network.nodes, network.pods, network.services, linkLocal].filter((inner) => isVast(cidr) && liesIn(ipRange(inner), ipRange(cidr)));
  return { peer: { kind: 'addresses', cidrs: [cidr], ...(closed.length > 0 && { except: closed }) }, ports: [port], ...(protocol && { protocol }) };
}
