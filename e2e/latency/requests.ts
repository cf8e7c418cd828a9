/** Requests of a workload with eight ready pods, as a gateway with the environment's own buckets counts them. */
import type { Environment } from '../../config/environment';
import { boundLabel, latencyBounds } from '../../config/metrics/latency-bounds';
import { healthRoutes } from '../../config/names';
import { bucket, calls, counter, cpuUsage, durationSum, gauge, podName, podState, ready, up, wanted, workingSet, type InputSeries } from '../rules/series';

export interface Requests {
  /** Name of their server spans. */
  readonly name: string;
  /** A second. */
  readonly rate: number;
  /** Seconds that each takes. */
  readonly length: number;
}

const gateway = 'gateway-0';
/** A start so long ago that no rule considers it. */
const longAgo = gauge(() => -100_000);

export function requestSeries(environment: Environment, pods: number, requests: readonly Requests[]): readonly InputSeries[] {
  const bounds = latencyBounds(environment);
  const steady = (perSecond: number) => counter(() => perSecond);
  return [
    up(
      gateway,
      gauge(() => 1),
    ),
    ready(gauge(() => pods)),
    wanted(gauge(() => pods)),
    calls(gateway, healthRoutes.heartbeatSpan, { values: steady(pods / 10) }),
    ...requests.flatMap(({ name, rate, length }) => [
      calls(gateway, name, { values: steady(rate) }),
      durationSum(gateway, name, steady(rate * length)),
      ...bounds.map((bound) => bucket(gateway, name, { bound: boundLabel(bound), values: steady(length <= bound ? rate : 0) })),
      bucket(gateway, name, { bound: '+Inf', values: steady(rate) }),
    ]),
    ...Array.from({ length: pods }, (_, pod) => [
      cpuUsage(
        podName(pod),
        counter(() => 0.05),
      ),
      workingSet(
        podName(pod),
        gauge(() => 120 * 2 ** 20),
      ),
      ...podState(podName(pod), { exists: gauge(() => 1), started: longAgo, readySince: longAgo }),
    ]).flat(),
  ];
}
