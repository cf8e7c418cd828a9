/** What a forecast is of: a load that the pods of a workload share, and how much of it one pod is meant to carry. */
import type { ExternalSignal } from './signals';
import type { ApplicationMetric, TelemetrySettings } from './telemetry-settings';
import type { ScaledKind } from './workload';

interface Shared {
  /** In the unit of the load. */
  readonly perPod: number;
  /** Most replicas that the load itself, without a forecast, may ask for. */
  readonly cap: number;
}

/** Requests a second, the worker's own metric as its pods together tell it, or a metric that only Google Cloud knows. */
export type ForecastLoad = Shared &
  ({ readonly kind: 'requests' } | { readonly kind: 'own'; readonly metric: ApplicationMetric } | { readonly kind: 'external'; readonly metric: string });

/** Unit of each load, for people. */
export function unitOf(load: ForecastLoad): string {
  switch (load.kind) {
    case 'requests':
      return 'requests/s';
    case 'own':
      return load.metric.unit;
    case 'external':
      return load.metric.split('|').at(-1) ?? load.metric;
  }
}

/** What is measured of the workloads of an environment. */
interface Measured {
  readonly telemetry: Pick<TelemetrySettings, 'applicationMetrics'>;
}

/** @returns undefined where the policy waits for no forecast, or for one that nobody could make */
export function forecastLoadOf(workload: ScaledKind, environment: Measured): ForecastLoad | undefined {
  if (workload.scaling.signals.forecast === undefined) return undefined;
  if (workload.kind === 'worker') return measuredLoad(workload.scaling.signals, workload.scaling.signals.forecast.of, ownMetrics(workload, environment));
  const { requestRate } = workload.scaling.signals;
  return requestRate === undefined ? undefined : { kind: 'requests', ...requestRate };
}

/** Metrics of a workload's own that it scales on. */
export function ownMetrics({ name }: Pick<ScaledKind, 'name'>, { telemetry }: Measured): readonly ScaledOn[] {
  return telemetry.applicationMetrics.filter((metric): metric is ScaledOn => metric.workload === name && metric.scaling !== undefined);
}

type ScaledOn = ApplicationMetric & Required<Pick<ApplicationMetric, 'scaling'>>;

/** By name: kube-state-metrics tells the metrics of an autoscaler apart by nothing else. */
function measuredLoad(
  { external = [] }: { readonly external?: readonly ExternalSignal[] | undefined },
  of: string | undefined,
  own: readonly ScaledOn[],
): ForecastLoad | undefined {
  const metric = own.find(({ name }) => name === of);
  if (metric !== undefined) return { kind: 'own', metric, ...metric.scaling };
  const [first, second] = external.filter((signal) => signal.metric === of);
  return first === undefined || second !== undefined ? undefined : { kind: 'external', metric: first.metric, perPod: first.perPod, cap: first.cap };
}
