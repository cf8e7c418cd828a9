import { resourceMetricsPath } from '../processes/kwok';

/** The node pool of a test cluster. */
export interface NodeOptions {
  /** @default 3 */
  readonly count?: number;
  /** Capacity of each node, as a Kubernetes quantity. @default '4' */
  readonly cpu?: string;
  /** Capacity of each node, as a Kubernetes quantity. @default '16Gi' */
  readonly memory?: string;
  /** Zones, to which nodes are assigned in turn. @default - three zones, `zone-a` to `zone-c` */
  readonly zones?: readonly string[];
}

/** GKE's default maximum of pods on a node. */
const PODS_PER_NODE = '110';
/** Allocatable storage of a boot disk of 100 GiB on GKE: GKE reserves 6 GiB and 35 %, and the kubelet evicts below a tenth. */
const DISK = '49Gi';

/** The Node objects; kwok simulates their kubelets. */
export function nodeObjects(options: NodeOptions = {}): readonly object[] {
  const count = options.count ?? 3;
  if (!Number.isInteger(count) || count < 1) throw new Error(`nodes.count must be a whole number of at least 1, got ${count}`);
  return Array.from({ length: count }, (_, index) => nodeObject(index, options));
}

/** `node-0`, `node-1`, … */
function nodeName(index: number): string {
  return `node-${index}`;
}

function nodeObject(index: number, options: NodeOptions): object {
  const { cpu = '4', memory = '16Gi', zones = ['zone-a', 'zone-b', 'zone-c'] } = options;
  const zone = zones[index % zones.length];
  if (zone === undefined) throw new Error('nodes.zones must name at least one zone, got none');
  const name = nodeName(index);
  const resources = { cpu, memory, pods: PODS_PER_NODE, 'ephemeral-storage': DISK };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'metrics.k8s.io/resource-metrics-path': resourceMetricsPath(name) },
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/os': 'linux',
        'kubernetes.io/hostname': name,
        'topology.kubernetes.io/region': 'region-1',
        'topology.kubernetes.io/zone': zone,
      },
    },
    status: { capacity: resources, allocatable: resources },
  };
}
