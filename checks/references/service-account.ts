import { nameOf, type Manifests } from '../manifest';
import { bindings } from '../objects/access';
import { exists, missingFix } from '../objects/existence';
import { workloads } from '../objects/workload';
import { check, type Finding } from '../check';

const kind = 'ServiceAccount';

export const serviceAccount = check({
  id: 'references/service-account',
  title: 'every ServiceAccount that a pod or binding names is there',
  why: 'A pod without its ServiceAccount is never created; a binding to a missing one gives rights to whoever creates an account of that name.',
  find: (manifests) => [...ofPods(manifests), ...ofBindings(manifests)],
});

function ofPods(manifests: Manifests): readonly Finding[] {
  return workloads(manifests).flatMap(({ object, pod: { serviceAccountName } }) => {
    const wanted = { kind, namespace: object.namespace, name: serviceAccountName ?? 'default' };
    if (wanted.name === 'default' || exists(manifests, wanted)) return [];
    return [{ subject: object, problem: `serviceAccountName names ${nameOf(wanted)}, which is not there`, fix: missingFix(kind) }];
  });
}

function ofBindings(manifests: Manifests): readonly Finding[] {
  return bindings.of(manifests).flatMap(({ object, value: { subjects } }) =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map(({ name, namespace }) => ({ kind, name, namespace: namespace ?? object.namespace }))
      .filter((wanted) => !exists(manifests, wanted))
      .map((wanted) => ({ subject: object, problem: `the subject ${nameOf(wanted)} is not there`, fix: missingFix(kind) })),
  );
}
