/** The shipped dev with other promises: what its users are to feel, and routes that are not judged by it. */
import { gatewayMemory } from '../../config/budgets/trace-capacity';
import type { Environment } from '../../config/environment';
import { latencyBounds } from '../../config/metrics/latency-bounds';
import { components } from '../../config/names';
import { bytes, durationOf, seconds, type Duration } from '../../config/quantities';
import type { WebWorkload } from '../../config/workload';
import { validated } from '../../config/validate';
import { backendOf, shipped } from '../platform/environment';

export interface Promises {
  /** Of the latency signal, of the objective, and from which a trace is slow. */
  readonly target: Duration;
  /** @default - all are judged */
  readonly unjudgedRoutes?: readonly string[];
}

/** Validated, so that what is tried here is what a person may write. */
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

/** Longer targets need longer requests. */
function withTime({ drain, grace }: WebWorkload['shutdown'], target: Duration): WebWorkload['shutdown'] {
  return { drain, grace: durationOf(Math.max(seconds(grace), seconds(drain) + 2 * Math.ceil(seconds(target)))) };
}

/** Gateways hold traces until they are decided, so a longer target takes more of their memory. */
function withRoomForTraces(environment: Environment): Environment {
  const gateway = environment.sizing[components.collectorGateway];
  if (gateway === undefined) throw new Error('dev must have a size for its gateway');
  const mebibytes = Math.max(gatewayMemory(environment), Math.ceil(bytes(gateway.memory.limit) / 2 ** 20));
  return {
    ...environment,
    sizing: { ...environment.sizing, [components.collectorGateway]: { ...gateway, memory: { ...gateway.memory, limit: `${mebibytes}Mi` } } },
  };
}

/** P95 of requests that all take so many seconds, as histogram_quantile interpolates it: 95 % of the way through the bucket that holds them. */
export function interpolatedP95(environment: Environment, length: number): number {
  const bounds = latencyBounds(environment);
  const index = bounds.findIndex((bound) => length <= bound);
  if (index < 0) return bounds.at(-1) ?? 0;
  const lower = bounds[index - 1] ?? 0;
  return lower + 0.95 * ((bounds[index] ?? 0) - lower);
}
