/** Checks of public entries: Gateways, Ingresses and Services that are reachable from outside. */
import { valueAt } from '../../../config/record';
import type { ManifestObject, Manifests } from '../../manifest';
import { allContainers } from '../../objects/pod';
import { workloads } from '../../objects/workload';
import { itemsAt, textAt } from '../../plan-value';
import { check, type Finding } from '../../check';
import type { ForPeople } from '../audited-check';

const certificateMap = 'networking.gke.io/certmap';
const managedCertificates = 'networking.gke.io/managed-certificates';

export const publicEntries = check({
  id: 'cis/public-entries',
  title: 'what is public is behind a load balancer with a certificate that Google manages',
  why: 'A Service of type LoadBalancer is public without TLS, and a certificate from a Secret runs out unseen.',
  find: ({ objects }) => objects.flatMap((object): readonly Finding[] => entryFindings[object.kind]?.(object) ?? []),
});

export const dashboard = check({
  id: 'cis/web-dashboard',
  title: 'the Kubernetes web interface is not installed',
  why: 'It acts with the rights of its service account for everybody who reaches it.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) =>
      allContainers(pod)
        .filter(({ image }) => /kubernetes-?(ui|dashboard)|kubernetesui\/|headlamp/.test(image ?? ''))
        .map(({ image }) => ({ subject: object, problem: `the image is ${image ?? ''}`, fix: 'remove it: the console of Google Cloud and kubectl ask IAM' })),
    ),
});

const entryFindings: Readonly<Record<string, (object: ManifestObject) => readonly Finding[]>> = {
  Service: (object) => {
    const type = textAt(object.body, 'spec.type');
    if (type !== 'LoadBalancer' && type !== 'NodePort') return [];
    return [{ subject: object, problem: `spec.type is ${type}`, fix: 'use ClusterIP behind the Gateway' }];
  },
  Gateway: (object) => {
    const listeners = itemsAt(object.body, 'spec.listeners');
    const secure = listeners.filter((listener) => textAt(listener, 'protocol') === 'HTTPS');
    const plain = listeners.filter((listener) => !secure.includes(listener) && valueAt(listener, 'port') !== 80);
    const problems = [
      ...(secure.length === 0 ? ['no listener speaks HTTPS'] : []),
      ...plain.map(() => 'a listener on another port than 80, which only redirects, speaks no HTTPS'),
      ...(annotation(object, certificateMap) === undefined ? [`the annotation ${certificateMap} is not stated`] : []),
      ...secure.filter((listener) => itemsAt(listener, 'tls.certificateRefs').length > 0).map(() => 'a listener takes its certificate from a Secret'),
    ];
    return problems.map((problem) => ({ subject: object, problem, fix: 'name the certificate map of the infrastructure program (charts/gateway.ts)' }));
  },
  Ingress: (object) => {
    if (annotation(object, managedCertificates) !== undefined) return [];
    if (!ofGoogle(object)) {
      if (hasCertificate(object)) return [];
      return [{ subject: object, problem: 'spec.tls names no Secret with a certificate', fix: 'state spec.tls: without it requests come in in the clear' }];
    }
    return [
      { subject: object, problem: `the annotation ${managedCertificates} is not stated`, fix: 'use exposure.kind: gateway, or name the managed certificate' },
    ];
  },
};

/** Entries whose TLS ends at an ingress controller in the cluster. It cannot use a Google-managed certificate, and no file says who renews the one that it uses, so people must look. */
export function foreignEntries({ objects }: Manifests): readonly ForPeople[] {
  return objects
    .filter((object) => object.kind === 'Ingress' && !ofGoogle(object) && hasCertificate(object))
    .map((object) => ({
      object,
      value: textAt(object.body, 'spec.ingressClassName') ?? 'another class',
      because: 'its controller ends TLS with a certificate that is made outside; look who renews it, and who is told when it runs out',
    }));
}

/** GKE's own controllers serve an Ingress without a class, and those with these classes (cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration). */
function ofGoogle(object: ManifestObject): boolean {
  const stated = textAt(object.body, 'spec.ingressClassName') ?? annotation(object, 'kubernetes.io/ingress.class');
  return stated === undefined || stated === 'gce' || stated === 'gce-internal';
}

function hasCertificate({ body }: ManifestObject): boolean {
  const entries = itemsAt(body, 'spec.tls');
  return entries.length > 0 && entries.every((entry) => textAt(entry, 'secretName') !== undefined);
}

function annotation({ body }: ManifestObject, name: string): string | undefined {
  const annotations = valueAt(body, 'metadata.annotations');
  const found = Object.entries(annotations ?? {}).find(([key]) => key === name)?.[1] as unknown;
  return typeof found === 'string' && found !== '' ? found : undefined;
}
