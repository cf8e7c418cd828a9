import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../waiting/assertions';
import { binaryOf } from '../toolchain/build';
import type { Cluster } from '../cluster/cluster';
import { Stopwatch, formatDuration, minutes, seconds, sleep, type Duration } from '../waiting/duration';
import { conditionStatus, type KubernetesObject } from '../cluster/kubernetes-object';
import { backendOf, shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import type { Scenario, ScenarioContext } from '../runner/scenario';

const root = join(__dirname, '..', '..');
const environment = shipped('prod');
const { name, namespace, scaling } = backendOf(environment);

/** Releases as they are worst: at the autoscaler's maximum, with pods that start slowly and take their whole grace to end. */
export const scenario: Scenario = {
  name: 'release-at-maximum',
  title:
    'fifty pods that take 10 s to start and 60 s to end are replaced within the quota while `npm run apply` waits for them; one that a quota, an image or a probe holds ends with its reason within the deadline',
  tags: ['full'],
  needs: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl', 'etcd', 'kwok'],
  timeout: minutes(30),
  async run(context) {
    const cluster = await context.startCluster({ nodes: { count: 12, cpu: '16', memory: '64Gi' } });
    const release = new Releases(context, cluster);
    const first = await release.apply({ version: '1', start: '1s', end: '60s' }, ['--wait', 'none']);
    if (first.code !== 0) throw new Error(`the first apply must pass, received ${first.output}`);
    await cluster.kubectl(['scale', 'deployment', name, '--namespace', namespace, `--replicas=${scaling.maxReplicas}`]);
    await eventually('every pod is ready', () => release.readyPods(), { until: (count) => count === scaling.maxReplicas, timeout: minutes(3) });

    const healthy = await release.apply({ version: '2', start: '10s', end: '60s' });
    if (healthy.code !== 0) throw new Error(`a release that only takes long must pass, received ${healthy.output}`);
    if (healthy.refused > 0) throw new Error(`the quota must hold every pod of a release, received ${healthy.refused} refusals`);
    context.report(`50 pods replaced in ${formatDuration(healthy.took)}, ${healthy.most} pods at most, ${healthy.refused} refused`);

    await tellsWhy(context, release, { version: '4', start: '10s', end: '60s', deadline: 60, quota: scaling.maxReplicas }, /FailedCreate: .*exceeded quota/);
    const image: Version & { readonly deadline: number } = { version: '5', start: '3600s', end: '1s', deadline: 60, meanwhile: () => release.failImages() };
    await tellsWhy(context, release, image, /container backend: ErrImagePull: manifest unknown/);
    await tellsWhy(context, release, { version: '6', start: '3600s', end: '1s', deadline: 60 }, /running, and not ready yet|not ready/);
    // whoever corrects it does not have to clean up first
    const corrected = await release.apply({ version: '7', start: '1s', end: '1s' });
    if (corrected.code !== 0) throw new Error(`the corrected version must pass, received ${corrected.output}`);
    context.report(`corrected after three stuck releases, in ${formatDuration(corrected.took)}`);
  },
};

interface Version {
  readonly version: string;
  /** From creation to readiness. */
  readonly start: `${number}s`;
  /** From deletion to being gone. */
  readonly end: `${number}s`;
  /** Seconds. @default - as generated */
  readonly deadline?: number;
  /** Pods. @default - as generated */
  readonly quota?: number;
  /** What the scenario does again and again until it has ended. @default - nothing */
  readonly meanwhile?: () => Promise<void>;
}

interface Applied {
  readonly code: number;
  readonly output: string;
  readonly took: Duration;
  /** Pods at once, those on their way out among them. */
  readonly most: number;
  /** Pods whose creation was refused. */
  readonly refused: number;
}

async function tellsWhy(context: ScenarioContext, release: Releases, version: Version & { readonly deadline: number }, reason: RegExp): Promise<void> {
  const { deadline } = version;
  const stuck = await release.apply(version);
  if (stuck.code === 0) throw new Error(`version ${version.version} must not pass, received ${stuck.output}`);
  if (!reason.test(stuck.output)) throw new Error(`version ${version.version} must say ${String(reason)}, received ${stuck.output}`);
  const still = Number(/no progress for (\d+) s/.exec(stuck.output)?.[1]);
  if (!(still <= deadline + 30)) throw new Error(`version ${version.version} must end within its deadline of ${deadline} s, received ${stuck.output}`);
  context.report(`told after ${still} s without progress: ${stuck.output.trim().split('\n').slice(-2).join(' | ').slice(0, 300)}`);
}

/** Versions of the backend, applied as the pipeline does, with the manifests of prod and pods whose times are played. */
class Releases {
  constructor(
    private readonly context: ScenarioContext,
    private readonly cluster: Cluster,
  ) {}

  async apply(version: Version, more: readonly string[] = []): Promise<Applied> {
    const folder = this.write(version);
    const refusedBefore = await this.refusals();
    const stopwatch = new Stopwatch();
    const ended = run(this.cluster, folder, more);
    const watched = { done: false, most: 0 };
    const watching = this.watch(watched, version.meanwhile);
    const { code, output } = await ended;
    const took = stopwatch.elapsed();
    watched.done = true;
    await watching;
    return { code, output, took, most: watched.most, refused: (await this.refusals()) - refusedBefore };
  }

  async readyPods(): Promise<number> {
    return (await this.pods()).filter((pod) => conditionStatus(pod, 'Ready') === 'True').length;
  }

  /** Plays a kubelet that cannot pull: kwok knows no images. */
  async failImages(): Promise<void> {
    const unready = (await this.pods()).filter((pod) => conditionStatus(pod, 'Ready') !== 'True' && pod.metadata['deletionTimestamp'] === undefined);
    const state = { waiting: { reason: 'ErrImagePull', message: 'manifest unknown' } };
    const status = { containerStatuses: [{ name, ready: false, restartCount: 0, image: '', imageID: '', state }] };
    for (const pod of unready)
      await this.cluster.patch({ kind: 'pod', namespace, name: pod.metadata.name }, { status }, { subresource: 'status' }).catch(() => undefined);
  }

  private pods(): Promise<readonly KubernetesObject[]> {
    return this.cluster.list('pods', { namespace, selector: `app.kubernetes.io/name=${name}` });
  }

  private async watch(watched: { done: boolean; most: number }, meanwhile?: () => Promise<void>): Promise<void> {
    while (!watched.done) {
      watched.most = Math.max(watched.most, (await this.pods()).length);
      await meanwhile?.();
      await sleep(seconds(2));
    }
  }

  /** Events are counted by the API server: one object may stand for many. */
  private async refusals(): Promise<number> {
    const events = await this.cluster.list('events', { namespace });
    return events.filter((event) => event['reason'] === 'FailedCreate').reduce((total, event) => total + Number(event['count'] ?? 1), 0);
  }

  private write({ version, start, end, deadline, quota }: Version): string {
    const { files } = Manifests.of(environment);
    const folder = join(this.context.folder, `manifests-${version}`);
    const [namespaces = '', backend = ''] = [files['namespaces.yaml'], files[`${name}.yaml`]];
    const played = [`pod-ready.stage.kwok.x-k8s.io/delay: ${start}`, `pod-delete.stage.kwok.x-k8s.io/delay: ${end}`];
    const annotation = 'cluster-autoscaler.kubernetes.io/safe-to-evict: "true"';
    mkdirSync(join(folder, environment.name), { recursive: true });
    writeFileSync(join(folder, environment.name, 'namespaces.yaml'), quota === undefined ? namespaces : namespaces.replace(/pods: "?80"?$/m, `pods: ${quota}`));
    writeFileSync(
      join(folder, environment.name, `${name}.yaml`),
      backend
        .replace(annotation, [annotation, ...played].join('\n        '))
        .replace(/(image: \S+backend):\S+/, `$1:${version}.0.0`)
        .replace(/progressDeadlineSeconds: \d+/, (stated) => (deadline === undefined ? stated : `progressDeadlineSeconds: ${deadline}`)),
    );
    return folder;
  }
}

function run(cluster: Cluster, manifests: string, more: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const options = {
    '--env': environment.name,
    '--manifests': manifests,
    '--wait': 'rollouts',
    '--kubeconfig': cluster.adminKubeconfig,
    '--kubectl': binaryOf('kubectl'),
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'delivery/apply.ts', ...Object.entries(options).flat(), ...more], { cwd: root });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
