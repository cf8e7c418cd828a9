import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { monitoringOf } from '../config/monitoring';
import { componentPriority, components, namespaces, ports } from '../config/names';
import { platformImage } from '../config/google/platform-images';
import { schedulesOf } from '../config/workload';
import { AccessRights, type Right } from '../constructs/access-rights';
import { nameLabel } from '../constructs/labels';
import { httpProbe, livenessProbe } from '../constructs/platform-container';
import { PlatformDeployment } from '../constructs/platform-deployment';
import { controlPlane } from './control-plane';
import { rightSized } from './autoscaling';
import { platformChart, sizingOf, zonesOf } from './platform-charts';
import { fromScrapers } from './scrapers';

/** Resources whose metrics rules, alerts and dashboards read. Nothing else is listed or watched, in particular no Secrets and ConfigMaps. */
const always: readonly Right[] = [
  { group: '', resources: ['nodes', 'persistentvolumeclaims', 'pods'], verbs: ['list', 'watch'] },
  { group: 'apps', resources: ['deployments', 'statefulsets'], verbs: ['list', 'watch'] },
  { group: 'autoscaling', resources: ['horizontalpodautoscalers'], verbs: ['list', 'watch'] },
  // the Leases record when the certificates of aggregated APIs were renewed
  { group: 'coordination.k8s.io', resources: ['leases'], verbs: ['list', 'watch'] },
];

/** Read in environments with scheduled workloads. */
const ofSchedules: Right = { group: 'batch', resources: ['cronjobs', 'jobs'], verbs: ['list', 'watch'] };

/** kube-state-metrics: the state of Kubernetes objects as metrics. */
export function kubeStateMetrics(scope: Construct, environment: Environment): void {
  const name = components.kubeStateMetrics;
  const namespace = namespaces.observability;
  const watched = [...always, ...(schedulesOf(environment).length === 0 ? [] : [ofSchedules])];
  const chart = platformChart(scope, name, { file: 'kube-state-metrics' });
  new PlatformDeployment(chart, 'server', {
    name,
    image: platformImage(environment, 'kube-state-metrics'),
    priorityClass: componentPriority.name,
    args: [
      `--resources=${watched
        .flatMap(({ resources }) => resources)
        .sort()
        .join(',')}`,
      // rules join by this label to find the workload of a pod
      `--metric-labels-allowlist=pods=[${nameLabel}]`,
      `--port=${ports.stateMetrics}`,
      '--telemetry-port=8081',
    ],
    replicas: monitoringOf(environment).replicas,
    zones: zonesOf(environment),
    sizing: sizingOf(environment, name),
    ports: { metrics: ports.stateMetrics, telemetry: 8081 },
    probes: { live: livenessProbe('/livez', 'metrics'), ready: httpProbe('/readyz', 'telemetry') },
    from: fromScrapers(environment, [ports.stateMetrics]),
    to: [controlPlane(environment)],
  });
  new AccessRights(chart, 'access-rights', { name, namespace, cluster: watched });
  rightSized(chart, environment, { name, target: 'Deployment' });
}
