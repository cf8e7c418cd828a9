import { type k8s } from 'cdk8s-plus-28';
import { selectorLabels } from './labels';
import { restrictedPod } from './restricted';
import { spreadOverZonesAndNodes } from './topology-spread';

export interface PodTemplateProps {
  /** Value of the selecting label, and name of the ServiceAccount. */
  readonly name: string;
  readonly containers: readonly k8s.Container[];
  readonly volumes: readonly k8s.Volume[];
  /** Seconds until a stopping pod is killed. */
  readonly gracePeriod: number;
  /** Numeric user. @default - an unprivileged user that owns nothing */
  readonly user?: number;
  /** Whether the pod talks to the API server. @default false */
  readonly usesApiServer?: boolean;
}

/** The pod that every workload runs: restricted, spread, and without an API token unless it needs one. */
export function podTemplate({ name, containers, volumes, gracePeriod, user, usesApiServer = false }: PodTemplateProps): k8s.PodTemplateSpec {
  const labels = selectorLabels(name);
  return {
    metadata: { labels: { ...labels } },
    spec: {
      serviceAccountName: name,
      automountServiceAccountToken: usesApiServer,
      enableServiceLinks: false,
      securityContext: restrictedPod(user),
      terminationGracePeriodSeconds: gracePeriod,
      topologySpreadConstraints: spreadOverZonesAndNodes(labels),
      containers: [...containers],
      volumes: [...volumes],
    },
  };
}
