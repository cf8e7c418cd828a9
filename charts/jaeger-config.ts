/** Jaeger's configuration for an environment. End-to-end scenarios use the same configuration with other addresses. */
import type { Environment } from '../config/environment';
import { components, namespaces, ports } from '../config/names';
import { metrics } from '../config/telemetry';
import { jaegerConfig, samplingStrategies, uiSettings, type JaegerConfigProps, type JaegerRole } from '../constructs/jaeger/jaeger-config';
import type { CollectorConfig } from '../constructs/collector/collector-config';
import { sizingOf } from './platform-charts';

export const jaegerConfigFolder = '/etc/jaeger';

/** Further files to which the configuration refers. */
export const jaegerFiles = {
  'ui.json': JSON.stringify(uiSettings, undefined, 2),
  'sampling.json': JSON.stringify(samplingStrategies, undefined, 2),
} as const;

/** Prefix of the span metrics' names; Jaeger appends the rest. */
export const spanMetricsPrefix = metrics.calls.name.replace(/_calls_total$/, '');

const componentOf = { both: components.jaeger, collector: components.jaegerCollector, query: components.jaegerQuery } as const satisfies Record<
  JaegerRole,
  string
>;

export function jaegerOf(environment: Environment, role: JaegerRole, changes: Partial<JaegerConfigProps> = {}): CollectorConfig {
  const { tracing } = environment;
  return jaegerConfig({
    role,
    memoryLimit: sizingOf(environment, componentOf[role]).memory.limit,
    storage: tracing.storage,
    retention: tracing.retention,
    host: '0.0.0.0',
    ports: {
      otlpGrpc: ports.otlpGrpc,
      otlpHttp: ports.otlpHttp,
      ui: ports.jaegerQuery,
      uiGrpc: ports.jaegerQuery - 1,
      health: ports.health,
      selfMetrics: ports.selfMetrics,
    },
    metrics: {
      prometheus: `http://${components.prometheus}.${namespaces.observability}.svc:${ports.prometheus}`,
      namespace: spanMetricsPrefix,
    },
    uiConfig: `${jaegerConfigFolder}/ui.json`,
    sampling: { file: `${jaegerConfigFolder}/sampling.json`, port: ports.jaegerSampling },
    ...changes,
  });
}
