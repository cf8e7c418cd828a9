import { isEmpty, labelsText, selectorText, selects } from '../objects/selector';
import { workloads } from '../objects/workload';
import { check } from '../check';

export const ownSelector = check({
  id: 'references/own-selector',
  title: 'the selector of a workload matches its own pod template, and not everything',
  why: 'The API server refuses a template that its selector does not match; an empty selector would take every pod of the namespace.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, selector, labels }) => {
      if (selector === undefined || (!isEmpty(selector) && selects(selector, labels))) return [];
      return [
        {
          subject: object,
          problem: `the selector is ${selectorText(selector)} and the labels of the template are ${labelsText(labels) || '(none)'}`,
          fix: 'give the template every label that the selector wants (the selector itself is immutable)',
        },
      ];
    }),
});
