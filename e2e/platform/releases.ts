/** Versions of a workload, applied as the pipeline does, on a cluster whose pods take the times that are played. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { quotaOf } from '../../charts/quota';
import type { Environment } from '../../config/environment';
import type { Cluster } from '../cluster/cluster';
import { conditionStatus, type KubernetesObject } from '../cluster/kubernetes-object';
import type { ScenarioContext } from '../runner/scenario';
import { binaryOf } from '../toolchain/build';
import type { Duration } from '../../config/duration';
import { commitAll, startRepository } from '../delivery/git-repository';
import { Stopwatch, formatDuration, sleep } from '../waiting/stopwatch';
import { backendOf } from './environment';
import { Manifests } from './manifests';

const root = join(__dirname, '..', '..');

export interface Version {
  readonly version: string;
  /** From creation to readiness. */
  readonly start: `${number}s`;
  /** From deletion to being gone. */
  readonly end: `${number}s`;
  /** Seconds. @default - as generated */
  readonly deadline?: number;
  /** Pods. @default - as generated */
  readonly quota?: number;
  /** Whether it is committed, which a rollback to it needs. @default false */
  readonly committed?: boolean;
  /** An action that is repeated until the release has ended. @default - none */
  readonly meanwhile?: () => Promise<void>;
}

export interface Applied {
  readonly code: number;
  readonly output: string;
  readonly took: Duration;
  /** Largest number of pods at once, including terminating ones. */
  readonly most: number;
  /** Smallest number of pods that were ready and not terminating. */
  readonly fewestReady: number;
  /** Pods whose creation was refused. */
  readonly refused: number;
}

/** @throws Error if the release succeeds, or ends without that reason or after its deadline */
export async function tellsWhy(context: ScenarioContext, release: Releases, version: Version & { readonly deadline: number }, reason: RegExp): Promise<void> {
  const { deadline } = version;
  const stuck = await release.apply(version);
  if (stuck.code === 0) throw new Error(`version ${version.version} must not pass, received ${stuck.output}`);
  if (!reason.test(stuck.output)) throw new Error(`version ${version.version} must say ${String(reason)}, received ${stuck.output}`);
  const still = Number(/no progress for (\d+) s/.exec(stuck.output)?.[1]);
  if (!(still <= deadline + 30)) throw new Error(`version ${version.version} must end within its deadline of ${deadline} s, received ${stuck.output}`);
  context.report(`told after ${still} s without progress: ${stuck.output.trim().split('\n').slice(-2).join(' | ').slice(0, 300)}`);
}

/** @throws Error if a stopped release is not rolled back, or if pods of the previous version were ever missing */
export async function goesBack(
  context: ScenarioContext,
  release: Releases,
  version: Version,
  before: { readonly version: string; readonly pods: number },
): Promise<void> {
  const { code, output, took, fewestReady } = await release.apply({ ...version, committed: true });
  if (code !== 5 || !/no progress for \d+ s/.test(output) || !/went back to/.test(output)) throw new Error(`it must go back, received ${code}: ${output}`);
  const serving = [...(await release.servingVersions())];
  if (serving.join() !== before.version) throw new Error(`version ${before.version} must serve, received ${serving.join()}`);
  if (fewestReady < before.pods) throw new Error(`${before.pods} pods must be ready at every look, received ${fewestReady}`);
  const still = /no progress for (\d+) s/.exec(output)?.[1] ?? '';
  context.report(`a release that stops: gone back after ${still} s without progress, in ${formatDuration(took)}; ${fewestReady} pods ready at least`);
}

/** Versions of the environment's first workload. */
export class Releases {
  constructor(
    private readonly context: ScenarioContext,
    private readonly cluster: Cluster,
    private readonly environment: Environment,
  ) {}

  async apply(version: Version, more: readonly string[] = []): Promise<Applied> {
    const folder = this.write(version);
    const refusedBefore = await this.refusals();
    const stopwatch = new Stopwatch();
    const ended = run(this.cluster, this.environment.name, folder, more);
    const watched = { done: false, most: 0, fewestReady: Number.POSITIVE_INFINITY };
    const watching = this.watch(watched, version.meanwhile);
    const { code, output } = await ended;
    const took = stopwatch.elapsed();
    watched.done = true;
    await watching;
    const { most, fewestReady } = watched;
    return { code, output, took, most, fewestReady, refused: (await this.refusals()) - refusedBefore };
  }

