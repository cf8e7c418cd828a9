import type { Check } from '../check';
import { check } from '../check';
import type { FrozenList } from './frozen';
import { identitiesOf } from './identity';

/** Advice for an immutable field of a StatefulSet that does not concern volumes: delete the object but keep pods and claims, which the new object adopts. */
const orphaned =
  'delete the StatefulSet with --cascade=orphan right before the apply: its pods run on, keep their claims, and are replaced one by one by the new one';

/** Advice by kind and field: how to make the change without losing pods, traffic or data. */
const safeWays: Readonly<Record<string, string>> = {
  'spec.selector':
    'restore the label; or add the workload under a new name with the new selector, shift the traffic (let the Service select both, then the new one), and remove the old one in a later change',
  'spec.serviceName': `restore the name; or ${orphaned}`,
  'spec.podManagementPolicy': `restore it; or ${orphaned}`,
  'spec.volumeClaimTemplates':
    'restore it; to move to another storage class, docs/decisions/0086 has the steps; to grow a volume, raise the size of the existing claims first (kubectl patch pvc), delete the StatefulSet with --cascade=orphan, then apply; a renamed claim loses its data unless it is copied',
  parameters: 'restore them; or add a class under a new name: volumes that exist stay as they are',
  roleRef: 'restore it; or add a binding under a new name, and remove the old one in a later change',
};

export function immutableField(frozen: FrozenList): Check {
  return check({
    id: 'identity/immutable-field',
    title: 'no immutable field differs from the frozen list',
    why: 'The API server refuses the change (`field is immutable`) in the middle of an apply; deleting the object instead takes the service down.',
    find: (manifests) =>
      [...identitiesOf(manifests)].flatMap(([key, { object, identity }]) => {
        const before = frozen[manifests.environment]?.[key];
        if (before === undefined) return [];
        return [...new Set([...Object.keys(before), ...Object.keys(identity)])]
          .filter((field) => before[field] !== identity[field])
          .map((field) => ({
            subject: object,
            problem: `${field} is ${identity[field] ?? '(none)'}, and clusters have ${before[field] ?? '(none)'}`,
            fix: `${safeWays[field] ?? 'restore it'}. Where no cluster has the object yet: npm run identity:freeze -- --replace ${manifests.environment}/${key}`,
          }));
      }),
  });
}
