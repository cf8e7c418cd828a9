/** Pods with real processes: kwok runs no containers, so the example is started for every ready pod and stopped with it. */
import type { Environment } from '../../config/environment';
import { freePort } from '../processes/free-ports';
import { sleep } from '../waiting/stopwatch';
import type { Running } from '../processes/process';
import { startReadinessProbes } from '../tracing/readiness-probes';
import { startBackend, type ShopProcessOptions } from '../tracing/shop';
import type { KubernetesApi } from '../traffic/kubernetes-api';
import { backendOf } from './environment';
import { ToldUsage } from './told-usage';

export interface ProcessPodsOptions extends Omit<ShopProcessOptions, 'port'> {
  readonly environment: Environment;
  readonly api: KubernetesApi;
  /** URL of the price service, with `http://`. */
  readonly prices: string;
  /** Whether the usage of the processes is reported as that of the pods. @default false */
  readonly usageTold?: boolean;
}

export class ProcessPods {
  private readonly pods = new Map<string, Running>();
  private turn = 0;
  private following = true;
  private failure: unknown;
  private loop: Promise<void> = Promise.resolve();
  private readonly usage: ToldUsage;
  private readonly stopProbes = startReadinessProbes(() => this.urls);

  private constructor(private readonly options: ProcessPodsOptions) {
    this.usage = new ToldUsage(options.api, backendOf(options.environment).namespace);
  }

  /** Follows the Deployment of the environment's workload until {@link stop}. */
  public static follow(options: ProcessPodsOptions): ProcessPods {
    const pods = new ProcessPods(options);
    pods.loop = pods.run();
    return pods;
  }

  /** Addresses of the processes that are ready. */
  public get urls(): readonly string[] {
    return [...this.pods.values()].map(({ url }) => url);
  }

  /** Name of the pod behind an address; undefined once it is gone. */
  public podAt(url: string): string | undefined {
    return [...this.pods].find(([, running]) => running.url === url)?.[0];
  }

  /** The next URL, round robin. @throws Error while there is none */
  public nextUrl(): string {
    const { urls } = this;
    const url = urls[this.turn++ % Math.max(1, urls.length)];
    if (url === undefined) throw new Error('no pod is ready');
    return url;
  }

  /** @throws Error with what went wrong while it followed as its cause */
  public async stop(): Promise<void> {
    this.following = false;
    this.stopProbes();
    await this.loop;
    if (this.failure !== undefined) throw new Error('pods were no longer followed before the scenario ended', { cause: this.failure });
  }

  private async run(): Promise<void> {
    try {
      while (this.following) {
        await this.look();
        await sleep('500ms');
      }
    } catch (error) {
      this.failure = error;
    }
  }

  private async look(): Promise<void> {
    const { name, namespace } = backendOf(this.options.environment);
    const wanted = await this.options.api.readyPods(namespace, name);
    const gone = [...this.pods].filter(([pod]) => !wanted.includes(pod));
    for (const [pod] of gone) this.pods.delete(pod);
    const fresh = wanted.filter((pod) => !this.pods.has(pod));
    await Promise.all([
      ...gone.map(([, running]) => running.stop()),
      ...fresh.map(async (pod) => this.pods.set(pod, await startBackend({ ...this.options, pod, port: await freePort() }))),
    ]);
    if (this.options.usageTold === true) await this.usage.tell(this.pods);
  }
}
