/** The whole platform on one machine: generated manifests applied to a real control plane, and the real programs behind them. */
import type { Environment } from '../../config/environment';
import { monitoringOf } from '../../config/monitoring';
import { namespaces } from '../../config/names';
import { jobs, servedPrefix } from '../../config/telemetry';
import { z } from 'zod';
import type { Cluster } from '../cluster/cluster';
import { Stopwatch } from '../waiting/stopwatch';
import { startMetricsServer } from '../processes/metrics-server';
import type { Running } from '../processes/process';
import { queryPrometheus, type Sample } from '../prometheus/prometheus-query';
import type { ScenarioContext } from '../runner/scenario';
import { Decisions } from '../traffic/decisions';
import { Traffic } from '../traffic/traffic';
import { applyManifests, installKinds } from './applied-cluster';
import { Manifests } from './manifests';
import { startGeneratedAdapter, startGeneratedPrometheus, startGeneratedStateMetrics } from './metrics-chain';
import { numberAt, stringAt } from '../cluster/kubernetes-object';
import { ServiceAddress } from './service-address';

const metricValues = z.object({ items: z.array(z.object({ value: z.string() })) });

const nodes = { count: 6, cpu: '64', memory: '256Gi' };

/** A Prometheus, and the folder of the files that it reloads. */
interface PlacedPod {
  readonly process: Running;
  readonly folder: string;
}

/** Programs that a scenario starts itself and that Prometheus scrapes from the beginning. */
export interface Beside {
  /** `host:port` of an optimizer. @default - none is scraped */
  readonly optimizer?: string;
}

interface PlatformParts {
  readonly environment: Environment;
  readonly manifests: Manifests;
  readonly cluster: Cluster;
  readonly traffic: Traffic;
  readonly prometheuses: readonly PlacedPod[];
  readonly stateMetrics: readonly Running[];
  readonly adapter: Running;
  readonly sinceApply: Stopwatch;
}

export class Platform {
  public readonly environment: Environment;
  public readonly manifests: Manifests;
  public readonly cluster: Cluster;
  public readonly traffic: Traffic;
  /** One for each replica of the environment. */
  public readonly prometheuses: readonly PlacedPod[];
  public readonly stateMetrics: readonly Running[];
  public readonly adapter: Running;
  /** Runs since the moment at which the manifests were applied. */
  public readonly sinceApply: Stopwatch;

  private constructor(parts: PlatformParts) {
    ({ environment: this.environment, manifests: this.manifests, cluster: this.cluster } = parts);
    ({ traffic: this.traffic, prometheuses: this.prometheuses, stateMetrics: this.stateMetrics, adapter: this.adapter, sinceApply: this.sinceApply } = parts);
  }

  /**
   * Resolves when every component is ready; the metric chain may still be filling its window.
   * @param controller `quick` reads the CPU of pods as soon as they run; `shipped` waits as Kubernetes does, up to five minutes for a young pod
   */
  public static async start(
    context: ScenarioContext,
    environment: Environment,
    controller: 'quick' | 'shipped' = 'quick',
    beside: Beside = {},
  ): Promise<Platform> {
    const manifests = Manifests.of(environment);
    const hpaSyncPeriod = environment.telemetry.syncPeriod;
    const cluster = await context.startCluster({
      nodes,
      hpa: controller === 'shipped' ? { hpaSyncPeriod } : { hpaSyncPeriod, hpaCpuInitializationPeriod: '1s', hpaInitialReadinessDelay: '1s' },
    });
    await installKinds(cluster);
    const sinceApply = new Stopwatch();
    await applyManifests(cluster, manifests);
    context.report('manifests applied');
    const traffic = await Traffic.start(environment, cluster);
    const each = Array.from({ length: monitoringOf(environment).replicas });
    const stateMetrics = await Promise.all([...each.map(() => startGeneratedStateMetrics(cluster, manifests)), startMetricsServer({ cluster })]);
    stateMetrics.pop();
    const prometheuses = await Promise.all(
      each.map(async (): Promise<PlacedPod> => {
        const folder = cluster.processes.scratchFolder('prometheus');
        const process = await startGeneratedPrometheus({
          cluster,
          manifests,
          stateMetrics,
          folder,
          podsProxy: traffic.podsProxy,
          targets: {
            [jobs.gateway]: traffic.gateways.map(({ name, address }) => ({ address, labels: { instance: name } })),
            [jobs.optimizer]: beside.optimizer === undefined ? [] : [{ address: beside.optimizer, labels: {} }],
          },
          args: ['--config.auto-reload-interval=5s'],
        });
        return { process, folder };
      }),
    );
    const adapter = await startGeneratedAdapter({ cluster, manifests, prometheus: await serviceOf(prometheuses), environment });
    context.report('Prometheus, adapter, kube-state-metrics and metrics-server are ready');
    return new Platform({ environment, manifests, cluster, traffic, prometheuses, stateMetrics, adapter, sinceApply });
  }

