/** Rules of one workload's scaling policy, together with its sizing and the telemetry it is measured by. */
import type { Problem } from './problem';
import { mebibytes, seconds } from '../quantities';
import { latencyKnee, toleratedUtilization, type ScalingPolicy } from '../scaling';
import { recordedSignalNames, type Signals } from '../signals';
import type { Sizing } from '../sizing';
import type { TelemetrySettings } from '../telemetry';

/** The parts of a configuration that a policy is checked with. Those that failed their own validation are absent. */
interface ScalingFacts {
  readonly policy: ScalingPolicy;
  readonly sizing: Sizing | undefined;
  readonly telemetry: TelemetrySettings | undefined;
}

type Rule = (facts: ScalingFacts) => readonly Problem[];

function problemIf(broken: boolean, path: string, rule: string, received: unknown): readonly Problem[] {
  return broken ? [{ path, rule, received }] : [];
}

/** Path and cap of each signal of a policy. A signal that is written as `undefined` is absent. */
function stated(signals: Signals): readonly { readonly path: string; readonly cap: number }[] {
  return [
    ...recordedSignalNames.flatMap((name) => (signals[name] === undefined ? [] : [{ path: `signals.${name}`, cap: signals[name].cap }])),
    ...(signals.external ?? []).map(({ cap }, index) => ({ path: `signals.external[${index}]`, cap })),
  ];
}

function replicaRange({ policy: { minReplicas, maxReplicas } }: ScalingFacts): readonly Problem[] {
  return problemIf(minReplicas > maxReplicas, 'minReplicas', `must be at most maxReplicas (${maxReplicas})`, minReplicas);
}

function capsWithinRange({ policy: { minReplicas, maxReplicas, signals } }: ScalingFacts): readonly Problem[] {
  // if the minimum is above the maximum, no cap could be inside: report only caps outside both orders of the range
  const [least, most] = [Math.min(minReplicas, maxReplicas), Math.max(minReplicas, maxReplicas)];
  return stated(signals).flatMap(({ path, cap }) => [
    ...problemIf(cap < least && least === minReplicas, `${path}.cap`, `must be at least minReplicas (${minReplicas})`, cap),
    ...problemIf(cap > most, `${path}.cap`, `must be at most maxReplicas (${maxReplicas})`, cap),
  ]);
}

/** The cap of an external signal must be the maximum. Recording rules apply the caps of other signals; for this one the controller computes the replicas itself, and its only bound is the maximum of all signals. */
function externalCaps({ policy: { maxReplicas, signals } }: ScalingFacts): readonly Problem[] {
  return (signals.external ?? []).flatMap(({ cap }, index) =>
    problemIf(
      cap < maxReplicas,
      `signals.external[${index}].cap`,
      `must be maxReplicas (${maxReplicas}): the autoscaler reads this metric from Google, where no rule can cap it`,
      cap,
    ),
  );
}

/** The controller identifies a metric by name and labels: two equal ones would be one metric with two targets, of which only the stricter has an effect. */
function externalOnce({ policy: { signals } }: ScalingFacts): readonly Problem[] {
  const keys = (signals.external ?? []).map(({ metric, labels }) => JSON.stringify([metric, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]));
  return keys.flatMap((key, index) =>
    problemIf(
      keys.indexOf(key) !== index,
      `signals.external[${index}]`,
      'must be another metric, or have other labels, than those before it',
      signals.external?.[index],
    ),
  );
}

function something({ policy: { signals, failsafe } }: ScalingFacts): readonly Problem[] {
  return problemIf(failsafe.kind === 'none' && stated(signals).length === 0, 'signals', 'must name at least one signal when there is no failsafe', signals);
}

function failsafeAboveSignal({ policy: { signals, failsafe } }: ScalingFacts): readonly Problem[] {
  const target = signals.cpu?.utilization ?? 0;
  if (failsafe.kind === 'none') return [];
  return problemIf(failsafe.utilization <= target, 'failsafe.utilization', `must be above the CPU signal's target (${target})`, failsafe.utilization);
}

