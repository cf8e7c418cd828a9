/** Mutants of the proofs that the node pool holds what the manifests ask for. */
import { after, before, inEnvironment } from '../mutant';
import { adapter, container, deployment, horizontal, stateMetrics, statefulSet } from '../names';

const verticalOf = (name: string): string => `VerticalPodAutoscaler lyo-observability/${name}`;
const requests = `${container}.resources.requests`;
const alertmanagers = 'StatefulSet lyo-observability/alertmanager';
const gateways = 'StatefulSet lyo-observability/otel-gateway';
const zones = 'spec.template.spec.topologySpreadConstraints.0';
const mostCpu = 'spec.resourcePolicy.containerPolicies.0.maxAllowed';

const agent = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: lyo-observability }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec: { containers: [{ name: agent, image: 'example.com/agent:1.0', resources: { requests: { cpu: '3', memory: 64Mi } } }] }`;

export const capacityMutants = [
  ...after('capacity/maximum-fits', [
    [horizontal, 'the maximum grows to 200 pods', (draft) => draft.edit(horizontal).set('spec.maxReplicas', 200)],
    [horizontal, 'each pod requests a whole core', (draft) => draft.edit(deployment).set(`${requests}.cpu`, '1')],
    [horizontal, 'each pod requests 2 GiB, and memory is what ends', (draft) => draft.edit(deployment).set(`${requests}.memory`, '2Gi')],
    [
      horizontal,
      'a sidecar requests more than its pod did',
      (draft) =>
        draft
          .edit(deployment)
          .append('spec.template.spec.containers', { name: 'proxy', image: 'example.com/proxy:1.0', resources: { requests: { cpu: '450m', memory: '64Mi' } } }),
    ],
    [
      horizontal,
      'a rollout may double pods that request 400m',
      (draft) => draft.edit(deployment).set(`${requests}.cpu`, '400m').set('spec.strategy.rollingUpdate.maxSurge', '100%'),
    ],
    [
      horizontal,
      'pods of 400m take ten minutes to stop while scale-in takes half of them each minute',
      (draft) => {
        draft.edit(deployment).set(`${requests}.cpu`, '400m').set('spec.template.spec.terminationGracePeriodSeconds', 600);
        draft.edit(horizontal).set('spec.behavior.scaleDown.policies', [{ type: 'Percent', value: 50, periodSeconds: 60 }]);
      },
    ],
    [
      adapter,
      'vertical autoscalers may raise thirty pods to a core each',
      (draft) => {
        draft.edit(adapter).set('spec.replicas', 30);
        draft.edit(verticalOf('prometheus-adapter')).set(`${mostCpu}.cpu`, '1');
      },
    ],
  ]),
  ...after('capacity/floor-fits', [
    [horizontal, 'the minimum is twelve pods', (draft) => draft.edit(horizontal).set('spec.minReplicas', 12)],
    [statefulSet, 'Prometheus requests most of a node', (draft) => draft.edit(statefulSet).set(`${requests}.cpu`, '3')],
    [adapter, 'the adapter has thirty replicas', (draft) => draft.edit(adapter).set('spec.replicas', 30)],
    [horizontal, 'an agent on every node requests three cores', (draft) => draft.add(agent)],
  ]),
  ...inEnvironment(
    'prod',
    after('capacity/zone-loss', [
      [horizontal, 'the minimum is 45 pods', (draft) => draft.edit(horizontal).set('spec.minReplicas', 45)],
      [adapter, 'the adapter has 200 replicas', (draft) => draft.edit(adapter).set('spec.replicas', 200)],
      [
        horizontal,
        'six pods of 12 GB',
        (draft) => {
          draft.edit(deployment).set(`${requests}.memory`, '12000Mi');
          draft.edit(horizontal).set('spec.minReplicas', 6);
        },
      ],
    ]),
  ),
  ...inEnvironment(
    'prod',
    before('capacity/one-zone', [
      [statefulSet, 'there is one Prometheus', (draft) => draft.edit(statefulSet).set('spec.replicas', 1)],
      [alertmanagers, 'there is one Alertmanager, because nobody says how many', (draft) => draft.edit(alertmanagers).remove('spec.replicas')],
      [stateMetrics, 'there is one kube-state-metrics, which has no volume', (draft) => draft.edit(stateMetrics).set('spec.replicas', 1)],
      [gateways, 'gateways may all run in one zone', (draft) => draft.edit(gateways).set(`${zones}.whenUnsatisfiable`, 'ScheduleAnyway')],
      [adapter, 'adapters are spread over nodes alone', (draft) => draft.edit(adapter).remove(zones)],
      [statefulSet, 'two may run in one zone', (draft) => draft.edit(statefulSet).set(`${zones}.maxSkew`, 2)],
      [statefulSet, 'the spread counts the pods of another', (draft) => draft.edit(statefulSet).set(`${zones}.labelSelector.matchLabels`, { app: 'other' })],
      [
        'Deployment lyo-observability/otel-agent',
        'agents may shrink to one',
        (draft) => draft.edit('HorizontalPodAutoscaler lyo-observability/otel-agent').set('spec.minReplicas', 1),
      ],
      [
        adapter,
        'pods share one volume',
        (draft) => draft.edit(adapter).append('spec.template.spec.volumes', { name: 'shared', persistentVolumeClaim: { claimName: 'shared' } }),
      ],
      [
        'Deployment lyo-observability/recorder',
        'a component that nobody knows yet has one pod',
        (draft) => draft.copy(stateMetrics, 'recorder').set('spec.replicas', 1),
      ],
    ]),
  ),
  ...after('capacity/largest-pod-fits', [
    [deployment, 'a pod requests eight cores', (draft) => draft.edit(deployment).set(`${requests}.cpu`, '8')],
    [statefulSet, 'Prometheus requests 64 GiB', (draft) => draft.edit(statefulSet).set(`${requests}.memory`, '64Gi')],
    [stateMetrics, 'a vertical autoscaler may request sixteen cores', (draft) => draft.edit(verticalOf('kube-state-metrics')).set(`${mostCpu}.cpu`, '16')],
    [statefulSet, 'a vertical autoscaler has no upper bound', (draft) => draft.edit(verticalOf('prometheus')).remove(mostCpu)],
    [
      deployment,
      'a container that runs first requests more than a node',
      (draft) =>
        draft
          .edit(deployment)
          .append('spec.template.spec.initContainers', { name: 'copy', image: 'example.com/copy:1.0', resources: { requests: { cpu: '8', memory: '64Mi' } } }),
    ],
  ]),
];
