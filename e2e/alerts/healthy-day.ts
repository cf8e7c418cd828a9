/** A day without faults, for one environment: the load of a day in two hours, between minimum and maximum of its policy. */
import { cardinalityBudget } from '../../config/budgets/cardinality-budget';
import type { Environment } from '../../config/environment';
import { latencyBounds } from '../../config/metrics/latency-bounds';
import { mebibytes, seconds } from '../../config/quantities';
import { backendOf } from '../platform/environment';
import type { AlertCase } from './alert-case';
import type { Clock, OverTime } from './timed-series';
import { world } from './world';

/** Two hours with a step of a minute, which is also the rule interval of the random environments: a short day, because dozens are run. */
export const shortDay: Clock = { step: 60, steps: 120 };
const length = shortDay.step * shortDay.steps;
/** 0 at night, 1 in the afternoon. */
const byDay: OverTime = (now) => (1 - Math.cos((2 * Math.PI * now) / length)) / 2;
const always =
  (value: number): OverTime =>
  () =>
    value;

export function healthyDay(environment: Environment): AlertCase {
  const { alerting, workloads } = environment;
  const { scaling, instrumentation } = backendOf(environment);
  const { minReplicas, maxReplicas } = scaling;
  const target = seconds(alerting.objectives.latency.target);
  const traced = instrumentation !== 'none';
  // at its peak nine tenths of the way from minimum to maximum
  const desired: OverTime = (now) => Math.min(Math.round(minReplicas + 0.9 * byDay(now) * (maxReplicas - minReplicas)), Math.max(minReplicas, maxReplicas - 1));
  const quick = { typical: always(target * 0.3), tail: always(target * 0.8), failing: always((1 - alerting.objectives.availability) / 50) };
  const operation = (rate: number) => ({ ...quick, rate: (now: number) => (traced ? rate * (0.2 + byDay(now)) : 0) });
  return {
    title: `${minReplicas} to ${maxReplicas} replicas, signals ${signalText(environment)}, ${instrumentation}, objective ${target} s`,
    series: world(
      {
        bounds: latencyBounds(environment),
        operations: { 'GET /items': operation(20), 'POST /items': operation(5), 'GET /reports': operation(0.5) },
        faults: {
          desired,
          spansAlive: () => (traced ? 1 : undefined),
          // the busiest signal decides the replicas; CPU asks for nearly as many, whatever its cap is
          uncapped: {
            request_rate: desired,
            cpu: (now) => Math.max(1, desired(now) - 1),
            memory: desired,
            latency: always(0),
            errors: always(0),
            forecast: desired,
          },
          headSeries: always(0.7 * cardinalityBudget({ ...environment, workloads }).series),
          volumeLeft: tracesVolume(environment),
        },
      },
      shortDay,
    ),
    expect: Array.from({ length: 8 }, (_, index) => ({ at: ((index + 1) * length) / 8 - shortDay.step, firing: [] })),
  };
}

/** The volume of traces at its fullest: all retained days and the present one, because whole days are removed. */
function tracesVolume({ tracing, sizing }: Environment): OverTime {
  const storage = mebibytes(sizing['jaeger']?.storage ?? '1Mi');
  const daily = tracing.storage.kind === 'badger' ? mebibytes(tracing.storage.dailyVolume) : 0;
  const days = seconds(tracing.retention) / 86_400;
  return (now) => 1 - ((days + (now % length) / length) * daily) / storage;
}

function signalText(environment: Environment): string {
  return Object.entries(backendOf(environment).scaling.signals)
    .map(([name, signal]) => ('cap' in signal ? `${name} ≤ ${signal.cap}` : name))
    .join(', ');
}
