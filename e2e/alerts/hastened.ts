/** Alerts that are over soon: windows, waits and intervals of alerting a thirtieth of the shipped ones, or a second where that would be less. */
import type { AlertTiming } from '../../config/alert-timing';
import type { Environment } from '../../config/environment';
import { durationOf, seconds, type Duration } from '../../config/quantities';
import { shortenedTiming } from '../platform/shortened-timing';

const factor = 30;

/** 300 s → 10 s, 10 s → 1 s. */
export function hastenedDuration(duration: Duration): Duration {
  return durationOf(Math.max(1, Math.round(seconds(duration) / factor)));
}

/** Of each severity only the fastest pair of burn windows, because the others end half an hour later than it, which still is a minute. */
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
