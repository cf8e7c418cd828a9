import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { isOptimizerTraced } from '../config/optimized-workloads';
import { componentPriority, components, namespaces, ports } from '../config/names';
import { storageClassFor } from '../config/google/node-disk';
import type { Memory } from '../config/quantities';
import { platformImage } from '../config/google/platform-images';
import { AccessRights } from '../constructs/access-rights';
import type { CollectorConfig } from '../constructs/collector/collector-config';
import { guard, guardName, guardText, queueGuard } from '../constructs/collector/queue-guard';
import { ConfigFiles, configText } from '../constructs/config-files';
import { cpuAutoscaler } from '../constructs/cpu-autoscaler';
import type { Connection } from '../constructs/network-access';
import { fromField, httpProbe, livenessProbe } from '../constructs/platform-container';
import { PlatformDeployment, type MountedVolume } from '../constructs/platform-deployment';
import { PlatformStatefulSet } from '../constructs/platform-stateful-set';
import type { PlatformChart } from '../constructs/platform-chart';
import { rightSized } from './autoscaling';
import { componentPeer, workloadPeer } from './pod-peers';
import { agent, collectorVariables, gateway, jaegerEntrance, onlyNamespace, ownFolder, queueFolder } from './collector-config';
import { controlPlane } from './control-plane';
import { platformChart, sizingOf, storageOf, zonesOf } from './platform-charts';
import { fromScrapers } from './scrapers';

const namespace = namespaces.observability;
const configFolder = '/etc/otelcol';
const otlp = { 'otlp-grpc': ports.otlpGrpc, 'otlp-http': ports.otlpHttp, 'self-metrics': ports.selfMetrics, health: ports.health };
/** A collector is healthy when its pipelines run. */
const health = httpProbe('/', 'health');
/** Two minutes to start: the collector first compacts its queue, then waits up to 30 s for the list of pods, and the liveness probe must not count that time. */
const probes = { live: livenessProbe('/', 'health'), ready: health, start: { ...health, failureThreshold: 12 } };

/** The collectors: stateless agents that route and gateways that count and sample, or both in one pod. */
export function collectors(scope: Construct, environment: Environment): void {
  const { collectors: layout } = environment.tracing;
  if (layout.layout === 'tiers') agents(scope, environment, layout.agents);
  gateways(scope, environment, layout.layout === 'tiers' ? layout.gateways : 1);
}

function agents(scope: Construct, environment: Environment, { min, max }: { readonly min: number; readonly max: number }): void {
  const name = components.collectorAgent;
  const chart = platformChart(scope, name, { file: 'collectors' });
  const sizing = sizingOf(environment, name);
  new PlatformDeployment(chart, 'server', {
    name,
    image: platformImage(environment, 'collector'),
    priorityClass: componentPriority.name,
    zones: zonesOf(environment),
    args: [`--config=${configFolder}/config.yaml`],
    env: collectorEnv(sizing.memory.limit),
    replicas: min === max ? min : 'autoscaled',
    sizing,
    ports: otlp,
    probes,
    volumes: [config(chart, name, agent(environment))],
    // nodes remove the pod's address within seconds; then the collector sends what is queued in memory
    drain: '5s',
    gracePeriod: 60,
    from: [...fromWorkloads(environment), ...fromScrapers(environment, [ports.selfMetrics])],
    to: [controlPlane(environment), { peer: componentPeer(components.collectorGateway), ports: [ports.otlpGrpc] }],
  });
  readsPods(chart, environment, name);
  if (min === max) rightSized(chart, environment, { name, target: 'Deployment' });
  else cpuAutoscaler(chart, 'autoscaler', { name, min, max, utilization: 70 });
}

function gateways(scope: Construct, environment: Environment, replicas: number): void {
  const name = components.collectorGateway;
  const alone = environment.tracing.collectors.layout === 'single';
  const chart = platformChart(scope, name, { file: 'collectors' });
  const sizing = sizingOf(environment, name);
  new PlatformStatefulSet(chart, 'server', {
    name,
    image: platformImage(environment, 'collector'),
    priorityClass: componentPriority.name,
    zones: zonesOf(environment),
    args: [`--config=${configFolder}/config.yaml`],
    env: collectorEnv(sizing.memory.limit),
    replicas,
    sizing,
    ports: { ...otlp, 'span-metrics': ports.collectorMetrics },
    probes,
    storage: { size: storageOf(environment, name), mountPath: queueFolder, storageClass: storageClassFor(environment) },
    volumes: [config(chart, name, gateway(environment), { [guardName]: guardText })],
    companion: (mounts) =>
      queueGuard({ image: platformImage(environment, 'alertmanager'), programFolder: configFolder, queueFolder, ownFolder, healthPort: ports.health, mounts }),
    scratch: { own: ownFolder },
    usesApiServer: alone,
    // agents send to a gateway as long as DNS may return its address; a single gateway has no other that could take over, so waiting is useless
    ...(alone ? {} : { drain: '35s' }),
    // after the drain it decides on the traces that it holds and writes its queue to the volume
    gracePeriod: 90,
    from: [
      ...(alone ? fromWorkloads(environment) : [{ peer: componentPeer(components.collectorAgent), ports: [ports.otlpGrpc] }]),
      ...fromScrapers(environment, [ports.collectorMetrics, ports.selfMetrics]),
    ],
    to: [...(alone ? [controlPlane(environment)] : []), { peer: componentPeer(jaegerEntrance(environment)), ports: [ports.otlpGrpc] }],
  });
  if (alone) readsPods(chart, environment, name);
  rightSized(chart, environment, { name, target: 'StatefulSet', beside: [guard] });
}

function config(chart: PlatformChart, name: string, content: CollectorConfig, more: Readonly<Record<string, string>> = {}): MountedVolume {
  const { configMapName } = new ConfigFiles(chart, 'config', {
    name,
    files: { 'config.yaml': configText(content), ...more },
  });
  return { volume: { name: 'config', configMap: { name: configMapName } }, mountPath: configFolder };
}

function collectorEnv(memoryLimit: Memory): ReturnType<typeof fromField>[] {
  return [fromField('POD_IP', 'status.podIP'), ...Object.entries(collectorVariables(memoryLimit)).map(([name, value]) => ({ name, value }))];
}

/** Right to read pods, to find the pod of an address. Where all workloads share a namespace, only in that one. */
function readsPods(chart: PlatformChart, environment: Environment, name: string): void {
  const right = { group: '', resources: ['pods'], verbs: ['get', 'list', 'watch'] } as const;
  // with a second namespace the right in the whole cluster is added and the binding in each namespace stays: old collectors still use it, and removing it would need a retirement
  const inNamespaces = Object.fromEntries(environment.workloads.map((workload) => [workload.namespace, [right]]));
  new AccessRights(chart, 'access-rights', { name, namespace, inNamespaces, ...(onlyNamespace(environment) === undefined ? { cluster: [right] } : {}) });
}

function fromWorkloads(environment: Environment): readonly Connection[] {
  const taken = [ports.otlpGrpc, ports.otlpHttp];
  return [
    ...environment.workloads.map((workload) => ({ peer: workloadPeer(workload), ports: taken })),
    ...(isOptimizerTraced(environment) ? [{ peer: componentPeer(components.optimizer), ports: taken }] : []),
  ];
}
