import { join } from 'node:path';
import { devOfEveryKind } from '../../test/fixtures/every-kind';
import type { AlertCase, FiringAlert } from '../alerts/alert-case';
import { alertsFailure } from '../alerts/alerts-failure';
import { twoHours, world } from '../alerts/world';
import { Manifests } from '../platform/manifests';
import type { PromtoolSeries } from '../prometheus/promtool-series';
import type { Scenario } from '../runner/scenario';

const alerts = /^prometheus-rules-(alerts|trends)/;
const name = 'nightly-report';
/** Hourly; alerts fire when the last success is an hour and a half ago, or a run takes twenty minutes. */
const hourly = { schedule: '0 * * * *', expected: { lastSuccess: '5400s', longestRun: '1200s' } };

const overdue: FiringAlert = { alertname: 'ScheduleOverdue' };
const long: FiringAlert = { alertname: 'ScheduleRunsLong' };

/** @param value by the second; `undefined` while there is no series */
function series(metric: string, labels: Readonly<Record<string, string>>, value: (now: number) => number | undefined): PromtoolSeries {
  const { step, steps } = twoHours;
  return { name: metric, labels: { namespace: 'lyo-backend', ...labels }, values: Array.from({ length: steps }, (_, index) => value(index * step)) };
}

const created = series('kube_cronjob_created', { cronjob: name, instance: 'a' }, () => 0);
const succeeded = (value: (now: number) => number | undefined, instance = 'a') =>
  series('kube_cronjob_status_last_successful_time', { cronjob: name, instance }, value);
/** Five minutes after every hour, from the second on. */
const hourlySuccess = (now: number): number | undefined => (now < 300 ? undefined : Math.floor((now - 300) / 3600) * 3600 + 300);
const run = (job: string, started: number, ended: number): readonly PromtoolSeries[] => [
  series('kube_job_status_start_time', { job_name: job, instance: 'a' }, (now) => (now < started ? undefined : started)),
  series('kube_job_status_active', { job_name: job, instance: 'a' }, (now) => (now < started ? undefined : Number(now < ended))),
];

/** A cause, its series, and the alerts with the second from which they fire. */
const cases: readonly {
  readonly title: string;
  readonly seen: readonly PromtoolSeries[];
  readonly told: readonly (readonly [at: number, alert?: FiringAlert])[];
}[] = [
  { title: 'it never succeeds', seen: [created], told: [[5340], [5700, overdue], [7080, overdue]] },
  { title: 'it succeeds every hour', seen: [created, succeeded(hourlySuccess), ...run(`${name}-29001`, 3600, 4200)], told: [[4800], [7080]] },
  { title: 'it succeeded once', seen: [created, succeeded((now) => (now < 600 ? undefined : 600))], told: [[5940], [6300, overdue]] },
  {
    title: 'of two that tell of it one has not heard of the last success',
    seen: [created, succeeded(hourlySuccess), succeeded((now) => (now < 300 ? undefined : 300), 'b')],
    told: [[5760], [7080]],
  },
  {
    title: 'a run goes on',
    seen: [created, succeeded((now) => now), ...run(`${name}-29002`, 3600, 9000)],
    told: [[4740], [4860, long], [7080, long]],
  },
  { title: 'a run ended after half an hour', seen: [created, succeeded((now) => now), ...run(`${name}-29003`, 3600, 5400)], told: [[5340, long], [5460]] },
  {
    title: 'a run of a schedule whose name begins alike',
    seen: [created, succeeded((now) => now), ...run(`${name}-again-29004`, 600, 9000), ...run(`my-${name}-29005`, 600, 9000)],
    told: [[7080]],
  },
];

export const scenario: Scenario = {
  name: 'schedule-alerts',
  title: 'in promtool a schedule that does not end well for too long, or runs for too long, is told of, and nothing else is',
  tags: ['full'],
  needs: ['promtool'],
  async run(context) {
    const environment = devOfEveryKind({ [name]: hourly });
    const played = cases.map(({ title, seen, told }): AlertCase => ({
      title,
      series: [...world({}), ...seen],
      expect: told.map(([at, alert]) => ({ at, firing: alert === undefined ? [] : [alert] })),
    }));
    const failure = await alertsFailure(join(context.folder, 'rules'), Manifests.of(environment).configFiles(alerts), played);
    if (failure !== undefined) throw new Error(failure);
    context.report(`${cases.length} cases as expected`);
  },
};
