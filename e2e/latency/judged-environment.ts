/** The shipped dev with another latency target and with unjudged routes. */
import { gatewayMemory } from '../../config/budgets/trace-capacity';
import type { Environment } from '../../config/environment';
import { latencyBounds } from '../../config/metrics/latency-bounds';
import { components } from '../../config/names';
import { bytes, durationOf, seconds, type Duration } from '../../config/quantities';
import type { WebWorkload } from '../../config/workload';
import { validated } from '../../config/validate';
import { backendOf, shipped } from '../platform/environment';

export interface Promises {
  /** Target of the latency signal and of the objective, and the threshold of a slow trace. */
  readonly target: Duration;
  /** @default - all are judged */
  readonly unjudgedRoutes?: readonly string[];
}

/** @returns a validated environment */
export function judgedEnvironment({ target, unjudgedRoutes = [] }: Promises): Environment {
  const environment = shipped('dev');
  const { alerting, tracing } = environment;
  const workload = backendOf(environment);
  const { latency } = workload.scaling.signals;
  if (latency === undefined) throw new Error('the backend must scale on latency');
  const signals = { ...workload.scaling.signals, latency: { ...latency, target } };
  const promised = {
    ...environment,
    alerting: { ...alerting, objectives: { ...alerting.objectives, latency: { ...alerting.objectives.latency, target } } },
    tracing: { ...tracing, sampling: { ...tracing.sampling, slow: target, decisionWait: durationOf(Math.max(2, 2 * seconds(target))) } },
    workloads: [{ ...workload, unjudgedRoutes: [...unjudgedRoutes], shutdown: withTime(workload.shutdown, target), scaling: { ...workload.scaling, signals } }],
  };
  const [changed] = validated([withRoomForTraces(promised)]);
  if (changed === undefined) throw new Error('an environment must come out as it went in');
  return changed;
}

/** Shutdown times that allow requests as long as the target. */
function withTime({ drain, grace }: WebWorkload['shutdown'], target: Duration): WebWorkload['shutdown'] {
  return { drain, grace: durationOf(Math.max(seconds(grace), seconds(drain) + 2 * Math.ceil(seconds(target)))) };
}

/** Gateway memory for the target: gateways keep traces until the decision, so a longer target needs more memory. */
function withRoomForTraces(environment: Environment): Environment {
  const gateway = environment.sizing[components.collectorGateway];
  if (gateway === undefined) throw new Error('dev must have a size for its gateway');
  const mebibytes = Math.max(gatewayMemory(environment), Math.ceil(bytes(gateway.memory.limit) / 2 ** 20));
  return {
    ...environment,
    sizing: { ...environment.sizing, [components.collectorGateway]: { ...gateway, memory: { ...gateway.memory, limit: `${mebibytes}Mi` } } },
  };
}

/** P95 of requests that all take `length` seconds, as histogram_quantile interpolates it: at 95 % of their bucket. */
export function interpolatedP95(environment: Environment, length: number): number {
  const bounds = latencyBounds(environment);
  const index = bounds.findIndex((bound) => length <= bound);
  if (index < 0) return bounds.at(-1) ?? 0;
  const lower = bounds[index - 1] ?? 0;
  return lower + 0.95 * ((bounds[index] ?? 0) - lower);
}
