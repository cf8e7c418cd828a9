/** Mutants of the checks of which autoscaler owns what. */
import { after, before } from '../mutant';
import { container, deployment, horizontal, nameLabel, selectorLabel, statefulSet, stateMetrics, templateLabel, vertical } from '../names';

const scaledObject = `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: backend-queue, namespace: lyo-backend }
spec: { scaleTargetRef: { name: backend }, triggers: [] }
`;

const autoVertical = `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: second, namespace: lyo-backend }
spec:
  targetRef: { apiVersion: apps/v1, kind: Deployment, name: backend }
`;

export const autoscalerMutants = [
  ...before('autoscaling/two-autoscalers', [
    [horizontal, 'a second autoscaler has the same Deployment as its target', (draft) => draft.copy(horizontal, 'second')],
    [
      'HorizontalPodAutoscaler lyo-backend/canary',
      'a canary Deployment with the labels of the first has an autoscaler of its own',
      (draft) => {
        draft.copy(deployment, 'canary');
        draft.copy(horizontal, 'canary').set('spec.scaleTargetRef.name', 'canary');
      },
    ],
    [
      horizontal,
      'a second Deployment with a wider selector takes the pods of the first, and both are scaled',
      (draft) => {
        draft
          .copy(deployment, 'wide')
          .set('spec.selector', { matchLabels: { tier: 'web' } })
          .set('spec.template.metadata.labels', { tier: 'web' });
        draft.edit(deployment).set('spec.template.metadata.labels.tier', 'web');
        draft.copy(horizontal, 'wide').set('spec.scaleTargetRef.name', 'wide');
      },
    ],
    ['ScaledObject lyo-backend/backend-queue', 'a KEDA ScaledObject makes a hidden second autoscaler', (draft) => draft.add(scaledObject)],
  ]),
  ...after('autoscaling/two-autoscalers', [
    [
      'HorizontalPodAutoscaler lyo-backend/old',
      'a leftover of the first version of the API',
      (draft) =>
        draft.add(
          '{ apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: { name: old, namespace: lyo-backend }, spec: { scaleTargetRef: { kind: Deployment, name: backend }, maxReplicas: 5 } }',
        ),
    ],
    [
      'HorizontalPodAutoscaler lyo-backend/second',
      'two autoscalers of a Deployment that is not in the manifests',
      (draft) => {
        draft.edit(horizontal).set('spec.scaleTargetRef.name', 'elsewhere');
        draft.copy(horizontal, 'second');
      },
    ],
  ]),
  ...after('autoscaling/horizontal-and-vertical', [
    [
      vertical,
      'a policy for every container takes the place of the one by name',
      (draft) =>
        draft
          .edit(vertical)
          .set('spec.updatePolicy.updateMode', 'Auto')
          .set('spec.resourcePolicy.containerPolicies', [{ containerName: '*', controlledResources: ['cpu'] }]),
    ],
  ]),
  ...before('autoscaling/two-vertical-autoscalers', [
    [vertical, 'a second vertical autoscaler has the same target', (draft) => draft.copy(vertical, 'second')],
    [vertical, 'a second vertical autoscaler has the same target without a policy', (draft) => draft.add(autoVertical)],
    [
      'VerticalPodAutoscaler lyo-observability/prometheus',
      'the vertical autoscaler of kube-state-metrics points at Prometheus',
      (draft) =>
        draft
          .edit('VerticalPodAutoscaler lyo-observability/kube-state-metrics')
          .set('spec.targetRef', { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'prometheus' }),
    ],
  ]),
  ...before('autoscaling/horizontal-and-vertical', [
    [vertical, 'the vertical autoscaler of the backend recreates pods', (draft) => draft.edit(vertical).set('spec.updatePolicy.updateMode', 'Recreate')],
    [
      vertical,
      'its mode is Initial: every pod that is added gets another request',
      (draft) => draft.edit(vertical).set('spec.updatePolicy.updateMode', 'Initial'),
    ],
    [vertical, 'its mode is not stated, and the default changes pods', (draft) => draft.edit(vertical).remove('spec.updatePolicy')],
    [
      vertical,
      'it controls memory only, which a custom metric of the autoscaler means',
      (draft) =>
        draft
          .edit(vertical)
          .set('spec.updatePolicy.updateMode', 'InPlaceOrRecreate')
          .set('spec.resourcePolicy.containerPolicies.0.controlledResources', ['memory']),
    ],
    [
      'VerticalPodAutoscaler lyo-observability/kube-state-metrics',
      'a horizontal autoscaler on CPU is added to a component that is right-sized',
      (draft) =>
        draft
          .copy(horizontal, 'kube-state-metrics')
          .set('metadata.namespace', 'lyo-observability')
          .set('spec.scaleTargetRef.name', 'kube-state-metrics')
          .set('spec.metrics', [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }]),
    ],
  ]),
  ...before('autoscaling/replicas-stated', [
    [deployment, 'the scaled Deployment states 3 replicas', (draft) => draft.edit(deployment).set('spec.replicas', 3)],
    [deployment, 'the scaled Deployment states 0 replicas', (draft) => draft.edit(deployment).set('spec.replicas', 0)],
    [
      statefulSet,
      'an autoscaler is pointed at a StatefulSet that states its replicas',
      (draft) =>
        draft
          .copy(horizontal, 'prometheus')
          .set('metadata.namespace', 'lyo-observability')
          .set('spec.scaleTargetRef', { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'prometheus' }),
    ],
  ]),
  ...before('autoscaling/utilization-without-request', [
    [horizontal, 'the CPU request is gone', (draft) => draft.edit(deployment).remove(`${container}.resources.requests.cpu`)],
    [
      horizontal,
      'the failsafe names a container that is not there',
      (draft) => draft.edit(horizontal).set('spec.metrics.6.containerResource.container', 'application'),
    ],
    [
      horizontal,
      'a memory target for the whole pod meets a native sidecar without a request',
      (draft) => {
        draft
          .edit(horizontal)
          .append('spec.metrics', { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } } });
        draft.edit(deployment).append('spec.template.spec.initContainers', { name: 'proxy', image: 'example.com/proxy:1.0', restartPolicy: 'Always' });
      },
    ],
    [
      horizontal,
      'a CPU target for the whole pod meets a second container without a request',
      (draft) => {
        draft.edit(horizontal).set('spec.metrics.6', { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } });
        draft.edit(deployment).append('spec.template.spec.containers', { name: 'sidecar', image: 'example.com/sidecar:1.0' });
      },
    ],
  ]),
  ...before('autoscaling/implicit-behavior', [
    [horizontal, 'no tolerance for scale-up', (draft) => draft.edit(horizontal).set('spec.behavior.scaleUp.tolerance', null)],
    [horizontal, 'no behavior at all', (draft) => draft.edit(horizontal).remove('spec.behavior')],
    [horizontal, 'no rule for scale-down', (draft) => draft.edit(horizontal).remove('spec.behavior.scaleDown')],
    [horizontal, 'no stabilization window for scale-down', (draft) => draft.edit(horizontal).remove('spec.behavior.scaleDown.stabilizationWindowSeconds')],
    [horizontal, 'an empty list of policies for scale-up', (draft) => draft.edit(horizontal).set('spec.behavior.scaleUp.policies', [])],
  ]),
  ...before('autoscaling/empty-range', [
    [horizontal, 'the minimum is above the maximum', (draft) => draft.edit(horizontal).set('spec.minReplicas', 51)],
    [horizontal, 'the maximum is 1 and the minimum 2', (draft) => draft.edit(horizontal).set('spec.maxReplicas', 1)],
    [horizontal, 'the minimum is 0, which needs a feature gate', (draft) => draft.edit(horizontal).set('spec.minReplicas', 0)],
  ]),
  ...before('autoscaling/scale-target', [
    [horizontal, 'the autoscaler names a Deployment that is not there', (draft) => draft.edit(horizontal).set('spec.scaleTargetRef.name', 'api')],
    [horizontal, 'the autoscaler names a StatefulSet of the same name', (draft) => draft.edit(horizontal).set('spec.scaleTargetRef.kind', 'StatefulSet')],
    [
      'VerticalPodAutoscaler lyo-observability/kube-state-metrics',
      'the Deployment of a vertical autoscaler is renamed',
      (draft) => draft.edit(stateMetrics).set('metadata.name', 'state-metrics'),
    ],
    [horizontal, 'the Deployment moves to another namespace', (draft) => draft.edit(deployment).set('metadata.namespace', 'lyo-observability')],
    [
      vertical,
      'the vertical autoscaler has a policy for a container that is not there',
      (draft) => draft.edit(vertical).set('spec.resourcePolicy.containerPolicies.0.containerName', 'app'),
    ],
  ]),
  ...before('references/own-selector', [
    [deployment, 'the template loses the label that the selector wants', (draft) => draft.edit(deployment).remove(templateLabel)],
    [statefulSet, 'the selector wants another value', (draft) => draft.edit(statefulSet).set(selectorLabel, 'server')],
    [stateMetrics, 'the selector wants a label more', (draft) => draft.edit(stateMetrics).set('spec.selector.matchLabels.track', 'stable')],
    [deployment, 'the selector is empty', (draft) => draft.edit(deployment).set('spec.selector', {})],
    [
      deployment,
      'an expression excludes the template',
      (draft) => draft.edit(deployment).set('spec.selector.matchExpressions', [{ key: nameLabel, operator: 'NotIn', values: ['backend'] }]),
    ],
  ]),
];