  async readyPods(): Promise<number> {
    return (await this.pods()).filter((pod) => conditionStatus(pod, 'Ready') === 'True').length;
  }

  /** Image tags of the pods that are ready and not on their way out. */
  async servingVersions(): Promise<ReadonlySet<string>> {
    const images = z.object({ containers: z.array(z.object({ image: z.string() })) });
    const serving = (await this.pods()).filter(isServing).flatMap((pod) => images.parse(pod['spec']).containers.map(({ image }) => image));
    return new Set(serving.map((image) => image.split(':').at(-1)?.split('.')[0] ?? ''));
  }

  /** Writes the status of a kubelet that cannot pull an image: kwok pulls none. */
  async failImages(): Promise<void> {
    const { name, namespace } = backendOf(this.environment);
    const unready = (await this.pods()).filter((pod) => conditionStatus(pod, 'Ready') !== 'True' && pod.metadata['deletionTimestamp'] === undefined);
    const state = { waiting: { reason: 'ErrImagePull', message: 'manifest unknown' } };
    const status = { containerStatuses: [{ name, ready: false, restartCount: 0, image: '', imageID: '', state }] };
    for (const pod of unready)
      await this.cluster.patch({ kind: 'pod', namespace, name: pod.metadata.name }, { status }, { subresource: 'status' }).catch(() => undefined);
  }

  private pods(): Promise<readonly KubernetesObject[]> {
    const { name, namespace } = backendOf(this.environment);
    return this.cluster.list('pods', { namespace, selector: `app.kubernetes.io/name=${name}` });
  }

  private async watch(watched: { done: boolean; most: number; fewestReady: number }, meanwhile?: () => Promise<void>): Promise<void> {
    while (!watched.done) {
      const pods = await this.pods();
      watched.most = Math.max(watched.most, pods.length);
      watched.fewestReady = Math.min(watched.fewestReady, pods.filter(isServing).length);
      await meanwhile?.();
      await sleep('2s');
    }
  }

  /** Number of refused pods; one Event object may count several. */
  private async refusals(): Promise<number> {
    const events = await this.cluster.list('events', { namespace: backendOf(this.environment).namespace });
    return events.filter((event) => event['reason'] === 'FailedCreate').reduce((total, event) => total + Number(event['count'] ?? 1), 0);
  }

  private write({ version, start, end, deadline, quota, committed = false }: Version): string {
    const { environment } = this;
    const { name, namespace } = backendOf(environment);
    const { files } = Manifests.of(environment);
    const { pods } = quotaOf(environment, namespace);
    const repository = join(this.context.folder, 'shop');
    const folder = committed ? join(repository, 'manifests') : join(this.context.folder, `manifests-${version}`);
    const [namespaces = '', backend = ''] = [files['namespaces.yaml'], files[`${name}.yaml`]];
    const played = [`pod-ready.stage.kwok.x-k8s.io/delay: ${start}`, `pod-delete.stage.kwok.x-k8s.io/delay: ${end}`];
    const annotation = 'cluster-autoscaler.kubernetes.io/safe-to-evict: "true"';
    mkdirSync(join(folder, environment.name), { recursive: true });
    writeFileSync(
      join(folder, environment.name, 'namespaces.yaml'),
      quota === undefined ? namespaces : namespaces.replace(new RegExp(`pods: "?${pods}"?$`, 'm'), `pods: ${quota}`),
    );
    writeFileSync(
      join(folder, environment.name, `${name}.yaml`),
      backend
        .replace(annotation, [annotation, ...played].join('\n        '))
        .replace(/(image: \S+backend):\S+/, `$1:${version}.0.0`)
        .replace(/progressDeadlineSeconds: \d+/, (stated) => (deadline === undefined ? stated : `progressDeadlineSeconds: ${deadline}`)),
    );
    if (committed) {
      startRepository(repository);
      commitAll(repository, `Release ${version}`);
    }
    return folder;
  }
}

function isServing(pod: KubernetesObject): boolean {
  return conditionStatus(pod, 'Ready') === 'True' && pod.metadata['deletionTimestamp'] === undefined;
}

function run(cluster: Cluster, environment: string, manifests: string, more: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const options = {
    '--env': environment,
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
