/** Faster alerting for scenarios: windows, waits and intervals are a thirtieth of the shipped ones, at least a second. */
import type { AlertTiming } from '../../config/alert-timing';
import type { Environment } from '../../config/environment';
import { durationOf, seconds, type Duration } from '../../config/quantities';
import { shortenedTiming } from '../platform/shortened-timing';

const factor = 30;

/** 300 s → 10 s, 10 s → 1 s. */
export function hastenedDuration(duration: Duration): Duration {
  return durationOf(Math.max(1, Math.round(seconds(duration) / factor)));
}

/** The environment with hastened alerting. It keeps only the fastest pair of burn windows of each severity, because alerts of the others end half an hour later, which is still a minute here. */
export function hastened(environment: Environment): Environment {
  const { telemetry, alerting } = environment;
  return {
    ...environment,
    telemetry: { ...telemetry, scrapeInterval: '1s', ruleInterval: '1s' },
    alerting: {
      ...alerting,
      objectives: { ...alerting.objectives, period: hastenedDuration(alerting.objectives.period) },
      timing: hastenedTiming(alerting.timing),
    },
  };
}

function hastenedTiming(timing: AlertTiming): AlertTiming {
  const fastest = (['page', 'ticket'] as const).flatMap((severity) => timing.burns.find((burn) => burn.severity === severity) ?? []);
  return shortenedTiming({ ...timing, burns: fastest }, hastenedDuration);
}
