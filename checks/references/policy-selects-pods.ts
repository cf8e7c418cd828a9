import { disruptionBudgets } from '../objects/disruption-budget';
import { namePolicies, networkPolicies } from '../objects/namespace';
import { isEmpty, selectorText } from '../objects/selector';
import { selectedBy } from '../objects/workload';
import { check } from '../check';

export const policySelectsPods = check({
  id: 'references/policy-selects-pods',
  title: 'the selector of a disruption budget or network policy matches a pod template of its namespace',
  why: 'A policy for pods that are not there protects nothing, and the pods that it was meant for are without it.',
  find: (manifests) => {
    const policies = [
      ...disruptionBudgets.of(manifests).map(({ object, value }) => ({ object, selector: value.spec.selector })),
      ...[...networkPolicies.of(manifests), ...namePolicies.of(manifests)].map(({ object, value }) => ({ object, selector: value.spec.podSelector })),
    ];
    return policies
      .filter(({ object, selector }) => !isEmpty(selector) && selectedBy(manifests, object.namespace, selector).length === 0)
      .map(({ object, selector }) => ({
        subject: object,
        problem: `the selector ${selectorText(selector)} matches no pod template in namespace ${object.namespace}`,
        fix: 'select the labels of the pod template, in the namespace of the pods',
      }));
  },
});
