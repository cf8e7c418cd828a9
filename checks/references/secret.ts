import { nameOf, type ManifestObject, type Manifests } from '../manifest';
import { serviceAccounts } from '../objects/access';
import { exists, missingFix } from '../objects/existence';
import { grantedSecrets } from '../objects/granted-secrets';
import { allContainers, volumeSources, type PodSpec } from '../objects/pod';
import { edgePolicies, gateways, ingresses } from '../objects/routing';
import { workloads } from '../objects/workload';
import { check } from '../check';

interface Need {
  readonly object: ManifestObject;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly field: string;
}

export const secret = check({
  id: 'references/secret',
  title: 'every Secret that an object needs is known to be made elsewhere',
  why: 'No Secret is in the manifests, so each must have a maker; a pod or listener without its Secret never becomes ready, and a console lets nobody in.',
  find: (manifests) =>
    [...podNeeds(manifests), ...otherNeeds(manifests)]
      .filter(({ namespace, name }) => !exists(manifests, { kind: 'Secret', namespace, name }))
      .map(({ object, namespace, name, field }) => ({
        subject: object,
        problem: `${field} needs ${nameOf({ kind: 'Secret', namespace, name })}, and nothing is known to make it`,
        fix: missingFix('Secret'),
      })),
});

function podNeeds(manifests: Manifests): readonly Need[] {
  return workloads(manifests).flatMap(({ object, pod }) =>
    needs(pod)
      .filter(({ name }) => !grantedSecrets(manifests, object.namespace, pod).includes(name))
      .map((need) => ({ ...need, object, namespace: object.namespace })),
  );
}

function needs(pod: PodSpec): readonly Pick<Need, 'name' | 'field'>[] {
  return [
    ...volumeSources(pod)
      .filter(({ kind, optional }) => kind === 'Secret' && !optional)
      .map(({ volume, name }) => ({ name, field: `volume ${volume}` })),
    ...pod.imagePullSecrets.map(({ name }) => ({ name, field: 'imagePullSecrets' })),
    ...allContainers(pod).flatMap(({ name: container, env, envFrom }) => [
      ...env.flatMap(({ name, valueFrom }) => {
        const reference = valueFrom?.secretKeyRef;
        return reference && !reference.optional ? [{ name: reference.name, field: `variable ${name} of container ${container}` }] : [];
      }),
      ...envFrom.flatMap(({ secretRef }) => (secretRef && !secretRef.optional ? [{ name: secretRef.name, field: `envFrom of container ${container}` }] : [])),
    ]),
  ];
}

function otherNeeds(manifests: Manifests): readonly Need[] {
  return [
    ...ingresses
      .of(manifests)
      .flatMap(({ object, value }) =>
        value.spec.tls.flatMap(({ secretName }) => (secretName ? [{ object, namespace: object.namespace, name: secretName, field: 'spec.tls' }] : [])),
      ),
    ...gateways.of(manifests).flatMap(({ object, value }) =>
      value.spec.listeners.flatMap((listener) =>
        (listener.tls?.certificateRefs ?? []).map(({ name, namespace }) => ({
          object,
          namespace: namespace ?? object.namespace,
          name,
          field: `listener ${listener.name}`,
        })),
      ),
    ),
    ...edgePolicies.of(manifests).flatMap(({ object, value: { spec } }) => {
      const name = spec.default?.iap?.oauth2ClientSecret?.name;
      return name ? [{ object, namespace: object.namespace, name, field: 'spec.default.iap.oauth2ClientSecret' }] : [];
    }),
    ...serviceAccounts
      .of(manifests)
      .flatMap(({ object, value }) => value.imagePullSecrets.map(({ name }) => ({ object, namespace: object.namespace, name, field: 'imagePullSecrets' }))),
  ];
}
