import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Lifecycle } from '../config/lifecycle';
import type { Duration } from '../config/quantities';
import { containerPorts } from './named-ports';
import { drainFor } from './drain';
import { pace, startPace } from './probes';
import { scaledDeployment } from './scaled-deployment';
import { workloadPod, type MountedVolumes, type WorkloadPodProps } from './workload-pod';

export interface WebDeploymentProps extends WorkloadPodProps {
  /** TCP port on which the application listens. */
  readonly port: number;
  /** Numbers of further ports by name. */
  readonly ports: Readonly<Record<string, number>>;
  /** Route for the start-up and liveness probes. */
  readonly liveRoute: string;
  /** Route for the readiness probe; traced, so that its spans are the heartbeat of the telemetry chain. */
  readonly readyRoute: string;
  readonly lifecycle: Lifecycle;
  /** Settings that may change while the workload runs: a ConfigMap that somebody else owns and that need not exist, and its mount path. @default - none */
  readonly tunables?: { readonly configMap: string; readonly folder: string };
  readonly shutdown: { readonly drain: Duration; readonly grace: Duration };
  /** How many pods a release adds, in percent, and how long each must have been ready before an old one is stopped. */
  readonly rollout: { readonly surge: number; readonly settle: Duration };
  /** Annotations of the Deployment. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The Deployment of a web service. */
export class WebDeployment extends Construct {
  public constructor(scope: Construct, id: string, props: WebDeploymentProps) {
    super(scope, id);
    const { name, rollout, shutdown, lifecycle, annotations } = props;
    const { container, pod } = workloadPod(this, props, tunablesVolumes(props));
    const containers = [{ ...container, ...httpServer(props) }];
    const deployment = scaledDeployment(this, {
      ...{ name, containers, pod, grace: shutdown.grace, rollout, annotations },
      progressDeadline: lifecycle.progressDeadline,
    });
    drainFor(deployment, shutdown.drain);
  }
}

function httpServer({
  port,
  ports,
  liveRoute,
  readyRoute,
  lifecycle,
}: WebDeploymentProps): Pick<k8s.Container, 'ports' | `${'startup' | 'readiness' | 'liveness'}Probe`> {
  const httpGet = (path: string): k8s.HttpGetAction => ({ path, port: k8s.IntOrString.fromString('http') });
  return {
    ports: containerPorts({ http: port, ...ports }),
    // the other probes start after its first success
    startupProbe: { httpGet: httpGet(liveRoute), ...startPace(lifecycle) },
    readinessProbe: { httpGet: httpGet(readyRoute), ...pace(lifecycle.readiness) },
    livenessProbe: { httpGet: httpGet(liveRoute), ...pace(lifecycle.liveness) },
  };
}

/** Mounted as a folder, because a file mounted with subPath is never updated; optional, because the pod must start before anything was tuned. */
function tunablesVolumes({ tunables }: WebDeploymentProps): MountedVolumes {
  if (tunables === undefined) return { volumes: [], mounts: [] };
  return {
    volumes: [{ name: 'tunables', configMap: { name: tunables.configMap, optional: true } }],
    mounts: [{ name: 'tunables', mountPath: tunables.folder, readOnly: true }],
  };
}
