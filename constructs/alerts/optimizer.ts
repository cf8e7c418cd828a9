import type { AlertRule } from '../rule-group';
import { alert } from './alert';
import type { AlertedPlatform } from './alerted';

/** An optimizer that answers and says nothing. One that does not answer is a target that is down. */
export function optimizerAlert({ telemetry, timing, links, dashboards, namespace }: AlertedPlatform): AlertRule {
  return alert(links, {
    name: 'OptimizerSilent',
    severity: 'ticket',
    lasting: timing.patience,
    expr: `time() - max by (target_namespace, target_deployment) (${telemetry.metrics.validUntil.name}) > 0`,
    namespace,
    summary: 'The forecast for {{ $labels.target_deployment }} has expired {{ $value | humanizeDuration }} ago',
    description: 'No replica of the optimizer publishes for it. The policy is reactive meanwhile, which is safe.',
    dashboard: dashboards.optimizer,
  });
}
