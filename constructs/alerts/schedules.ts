/** Alerts on scheduled workloads: the last success is too old, or a run takes too long. */
import type { Duration } from '../../config/quantities';
import { readableDuration } from '../readable-duration';
import { selector } from '../promql';
import type { AlertRule } from '../rule-group';
import type { Telemetry } from '../scaling/telemetry';
import { alert } from './alert';
import type { Alerted } from './alerted';
import { seconds } from '../../config/quantities';

export interface AlertedSchedule extends Alerted {
  readonly telemetry: Telemetry;
  readonly namespace: string;
  /** Name of the CronJob. */
  readonly name: string;
  readonly expected: { readonly lastSuccess: Duration; readonly longestRun: Duration };
}

export function scheduleAlerts(task: AlertedSchedule): readonly AlertRule[] {
  return [overdue(task), runsLong(task)];
}

/** Seconds since the last success; before the first one, since the creation of the CronJob. */
export function sinceSuccess({ metrics }: Telemetry, matchers: Parameters<typeof selector>[1]): string {
  const last = (metric: string): string => `max by (namespace, cronjob) (${selector(metric, matchers)})`;
  return `time() - (${last(metrics.scheduleSucceeded.name)} or ${last(metrics.scheduleCreated.name)})`;
}

function overdue({ telemetry, namespace, name, expected, links, timing, dashboards }: AlertedSchedule): AlertRule {
  const about = [
    ['namespace', '=', namespace],
    ['cronjob', '=', name],
  ] as const;
  return alert(links, {
    name: 'ScheduleOverdue',
    severity: 'ticket',
    namespace,
    workload: name,
    lasting: timing.sustained,
    dashboard: dashboards.cluster,
    expr: `${sinceSuccess(telemetry, about)} > ${seconds(expected.lastSuccess)}`,
    summary: `${name} has had no successful run for {{ $value | humanizeDuration }}`,
    description: `It should succeed at least every ${readableDuration(expected.lastSuccess)}: its runs fail, do not start, or are skipped because the previous one still runs.`,
  });
}

/** The name of a run (Job) is the CronJob's name and the minute of the start. */
function runsLong({ telemetry: { metrics }, namespace, name, expected, links, dashboards }: AlertedSchedule): AlertRule {
  const runs = [
    ['namespace', '=', namespace],
    ['job_name', '=~', `${name}-[0-9]+`],
  ] as const;
  const since = `time() - max by (namespace, job_name) (${selector(metrics.jobStarted.name, runs)})`;
  const active = `max by (namespace, job_name) (${selector(metrics.jobActive.name, runs)}) > 0`;
  return alert(links, {
    name: 'ScheduleRunsLong',
    severity: 'ticket',
    namespace,
    workload: name,
    dashboard: dashboards.cluster,
    expr: `(${since} > ${seconds(expected.longestRun)}) and (${active})`,
    summary: `{{ $labels.job_name }} has run for {{ $value | humanizeDuration }}`,
    description: `A run of ${name} should take at most ${readableDuration(expected.longestRun)}: it waits for something, or has more work than before.`,
  });
}
