import type { Environment } from '../config/environment';
import type { Connection } from '../constructs/network-access';

/** The API server. In a private cluster its endpoint has an address in the nodes' subnet; network policies match that address, not the Service's. */
export function controlPlane({ network }: Environment): Connection {
  return { peer: { kind: 'addresses', cidrs: [network.nodes] }, ports: [443] };
}

/** Sources of the control plane's calls to aggregated APIs: the konnectivity agents in kube-system, or the nodes. */
export function fromControlPlane({ network }: Environment, port: number): readonly Connection[] {
  return [
    { peer: { kind: 'addresses', cidrs: [network.nodes] }, ports: [port] },
    { peer: { kind: 'namespace', namespace: 'kube-system' }, ports: [port] },
  ];
}
