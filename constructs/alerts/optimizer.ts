import type { AlertRule } from '../rule-group';
import { alert } from './alert';
import type { AlertedPlatform } from './alerted';

/** Alert on an optimizer that is up and publishes nothing. The alerts on scrape targets cover an optimizer that is down. */
export function optimizerAlert({ telemetry, timing, links, dashboards, namespace }: AlertedPlatform): AlertRule {
  return alert(links, {
    name: 'OptimizerSilent',
    severity: 'ticket',
    lasting: timing.patience,
    expr: `time() - max by (target_namespace, target_deployment) (${telemetry.metrics.validUntil.name}) > 0`,
    namespace,
    summary: 'The forecast for {{ $labels.target_deployment }} has expired {{ $value | humanizeDuration }} ago',
    description: 'No replica of the optimizer publishes a forecast for it. Until one does, the policy is reactive, which is safe.',
    dashboard: dashboards.optimizer,
  });
}

/** Alert on what the optimizer notices: one for each incident, however many vitals and other alerts belong to it. */
export function incidentAlert({ telemetry, links, dashboards, namespace }: AlertedPlatform): AlertRule {
  const of = ['incident', 'cause', 'unusual', 'changed', 'panel', 'traces', 'runbook'];
  return alert(links, {
    name: 'ServiceIncident',
    severity: 'ticket',
    expr: `max by (${of.join(', ')}) (${telemetry.metrics.incident.name}) > 0`,
    namespace,
    summary: 'Services are unlike their last hour. Likely cause: {{ $labels.cause }}',
    description: [
      'Unusual: {{ $labels.unusual }}',
      '{{ if $labels.changed }}\nChanged before: {{ $labels.changed }}{{ end }}',
      '{{ if $labels.panel }}\nPanel: {{ $labels.panel }}\nTraces: {{ $labels.traces }}\nRunbook of the cause: {{ $labels.runbook }}{{ end }}',
    ].join(''),
    dashboard: dashboards.optimizer,
  });
}

/** Days within which somebody has time to do something. */
const daysToAct = 14;

/** Alerts on what grows and will reach what is there for it. */
export function limitAlert({ telemetry, timing, links, dashboards, namespace }: AlertedPlatform): AlertRule {
  return alert(links, {
    name: 'LimitNear',
    severity: 'ticket',
    lasting: timing.patience,
    // two optimizers say the same
    expr: `min by (what) (${telemetry.metrics.daysLeft.name}{bound="expected"}) < ${daysToAct}`,
    namespace,
    summary: '{{ $labels.what }} is reached in {{ $value | humanize }} days, if it grows on like this',
    description: 'Not yet a fault. When it is reached, pods stay pending, requests wait, or money is short: decide now whether there should be more of it.',
    dashboard: dashboards.optimizer,
  });
}
