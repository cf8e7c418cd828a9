import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { synthesize } from '../../charts/synthesis';
import { durationOf, seconds } from '../../config/duration';
import type { Environment } from '../../config/environment';
import type { Cluster } from '../cluster/cluster';
import { applyShop, expectEnd } from '../delivery/apply-process';
import { commitAll, startRepository } from '../delivery/git-repository';
import { backendOf, shipped } from '../platform/environment';
import { Kubelet, leftToKubelet } from '../platform/kubelet';
import { Manifests } from '../platform/manifests';
import { startExampleBackend } from '../processes/example-backend';
import { freePort } from '../processes/free-ports';
import { LoopbackServer } from '../processes/loopback-server';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { injectedEnvironment } from '../tracing/injected-environment';
import type { ShopRequest } from '../tracing/shop-requests';
import { startSteadyLoad } from '../tracing/steady-load';
import { KubernetesApi } from '../traffic/kubernetes-api';
import { LoadBalancer } from '../traffic/load-balancer';
import { eventually } from '../waiting/assertions';

const pods = 4;
/** Requests a second of all users. */
const rate = 16;
/** Seconds that one in five requests takes. */
const slow = 12;
/** Seconds before the end of the drain at which the load balancer stops sending to a pod. */
const justInTime = 5;

/** Rolls one release after the other under load. The failed requests of a release depend on the pods that it ends, which are those of the previous version. */
export const scenario: Scenario = {
  name: 'release-under-load',
  title:
    'a new image and a scale-in under load fail no request, though the load balancer follows just in time and one in five requests takes 12 s; without a drain, or with a grace that is too short for it, some fail',
  tags: ['full'],
  needs: CLUSTER_PROGRAMS,
  timeout: '1800s',
  async run(context) {
    const environment = shipped('dev');
    const { name, namespace, shutdown } = backendOf(environment);
    const { drain, grace } = shutdown;
    const cluster = await context.startCluster();
    const releases = new Releases(context, cluster, environment);
    const scale = (count: number): Promise<string> => cluster.kubectl(['scale', 'deployment', name, '--namespace', namespace, `--replicas=${count}`]);
    const world = await play(context, cluster, environment);
    try {
      expectEnd(await releases.apply('1'), 0);
      await scale(pods);
      await eventually('every pod serves', () => Promise.resolve(world.balancer.serving), { until: (serving) => serving.length === pods, timeout: '180s' });
      const users = new Users(world.balancer);
      /** Counts failed requests until all old pods are gone and the load balancer has noticed. */
      const cost = async (ends: number, does: () => Promise<unknown>): Promise<Cost> => {
        const before = world.kubelet.pods;
        const left = (): number => before.filter((pod) => world.kubelet.pods.includes(pod) || world.balancer.serving.includes(pod)).length;
        users.count();
        await does();
        await eventually('the pods are gone', () => Promise.resolve(left()), { until: (count) => count === before.length - ends, timeout: '180s' });
        return users.counted();
      };
      const release = (version: string, change?: (yaml: string) => string): Promise<Cost> =>
        cost(pods, async () => expectEnd(await releases.apply(version, change), 0));
      const asShipped = await release('2', without(/ {10}lifecycle:\n {12}preStop:\n {14}sleep:\n {16}seconds: \d+\n/));
      context.report(`pods that serve on for ${drain} of ${grace}: ${told(asShipped)}`);
      const noDrain = await release('3', (yaml) => yaml.replace(/(terminationGracePeriodSeconds:) \d+/, `$1 ${seconds(drain) + 2}`));
      context.report(`pods that do not: ${told(noDrain)}`);
      const shortGrace = await release('4');
      context.report(`pods that serve on for ${drain} of ${seconds(drain) + 2}s: ${told(shortGrace)}`);
      const scaledIn = await cost(pods / 2, () => scale(pods / 2));
      context.report(`half of the pods sent away, as an autoscaler does, with ${drain} of ${grace}: ${told(scaledIn)}`);
      await users.stop();
      for (const each of [asShipped, scaledIn]) if (each.failed > 0) throw new Error(`the order of steps must fail no request, received ${told(each)}`);
      if (noDrain.failed === 0) throw new Error('pods that end before the load balancer knows must fail requests, received none');
      if (shortGrace.failed === 0) throw new Error('pods that are killed before they have answered must fail requests, received none');
    } finally {
      await world.stop();
    }
  },
};

/** @throws Error where there is nothing of the kind */
function without(what: RegExp): (yaml: string) => string {
  return (yaml) => {
    if (!what.test(yaml)) throw new Error(`the manifest must have ${String(what)}`);
    return yaml.replace(what, '');
  };
}

interface Cost {
  readonly requests: number;
  readonly failed: number;
  readonly reasons: readonly string[];
}

function told({ requests, failed, reasons }: Cost): string {
  return `${failed} of ${requests} requests failed${reasons.length === 0 ? '' : ` (${reasons.join(', ')})`}`;
}

class Users {
  private answered = 0;
  private failed = 0;
  private unansweredBefore = 0;
  private readonly load;

  public constructor(private readonly balancer: LoadBalancer) {
    this.load = startSteadyLoad({
      url: balancer.url,
      rate,
      request: (index) => Users.request(index),
      onAnswer: ({ status }) => {
        this.answered += 1;
        if (status !== 200) this.failed += 1;
      },
    });
  }

