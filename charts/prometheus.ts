import type { Construct } from 'constructs';
import type { Component } from '../config/components';
import type { Environment } from '../config/environment';
import { monitoringOf } from '../config/monitoring';
import { componentPriority, components, namespaces, ports } from '../config/names';
import { servingSecretOf } from '../config/serving-certificate';
import { storageClassFor } from '../config/google/node-disk';
import { mebibytes, seconds } from '../config/quantities';
import { platformImage } from '../config/google/platform-images';
import { AccessRights, type Right } from '../constructs/access-rights';
import { configText } from '../constructs/config-files';
import type { PlatformChart } from '../constructs/platform-chart';
import { laidOutGroup } from '../constructs/promql-layout';
import { httpProbe, livenessProbe } from '../constructs/platform-container';
import type { MountedVolume } from '../constructs/platform-deployment';
import { PlatformStatefulSet } from '../constructs/platform-stateful-set';
import { ReloadedFiles } from '../constructs/reloaded-files';
import { authorityFolder } from './scrape-config';
import { measuredWorkloads, metricsPortOf, scrapeJobsOf } from './scrape-jobs';
import { rightSized } from './autoscaling';
import { componentPeer, workloadPeer } from './pod-peers';
import { controlPlane } from './control-plane';
import { platformChart, sizingOf, storageOf, zonesOf } from './platform-charts';
import { presentComponents } from './present-components';
import { prometheusConfig, rulesFolder } from './prometheus-config';
import { ruleGroups } from './rule-files';
import { scrapers } from './scrapers';

const name = components.prometheus;
const namespace = namespaces.observability;

/**
 * Prometheus: scrapes the jobs of the contract, evaluates the rules, and keeps its history on a volume. Each replica does all of that by itself, and any of them may answer a
 * query: rules publish only values with evidence, so a replica that has just started publishes nothing rather than wrong values.
 */
