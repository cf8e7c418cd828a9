/** Immutable fields of objects, each as a text. */
import type { ManifestObject, Manifests } from '../manifest';
import { keyOf } from '../manifest';
import { bindings } from '../objects/access';
import { priorityClasses } from '../objects/priority-class';
import { selectorText } from '../objects/selector';
import { storageClasses } from '../objects/storage-class';
import { controllers, statefulSets } from '../objects/workload';

/** Values of immutable fields, by field. */
export type Identity = Readonly<Record<string, string>>;

/** Identities by `Kind/namespace/name`. */
export type Identities = Readonly<Record<string, Identity>>;

/** All objects with immutable fields, sorted by key. */
export function identitiesOf(manifests: Manifests): ReadonlyMap<string, { readonly object: ManifestObject; readonly identity: Identity }> {
  const found = [
    ...controllers.of(manifests).map(({ object, value }) => ({
      object,
      identity: { 'spec.selector': selectorText(value.spec.selector), ...statefulIdentity(manifests, object) },
    })),
    ...bindings.of(manifests).map(({ object, value: { roleRef } }) => ({ object, identity: { roleRef: `${roleRef.kind} ${roleRef.name}` } })),
    ...priorityClasses.of(manifests).map(({ object, value: { value, preemptionPolicy } }) => ({
      object,
      identity: { value: String(value), preemptionPolicy: preemptionPolicy ?? 'PreemptLowerPriority' },
    })),
    ...storageClasses.of(manifests).map(({ object, value: { provisioner, parameters, volumeBindingMode, reclaimPolicy } }) => ({
      object,
      identity: {
        provisioner,
        parameters: Object.entries(parameters)
          .map(([name, value]) => `${name}=${value}`)
          .sort()
          .join(', '),
        volumeBindingMode: volumeBindingMode ?? 'Immediate',
        reclaimPolicy: reclaimPolicy ?? 'Delete',
      },
    })),
  ];
  return new Map(found.map((entry) => [keyOf(entry.object), entry] as const).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Identity of a StatefulSet: nearly all of its fields are immutable, including size and access modes of its claims. */
function statefulIdentity(manifests: Manifests, object: ManifestObject): Identity {
  const spec = statefulSets.of(manifests).find((candidate) => candidate.object === object)?.value.spec;
  if (spec === undefined) return {};
  const claims = spec.volumeClaimTemplates.map(({ metadata, spec: { accessModes, storageClassName, resources } }) =>
    [metadata.name, resources?.requests['storage'] ?? '', accessModes.join('+'), storageClassName ?? '(default class)'].join(' '),
  );
  return {
    'spec.serviceName': spec.serviceName ?? '(none)',
    'spec.podManagementPolicy': spec.podManagementPolicy ?? 'OrderedReady',
    'spec.volumeClaimTemplates': claims.join(', ') || '(none)',
  };
}
