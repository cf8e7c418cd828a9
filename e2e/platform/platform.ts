/** The whole platform on one machine: generated manifests applied to a real control plane, and the real programs behind them. */
import type { Environment } from '../../config/environment';
import { components, namespaces } from '../../config/names';
import { jobs, servedPrefix } from '../../config/telemetry';
import { z } from 'zod';
import { seconds as configSeconds } from '../../config/quantities';
import type { Cluster } from '../cluster';
import { milliseconds, seconds, Stopwatch } from '../duration';
import { startKubeStateMetrics } from '../processes/kube-state-metrics';
import { resourceMetricsPath } from '../processes/kwok';
import { startMetricsServer } from '../processes/metrics-server';
import type { Running } from '../processes/process';
import { startPrometheus } from '../processes/prometheus';
import { startPrometheusAdapter } from '../processes/prometheus-adapter';
import { queryPrometheus, type Sample } from '../prometheus-query';
import type { ScenarioContext } from '../scenario';
import { Traffic } from '../traffic/traffic';
import { applyManifests, installKinds } from './applied-cluster';
import { Manifests } from './manifests';
import { placePrometheus } from './prometheus-placement';
import { numberAt, stringAt } from '../kubernetes-object';

const metricValues = z.object({ items: z.array(z.object({ value: z.string() })) });

const nodes = { count: 6, cpu: '64', memory: '256Gi' };

interface PlatformParts {
  readonly environment: Environment;
  readonly manifests: Manifests;
  readonly cluster: Cluster;
  readonly traffic: Traffic;
  readonly prometheus: Running;
  readonly adapter: Running;
  readonly sinceApply: Stopwatch;
}

export class Platform {
  public readonly environment: Environment;
  public readonly manifests: Manifests;
  public readonly cluster: Cluster;
  public readonly traffic: Traffic;
  public readonly prometheus: Running;
  public readonly adapter: Running;
  /** Runs since the moment at which the manifests were applied. */
  public readonly sinceApply: Stopwatch;

  private constructor(parts: PlatformParts) {
    ({ environment: this.environment, manifests: this.manifests, cluster: this.cluster } = parts);
    ({ traffic: this.traffic, prometheus: this.prometheus, adapter: this.adapter, sinceApply: this.sinceApply } = parts);
  }

  /**
   * Resolves when every component is ready; the metric chain may still be filling its window.
   * @param controller `quick` reads the CPU of pods as soon as they run; `shipped` waits as Kubernetes does, up to five minutes for a young pod
   */
  public static async start(context: ScenarioContext, environment: Environment, controller: 'quick' | 'shipped' = 'quick'): Promise<Platform> {
    const manifests = Manifests.of(environment);
    const hpaSyncPeriod = milliseconds(configSeconds(environment.telemetry.syncPeriod) * 1000);
    const cluster = await context.startCluster({
      nodes,
      hpa: controller === 'shipped' ? { hpaSyncPeriod } : { hpaSyncPeriod, hpaCpuInitializationPeriod: seconds(1), hpaInitialReadinessDelay: seconds(1) },
    });
    await installKinds(cluster);
    const sinceApply = new Stopwatch();
    await applyManifests(cluster, manifests);
    context.report('manifests applied');
    const traffic = await Traffic.start(environment, cluster);
    const [stateMetrics] = await Promise.all([
      startKubeStateMetrics({
        cluster,
        serviceAccount: { namespace: namespaces.observability, name: components.kubeStateMetrics },
        args: manifests.args(components.kubeStateMetrics),
      }),
      startMetricsServer({ cluster }),
    ]);
    const prometheus = await startGeneratedPrometheus({ cluster, manifests, traffic, stateMetrics });
    const adapter = await startGeneratedAdapter({ cluster, manifests, prometheus, environment });
    context.report('Prometheus, adapter, kube-state-metrics and metrics-server are ready');
    return new Platform({ environment, manifests, cluster, traffic, prometheus, adapter, sinceApply });
  }

  /** Wanted replicas of a Deployment, as its autoscaler last set them. */
  public async replicas(name: string): Promise<number> {
    const deployment = await this.cluster.get({ kind: 'deployment', name, namespace: namespaces.backend });
    return numberAt(deployment, ['spec', 'replicas']) ?? 1;
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

interface PrometheusParts {
  readonly cluster: Cluster;
  readonly manifests: Manifests;
  readonly traffic: Traffic;
  readonly stateMetrics: Running;
}

async function startGeneratedPrometheus({ cluster, manifests, traffic, stateMetrics }: PrometheusParts): Promise<Running> {
  const { 'prometheus.yml': generated = '', ...others } = manifests.configFiles(/^prometheus-[0-9a-f]{10}$/);
  const rules = manifests.configFiles(/^prometheus-rules-/);
  const kwok = new URL(cluster.controlPlane.kwok.url).host;
  const nodeNames = (await cluster.list('nodes')).map((node) => node.metadata.name);
  const config = placePrometheus(generated, {
    ruleFiles: Object.keys(rules),
    caFile: cluster.caFile,
    targets: {
      [jobs.gateway]: traffic.gateways.map(({ name, address }) => ({ address, labels: { instance: name } })),
      [jobs.kubelet]: nodeNames.map((node) => ({ address: kwok, labels: { node, instance: node, __metrics_path__: resourceMetricsPath(node) } })),
      [jobs.kubeStateMetrics]: [{ address: new URL(stateMetrics.url).host, labels: { instance: components.kubeStateMetrics } }],
    },
  });
  return startPrometheus({
    processes: cluster.processes,
    files: { 'prometheus.yml': config, ...others, ...rules },
    args: manifests.args(components.prometheus),
  });
}

interface AdapterParts {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly manifests: Manifests;
  readonly prometheus: Running;
}

const relist = '--metrics-relist-interval';

function startGeneratedAdapter({ cluster, manifests, prometheus, environment }: AdapterParts): Promise<Running> {
  // shipped: a sync period of 15 s and a relist interval of 15 s; a faster world keeps their proportion
  const relistSeconds = configSeconds(environment.telemetry.syncPeriod);
  const identity = { namespace: namespaces.observability, name: components.prometheusAdapter };
  return startPrometheusAdapter({
    cluster,
    serviceAccount: identity,
    service: identity,
    config: manifests.configFiles(/^prometheus-adapter-[0-9a-f]{10}$/)['config.yaml'] ?? '',
    prometheusUrl: prometheus.url,
    args: [...manifests.args(components.prometheusAdapter).filter((arg) => !arg.startsWith(relist)), `${relist}=${relistSeconds}s`],
  });
}
