/** Simulates the kubelet for the pods of one workload, because kwok runs no containers. Probes, hook and signals follow the pod's own manifest. */
import { z } from 'zod';
import { healthRoutes } from '../../config/names';
import { durationOf, type Duration } from '../../config/duration';
import { probeFailure } from '../processes/probe';
import type { Running } from '../processes/process';
import type { KubernetesApi } from '../traffic/kubernetes-api';
import { sleep } from '../waiting/stopwatch';

const probe = z.object({ periodSeconds: z.number(), failureThreshold: z.number() });
const podList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
      spec: z.object({
        terminationGracePeriodSeconds: z.number(),
        containers: z.tuple([
          z.object({
            readinessProbe: probe,
            lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }).optional() }).default({}),
          }),
        ]),
      }),
      status: z.object({ phase: z.string().optional() }),
    }),
  ),
});
type Pod = z.infer<typeof podList>['items'][number];

/** Seconds that a kubelet gives a container to stop after its hook has used up the grace period. */
const leastGrace = 2;

/** Annotations with which kwok leaves readiness and the end of a pod to this kubelet. */
export const leftToKubelet = ['pod-ready.stage.kwok.x-k8s.io/delay: 36000s', 'pod-delete.stage.kwok.x-k8s.io/delay: 36000s'] as const;

export interface KubeletOptions {
  readonly api: Pick<KubernetesApi, 'get' | 'tellReady' | 'removePod'>;
  readonly namespace: string;
  readonly app: string;
  /** Starts the process of a pod, with `grace` between SIGTERM and SIGKILL. Resolves when it is ready. */
  readonly start: (pod: string, grace: Duration) => Promise<Running>;
}

interface Life {
  readonly begun: Promise<Running>;
  /** Set when it is ready for the first time. */
  running?: Running;
  ending: boolean;
}

export class Kubelet {
  private readonly lives = new Map<string, Life>();
  private following = true;
  private failure: unknown;
  private loop: Promise<void> = Promise.resolve();

  private constructor(private readonly options: KubeletOptions) {}

  /** Follows the pods until {@link stop}. */
  public static follow(options: KubeletOptions): Kubelet {
    const kubelet = new Kubelet(options);
    kubelet.loop = kubelet.run();
    return kubelet;
  }

  /** Pods that have a process, including terminating ones. */
  public get pods(): readonly string[] {
    return [...this.lives.keys()];
  }

  /** URL of a pod's process, with `http://`; undefined before it is ready and after the pod is gone. */
  public urlOf(pod: string): string | undefined {
    return this.lives.get(pod)?.running?.url;
  }

  /** @throws Error whose cause is an error that occurred while following */
  public async stop(): Promise<void> {
    this.following = false;
    await this.loop;
    if (this.failure !== undefined) throw new Error('pods were no longer followed before the scenario ended', { cause: this.failure });
  }

  private async run(): Promise<void> {
    while (this.following && this.failure === undefined) {
      await this.look().catch((error: unknown) => this.fail(error));
      await sleep('200ms');
    }
  }

  private fail(error: unknown): void {
    // errors after the end of the scenario do not matter
    if (this.following) this.failure ??= error;
  }

  private async look(): Promise<void> {
    const { api, namespace, app } = this.options;
    const { items } = podList.parse(await api.get(`/api/v1/namespaces/${namespace}/pods?labelSelector=app.kubernetes.io/name=${app}`));
    for (const pod of items) {
      const { name, deletionTimestamp } = pod.metadata;
      const life = this.lives.get(name);
      if (life === undefined && pod.status.phase === 'Running' && deletionTimestamp === undefined) this.begin(pod);
      if (life !== undefined && deletionTimestamp !== undefined && !life.ending) {
        life.ending = true;
        this.end(pod, life).catch((error: unknown) => this.fail(error));
      }
    }
  }

  private begin(pod: Pod): void {
    const { name } = pod.metadata;
    const { terminationGracePeriodSeconds: grace } = pod.spec;
    const life: Life = { begun: this.options.start(name, durationOf(Math.max(leastGrace, grace - drainOf(pod)))), ending: false };
    this.lives.set(name, life);
    this.probe(pod, life).catch((error: unknown) => this.fail(error));
  }

  /** Updates readiness from the pod's probe. */
  private async probe({ metadata: { name }, spec }: Pod, life: Life): Promise<void> {
    const { periodSeconds, failureThreshold } = spec.containers[0].readinessProbe;
    const running = await life.begun;
    life.running = running;
    let failures = 0;
    let told: boolean = false;
    while (this.following && this.lives.has(name)) {
      const failure = await probeFailure({ url: `${running.url}${healthRoutes.ready}` });
      failures = failure === undefined ? 0 : failures + 1;
      const ready: boolean = failure === undefined || (told && failures < failureThreshold);
      if (ready !== told) await this.options.api.tellReady(this.options.namespace, name, ready);
      told = ready;
      await sleep(durationOf(periodSeconds));
    }
  }

  /** Ends a pod: hook, SIGTERM, and SIGKILL at the end of the grace period. */
  private async end(pod: Pod, { begun }: Life): Promise<void> {
    const { name } = pod.metadata;
    const running = await begun;
    await sleep(durationOf(drainOf(pod)));
    await running.stop();
    this.lives.delete(name);
    await this.options.api.removePod(this.options.namespace, name);
  }
}

function drainOf({ spec }: Pod): number {
  return spec.containers[0].lifecycle.preStop?.sleep.seconds ?? 0;
}