export function prometheus(scope: Construct, environment: Environment): void {
  const chart = platformChart(scope, name, { file: 'prometheus' });
  const config = new ReloadedFiles(chart, 'config', { name: `${name}-config`, files: { 'prometheus.yml': configText(prometheusConfig(environment)) } });
  server(chart, environment, { config: config.configMapName, rules: ruleFiles(chart, environment) });
  new AccessRights(chart, 'access-rights', {
    name,
    namespace,
    cluster: [
      { group: '', resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
      { group: '', resources: ['nodes/metrics'], verbs: ['get'] },
    ],
    // the adapter authorizes scrapes of this path
    paths: ['/metrics'],
    own: [readPods],
    inNamespaces: Object.fromEntries(measuredWorkloads(environment).map((workload) => [workload.namespace, [readPods]])),
  });
  rightSized(chart, environment, { name, target: 'StatefulSet' });
}

const readPods: Right = { group: '', resources: ['pods'], verbs: ['get', 'list', 'watch'] };

/** Components that query Prometheus, for example Jaeger for its Monitor tab. */
const readers: readonly Component[] = [components.prometheusAdapter, components.grafana, components.jaeger, components.jaegerQuery, components.optimizer];

/** Components that are scraped, with their ports; Alertmanager also receives alerts on its port. */
const componentTargets: readonly (readonly [component: Component, ...ports: number[]])[] = [
  [components.collectorAgent, ports.selfMetrics],
  [components.collectorGateway, ports.collectorMetrics, ports.selfMetrics],
  ...[components.jaeger, components.jaegerCollector, components.jaegerQuery].map((component) => [component, ports.selfMetrics] as const),
  [components.kubeStateMetrics, ports.stateMetrics],
  [components.alertmanager, ports.alertmanager],
  [components.prometheusAdapter, ports.adapter],
  [components.grafana, ports.grafana],
  [components.prometheus, ports.prometheus],
  [components.optimizer, ports.optimizer],
];

/**
 * One of several replicas counts as ready after it has scraped for W and two scrapes more: until then it has no rates and would count every pod as fully used, and
 * the next replica must not be stopped while the others have no data. A single replica is ready as soon as it answers: few data are better than none.
 */
function knowing(environment: Environment, period: number): { readonly successThreshold?: number } {
  const { window, scrapeInterval } = environment.telemetry;
  return monitoringOf(environment).replicas === 1 ? {} : { successThreshold: Math.ceil((seconds(window) + 2 * seconds(scrapeInterval)) / period) };
}

function aggregatedServers(environment: Environment): readonly Component[] {
  return scrapeJobsOf(environment).flatMap((job) => (job.kind === 'aggregated server' ? [job.name] : []));
}

/** Volume with the certificate's CA, without its key. Apply creates the Secret, so the volume is optional: scaling must not wait for it. */
function authority(component: Component): MountedVolume {
  const secret = { secretName: servingSecretOf(component), items: [{ key: 'ca.crt', path: 'ca.crt' }], optional: true };
  return { volume: { name: `${component}-authority`, secret }, mountPath: authorityFolder(component) };
}

/** One ConfigMap per rule file: together they would exceed the limit of 1 MiB, and a changed policy should change only one of them. */
function ruleFiles(chart: PlatformChart, environment: Environment): readonly string[] {
  return Object.entries(ruleGroups(environment)).map(
    ([file, groups]) =>
      new ReloadedFiles(chart, file, {
        name: `prometheus-rules-${file}`,
        files: { [`${file}.yaml`]: configText({ groups: groups.map(laidOutGroup) }) },
      }).configMapName,
  );
}

function server(chart: PlatformChart, environment: Environment, configMaps: { readonly config: string; readonly rules: readonly string[] }): void {
  const storage = storageOf(environment, name);
  const there = presentComponents(environment);
  new PlatformStatefulSet(chart, 'server', {
    name,
    image: platformImage(environment, 'prometheus'),
    priorityClass: componentPriority.name,
    args: [
      '--config.file=/etc/prometheus/config/prometheus.yml',
      '--storage.tsdb.path=/data',
      `--storage.tsdb.retention.time=${environment.telemetry.retention}`,
      // a fifth of the volume is left for the write-ahead log and compaction
      `--storage.tsdb.retention.size=${Math.floor(mebibytes(storage) * 0.8)}MB`,
      `--web.listen-address=:${ports.prometheus}`,
      '--enable-feature=exemplar-storage',
      // changed rules and jobs are reloaded without a restart, after which every rate would start again; if a file is invalid, the old ones stay in force
      '--config.auto-reload',
      '--config.auto-reload-interval=30s',
    ],
    replicas: monitoringOf(environment).replicas,
    zones: zonesOf(environment),
    sizing: sizingOf(environment, name),
    ports: { http: ports.prometheus },
    probes: {
      // five minutes to replay its write-ahead log
      start: { ...httpProbe('/-/ready', 'http'), periodSeconds: 5, failureThreshold: 60 },
      ready: { ...httpProbe('/-/ready', 'http'), periodSeconds: 5, ...knowing(environment, 5) },
      live: livenessProbe('/-/healthy', 'http'),
    },
    storage: { size: storage, mountPath: '/data', storageClass: storageClassFor(environment) },
    volumes: [
      { volume: { name: 'config', configMap: { name: configMaps.config } }, mountPath: '/etc/prometheus/config' },
      { volume: { name: 'rules', projected: { sources: configMaps.rules.map((configMap) => ({ configMap: { name: configMap } })) } }, mountPath: rulesFolder },
      ...aggregatedServers(environment).map(authority),
    ],
    gracePeriod: 120,
    usesApiServer: true,
    from: [...readers.filter((reader) => there.has(reader)).map(componentPeer), ...scrapers(environment)].map((peer) => ({
      peer,
      ports: [ports.prometheus],
    })),
    to: [
      controlPlane(environment),
      { peer: { kind: 'addresses', cidrs: [environment.network.nodes] }, ports: [ports.kubelet] },
      ...componentTargets.filter(([component]) => there.has(component)).map(([component, ...targets]) => ({ peer: componentPeer(component), ports: targets })),
      ...measuredWorkloads(environment).map((workload) => ({ peer: workloadPeer(workload), ports: [metricsPortOf(workload).port] })),
    ],
  });
}
