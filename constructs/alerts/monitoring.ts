/** Alerts with which Prometheus and Alertmanager watch themselves. A dead man's switch covers the case that they are down. */
import { durationOf, seconds } from '../../config/quantities';
import { grown } from '../promql';
import type { AlertRule } from '../rule-group';
import { alert } from './alert';
import type { AlertedPlatform } from './alerted';

export function monitoringAlerts({ telemetry, timing, links, dashboards, namespace, seriesBudget }: AlertedPlatform): readonly AlertRule[] {
  const { metrics } = telemetry;
  const about = { severity: 'ticket', namespace, dashboard: dashboards.cluster } as const;
  return [
    alert(links, {
      ...about,
      name: 'Deadman',
      severity: 'none',
      expr: 'vector(1)',
      summary: 'Alerting works',
      description: 'Always fires. Its receiver raises the alarm when it stops: then Prometheus, Alertmanager or the way out of the cluster is broken.',
    }),
    alert(links, {
      ...about,
      name: 'RuleFailures',
      expr: `sum by (rule_group) (${grown(metrics.ruleFailures.name, timing.recent)}) > 0`,
      summary: 'Rules of {{ $labels.rule_group }} fail to evaluate',
      description: 'Their series stop. For scaling rules this means that a signal is missing and nothing scales in.',
    }),
    alert(links, {
      ...about,
      name: 'RuleIterationsMissed',
      lasting: timing.sustained,
      expr: `sum by (rule_group) (${grown(metrics.ruleIterationsMissed.name, timing.recent)}) > 0`,
      summary: 'Rules of {{ $labels.rule_group }} take longer than the evaluation interval, and some evaluations are skipped',
      description: 'Signals get old, and alerts come late. Prometheus has too little CPU, or a rule reads too much.',
    }),
    alert(links, {
      ...about,
      name: 'PrometheusConfigStale',
      lasting: timing.sustained,
      expr: `min by (instance) (${metrics.reloaded.name}) == 0`,
      summary: 'Prometheus at {{ $labels.instance }} cannot load its new rules or jobs',
      description: 'It keeps using the old ones. The change is not in force, and a restart would fail.',
    }),
    alert(links, {
      ...about,
      name: 'PrometheusStorageFailing',
      expr: [metrics.compactionFailures, metrics.writeFailures, metrics.corruptions]
        .map(({ name }) => `sum by (instance) (${grown(name, timing.recent)}) > 0`)
        .join('\nor\n'),
      summary: 'Prometheus at {{ $labels.instance }} cannot write, compact or read its storage',
      description: 'Samples are lost, or the volume fills with blocks that are not compacted. It keeps working from memory, and may fail to start again.',
    }),
    alert(links, {
      ...about,
      name: 'NotificationFailures',
      lasting: timing.sustained,
      // the notification can be sent only when the cause is over, and Alertmanager sends an alert that joins a group up to an interval later
      staying: durationOf(2 * seconds(timing.notifications.interval)),
      expr: [
        `sum by (alertmanager) (${grown(metrics.notificationFailures.name, timing.recent)}) > 0`,
        `sum by (integration) (${grown(metrics.deliveryFailures.name, timing.recent)}) > 0`,
      ].join('\nor\n'),
      summary: 'Alerts do not arrive{{ with $labels.integration }} at {{ . }}{{ end }}{{ with $labels.alertmanager }} at {{ . }}{{ end }}',
      description:
        'Prometheus cannot reach Alertmanager, or Alertmanager cannot reach a receiver. This alert may not arrive either; other receivers and the deadman switch do.',
    }),
    alert(links, {
      ...about,
      name: 'CardinalityOverBudget',
      lasting: timing.patience,
      expr: `${metrics.headSeries.name} > ${seriesBudget}`,
      summary: `Prometheus holds {{ $value | humanize }} series, more than the ${seriesBudget} that it was sized for`,
      description: 'Its memory and volume were computed for fewer. Something has more operations, pods or edges than the configuration says.',
    }),
  ];
}
