/** Jaeger's configuration for an environment. Scenarios start the same one, with addresses of their own. */
import type { Environment } from '../config/environment';
import { components, namespaces, ports } from '../config/names';
import { metrics } from '../config/telemetry';
import { jaegerConfig, samplingStrategies, uiSettings, type JaegerConfigProps, type JaegerRole } from '../constructs/jaeger/jaeger-config';
import type { CollectorConfig } from '../constructs/collector/collector-config';
import { sizingOf } from './platform-charts';

export const jaegerConfigFolder = '/etc/jaeger';

/** The files that its configuration names, besides itself. */
export const jaegerFiles = {
  'ui.json': JSON.stringify(uiSettings, undefined, 2),
  'sampling.json': JSON.stringify(samplingStrategies, undefined, 2),
} as const;

/** What the names of span metrics begin with; Jaeger adds the rest. */
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
