import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Sizing } from '../config/sizing';
import { DisruptionBudget } from './disruption-budget';
import { selectorLabels } from './labels';
import { NetworkAccess, type Connection } from './network-access';
import { podTemplate } from './pod-template';
import { containerResources } from './resources';
import { restrictedContainer } from './restricted';

export interface PlatformDeploymentProps {
  /** Name of the Deployment, its container, Service and ServiceAccount. */
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly replicas: number;
  readonly sizing: Sizing;
  /** Named container ports, each offered by the Service under the same name. */
  readonly ports: Readonly<Record<string, number>>;
  readonly probes: { readonly live: k8s.Probe; readonly ready: k8s.Probe };
  readonly volumes?: readonly MountedVolume[];
  readonly from: readonly Connection[];
  readonly to: readonly Connection[];
}

/** A volume and where it is mounted, read-only. */
export interface MountedVolume {
  readonly volume: k8s.Volume;
  readonly mountPath: string;
}

/** A component of the platform with a fixed number of replicas: Deployment, Service, ServiceAccount, network access, and a budget where there is more than one. */
export class PlatformDeployment extends Construct {
  public constructor(scope: Construct, id: string, props: PlatformDeploymentProps) {
    super(scope, id);
    const { name, replicas } = props;
    const labels = selectorLabels(name);
    new k8s.KubeServiceAccount(this, 'service-account', { metadata: { name }, automountServiceAccountToken: false });
    new k8s.KubeDeployment(this, 'deployment', {
      metadata: { name, labels: { ...labels } },
      spec: {
        replicas,
        selector: { matchLabels: { ...labels } },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
        },
        revisionHistoryLimit: 5,
        template: podTemplate({
          name,
          containers: [container(props)],
          volumes: (props.volumes ?? []).map(({ volume }) => volume),
          gracePeriod: 30,
          usesApiServer: true,
        }),
      },
    });
    new k8s.KubeService(this, 'service', {
      metadata: { name, labels: { ...labels } },
      spec: {
        selector: { ...labels },
        ports: Object.entries(props.ports).map(([port, number]) => ({
          name: port,
          port: number,
          targetPort: k8s.IntOrString.fromString(port),
          protocol: 'TCP',
        })),
      },
    });
    if (replicas > 1) new DisruptionBudget(this, 'disruption-budget', { name, labels, maxUnavailable: 1 });
    new NetworkAccess(this, 'network-access', { name, labels, from: props.from, to: props.to });
  }
}

function container({ name, image, args, sizing, ports, probes, volumes = [] }: PlatformDeploymentProps): k8s.Container {
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    args: [...args],
    ports: Object.entries(ports).map(([port, containerPort]) => ({ name: port, containerPort, protocol: 'TCP' })),
    resources: containerResources(sizing),
    securityContext: restrictedContainer,
    livenessProbe: probes.live,
    readinessProbe: probes.ready,
    volumeMounts: volumes.map(({ volume, mountPath }) => ({ name: volume.name, mountPath, readOnly: true })),
  };
}
