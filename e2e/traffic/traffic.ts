/**
 * Simulates users, pods and collectors: turns each workload's demand and ready pods into the metrics of a collector gateway and a kubelet.
 * It writes raw counters and usage only; every rate, quantile, ratio and replica count is computed by the real Prometheus, adapter and controller.
 */
import type { Environment } from '../../config/environment';
import { latencyBounds } from '../../config/metrics/latency-bounds';
import { mebibytes, milliseconds } from '../../config/quantities';
import type { Workload } from '../../config/workload';
import type { Cluster } from '../cluster/cluster';
import { sleep } from '../waiting/stopwatch';
import { LoopbackServer } from '../processes/loopback-server';
import { idle, type Demand } from './demand';
import { Gateway, type CounterSource } from './gateway';
import { KubernetesApi } from './kubernetes-api';
import { SpanCounters } from './span-counters';

const step = '250ms';
const repeatAfter = '2s';

export class Traffic implements CounterSource {
  private readonly living: Gateway[] = [];
  private pods: LoopbackServer | undefined;
  private readonly ready = new Map<string, number>();
  private countedAt = performance.now();
  private readonly demands = new Map<string, Demand | ((elapsedSeconds: number) => Demand)>();
  private agentsAlive = true;
  private running = true;
  private loop: Promise<void> = Promise.resolve();
  private failure: unknown;
  private readonly used = new Map<string, { readonly usage: string; readonly at: number }>();

  private constructor(
    private readonly environment: Environment,
    public readonly api: KubernetesApi,
  ) {}

  /** Starts without load and with two gateways. Call {@link stop} before the cluster ends. */
  public static async start(environment: Environment, cluster: Cluster): Promise<Traffic> {
    const traffic = new Traffic(environment, await KubernetesApi.start(cluster));
    for (const name of ['otel-gateway-0', 'otel-gateway-1']) traffic.living.push(await Gateway.start(name, traffic));
    traffic.pods = await LoopbackServer.start((_, response) => {
      response.setHeader('Content-Type', 'text/plain; version=0.0.4').end(traffic.ownSamples());
    });
    traffic.loop = traffic.run();
    return traffic;
  }

  /** The collector gateways, dead or alive. */
  public get gateways(): readonly Gateway[] {
    return this.living;
  }

  /** URL of a proxy that answers for every pod, with `http://`: kwok gives pods addresses, but runs nothing there. */
  public get podsProxy(): string {
    if (this.pods === undefined) throw new Error('traffic must have been started, received one that was not');
    return this.pods.url;
  }

  public fresh(): readonly SpanCounters[] {
    return this.environment.workloads.map((workload) => new SpanCounters(workload, latencyBounds(this.environment)));
  }

  /** Counts the spans since the last call. They are routed to both gateways; those for a dead one are lost. */
  public advance(): void {
    const now = performance.now();
    const seconds = (now - this.countedAt) / 1000;
    this.countedAt = now;
    if (!this.agentsAlive) return;
    this.environment.workloads.forEach(({ name }, index) => {
      const stretch = { ready: this.ready.get(name) ?? 0, seconds, share: 1 / this.living.length };
      for (const gateway of this.living) gateway.current[index]?.add(this.demandOf(name), stretch);
    });
  }

  /** Sets the load of a workload; fields that are left out are idle. A function gets the seconds since this call. */
  public want(workload: string, demand: Partial<Demand> | ((elapsedSeconds: number) => Partial<Demand>)): void {
    this.advance();
    const since = performance.now();
    this.demands.set(workload, () => ({ ...idle, ...(typeof demand === 'function' ? demand((performance.now() - since) / 1000) : demand) }));
  }

  /** Spans no longer reach the gateways, which still answer scrapes. */
  public cutAgentsOff(): void {
    this.advance();
    this.agentsAlive = false;
  }

  public connectAgents(): void {
    this.advance();
    this.agentsAlive = true;
  }

  /** @throws Error whose cause is an error that occurred while it ran */
  public async stop(): Promise<void> {
    this.running = false;
    await this.loop;
    await Promise.all([...this.gateways.map((gateway) => gateway.kill()), this.pods?.stop()]);
    if (this.failure !== undefined) throw new Error('traffic ended before its scenario', { cause: this.failure });
  }

  private async run(): Promise<void> {
    while (this.running) {
      try {
        await this.play();
      } catch (error) {
        this.failure = error;
        return;
      }
      await sleep(step);
    }
  }

  private async play(): Promise<void> {
    for (const namespace of new Set(this.environment.workloads.map((workload) => workload.namespace))) {
      for (const [name, replicas] of await this.api.readyReplicas(namespace)) this.ready.set(name, replicas);
    }
    this.advance();
    await Promise.all(this.environment.workloads.map((workload) => this.use(workload, this.demandOf(workload.name), this.ready.get(workload.name) ?? 0)));
  }

  /** Each pod's share of every gauge of the contract; the scrape configuration selects the pods of each gauge. */
  private ownSamples(): string {
    const { applicationMetrics } = this.environment.telemetry;
    return applicationMetrics.map(({ name, workload }) => `${name} ${this.demandOf(workload).own / Math.max(1, this.ready.get(workload) ?? 0)}\n`).join('');
  }

  private demandOf(workload: string): Demand {
    const demand = this.demands.get(workload) ?? idle;
    return typeof demand === 'function' ? demand(0) : demand;
  }

  /** Writes the usage of each pod into its annotations, again every few seconds because pods come and go. */
  private async use({ name, namespace }: Workload, { cores, mebibytes: load, startUp }: Demand, pods: number): Promise<void> {
    if (pods === 0) return;
    const heap = mebibytes(this.environment.sizing[name]?.idleMemory ?? '0Mi');
    const annotations = {
      'kwok.x-k8s.io/usage-cpu': `${Math.round((cores * 1000) / pods)}m`,
      'kwok.x-k8s.io/usage-memory': `${Math.round(heap + load / pods)}Mi`,
    };
    const usage = JSON.stringify(annotations);
    const last = this.used.get(name);
    if (startUp === undefined && last?.usage === usage && performance.now() - last.at < milliseconds(repeatAfter)) return;
    this.used.set(name, { usage, at: performance.now() });
    const burning = { ...annotations, 'kwok.x-k8s.io/usage-cpu': `${(startUp?.cores ?? 0) * 1000}m` };
    await this.api.annotatePods(namespace, name, (age) => (age < (startUp?.seconds ?? 0) ? burning : annotations));
  }
}
