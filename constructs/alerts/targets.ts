/** Alerts on scrape targets that are missing or down. */
import { selector } from '../promql';
import type { AlertRule } from '../rule-group';
import { alert } from './alert';
import type { AlertedPlatform } from './alerted';

export function targetAlerts(platform: AlertedPlatform): readonly AlertRule[] {
  const { telemetry, timing, links, dashboards, namespace } = platform;
  const about = { severity: 'ticket', lasting: timing.sustained, namespace, dashboard: dashboards.cluster } as const;
  const up = telemetry.metrics.up.name;
  // before its first scrapes Prometheus has no target of any job, so the alert waits until a series that is recorded in any case is old enough
  const begun = `${selector(telemetry.recorded.chainHealthy, [['stage', '=', 'gateways']])} offset ${timing.sustained}`;
  return [
    alert(links, {
      ...about,
      name: 'TargetDown',
      expr: `${up} == 0`,
      summary: '{{ $labels.job }}: {{ $labels.instance }} does not answer its scrape',
      description: 'Its metrics are missing. Signals made from them are not published below the ready replicas, so nothing scales in on them.',
    }),
    ...platform.jobs.map((job) =>
      alert(links, {
        ...about,
        name: 'ScrapeJobEmpty',
        labels: { job },
        expr: `absent(${selector(up, [['job', '=', job]])})\nand on () ${begun}`,
        summary: `Prometheus finds no target for the job ${job}`,
        description:
          'No pod or node matches, or Prometheus may not list them. For Prometheus a job without targets is no error, so only this alert reports it.',
      }),
    ),
  ];
}
