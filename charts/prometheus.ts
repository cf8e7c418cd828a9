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
 * Prometheus: scrapes by contract, evaluates the scaling rules, keeps its history on a volume. Of several each does all of that for itself, and whichever is asked
 * answers: a rule publishes what it has evidence for and nothing else, so one that has just started is silent and not wrong.
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
    // the adapter asks whether its caller may read this path
    paths: ['/metrics'],
    own: [readPods],
    inNamespaces: Object.fromEntries(measuredWorkloads(environment).map((workload) => [workload.namespace, [readPods]])),
  });
  rightSized(chart, environment, { name, target: 'StatefulSet' });
}

const readPods: Right = { group: '', resources: ['pods'], verbs: ['get', 'list', 'watch'] };

/** Components that ask it: the Monitor tab of Jaeger among them. */
const readers: readonly Component[] = [components.prometheusAdapter, components.grafana, components.jaeger, components.jaegerQuery, components.optimizer];

/** Components that are scraped, each with its ports; Alertmanager receives alerts on the same one. */
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
 * Of several one counts as ready when it has scraped for a window and two scrapes more: until then it would take every pod that it has no rate of for a busy one, and
 * the next one must not be stopped while the others know nothing. A single one is asked as soon as it answers: what it knows is more than nothing.
 */
function knowing(environment: Environment, period: number): { readonly successThreshold?: number } {
  const { window, scrapeInterval } = environment.telemetry;
  return monitoringOf(environment).replicas === 1 ? {} : { successThreshold: Math.ceil((seconds(window) + 2 * seconds(scrapeInterval)) / period) };
}

function aggregatedServers(environment: Environment): readonly Component[] {
  return scrapeJobsOf(environment).flatMap((job) => (job.kind === 'aggregated server' ? [job.name] : []));
}

/** The certificate's authority and not its key. It is made at apply, and scaling must not wait for it. */
function authority(component: Component): MountedVolume {
  const secret = { secretName: servingSecretOf(component), items: [{ key: 'ca.crt', path: 'ca.crt' }], optional: true };
  return { volume: { name: `${component}-authority`, secret }, mountPath: authorityFolder(component) };
}

/** One ConfigMap a rule file: together they would outgrow the limit of 1 MiB, and a changed policy should change one of them. */
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
      // leaves a fifth of the volume for the write-ahead log and compaction
      `--storage.tsdb.retention.size=${Math.floor(mebibytes(storage) * 0.8)}MB`,
      `--web.listen-address=:${ports.prometheus}`,
      '--enable-feature=exemplar-storage',
      // rules and jobs change without a restart, of which every rate would start anew; a file that it cannot read leaves the old ones in force
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
