/** Mutants of the checks of disruption budgets and quotas. */
import { after, before } from '../mutant';
import { adapter, adapterBudget, budget, container, deployment, horizontal } from '../names';

const quota = 'ResourceQuota lyo-backend/sum-of-the-parts';
const minimumOf = (value: number | string): object => ({ minAvailable: value, selector: { matchLabels: { 'app.kubernetes.io/name': 'backend' } } });

export const budgetMutants = [
  ...before('autoscaling/budget-blocks-minimum', [
    [budget, 'as many pods must stay as the autoscaler has at its minimum', (draft) => draft.edit(budget).set('spec', minimumOf(2))],
    [budget, 'every pod must stay', (draft) => draft.edit(budget).set('spec', minimumOf('100%'))],
    [budget, 'no pod may be unavailable', (draft) => draft.edit(budget).set('spec.maxUnavailable', 0)],
    [budget, 'none of a hundred pods may be unavailable', (draft) => draft.edit(budget).set('spec.maxUnavailable', '0%')],
    [budget, '51 % of two pods round up to both', (draft) => draft.edit(budget).set('spec', minimumOf('51%'))],
    [
      budget,
      'the minimum falls to the number of pods that must stay',
      (draft) => {
        draft.edit(budget).set('spec', minimumOf(1));
        draft.edit(horizontal).set('spec.minReplicas', 1);
      },
    ],
  ]),
  ...before('autoscaling/budget-blocks-replicas', [
    [adapterBudget, 'both replicas must stay', (draft) => draft.edit(adapterBudget).set('spec.maxUnavailable', null).set('spec.minAvailable', 2)],
    [adapterBudget, 'no pod may be unavailable', (draft) => draft.edit(adapterBudget).set('spec.maxUnavailable', 0)],
    [
      adapterBudget,
      'one pod must stay and one is all there is',
      (draft) => {
        draft.edit(adapterBudget).set('spec.maxUnavailable', null).set('spec.minAvailable', 1);
        draft.edit(adapter).set('spec.replicas', 1);
      },
    ],
    [
      adapterBudget,
      'one pod must stay and the number of replicas is the default of one',
      (draft) => {
        draft.edit(adapterBudget).set('spec.maxUnavailable', null).set('spec.minAvailable', 1);
        draft.edit(adapter).remove('spec.replicas');
      },
    ],
  ]),
  ...before('autoscaling/two-budgets', [
    [budget, 'a second budget selects the same pods', (draft) => draft.copy(budget, 'second')],
    [adapterBudget, 'a budget with an empty selector covers the whole namespace', (draft) => draft.copy(adapterBudget, 'everything').set('spec.selector', {})],
    [
      budget,
      'a budget by expression selects the same pods',
      (draft) => draft.copy(budget, 'expression').set('spec.selector', { matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'Exists' }] }),
    ],
  ]),
  ...after('autoscaling/quota-below-maximum', [
    [quota, 'the quota counts pods by their other name', (draft) => draft.edit(quota).set('spec.hard', { 'count/pods': 20 })],
    [quota, 'the quota bounds memory requests by their short name', (draft) => draft.edit(quota).set('spec.hard', { memory: '4Gi' })],
  ]),
  ...before('autoscaling/quota-below-maximum', [
    [quota, 'fewer pods than the autoscaler may want', (draft) => draft.edit(quota).set('spec.hard.pods', 49)],
    [quota, 'the maximum grows and the quota does not', (draft) => draft.edit(horizontal).set('spec.maxReplicas', 60)],
    [quota, 'disks for half of the pods', (draft) => draft.edit(quota).set(['spec', 'hard', 'limits.ephemeral-storage'], '40Gi')],
    [
      quota,
      'a pod may write more and the quota does not know',
      (draft) => draft.edit(deployment).set([...container.split('.'), 'resources', 'limits', 'ephemeral-storage'], '2Gi'),
    ],
    [quota, 'CPU for half of the pods', (draft) => draft.edit(quota).set(['spec', 'hard', 'requests.cpu'], '6')],
    [quota, 'the memory limit of a pod grows and the quota does not', (draft) => draft.edit(deployment).set(`${container}.resources.limits.memory`, '1Gi')],
    ['ResourceQuota lyo-observability/sum-of-the-parts', 'more fixed replicas than pods', (draft) => draft.edit(adapter).set('spec.replicas', 40)],
  ]),
];
