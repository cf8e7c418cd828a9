/** Notes about numbers of an environment that are allowed, but together may not do what their author expects. */
import { recordedSignalNames, type Signals } from '../config/signals';
import type { Environment } from '../config/environment';
import { isScaled, type ScaledKind } from '../config/workload';

/** One sentence each, with path and value. */
export function notesOf(environment: Environment): readonly string[] {
  return environment.workloads.flatMap((workload, index) => {
    if (!isScaled(workload)) return [];
    const at = `workloads[${index}].scaling`;
    return [...unreachedMaximum(environment, workload, at), ...alone(environment, workload, at), ...otherTargets(environment, workload, at)];
  });
}

/** The most replicas that each signal may ask for, signals of the application included. */
function capsOf({ telemetry }: Environment, { name, scaling }: ScaledKind): readonly number[] {
  const signals: Signals = scaling.signals;
  return [
    ...recordedSignalNames.flatMap((signal) => signals[signal]?.cap ?? []),
    ...(signals.external ?? []).map(({ cap }) => cap),
    ...telemetry.applicationMetrics.flatMap((metric) => (metric.workload === name && metric.scaling !== undefined ? [metric.scaling.cap] : [])),
  ];
}

/** With a failsafe only the CPU of the pods can exceed the caps; without one nothing can. */
function unreachedMaximum(environment: Environment, workload: ScaledKind, at: string): readonly string[] {
  const { maxReplicas, failsafe, minReplicas } = workload.scaling;
  const most = Math.max(minReplicas, ...capsOf(environment, workload));
  if (most >= maxReplicas) return [];
  const who = failsafe.kind === 'none' ? 'nothing asks for more' : `only the failsafe (CPU ${failsafe.utilization} %) asks for more`;
  return [`${at}.maxReplicas of ${workload.name} is ${maxReplicas}, and the caps of its signals end at ${most}: ${who}; a cap that is left out is the maximum`];
}

function alone({ nodePool }: Environment, { name, scaling }: ScaledKind, at: string): readonly string[] {
  if (!nodePool.survivesZoneLoss || scaling.minReplicas > 1) return [];
  return [
    `${at}.minReplicas of ${name} is 1: when its zone is lost it is unavailable until a new pod is ready elsewhere, although nodePool.survivesZoneLoss is true`,
  ];
}

/** Three numbers that define what is slow; people often change only one of them. */
function otherTargets({ alerting, tracing }: Environment, { name, instrumentation, scaling }: ScaledKind, at: string): readonly string[] {
  const { latency }: Signals = scaling.signals;
  const target = latency?.target;
  if (target === undefined || instrumentation === 'none') return [];
  const others = { 'alerting.objectives.latency.target': alerting.objectives.latency.target, 'tracing.sampling.slow': tracing.sampling.slow };
  const differing = Object.entries(others).flatMap(([path, value]) => (value === target ? [] : [`${path} is ${value}`]));
  return differing.length === 0 ? [] : [`${at}.signals.latency.target of ${name} is ${target}, and ${differing.join(', ')}: right where on purpose`];
}