/** Recording rules limit the published headroom so that pods stay below the knee (`mostHeadroom`). That limit must be at least 1. */
function kneeRespected({ policy }: ScalingFacts): readonly Problem[] {
  const { cpu, forecast } = policy.signals;
  if (cpu === undefined || forecast === undefined) return [];
  return problemIf(
    toleratedUtilization(policy) > latencyKnee,
    'signals.cpu.utilization',
    `times 1 + tolerance must be at most ${latencyKnee}: above it queues grow faster than an autoscaler reacts`,
    cpu.utilization,
  );
}

function idleMemory({ policy: { signals }, sizing }: ScalingFacts): readonly Problem[] {
  if (signals.memory === undefined || sizing === undefined) return [];
  if (sizing.idleMemory === undefined) return problemIf(true, 'signals.memory', 'needs idleMemory in the sizing of the workload', undefined);
  const request = mebibytes(sizing.memory.request);
  return problemIf(
    mebibytes(sizing.idleMemory) >= request / 2,
    'signals.memory',
    `needs an idleMemory below half of the memory request (${sizing.memory.request})`,
    sizing.idleMemory,
  );
}

/** Spare replicas are added to those that CPU and request rate ask for, so they must be fewer than the caps of both. */
function spareBelowCaps({ policy: { spare = 0, signals } }: ScalingFacts): readonly Problem[] {
  if (spare === 0) return [];
  const caps = [signals.cpu, signals.requestRate].flatMap((signal) => (signal === undefined ? [] : [signal.cap]));
  if (caps.length === 0) return problemIf(true, 'spare', 'needs a signal on CPU or request rate, to which it is added', spare);
  const least = Math.min(...caps);
  return problemIf(spare >= least, 'spare', `must be below the caps of CPU and request rate (${least})`, spare);
}

function errorIncident({ policy: { signals } }: ScalingFacts): readonly Problem[] {
  if (signals.errors === undefined) return [];
  const { longest, incident } = signals.errors;
  return problemIf(seconds(longest) >= seconds(incident), 'signals.errors.longest', `must be less than incident (${incident})`, longest);
}

function behaviorRanges({ policy: { behavior } }: ScalingFacts): readonly Problem[] {
  // autoscaling/v2: periodSeconds 1 to 1800, stabilizationWindowSeconds 0 to 3600
  return (['up', 'down'] as const).flatMap((direction) => {
    const { period, window } = behavior[direction];
    return [
      ...problemIf(seconds(period) < 1 || seconds(period) > 1800, `behavior.${direction}.period`, 'must be 1s to 1800s', period),
      ...problemIf(seconds(window) > 3600, `behavior.${direction}.window`, 'must be at most 3600s', window),
    ];
  });
}

/**
 * A broken telemetry chain is detected when a quarter of the heartbeats is missing. Until then, for up to W, the measured rates decay and would scale in; and each pod less
 * lowers the number of expected heartbeats. So the stabilization window must be at least W.
 */
function stabilization({ policy: { behavior }, telemetry }: ScalingFacts): readonly Problem[] {
  if (telemetry === undefined) return [];
  return problemIf(
    seconds(behavior.down.window) < seconds(telemetry.window),
    'behavior.down.window',
    `must be at least telemetry.window (${telemetry.window}), or a dying telemetry chain scales in before it is noticed`,
    behavior.down.window,
  );
}

/** In the order in which problems are shown. Paths are relative to the policy. */
export const scalingRules: readonly Rule[] = [
  replicaRange,
  capsWithinRange,
  externalCaps,
  externalOnce,
  something,
  failsafeAboveSignal,
  kneeRespected,
  spareBelowCaps,
  idleMemory,
  errorIncident,
  behaviorRanges,
  stabilization,
];
