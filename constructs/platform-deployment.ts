import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Duration } from '../config/quantities';
import type { Sizing } from '../config/sizing';
import { DisruptionBudget } from './disruption-budget';
import { drainFor } from './drain';
import { selectorLabels } from './labels';
import { NetworkAccess, type Connection } from './network-access';
import { platformContainer, servicePorts, type PlatformContainerProps } from './platform-container';
import { podTemplate } from './pod-template';
import { oneAtATime, rollingUpdate } from './rolling-update';
import type { ZoneSpread } from './topology-spread';

export interface PlatformDeploymentProps {
  /** Name of the Deployment, its container, Service and ServiceAccount. */
  readonly name: string;
  readonly image: string;
  /** Name of the PriorityClass. */
  readonly priorityClass: string;
  readonly args: readonly string[];
  /** Variables of the container. @default - none */
  readonly env?: readonly k8s.EnvVar[];
  /** Fixed number of pods, or `autoscaled` where an autoscaler owns the number, which is then at least two. */
  readonly replicas: number | 'autoscaled';
  readonly sizing: Sizing;
  /** Named container ports, each offered by the Service under the same name. */
  readonly ports: Readonly<Record<string, number>>;
  readonly probes: PlatformContainerProps['probes'];
  readonly volumes?: readonly MountedVolume[];
  /** Folders that the program writes to, each a volume that is deleted with the pod; mount path by name. @default - none */
  readonly scratch?: Readonly<Record<string, string>>;
  /** Numeric user. @default - an unprivileged user */
  readonly user?: number;
  /** Seconds until a stopping pod is killed. @default 30 */
  readonly gracePeriod?: number;
  /** Part of the grace period in which a stopping pod still serves. @default - it stops at once */
  readonly drain?: Duration;
  /** Whether the pod talks to the API server. @default true */
  readonly usesApiServer?: boolean;
  /** Whether spreading the pods over zones is required. @default 'preferred' */
  readonly zones?: ZoneSpread;
  readonly from: readonly Connection[];
  readonly to: readonly Connection[];
}

/** A volume and its read-only mount path. */
export interface MountedVolume {
  readonly volume: k8s.Volume;
  readonly mountPath: string;
}

/** A stateless component of the platform: Deployment, Service, ServiceAccount, network access, and a disruption budget where there is more than one pod. */
export class PlatformDeployment extends Construct {
  public constructor(scope: Construct, id: string, props: PlatformDeploymentProps) {
    super(scope, id);
    const { name, replicas, volumes = [], scratch = {}, gracePeriod = 30, usesApiServer = true, user, zones } = props;
    const labels = selectorLabels(name);
    const containers = [platformContainer({ ...props, mounts: [...volumes.map(readOnly), ...Object.entries(scratch).map(writable)] })];
    new k8s.KubeServiceAccount(this, 'service-account', { metadata: { name }, automountServiceAccountToken: false });
    const deployment = new k8s.KubeDeployment(this, 'deployment', {
      metadata: { name, labels: { ...labels } },
      spec: {
        ...(replicas === 'autoscaled' ? {} : { replicas }),
        selector: { matchLabels: { ...labels } },
        ...rollingUpdate({ ...oneAtATime, containers }),
        revisionHistoryLimit: 5,
        template: podTemplate({
          name,
          containers,
          volumes: [...volumes.map(({ volume }) => volume), ...Object.keys(scratch).map(emptyFolder)],
          gracePeriod,
          priorityClass: props.priorityClass,
          usesApiServer,
          ...(user === undefined ? {} : { user }),
          zones,
        }),
      },
    });
    if (props.drain !== undefined) drainFor(deployment, props.drain);
    new k8s.KubeService(this, 'service', {
      metadata: { name, labels: { ...labels } },
      spec: {
        selector: { ...labels },
        ports: servicePorts(props.ports),
      },
    });
    if (replicas === 'autoscaled' || replicas > 1) new DisruptionBudget(this, 'disruption-budget', { name, labels, maxUnavailable: 1 });
    new NetworkAccess(this, 'network-access', { name, labels, from: props.from, to: props.to });
  }
}

function readOnly({ volume, mountPath }: MountedVolume): k8s.VolumeMount {
  return { name: volume.name, mountPath, readOnly: true };
}

/** Mount of a folder that the program writes to. */
export function writable([name, mountPath]: readonly [string, string]): k8s.VolumeMount {
  return { name, mountPath };
}

/** A volume that is deleted with the pod. */
export function emptyFolder(name: string): k8s.Volume {
  return { name, emptyDir: { sizeLimit: k8s.Quantity.fromString('256Mi') } };
}
