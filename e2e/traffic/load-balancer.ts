/** Simulates Google's load balancer: it follows EndpointSlices with a delay, keeps connections to pods, and sends no request twice. */
import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { milliseconds, type Duration } from '../../config/duration';
import { LoopbackServer } from '../processes/loopback-server';
import { probeFailure } from '../processes/probe';
import { sleep } from '../waiting/stopwatch';
import type { KubernetesApi } from './kubernetes-api';

const sliceList = z.object({
  items: z.array(
    z.object({
      endpoints: z
        .array(z.object({ conditions: z.object({ ready: z.boolean().optional() }).default({}), targetRef: z.object({ name: z.string() }) }))
        .nullish(),
    }),
  ),
});

export interface LoadBalancerOptions {
  readonly api: Pick<KubernetesApi, 'get'>;
  readonly namespace: string;
  readonly service: string;
  /** URL of a pod, with `http://`. */
  readonly urlOf: (pod: string) => string | undefined;
  /** Delay between a change of an EndpointSlice and its effect on requests. */
  readonly late: Duration;
  /** Health check from the manifests. */
  readonly health: { readonly path: string; readonly interval: Duration; readonly unhealthy: number };
  /** Time limit of a request. */
  readonly timeout: Duration;
}

interface Endpoint {
  /** Whether the slices list it as ready, and since when in milliseconds. */
  listed: boolean;
  since: number;
  /** Whether it gets requests, by the delayed view of the slices. */
  attached: boolean;
  healthy: boolean;
  failures: number;
  checkedAt: number;
}

export class LoadBalancer {
  /** Number of failed requests by reason. */
  public readonly failed = new Map<string, number>();
  private readonly endpoints = new Map<string, Endpoint>();
  private readonly agent = new Agent({ keepAlive: true });
  private turn = 0;
  private following = true;
  private loop: Promise<void> = Promise.resolve();
  private failure: unknown;
  private server: LoopbackServer | undefined;

  private constructor(private readonly options: LoadBalancerOptions) {}

  public static async start(options: LoadBalancerOptions): Promise<LoadBalancer> {
    const balancer = new LoadBalancer(options);
    balancer.server = await LoopbackServer.start((asked, answer) => balancer.forward(asked, answer));
    balancer.loop = balancer.run();
    return balancer;
  }

  /** With `http://`. */
  public get url(): string {
    return this.server?.url ?? '';
  }

  /** Pods that get requests. */
  public get serving(): readonly string[] {
    return [...this.endpoints].filter(([, { attached, healthy }]) => attached && healthy).map(([pod]) => pod);
  }

  /** @throws Error whose cause is an error that occurred while following */
  public async stop(): Promise<void> {
    this.following = false;
    await this.loop;
    await this.server?.stop();
    this.agent.destroy();
    if (this.failure !== undefined) throw new Error('endpoints were no longer followed before the scenario ended', { cause: this.failure });
  }

  private async run(): Promise<void> {
    try {
      while (this.following) {
        await this.look();
        await sleep('200ms');
      }
    } catch (error) {
      this.failure = error;
    }
  }

  private async look(): Promise<void> {
    const { api, namespace, service } = this.options;
    const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=kubernetes.io/service-name=${service}`;
    const listed = sliceList.parse(await api.get(path)).items.flatMap(({ endpoints }) => endpoints ?? []);
    const ready = new Set(listed.filter(({ conditions }) => conditions.ready === true).map(({ targetRef }) => targetRef.name));
    const now = performance.now();
    for (const pod of ready) {
      if (!this.endpoints.has(pod)) this.endpoints.set(pod, { listed: true, since: now, attached: false, healthy: false, failures: 0, checkedAt: 0 });
    }
    for (const [pod, endpoint] of this.endpoints) {
      if (ready.has(pod) !== endpoint.listed) Object.assign(endpoint, { listed: ready.has(pod), since: now });
      if (now - endpoint.since >= milliseconds(this.options.late)) endpoint.attached = endpoint.listed;
      if (endpoint.attached) void this.check(pod, endpoint, now);
      else if (!endpoint.listed) this.endpoints.delete(pod);
    }
  }

  private async check(pod: string, endpoint: Endpoint, now: number): Promise<void> {
    const { path, interval, unhealthy } = this.options.health;
    if (now - endpoint.checkedAt < milliseconds(interval)) return;
    endpoint.checkedAt = now;
    const failure = await probeFailure({ url: `${this.options.urlOf(pod) ?? 'http://127.0.0.1:1'}${path}` });
    endpoint.failures = failure === undefined ? 0 : endpoint.failures + 1;
    endpoint.healthy = failure === undefined || (endpoint.healthy && endpoint.failures < unhealthy);
  }

  private forward(asked: IncomingMessage, answer: ServerResponse): void {
    const { serving } = this;
    const pod = serving[this.turn++ % Math.max(1, serving.length)];
    const url = pod === undefined ? undefined : this.options.urlOf(pod);
    const refuse = (why: string): void => {
      this.failed.set(why, (this.failed.get(why) ?? 0) + 1);
      if (answer.headersSent) answer.destroy();
      else answer.writeHead(502).end();
    };
    if (pod === undefined) return refuse('no pod is known');
    if (url === undefined) return refuse('its pod was gone');
    const { method, headers, url: path = '/' } = asked;
    const sent = request(`${url}${path}`, { agent: this.agent, method, headers, timeout: milliseconds(this.options.timeout) }, (response) => {
      const { statusCode = 502 } = response;
      if (statusCode >= 500) this.failed.set(`its pod answered ${statusCode}`, (this.failed.get(`its pod answered ${statusCode}`) ?? 0) + 1);
      answer.writeHead(statusCode, response.headers);
      response.pipe(answer);
    });
    let [over, late] = [false, false];
    sent.once('timeout', () => {
      late = true;
      sent.destroy();
    });
    sent.once('error', (error: NodeJS.ErrnoException) => {
      if (over) return;
      over = true;
      refuse(late ? 'it took longer than allowed' : (reasons[error.code ?? ''] ?? error.message));
    });
    asked.pipe(sent);
  }
}

const reasons: Readonly<Record<string, string>> = { ECONNREFUSED: 'nobody listened in its pod', ECONNRESET: 'its pod ended before it answered' };
