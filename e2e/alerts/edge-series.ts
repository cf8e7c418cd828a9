/** Calls of the workload to something it depends on, as the service graph counts them. */
import { edgeLabels, jobs, metrics } from '../../config/telemetry';
import { bucketSeries, secondsOf, type Measured, type Operation } from './operation-series';
import { counter, gatewayPod, workload, type TimedSeries } from './timed-series';

export interface Edge extends Operation {
  /** Value of `connection_type`. */
  readonly type: string;
}

export function edgeSeries(server: string, edge: Edge, { clock, bounds, sums = false }: Measured): readonly TimedSeries[] {
  const { rate, failing, type } = edge;
  const labels = {
    job: jobs.gateway,
    instance: gatewayPod,
    [edgeLabels.client]: workload.deployment,
    [edgeLabels.server]: server,
    [edgeLabels.type]: type,
  };
  // an edge that is not called yet has no series
  const seen = (series: TimedSeries): TimedSeries => ({ ...series, values: series.values.map((value) => (value === 0 ? undefined : value)) });
  return [
    seen({ name: metrics.edgeRequests.name, labels, values: counter(rate, clock) }),
    seen({ name: metrics.edgeFailures.name, labels, values: counter((now) => rate(now) * failing(now), clock) }),
    ...(sums
      ? [
          seen({ name: metrics.edgeClientCount.name, labels, values: counter(rate, clock) }),
          seen({ name: metrics.edgeClientSum.name, labels, values: counter(secondsOf(edge), clock) }),
        ]
      : []),
    ...bucketSeries({ name: metrics.edgeClientBucket.name, labels, operation: edge, clock, bounds }),
  ];
}
