/** Whether network policies allow a required connection, for the checks of this folder. */
import { nameOf, type Manifests } from '../manifest';
import { isAllowed, policiesOf, type Direction, type Passage, type Pods, type TcpPort } from '../objects/network-policy';
import { labelsText } from '../objects/selector';
import type { Workload } from '../objects/workload';
import type { Finding } from '../check';

/** A connection between pods. The policies of both ends must allow it. */
export interface Path {
  /** Purpose of the connection: `job kubelet`. */
  readonly purpose: string;
  readonly from: Workload;
  readonly to: Workload;
  readonly port: TcpPort;
}

/** One end of a connection: pods that open or accept it. */
export interface End {
  readonly purpose: string;
  readonly workload: Workload;
  readonly direction: Direction;
  readonly peer: Passage['peer'];
  readonly port: TcpPort;
}

/** A finding for each end that does not allow the connection. */
export function blockedPath(manifests: Manifests, { purpose, from, to, port }: Path): readonly Finding[] {
  return [
    ...blockedEnd(manifests, { purpose, workload: from, direction: 'Egress', peer: podsOf(to), port }),
    ...blockedEnd(manifests, { purpose, workload: to, direction: 'Ingress', peer: podsOf(from), port }),
  ];
}

export function blockedEnd(manifests: Manifests, { purpose, workload, direction, peer, port }: End): readonly Finding[] {
  const pods = podsOf(workload);
  if (isAllowed(manifests, { pods, direction, peer, port })) return [];
  const other = peer === 'addresses' ? 'the addresses of nodes' : `pods ${labelsText(peer.labels)} of namespace ${peer.namespace ?? '(none)'}`;
  const policies = policiesOf(manifests, pods, direction).map(({ object }) => nameOf(object));
  const wanted = direction === 'Egress' ? `to connect to ${other}` : `to accept ${other}`;
  return [
    {
      subject: workload.object,
      problem: `${purpose} needs its pods ${wanted} on TCP port ${port.number}, and no rule for ${direction} allows that (policies: ${policies.join(', ') || 'none'})`,
      fix: `state the connection in \`${direction === 'Egress' ? 'to' : 'from'}\` of its network access (constructs/network-access.ts), with the container's port and the peer's labels`,
    },
  ];
}

function podsOf({ object, labels }: Workload): Pods {
  return { namespace: object.namespace, labels };
}
