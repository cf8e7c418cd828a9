import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Duration, Memory } from '../config/quantities';
import { DisruptionBudget } from './disruption-budget';
import { drainFor } from './drain';
import { selectorLabels } from './labels';
import { NetworkAccess, type Connection } from './network-access';
import { platformContainer, servicePorts, type PlatformContainerProps } from './platform-container';
import { emptyFolder, writable, type MountedVolume } from './platform-deployment';
import { podTemplate } from './pod-template';
import type { ZoneSpread } from './topology-spread';

export interface PlatformStatefulSetProps extends Omit<PlatformContainerProps, 'mounts'> {
  readonly replicas: number;
  /** Name of the PriorityClass. */
  readonly priorityClass: string;
  /** The persistent volume of each pod. */
  readonly storage: { readonly size: Memory; readonly mountPath: string; readonly storageClass: string };
  /** Further volumes, read-only. @default - none */
  readonly volumes?: readonly MountedVolume[];
  /** Folders that the program writes to, each a volume that is deleted with the pod; mount path by name. @default - none */
  readonly scratch?: Readonly<Record<string, string>>;
  /** A sidecar with the same volumes. @default - none */
  readonly companion?: (mounts: readonly k8s.VolumeMount[]) => k8s.Container;
  /** Numeric user that owns the volume. @default - an unprivileged user */
  readonly user?: number;
  /** Seconds until a stopping pod is killed. */
  readonly gracePeriod: number;
  /** Part of the grace period in which a stopping pod still serves. @default - it stops at once */
  readonly drain?: Duration;
  /** @default false */
  readonly usesApiServer?: boolean;
  /** Whether spreading the pods over zones is required. @default 'preferred' */
  readonly zones?: ZoneSpread;
  readonly from: readonly Connection[];
  readonly to: readonly Connection[];
}

/** Name of the second Service of a StatefulSet: it resolves to the address of every pod, and pods have DNS names below it. */
export function headlessOf(name: string): string {
  return `${name}-headless`;
}

/** A component of the platform with a persistent volume: StatefulSet, Services, ServiceAccount, network access, and a disruption budget where there is more than one pod. */
export class PlatformStatefulSet extends Construct {
  public constructor(scope: Construct, id: string, props: PlatformStatefulSetProps) {
    super(scope, id);
    const { name, replicas, ports } = props;
    const headless = headlessOf(name);
    const labels = selectorLabels(name);
    // the ServiceAccount comes before the StatefulSet: without it the first creation of pods is refused
    new k8s.KubeServiceAccount(this, 'service-account', { metadata: { name }, automountServiceAccountToken: false });
    const statefulSet = new k8s.KubeStatefulSet(this, 'stateful-set', { metadata: { name, labels: { ...labels } }, spec: spec(props) });
    if (props.drain !== undefined) drainFor(statefulSet, props.drain);
    new k8s.KubeService(this, 'service', {
      metadata: { name, labels: { ...labels } },
      spec: { selector: { ...labels }, ports: servicePorts(ports) },
    });
    new k8s.KubeService(this, 'headless-service', {
      metadata: { name: headless, labels: { ...labels } },
      spec: { clusterIp: 'None', selector: { ...labels }, ports: servicePorts(ports) },
    });
    if (replicas > 1) new DisruptionBudget(this, 'disruption-budget', { name, labels, maxUnavailable: 1 });
    new NetworkAccess(this, 'network-access', { name, labels, from: props.from, to: props.to });
  }
}

function spec(props: PlatformStatefulSetProps): k8s.StatefulSetSpec {
  const { name, replicas, storage, volumes = [], scratch = {}, companion, user, gracePeriod, usesApiServer, zones } = props;
  const mounts = [
    { name: 'data', mountPath: storage.mountPath },
    ...volumes.map(({ volume, mountPath }) => ({ name: volume.name, mountPath, readOnly: true })),
    ...Object.entries(scratch).map(writable),
  ];
  return {
    replicas,
    serviceName: headlessOf(name),
    selector: { matchLabels: { ...selectorLabels(name) } },
    // pods are independent, so none needs to wait for another; and in order, a pod that never becomes ready would block the rollout of its correction
    podManagementPolicy: 'Parallel',
    template: podTemplate({
      name,
      ...(companion === undefined ? {} : { initContainers: [companion(mounts)] }),
      containers: [platformContainer({ ...props, mounts })],
      volumes: [...volumes.map(({ volume }) => volume), ...Object.keys(scratch).map(emptyFolder)],
      gracePeriod,
      priorityClass: props.priorityClass,
      // a single pod has no replacement while it moves to another node, so the cluster autoscaler must not evict it
      ...(replicas === 1 ? { safeToEvict: false } : {}),
      ...(user === undefined ? {} : { user }),
      ...(usesApiServer === undefined ? {} : { usesApiServer }),
      zones,
    }),
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: k8s.Quantity.fromString(storage.size) } },
          storageClassName: storage.storageClass,
        },
      },
    ],
  };
}
