/** The configurations of an environment's collectors. End-to-end scenarios use the same configurations with other addresses. */
import { gatewaysOf, operationLimit } from '../config/budgets/cardinality-budget';
import type { Component } from '../config/components';
import type { Environment } from '../config/environment';
import { guardedWorkloads, versionsCounted } from '../config/guarded-workloads';
import { healthRoutesOf } from '../config/health-routes';
import { components, namespaces, ports } from '../config/names';
import { latencyBounds } from '../config/metrics/latency-bounds';
import { durationOf, seconds, type Memory } from '../config/quantities';
import { metrics, resourceAttributes } from '../config/telemetry';
import { edgeWait, traceCapacity } from '../config/budgets/trace-capacity';
import { unjudgedSpanNames } from '../config/unjudged-routes';
import { webWorkloads } from '../config/workload';
import { agentConfig, type AgentConfigProps } from '../constructs/collector/agent-config';
import type { CollectorConfig, ListenAddresses } from '../constructs/collector/collector-config';
import { gatewayConfig, type GatewayConfigProps } from '../constructs/collector/gateway-config';
import { identity } from '../constructs/collector/identity';
import { goCollection, goMemoryLimit } from '../constructs/collector/memory';
import { headlessOf } from '../constructs/platform-stateful-set';
import { queueLink, startLog } from '../constructs/collector/queue-guard';
import type { Heartbeat, TailSamplingProps } from '../constructs/collector/tail-sampling';
import { sizingOf } from './platform-charts';

export type { CollectorConfig } from '../constructs/collector/collector-config';
export { guard, guardArguments, guardFile, queueLink, startLog } from '../constructs/collector/queue-guard';

/** Name of the Service that resolves to every gateway's address. */
const gatewaysHeadless = headlessOf(components.collectorGateway);
/** Folder of the gateways' queue, on a volume. */
export const queueFolder = '/var/lib/otelcol';
/** Folder that the containers of a gateway's pod share; it is deleted with the pod. */
export const ownFolder = '/run/otelcol';

/** Listens on all addresses of the pod. */
const listen: ListenAddresses = {
  grpc: `\${env:POD_IP}:${ports.otlpGrpc}`,
  http: `\${env:POD_IP}:${ports.otlpHttp}`,
  health: `\${env:POD_IP}:${ports.health}`,
  selfMetrics: { host: '${env:POD_IP}', port: ports.selfMetrics },
};

export function agent(environment: Environment, changes: Partial<AgentConfigProps> = {}): CollectorConfig {
  return agentConfig({
    listen,
    memoryLimit: sizingOf(environment, components.collectorAgent).memory.limit,
    identity: identityOf(environment),
    gateways: { kind: 'dns', expected: gatewaysOf(environment), hostname: `${gatewaysHeadless}.${namespaces.observability}.svc`, port: ports.otlpGrpc },
    ...changes,
  });
}

export function gateway(environment: Environment, changes: Partial<GatewayConfigProps> = {}): CollectorConfig {
  const { telemetry, tracing } = environment;
  const capacity = traceCapacity(environment);
  return gatewayConfig({
    listen: { ...listen, spanMetrics: `\${env:POD_IP}:${ports.collectorMetrics}` },
    memoryLimit: sizingOf(environment, components.collectorGateway).memory.limit,
    identity: tracing.collectors.layout === 'single' ? identityOf(environment) : {},
    metrics: {
      buckets: latencyBounds(environment),
      flushInterval: telemetry.flushInterval,
      dimensions: [resourceAttributes.namespace, resourceAttributes.deployment],
      cardinalityLimit: operationLimit(telemetry),
    },
    ...versionsOf(environment),
    exemplarInterval: durationOf(seconds(telemetry.scrapeInterval) + seconds(telemetry.flushInterval)),
    namespaces: { all: dotted(metrics.calls.name, '_calls_total'), sampled: dotted(metrics.sampledDurationBucket.name, '_duration_seconds_bucket') },
    graph: { openEdges: capacity.openEdges, pairWait: edgeWait.pair, look: edgeWait.look },
    sampling: { ...tracing.sampling, ...capacity, heartbeats: heartbeats(environment), unjudged: unjudgedSpans(environment) },
    traces: `${jaegerEntrance(environment)}.${namespaces.observability}.svc:${ports.otlpGrpc}`,
    queueFolder: queueLink(ownFolder),
    startLog: startLog(ownFolder),
    ...changes,
  });
}

/** Settings for counting by version. Routes that are not judged by latency are not counted: a version with more streams would seem slower. */
function versionsOf(environment: Environment): Pick<GatewayConfigProps, 'versions'> {
  const services = guardedWorkloads(environment).map(({ workload }) => ({
    namespace: workload.namespace,
    deployment: workload.name,
    uncounted: [healthRoutesOf(workload).spanNames, unjudgedSpanNames(workload.unjudgedRoutes ?? [])].filter((names) => names !== undefined),
  }));
  if (services.length === 0) return {};
  return {
    versions: {
      namespace: dotted(metrics.versionCalls.name, '_calls_total'),
      bound: seconds(environment.alerting.objectives.latency.target),
      services,
      versions: versionsCounted,
      attributes: { namespace: resourceAttributes.namespace, deployment: resourceAttributes.deployment, version: resourceAttributes.version },
    },
  };
}

/** Variables of every collector, by name. */
export function collectorVariables(memoryLimit: Memory): Readonly<Record<string, string>> {
  return { GOMEMLIMIT: goMemoryLimit(memoryLimit), GOGC: goCollection };
}

/** Heartbeat spans: by name alone where all workloads have the same readiness route, else by name and workload, because the route of one may be a page of another. */
function heartbeats(environment: Environment): readonly Heartbeat[] {
  const all = webWorkloads(environment).map((workload) => ({ name: workload.name, span: healthRoutesOf(workload).heartbeatSpan }));
  const spans = [...new Set(all.map(({ span }) => span))];
  return spans.length === 1
    ? spans.map((span) => ({ span }))
    : all.map(({ name, span }) => ({ span, of: { attribute: resourceAttributes.deployment, workload: name } }));
}

function unjudgedSpans(environment: Environment): NonNullable<TailSamplingProps['unjudged']> {
  return webWorkloads(environment).flatMap(({ name, unjudgedRoutes = [] }) => {
    const names = unjudgedSpanNames(unjudgedRoutes);
    return names === undefined ? [] : [{ attribute: resourceAttributes.deployment, workload: name, names }];
  });
}

/** Component of Jaeger that receives spans. */
export function jaegerEntrance({ tracing }: Pick<Environment, 'tracing'>): Component {
  return tracing.storage.kind === 'badger' ? components.jaeger : components.jaegerCollector;
}

/** The only namespace of workloads, or `undefined` where there are several. */
export function onlyNamespace({ workloads }: Pick<Environment, 'workloads'>): string | undefined {
  const all = [...new Set(workloads.map(({ namespace }) => namespace))];
  return all.length === 1 ? all[0] : undefined;
}

function identityOf(environment: Environment): ReturnType<typeof identity> {
  return identity(
    { namespace: resourceAttributes.namespace, deployment: resourceAttributes.deployment, pod: resourceAttributes.pod },
    onlyNamespace(environment),
  );
}

/** `traces_span_metrics_calls_total` → `traces.span.metrics`: the connector expects dots, and the contract has the name in Prometheus. */
function dotted(name: string, suffix: string): string {
  return name.slice(0, -suffix.length).replaceAll('_', '.');
}
