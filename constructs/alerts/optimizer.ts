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