  public stop(): Promise<void> {
    return this.load.stop();
  }

  /** Starts counting again. */
  public count(): void {
    [this.answered, this.failed, this.unansweredBefore] = [0, 0, this.load.unanswered()];
    this.balancer.failed.clear();
  }

  public counted(): Cost {
    const unanswered = this.load.unanswered() - this.unansweredBefore;
    return {
      requests: this.answered + unanswered,
      failed: this.failed + unanswered,
      reasons: [...this.balancer.failed].map(([why, count]) => `${count}: ${why}`),
    };
  }

  private static request(index: number): ShopRequest {
    const item = { kind: 'item', item: (index % 50) + 1 } as const;
    return index % 5 === 0 ? { ...item, fault: `delay=${slow}` } : item;
  }
}

interface World {
  readonly kubelet: Kubelet;
  readonly balancer: LoadBalancer;
  stop(): Promise<void>;
}

/** Starts everything except the control plane: kubelet, processes of the pods, load balancer, and a collector that accepts all spans. */
async function play(context: ScenarioContext, cluster: Cluster, environment: Environment): Promise<World> {
  const { processes } = context;
  const { name, namespace, shutdown } = backendOf(environment);
  const { files } = Manifests.of(environment);
  const api = await KubernetesApi.start(cluster);
  const collector = await LoopbackServer.start((_asked, answer) => void answer.writeHead(200).end());
  const database = join(processes.scratchFolder('database'), 'shop');
  const synthesized = synthesize(environment);
  const kubelet = Kubelet.follow({
    ...{ api, namespace, app: name },
    start: async (pod, gracePeriod) => {
      const injected = await injectedEnvironment(synthesized, { workload: name, pod, endpoint: collector.url });
      // an empty variable counts as unset: it stops as its image does
      const settings = { DRAIN_SECONDS: '', DATABASE_URL: `sqlite:///${database}`, FAULTS: '1' };
      return startExampleBackend({ processes, name: pod, port: await freePort(), environment: { ...injected, ...settings }, gracePeriod });
    },
  });
  const late = durationOf(seconds(shutdown.drain) - justInTime);
  const balancer = await LoadBalancer.start({ ...{ api, namespace, late, service: name }, urlOf: (pod) => kubelet.urlOf(pod), ...balancing(files) });
  return {
    kubelet,
    balancer,
    stop: async () => {
      await kubelet.stop();
      await balancer.stop();
      await collector.stop();
    },
  };
}

const backendPolicy = z.object({ kind: z.literal('GCPBackendPolicy'), spec: z.object({ default: z.object({ timeoutSec: z.number() }) }) });
const healthPolicy = z.object({
  kind: z.literal('HealthCheckPolicy'),
  spec: z.object({
    default: z.object({
      checkIntervalSec: z.number(),
      unhealthyThreshold: z.number(),
      config: z.object({ httpHealthCheck: z.object({ requestPath: z.string() }) }),
    }),
  }),
});

/** Settings of the load balancer from the manifests. @throws Error if they are missing */
function balancing(files: Manifests['files']): Pick<Parameters<typeof LoadBalancer.start>[0], 'health' | 'timeout'> {
  const objects = parseAllDocuments(files['gateway.yaml'] ?? '').map((document) => document.toJS() as unknown);
  const [backend] = objects.flatMap((object) => backendPolicy.safeParse(object).data ?? []);
  const [health] = objects.flatMap((object) => healthPolicy.safeParse(object).data ?? []);
  if (backend === undefined || health === undefined) throw new Error('the manifests must have a GCPBackendPolicy and a HealthCheckPolicy');
  const { checkIntervalSec, unhealthyThreshold, config } = health.spec.default;
  return {
    health: { path: config.httpHealthCheck.requestPath, interval: durationOf(checkIntervalSec), unhealthy: unhealthyThreshold },
    timeout: durationOf(backend.spec.default.timeoutSec),
  };
}

/** Versions of the backend in a repository, applied as the pipeline does. */
class Releases {
  private readonly folder: string;

  public constructor(
    context: ScenarioContext,
    private readonly cluster: Cluster,
    private readonly environment: Environment,
  ) {
    this.folder = join(context.folder, 'shop');
    startRepository(this.folder);
  }

  /** @param change - of the backend's manifest as text */
  public apply(version: string, change: (yaml: string) => string = (yaml) => yaml): ReturnType<typeof applyShop> {
    const { files } = Manifests.of(this.environment);
    const { name } = backendOf(this.environment);
    const [manifests, annotation] = [join(this.folder, 'manifests'), 'cluster-autoscaler.kubernetes.io/safe-to-evict: "true"'];
    const backend = (files[`${name}.yaml`] ?? '')
      .replace(annotation, [annotation, ...leftToKubelet].join('\n        '))
      .replace(/(image: \S+backend):\S+/, `$1:${version}.0.0`);
    mkdirSync(join(manifests, 'dev'), { recursive: true });
    writeFileSync(join(manifests, 'dev', 'namespaces.yaml'), files['namespaces.yaml'] ?? '');
    writeFileSync(join(manifests, 'dev', `${name}.yaml`), change(backend));
    commitAll(this.folder, `Release ${version}`);
    return applyShop(this.cluster, { manifests, args: ['--wait', 'rollouts'] });
  }
}
