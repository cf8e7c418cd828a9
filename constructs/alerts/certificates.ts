/** Alerts on serving certificates of aggregated APIs that were not renewed. */
import { selector } from '../promql';
import type { AlertRule } from '../rule-group';
import { alert } from './alert';
import type { AlertedPlatform } from './alerted';

const day = 86_400;

export function certificateAlert({ telemetry, links, dashboards, namespace, certificates }: AlertedPlatform): AlertRule {
  const renewed = selector(telemetry.metrics.leaseRenewed.name, [
    ['namespace', '=', namespace],
    ['lease', '=~', certificates.leases.join('|')],
  ]);
  return alert(links, {
    name: 'CertificateEnding',
    severity: 'ticket',
    // without the labels of kube-state-metrics' own pod: a new pod would start the alert's waiting time again
    expr: `${certificates.lifetime * day} - (time() - max by (lease) (${renewed})) < ${certificates.warning * day}`,
    namespace,
    summary: 'The certificate {{ $labels.lease }} ends in {{ $value | humanizeDuration }}',
    description: 'After that the API server does not trust its API, and autoscalers see no signal but CPU. The apply step renews it: none has run for a month.',
    dashboard: dashboards.cluster,
  });
}