  /** The first. */
  public get prometheus(): Running {
    const [first] = this.prometheuses;
    if (first === undefined) throw new Error('a platform must have a Prometheus, received none');
    return first.process;
  }

  /** Wanted replicas of a Deployment, as its autoscaler last set them. */
  public async replicas(name: string): Promise<number> {
    const deployment = await this.cluster.get({ kind: 'deployment', name, namespace: namespaces.backend });
    return numberAt(deployment, ['spec', 'replicas']) ?? 1;
  }

  /** Records from now on the signals behind each change of a workload's autoscaler. */
  public decisionsOn(workload: string): Decisions {
    const status = () => this.traffic.api.autoscalerStatus(namespaces.backend, workload);
    return new Decisions({ status, prometheusUrl: this.prometheus.url, workload });
  }

  /** Ready replicas of a Deployment. */
  public async readyReplicas(name: string): Promise<number> {
    const deployment = await this.cluster.get({ kind: 'deployment', name, namespace: namespaces.backend });
    return numberAt(deployment, ['status', 'readyReplicas']) ?? 0;
  }

  /** Status and reason of a condition of an autoscaler, for example `True ValidMetricFound`. */
  public async autoscalerCondition(name: string, type: string): Promise<string> {
    const hpa = await this.cluster.get({ kind: 'hpa', name, namespace: namespaces.backend });
    for (let index = 0; stringAt(hpa, ['status', 'conditions', index, 'type']) !== undefined; index++) {
      if (stringAt(hpa, ['status', 'conditions', index, 'type']) === type) {
        return `${stringAt(hpa, ['status', 'conditions', index, 'status']) ?? ''} ${stringAt(hpa, ['status', 'conditions', index, 'reason']) ?? ''}`;
      }
    }
    return 'absent';
  }

  /** A signal's value as the autoscaler reads it, from the custom metrics API. */
  public async servedReplicas(name: string, signal: string): Promise<number> {
    const path = `/apis/custom.metrics.k8s.io/v1beta2/namespaces/${namespaces.backend}/deployments.apps/${name}/${servedPrefix}${signal}`;
    const { items } = metricValues.parse(JSON.parse(await this.cluster.kubectl(['get', '--raw', path])));
    const [item] = items;
    if (item === undefined) throw new Error(`${path} must answer with a value, received none`);
    return item.value.endsWith('m') ? Number(item.value.slice(0, -1)) / 1000 : Number(item.value);
  }

  public query(expression: string): Promise<readonly Sample[]> {
    return queryPrometheus(this.prometheus.url, expression);
  }
}

/** Time for which pods of a lost node stay in the endpoints: the control plane's grace period for nodes, five times faster. */
const nodeGone = '10s';

/** Time until a restarted Prometheus has complete windows: the window and two scrapes, five times faster. */
const knows = '16s';

/** URL for the adapter: the only Prometheus, or a Service of several, which ends with the program. */
async function serviceOf(prometheuses: readonly PlacedPod[]): Promise<{ readonly url: string }> {
  const [only, ...others] = prometheuses;
  if (only !== undefined && others.length === 0) return only.process;
  const endpoints = prometheuses.map(({ process: { url } }) => ({ url, readyPath: '/-/ready' }));
  return ServiceAddress.start({ endpoints, noticed: nodeGone, trusted: knows, period: '1s' });
}
