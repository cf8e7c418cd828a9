/** Shops behind the real chain: traced, with a collector, Jaeger and a Prometheus that has the generated jobs and rules, all of them hastened. */
import { durationOf, seconds, type Duration } from '../../config/duration';
import type { Environment } from '../../config/environment';
import { jobs } from '../../config/telemetry';
import { tunedMetrics } from '../../config/tuned-metrics';
import { prometheusSource } from '../../optimizer/adapters/prometheus';
import { seedPolicy } from '../../test/fixtures/standard';
import { synthesize } from '../../charts/synthesis';
import { chainTargets } from '../tracing/chain-targets';
import { injectedEnvironment } from '../tracing/injected-environment';
import { startGateway, startLoopbackJaeger } from '../tracing/loopback';
import { Manifests } from '../platform/manifests';
import { backendOf, shipped, withWorkloads } from '../platform/environment';
import { startPlacedPrometheus } from '../platform/placed-prometheus';
import { startExampleBackend } from '../processes/example-backend';
import { freePort } from '../processes/free-ports';
import type { ProcessGroup } from '../processes/process-group';
import { startShops, type MeasuredShop } from './shop-processes';

/** What a shop tells of itself. */
const told = { metrics: 'backend', cache: { ttl: { least: 1, most: 600 }, missesPerSecond: 50 }, pool: {} } as const;

/** @param factor by how much scrapes, rules and windows are shorter than as shipped */
export async function startTunedShops(processes: ProcessGroup, count: number, factor: number): Promise<readonly MeasuredShop[]> {
  const names = Array.from({ length: count }, (_, index) => `shop-${index}`);
  const environment = hastened(withWorkloads(shipped('dev'), Object.fromEntries(names.map((name) => [name, seedPolicy]))), names, factor);
  const files = synthesize(environment);
  const prometheusPort = await freePort();
  const jaeger = await startLoopbackJaeger({ processes, environment });
  const gateway = await startGateway({ processes, environment, traces: jaeger.grpc });
  const { name: workload } = backendOf(environment);
  const shops = await startShops(processes, count, async ({ name, port, environment: own }) => {
    const injected = await injectedEnvironment(files, { workload, pod: `${name}-0`, endpoint: gateway.http });
    return startExampleBackend({ processes, name, port, environment: { ...injected, ...asWorkload(backendOf(environment).namespace, name), ...own } });
  });
  const pods = shops.map(({ name, namespace, backend }) => ({
    address: backend.url.replace('http://', ''),
    labels: { instance: `${name}-0`, namespace, pod: `${name}-0`, workload: name },
  }));
  const prometheus = await startPlacedPrometheus({
    processes,
    manifests: Manifests.of(environment),
    port: prometheusPort,
    caFile: '',
    targets: { ...chainTargets({ gateway, jaeger, prometheusPort }), [jobs.application]: pods },
  });
  const source = prometheusSource({ url: prometheus.url, timeout: 5, mostBytes: 8_000_000 });
  return shops.map((shop) => ({ ...shop, source }));
}

function asWorkload(namespace: string, name: string): Readonly<Record<string, string>> {
  return {
    OTEL_SERVICE_NAME: name,
    OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${namespace},k8s.namespace.name=${namespace},k8s.deployment.name=${name},k8s.pod.name=${name}-0`,
  };
}

/** What the optimizer reads keeps its proportions; alerts are not asked for anything here, and keep their pace. */
function hastened(environment: Environment, names: readonly string[], factor: number): Environment {
  const { telemetry } = environment;
  const shorter = (duration: Duration): Duration => durationOf(seconds(duration) / factor);
  return {
    ...environment,
    telemetry: {
      ...telemetry,
      applicationMetrics: names.flatMap((name) => tunedMetrics(name, told)),
      spanBatch: shorter(telemetry.spanBatch),
      flushInterval: shorter(telemetry.flushInterval),
      scrapeInterval: shorter(telemetry.scrapeInterval),
      ruleInterval: shorter(telemetry.ruleInterval),
      window: shorter(telemetry.window),
    },
  };
}
