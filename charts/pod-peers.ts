/** Peers of connections: pods of components and workloads. */
import type { Component } from '../config/components';
import { namespaces } from '../config/names';
import type { Workload } from '../config/workload';
import { selectorLabels } from '../constructs/labels';
import type { Peer } from '../constructs/network-access';

export function workloadPeer({ namespace, name }: Pick<Workload, 'namespace' | 'name'>): Peer {
  return { kind: 'pods', namespace, labels: selectorLabels(name) };
}

export function componentPeer(name: Component): Peer {
  return workloadPeer({ namespace: namespaces.observability, name });
}
