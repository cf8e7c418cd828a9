import { resourceMetricsPath } from '../processes/kwok';

/** The node pool of a test cluster. */
export interface NodeOptions {
  /** @default 3 */
  readonly count?: number;
  /** Capacity of each node, as a Kubernetes quantity. @default '4' */
  readonly cpu?: string;
  /** Capacity of each node, as a Kubernetes quantity. @default '16Gi' */
  readonly memory?: string;
  /** Nodes take turns. @default - three zones, `zone-a` to `zone-c` */
  readonly zones?: readonly string[];
}

/** Pods a GKE node runs at most unless told otherwise. */
const PODS_PER_NODE = '110';
/** What GKE leaves of a boot disk of 100 GiB: 6 GiB and 35 % are its own, and at a tenth the kubelet evicts. */
const DISK = '49Gi';

/** The Node objects; kwok does what a kubelet does for them. */
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
