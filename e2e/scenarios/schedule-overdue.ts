import type { Environment } from '../../config/environment';
import { devOfEveryKind } from '../../test/fixtures/every-kind';
import { compressed } from '../platform/compressed';
import { Platform } from '../platform/platform';
import { queryPrometheus } from '../prometheus/prometheus-query';
import type { Scenario } from '../runner/scenario';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { eventually } from '../waiting/assertions';

const failing = 'nightly-report';
const sound = 'sums';

/** Two schedules of every minute that may go two minutes and a half without a success. Of one no node has what it asks for. */
function environment(): Environment {
  const every = { schedule: '*/1 * * * *', deadline: '40s', attempts: 1, expected: { lastSuccess: '150s', longestRun: '60s' } } as const;
  const dev = devOfEveryKind({ [failing]: every }, { [failing]: { cpu: { request: '65000m', limit: '65000m', min: '100m', max: '65000m' } } });
  const twin = dev.workloads.flatMap((workload) => (workload.name === failing ? [{ ...workload, name: sound }] : []));
  const size = dev.sizing['migrate'];
  return { ...dev, workloads: [...dev.workloads, ...twin], sizing: { ...dev.sizing, ...(size && { [sound]: size }) } };
}

export const scenario: Scenario = {
  name: 'schedule-overdue',
  title: 'on the real controller of CronJobs, kube-state-metrics and Prometheus a schedule that never succeeds is told of, and one beside it that does is not',
  tags: ['full'],
  timeout: '900s',
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    // of the alert's own patience a fifth
    const platform = await Platform.start(context, compressed(environment(), 5));
    const told = async (): Promise<readonly string[]> =>
      (await queryPrometheus(platform.prometheus.url, 'ALERTS{alertname="ScheduleOverdue",alertstate="firing"}')).map(({ labels }) => labels['workload'] ?? '');
    const succeeded = async (name: string): Promise<number> =>
      (await queryPrometheus(platform.prometheus.url, `kube_cronjob_status_last_successful_time{cronjob="${name}"}`)).length;
    try {
      await eventually('one schedule has succeeded', () => succeeded(sound), { until: (series) => series > 0, timeout: '240s', interval: '2s' });
      const early = await told();
      if (early.length > 0) throw new Error(`nothing may be told before it is time, received ${early.join(', ')}`);
      await eventually('a schedule that never succeeds is told of', told, { until: (names) => names.includes(failing), timeout: '400s', interval: '2s' });
      const names = await told();
      if (names.length !== 1) throw new Error(`only ${failing} may be told of, received ${names.join(', ')}`);
      if ((await succeeded(failing)) > 0) throw new Error(`${failing} must never have succeeded`);
      context.report(`${failing} never succeeded and is told of, ${sound} ran beside it every minute and is not`);
    } finally {
      await platform.traffic.stop();
    }
  },
};
