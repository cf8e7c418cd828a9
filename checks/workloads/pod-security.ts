import { namespaces } from '../objects/namespace';
import { check } from '../check';

const label = 'pod-security.kubernetes.io/enforce';

export const podSecurity = check({
  id: 'workloads/pod-security',
  title: 'every namespace enforces the Pod Security Standard `restricted`',
  why: 'A namespace without the label admits privileged pods, whatever the charts make.',
  find: (manifests) =>
    namespaces
      .of(manifests)
      .filter(({ object }) => object.labels[label] !== 'restricted')
      .map(({ object }) => ({
        subject: object,
        problem: `the label ${label} is ${object.labels[label] ?? 'not stated'}`,
        fix: `state ${label}: restricted (charts/namespaces.ts)`,
      })),
});
