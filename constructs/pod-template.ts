import { type k8s } from 'cdk8s-plus-28';
import { selectorLabels } from './labels';
import { restrictedPod } from './restricted';
import { spreadOverZonesAndNodes, type ZoneSpread } from './topology-spread';

export interface PodTemplateProps {
  /** Value of the selecting label, and name of the ServiceAccount. */
  readonly name: string;
  readonly containers: readonly k8s.Container[];
  /** Containers that run to completion, one after the other, before the others start; with `restartPolicy: Always` they are sidecars. @default - none */
  readonly initContainers?: readonly k8s.Container[];
  readonly volumes: readonly k8s.Volume[];
  /** Seconds until a stopping pod is killed. */
  readonly gracePeriod: number;
  /** Name of the PriorityClass. @default - none, which is priority 0 */
  readonly priorityClass?: string;
  /** Numeric user. @default - an unprivileged user that owns nothing */
  readonly user?: number | undefined;
  /** Whether the pod talks to the API server. @default false */
  readonly usesApiServer?: boolean;
  /**
   * Whether the cluster autoscaler may remove a node with this pod although the pod has local storage, which is then lost. A disruption budget still applies.
   * @default - the cluster autoscaler's own rule (on GKE local storage does not prevent removal, elsewhere it does)
   */
  readonly safeToEvict?: boolean;
  /** Whether a container that ends is restarted. @default - always */
  readonly restartPolicy?: 'Never';
  /** Spreading over zones; `none` for a workload with a single pod. @default 'preferred' */
  readonly zones?: ZoneSpread | 'none' | undefined;
}

/** The pod template of every workload and component: with a restricted security context, spread over zones and nodes, and without an API token unless the pod needs one. */
export function podTemplate({
  name,
  initContainers = [],
  containers,
  volumes,
  gracePeriod,
  priorityClass,
  user,
  usesApiServer = false,
  safeToEvict,
  restartPolicy,
  zones = 'preferred',
}: PodTemplateProps): k8s.PodTemplateSpec {
  const labels = selectorLabels(name);
  return {
    metadata: {
      labels: { ...labels },
      ...(safeToEvict === undefined ? {} : { annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': String(safeToEvict) } }),
    },
    spec: {
      serviceAccountName: name,
      automountServiceAccountToken: usesApiServer,
      enableServiceLinks: false,
      securityContext: restrictedPod(user),
      ...(restartPolicy === undefined ? {} : { restartPolicy }),
      ...(priorityClass === undefined ? {} : { priorityClassName: priorityClass }),
      terminationGracePeriodSeconds: gracePeriod,
      ...(zones === 'none' ? {} : { topologySpreadConstraints: spreadOverZonesAndNodes(labels, zones) }),
      ...(initContainers.length === 0 ? {} : { initContainers: [...initContainers] }),
      containers: [...containers],
      volumes: [...volumes],
    },
  };
}
