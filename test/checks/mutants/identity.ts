/** Mutants of the checks of fields that cannot change once they are in a cluster. */
import { before } from '../mutant';
import { componentClass, deployment, nameLabel, selectorLabel, statefulSet, stateMetrics } from '../names';

const binding = 'ClusterRoleBinding lyo-observability-prometheus';

export const identityMutants = [
  ...before('identity/immutable-field', [
    [
      deployment,
      'the selector gets a label more',
      (draft) => draft.edit(deployment).set('spec.selector.matchLabels.version', 'v2').set('spec.template.metadata.labels.version', 'v2'),
    ],
    [
      stateMetrics,
      'the selecting label is renamed everywhere, so that everything still matches',
      (draft) =>
        draft
          .edit(stateMetrics)
          .set('spec.selector.matchLabels', { app: 'kube-state-metrics' })
          .set('spec.template.metadata.labels', { app: 'kube-state-metrics', [nameLabel]: 'kube-state-metrics' }),
    ],
    [statefulSet, 'the governing Service changes', (draft) => draft.edit(statefulSet).set('spec.serviceName', 'kube-state-metrics')],
    [statefulSet, 'the volume claim template is renamed', (draft) => draft.edit(statefulSet).set('spec.volumeClaimTemplates.0.metadata.name', 'history')],
    [
      statefulSet,
      'the volume claim grows in place',
      (draft) => draft.edit(statefulSet).set('spec.volumeClaimTemplates.0.spec.resources.requests.storage', '200Gi'),
    ],
    [componentClass, 'the priority of components changes', (draft) => draft.edit(componentClass).set('value', 2000)],
    [binding, 'a binding is pointed at another role', (draft) => draft.edit(binding).set('roleRef.name', 'lyo-observability-kube-state-metrics')],
  ]),
  ...before('identity/vanished', [
    [deployment, 'the Deployment is renamed', (draft) => draft.edit(deployment).set('metadata.name', 'api')],
    [statefulSet, 'the StatefulSet becomes a Deployment', (draft) => draft.edit(statefulSet).set('kind', 'Deployment')],
    [binding, 'a binding is gone', (draft) => draft.drop(binding)],
    [deployment, 'the Deployment moves to another namespace', (draft) => draft.edit(deployment).set('metadata.namespace', 'lyo-observability')],
  ]),
  ...before('identity/not-frozen', [
    [
      'Deployment lyo-backend/worker',
      'a new Deployment',
      (draft) => draft.copy(deployment, 'worker').set(selectorLabel, 'worker').set(['spec', 'template', 'metadata', 'labels', nameLabel], 'worker'),
    ],
    ['StatefulSet lyo-observability/loki', 'a new StatefulSet', (draft) => draft.copy(statefulSet, 'loki')],
    ['ClusterRoleBinding second', 'a new binding', (draft) => draft.copy(binding, 'second')],
  ]),
];
