import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { ContainerSetup } from '../config/container';
import type { Lifecycle } from '../config/lifecycle';
import { seconds, type Duration } from '../config/quantities';
import type { Sizing } from '../config/sizing';
import { selectorLabels } from './labels';
import { drainFor } from './drain';
import { ConfigFiles } from './config-files';
import { filesByKey, settingsInPod, type SettingsInPod } from './container-settings';
import type { Injection } from './instrumentation/injection';
import { podTemplate } from './pod-template';
import { pace, startPace } from './probes';
import { containerResources } from './resources';
import { restrictedContainer } from './restricted';
import { rollingUpdate } from './rolling-update';

export interface WebDeploymentProps {
  /** Name of the Deployment and of its only container. */
  readonly name: string;
  readonly image: string;
  /** TCP port on which the application listens. */
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** How it is started, what it reads and where it writes. */
  readonly setup: ContainerSetup;
  readonly sizing: Sizing;
  /** Route for the start-up and liveness probes. */
  readonly liveRoute: string;
  /** Route for the readiness probe; traced, so that its spans are the heartbeat of the telemetry chain. */
  readonly readyRoute: string;
  readonly lifecycle: Lifecycle;
  /** What is added to the pod so that its requests are traced. @default - nothing */
  readonly injection?: Injection;
  /** Settings that may change while it runs: a ConfigMap that somebody else owns and that need not exist, and where it is mounted. @default - none */
  readonly tunables?: { readonly configMap: string; readonly folder: string };
  readonly shutdown: { readonly drain: Duration; readonly grace: Duration };
  /** How many pods a release adds, in percent, and how long each must have been ready before an old one goes. */
  readonly rollout: { readonly surge: number; readonly settle: Duration };
}

/** The Deployment of a web service. It has no `replicas`: an autoscaler owns that field, and stating it would reset the count at each apply. */
export class WebDeployment extends Construct {
  public constructor(scope: Construct, id: string, props: WebDeploymentProps) {
    super(scope, id);
    const labels = selectorLabels(props.name);
    const program =
      props.injection && new ConfigFiles(this, 'instrumentation', { name: `${props.name}-instrumentation`, files: props.injection.program.files });
    const own = settingsInPod(props.setup, filesOf(this, props));
    const containers = [container(props, own)];
    const deployment = new k8s.KubeDeployment(this, 'deployment', {
      metadata: { name: props.name, labels: { ...labels } },
      spec: {
        selector: { matchLabels: { ...labels } },
        ...rollingUpdate({ surge: `${props.rollout.surge}%`, settle: props.rollout.settle, containers }),
        revisionHistoryLimit: 5,
        ...(props.lifecycle.progressDeadline === undefined ? {} : { progressDeadlineSeconds: seconds(props.lifecycle.progressDeadline) }),
        template: podTemplate({
          name: props.name,
          ...(props.injection === undefined ? {} : { initContainers: props.injection.initContainers }),
          containers,
          volumes: [
            ...own.volumes,
            ...tunablesVolumes(props),
            ...(props.injection?.volumes ?? []),
            ...(program === undefined ? [] : [{ name: 'instrumentation', configMap: { name: program.configMapName } }]),
          ],
          gracePeriod: seconds(props.shutdown.grace),
          safeToEvict: true,
          user: props.setup.user,
        }),
      },
    });
    drainFor(deployment, props.shutdown.drain);
  }
}

/** Name of the ConfigMap with the workload's texts, where it has some. */
function filesOf(scope: Construct, { name, setup }: WebDeploymentProps): string | undefined {
  const files = filesByKey(setup);
  return Object.keys(files).length === 0 ? undefined : new ConfigFiles(scope, 'files', { name: `${name}-files`, files }).configMapName;
}

function container(
  { name, image, port, env, setup: { command, args }, sizing, liveRoute, readyRoute, lifecycle, injection, tunables }: WebDeploymentProps,
  own: SettingsInPod,
): k8s.Container {
  const httpGet = (path: string): k8s.HttpGetAction => ({ path, port: k8s.IntOrString.fromString('http') });
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    ...(command === undefined ? {} : { command: [...command] }),
    ...(args === undefined ? {} : { args: [...args] }),
    ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
    env: [...own.env, ...variables(env, injection)],
    resources: containerResources(sizing),
    securityContext: restrictedContainer,
    // until it succeeds neither of the others runs
    startupProbe: { httpGet: httpGet(liveRoute), ...startPace(lifecycle) },
    readinessProbe: { httpGet: httpGet(readyRoute), ...pace(lifecycle.readiness) },
    livenessProbe: { httpGet: httpGet(liveRoute), ...pace(lifecycle.liveness) },
    volumeMounts: [
      ...own.mounts,
      ...(tunables === undefined ? [] : [{ name: 'tunables', mountPath: tunables.folder, readOnly: true }]),
      ...(injection === undefined ? [] : [...injection.mounts, { name: 'instrumentation', mountPath: injection.program.folder, readOnly: true }]),
    ],
  };
}

/** The workload's own, but for those that the injection sets: it was given their values. Two of one name would be refused. */
function variables(env: WebDeploymentProps['env'], injection: Injection | undefined): k8s.EnvVar[] {
  const injected = injection?.env ?? [];
  const own = Object.entries(env).filter(([key]) => !injected.some(({ name }) => name === key));
  return [...own.map(([key, value]) => ({ name: key, value })), ...injected];
}

/** Mounted as a folder, because a single mounted file never changes again; optional, because the pod must start before anything was tuned. */
function tunablesVolumes({ tunables }: WebDeploymentProps): k8s.Volume[] {
  return tunables === undefined ? [] : [{ name: 'tunables', configMap: { name: tunables.configMap, optional: true } }];
}
