/** Alerts on pods that do not start and rollouts that do not finish, of platform and workloads. */
import { selector, type Matcher } from '../promql';
import type { AlertRule } from '../rule-group';
import { alert } from './alert';
import type { AlertedPlatform } from './alerted';

/** Each alert has the label `namespace`, so that it can be routed to the owners of that namespace. */
export function podAlerts(platform: AlertedPlatform): readonly AlertRule[] {
  const all = [platform.namespace, ...platform.namespacesOfWorkloads];
  return [...new Set(all)].flatMap((namespace) => inNamespace(platform, namespace));
}

function inNamespace({ telemetry, timing, links, dashboards }: AlertedPlatform, namespace: string): readonly AlertRule[] {
  const { metrics } = telemetry;
  const about = { severity: 'ticket', lasting: timing.patience, namespace, dashboard: dashboards.cluster } as const;
  const own = (metric: string, more: readonly Matcher[]) => selector(metric, [['namespace', '=', namespace], ...more]);
  return [
    alert(links, {
      ...about,
      name: 'PodPending',
      expr: `max by (pod) (${own(metrics.podPhase.name, [['phase', '=', 'Pending']])}) == 1`,
      summary: '{{ $labels.pod }} has been pending for longer than a new node takes',
      description: 'No node has room, its volume is in another zone, or its image or a Secret is missing: replicas that the autoscaler wants are missing.',
    }),
    alert(links, {
      ...about,
      name: 'PodCrashLooping',
      // between two waits the container runs for a moment; the range bridges that, and is longer than the longest wait of five minutes
      expr: `max by (pod, container) (max_over_time(${own(metrics.waitingReason.name, [['reason', '=', 'CrashLoopBackOff']])}[${timing.patience}])) == 1`,
      summary: '{{ $labels.container }} in {{ $labels.pod }} ends again and again soon after its start',
      description: 'Its work is not done, or is done by fewer pods. Kubernetes waits longer before each restart, up to five minutes.',
    }),
    alert(links, {
      ...about,
      name: 'RolloutStuck',
      // Kubernetes has already waited for progressDeadlineSeconds
      lasting: timing.sustained,
      expr: `max by (deployment) (${own(metrics.deploymentCondition.name, [
        ['condition', '=', 'Progressing'],
        ['status', '=', 'false'],
      ])}) == 1`,
      summary: 'The rollout of {{ $labels.deployment }} has made no progress within its deadline',
      description: 'Old and new pods run side by side, and the new version does not serve all requests. There is no automatic rollback.',
    }),
  ];
}
