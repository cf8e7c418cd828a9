/** Checks of the ServiceAccounts of pods and of their tokens. */
import { valueAt } from '../../../config/record';
import type { ManifestObject, Manifests } from '../../manifest';
import { bindings, serviceAccounts } from '../../objects/access';
import { workloads, type Workload } from '../../objects/workload';
import { check, type Finding } from '../../check';

/** Path of the pod specification in the kinds that create pods. */
const templates = ['spec.jobTemplate.spec.template.spec', 'spec.template.spec', 'spec'];
const token = 'automountServiceAccountToken';

export const defaultAccount = check({
  id: 'cis/default-service-account',
  title: 'nothing runs as, and nothing is bound to, the service account named default',
  why: 'Every pod that names none runs as it: what it may do, all of them may do.',
  find: (manifests) => [
    ...workloads(manifests)
      .filter(({ pod }) => isDefault(pod.serviceAccountName))
      .map(({ object, pod }) => ({
        subject: object,
        problem: `serviceAccountName is ${pod.serviceAccountName ?? 'not stated'}`,
        fix: 'give the workload a service account of its own (constructs/)',
      })),
    ...bindings
      .of(manifests)
      .filter(({ value: { subjects } }) => subjects.some(({ kind, name }) => kind === 'ServiceAccount' && name === 'default'))
      .map(({ object }) => ({ subject: object, problem: 'subjects include the service account default', fix: 'bind the service account of the workload' })),
  ],
});

export const tokenMounts = check({
  id: 'cis/token-mounts',
  title: 'a pod has a token for the API server when its service account has a role, and says so; otherwise it has none',
  why: 'A token in a pod that does not need it is a way into the API for whoever breaks into the pod.',
  find: (manifests) => [...podFindings(manifests), ...accountFindings(manifests)],
});

function podFindings(manifests: Manifests): readonly Finding[] {
  return workloads(manifests).flatMap((workload) => {
    const mounted = stated(workload.object);
    if (mounted === false || (mounted === true && hasRole(manifests, workload))) return [];
    const account = workload.pod.serviceAccountName ?? 'default';
    const problem = mounted === true ? `${token} is true, and no role is bound to the service account ${account}` : `${token} must be stated and is not`;
    return [{ subject: workload.object, problem, fix: `state ${token}: false, or bind the role that the program needs` }];
  });
}

function accountFindings(manifests: Manifests): readonly Finding[] {
  return serviceAccounts
    .of(manifests)
    .filter(({ object }) => object.body[token] !== false)
    .map(({ object }) => ({ subject: object, problem: `${token} must be false`, fix: `state ${token}: false here, and true in the pods that need it` }));
}

function stated({ body }: ManifestObject): unknown {
  return templates.map((path) => valueAt(body, `${path}.${token}`)).find((value) => value !== undefined);
}

function hasRole(manifests: Manifests, { object, pod }: Workload): boolean {
  return bindings
    .of(manifests)
    .some(({ value: { subjects } }) =>
      subjects.some(({ kind, name, namespace }) => kind === 'ServiceAccount' && name === pod.serviceAccountName && namespace === object.namespace),
    );
}

function isDefault(name: string | null | undefined): boolean {
  return name === undefined || name === null || name === '' || name === 'default';
}
