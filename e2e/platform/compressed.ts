/** A faster environment: every interval and window divided by one factor, so that hours fit into minutes. */
import type { Environment } from '../../config/environment';
import type { Alerting } from '../../config/alerting';
import { lifecycleOf, type Lifecycle } from '../../config/lifecycle';
import { durationOf, seconds, type Duration } from '../../config/quantities';
import type { ScalingPolicy, ScalingRule } from '../../config/scaling';
import { shortenedTiming } from './shortened-timing';
import type { Workload } from '../../config/workload';
import { workerLifecycle } from '../../config/workloads/worker';

/**
 * Scrapes, rules, windows, HPA periods and stabilization shrink together, so everything keeps its proportions. Counters and rates stay per real second.
 * @param factor must divide every interval, or rounding would change the proportions
 */
export function compressed(environment: Environment, factor: number): Environment {
  const shorter = (duration: Duration): Duration => {
    const whole = seconds(duration) / factor;
    if (!Number.isInteger(whole)) throw new Error(`factor must divide every interval without a rest, received ${factor} for ${duration}`);
    return durationOf(whole);
  };
  const { telemetry } = environment;
  return {
    ...environment,
    telemetry: {
      ...telemetry,
      scrapeInterval: shorter(telemetry.scrapeInterval),
      ruleInterval: shorter(telemetry.ruleInterval),
      window: shorter(telemetry.window),
      syncPeriod: shorter(telemetry.syncPeriod),
    },
    alerting: compressedAlerting(environment.alerting, shorter),
    workloads: environment.workloads.map((workload) => compressedWorkload(workload, shorter)),
  };
}

/** The objective's period shrinks with its windows, so burn rates do not change. */
function compressedAlerting({ objectives, timing, ...rest }: Alerting, shorter: (duration: Duration) => Duration): Alerting {
  return { ...rest, objectives: { ...objectives, period: shorter(objectives.period) }, timing: shortenedTiming(timing, shorter) };
}

function compressedWorkload(workload: Workload, shorter: (duration: Duration) => Duration): Workload {
  switch (workload.kind) {
    case 'web':
      return { ...workload, lifecycle: compressedStart(lifecycleOf(workload), shorter), scaling: compressedPolicy(workload.scaling, shorter) };
    case 'worker': {
      const { usual, longest } = workerLifecycle(workload).start;
      return {
        ...workload,
        start: { usual: shorter(usual), longest: shorter(longest) },
        scaling: { ...workload.scaling, ...compressedPolicy(workload.scaling, shorter) },
      };
    }
    case 'scheduled':
    case 'release':
      return workload;
  }
}

/** The readiness probe's period is not compressed, because heartbeats are counted per real second. */
function compressedStart({ start, ...rest }: Lifecycle, shorter: (duration: Duration) => Duration): Lifecycle {
  return {
    ...rest,
    start: { usual: shorter(start.usual), longest: shorter(start.longest), ...(start.busy === undefined ? {} : { busy: shorter(start.busy) }) },
  };
}

function compressedPolicy(policy: ScalingPolicy, shorter: (duration: Duration) => Duration): ScalingPolicy {
  const { errors } = policy.signals;
  const rule = (direction: ScalingRule): ScalingRule => ({ ...direction, period: shorter(direction.period), window: shorter(direction.window) });
  return {
    ...policy,
    signals: {
      ...policy.signals,
      ...(errors === undefined ? {} : { errors: { ...errors, longest: shorter(errors.longest), incident: shorter(errors.incident) } }),
    },
    behavior: { up: rule(policy.behavior.up), down: rule(policy.behavior.down) },
  };
}
