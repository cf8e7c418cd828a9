/** Rule groups for alerts and trends of an environment, by the file that Prometheus mounts. */
import { cardinalityBudget } from '../config/budgets/cardinality-budget';
import { hasExternalSignal, type Component } from '../config/components';
import type { ConsoleName } from '../config/consoles';
import type { Environment } from '../config/environment';
import { diskPrice, isKnown, machinePrice, type NoPrice } from '../config/google/machine-price';
import { components, dashboards, namespaces, ports } from '../config/names';
import { listPrices } from '../config/google/prices';
import { gibibytes } from '../config/quantities';
import { servingCertificate, servingSecretOf } from '../config/serving-certificate';
import { jobs } from '../config/telemetry';
import { isOfKind, schedulesOf, webWorkloads, type ScaledKind } from '../config/workload';
import { platformGroups, scheduleGroup, workerGroup, workloadGroups, type AnyGroup } from '../constructs/alerts/alert-groups';
import type { AlertedPlatform, AlertedWorkload } from '../constructs/alerts/alerted';
import { costTrend } from '../constructs/alerts/cost-trend';
import type { Links } from '../constructs/alerts/links';
import { guard } from '../constructs/collector/queue-guard';
import { trendRules } from '../constructs/alerts/trend-rules';
import { scaledWorkload, telemetryOf } from './platform-charts';

/** Groups by file name. One file per workload, so that a change for one workload changes only its file. */
export function alertFiles(environment: Environment): Readonly<Record<string, readonly AnyGroup[]>> {
  const workloads = webWorkloads(environment).map((workload) => alertedWorkload(environment, workload));
  const workers = environment.workloads.filter(isOfKind('worker')).map((workload) => alertedWorkload(environment, workload));
  return {
    'alerts-platform': platformGroups(alertedPlatform(environment)),
    ...Object.fromEntries(workloads.map((workload) => [`alerts-${workload.name}`, workloadGroups(workload)])),
    ...Object.fromEntries(
      schedulesOf(environment).map((task) => [
        `alerts-${task.name}`,
        [scheduleGroup({ ...task, ...common(environment), telemetry: telemetryOf(environment) })],
      ]),
    ),
    ...Object.fromEntries(workers.map((worker) => [`alerts-${worker.name}`, [workerGroup(worker)]])),
    trends: [...[...workloads, ...workers].map(trendRules), ...cost(environment)],
  };
}

export function alertedWorkload(environment: Environment, workload: ScaledKind): AlertedWorkload {
  const { alerting, telemetry } = environment;
  return {
    ...scaledWorkload(environment, workload),
    ...common(environment),
    objectives: alerting.objectives,
    traced: isTraced(workload),
    applicationMetrics: telemetry.applicationMetrics.filter((metric) => metric.workload === workload.name),
  };
}

function alertedPlatform(environment: Environment): AlertedPlatform {
  const { gateway, collectorSelf, jaeger, kubelet, kubeletSelf, kubeStateMetrics, alertmanager, prometheus } = jobs;
  const telemetry = telemetryOf(environment);
  return {
    ...common(environment),
    telemetry,
    namespace: namespaces.observability,
    metricsAdapter: components.prometheusAdapter,
    queueGuard: guard,
    certificates: { ...servingCertificate, leases: adaptersOf(environment).map(servingSecretOf) },
    gateway: telemetry.collectors.gateway,
    agent: telemetry.collectors.agent,
    jobs: [gateway, collectorSelf, jaeger, kubelet, kubeletSelf, kubeStateMetrics, alertmanager, prometheus],
    seriesBudget: cardinalityBudget(environment).series,
    namespacesOfWorkloads: environment.workloads.map(({ namespace }) => namespace),
    workloads: webWorkloads(environment).filter(isTraced),
  };
}

function isTraced({ instrumentation }: ScaledKind): boolean {
  return instrumentation !== 'none';
}

/** Components that serve an aggregated API. */
function adaptersOf(environment: Environment): readonly Component[] {
  return [components.prometheusAdapter, ...(hasExternalSignal(environment) ? [components.stackdriverAdapter] : [])];
}

function common(environment: Environment): Pick<AlertedPlatform, 'timing' | 'links' | 'dashboards'> {
  return { timing: environment.alerting.timing, links: linksOf(environment), dashboards };
}

/** Links of alerts and dashboards. Where consoles have no address, people forward their ports, so the links lead to localhost. */
export function linksOf({ consoles, ci }: Pick<Environment, 'consoles' | 'ci'>): Links {
  const address = (name: ConsoleName, port: number) => (consoles.kind === 'port-forward' ? `http://localhost:${port}` : `https://${consoles[name]}`);
  return {
    grafana: address('grafana', ports.grafana),
    jaeger: address('jaeger', ports.jaegerQuery),
    runbooks: `https://github.com/${ci.repository}/blob/main/docs/runbooks`,
  };
}

/** Hours of an average month: 365 · 24 / 12. */
const monthHours = 730;

/** Price of a node for an hour, including its disk, or why it is unknown. */
export function nodeHourOf({ google, nodePool }: Pick<Environment, 'google' | 'nodePool'>): { readonly hour: number } | NoPrice {
  const machine = machinePrice(listPrices, google.region, nodePool.machineType);
  const disk = diskPrice(listPrices, nodePool.machineType);
  if (!isKnown(machine)) return machine;
  if (!isKnown(disk)) return disk;
  return { hour: machine.onDemand + (gibibytes(nodePool.diskSize) * disk.gibMonth) / monthHours };
}

/** Without a price only the nodes are recorded: a wrong cost would be worse than none. */
function cost(environment: Environment): readonly AnyGroup[] {
  const node = nodeHourOf(environment);
  return [
    costTrend({
      telemetry: telemetryOf(environment),
      timing: environment.alerting.timing,
      price: isKnown(node)
        ? { nodeHour: node.hour, fixedHour: listPrices.clusterHour + listPrices.loadBalancer.rulesHour, currency: listPrices.currency }
        : undefined,
    }),
  ];
}
