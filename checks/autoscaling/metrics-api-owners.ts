import { nameOf, type ManifestObject, type Manifests } from '../manifest';
import { adapterConfigurations } from '../objects/metrics-adapter';
import { metricsGroups, registrations, type MetricsGroup } from '../objects/metrics-api';
import { allContainers } from '../objects/pod';
import { workloads, type Workload } from '../objects/workload';
import { check } from '../check';

/** An owner of a metrics API: it serves the API, or would as soon as it runs. */
interface Claim {
  readonly group: MetricsGroup;
  readonly owner: string;
  /** The object that claims the API. @default - not in the manifests */
  readonly object?: ManifestObject;
}

/** GKE itself serves the resource metrics of every cluster. */
const gke: Claim = { group: 'metrics.k8s.io', owner: 'GKE' };

/** Servers that register an API by default, and the argument that prevents it. */
const claimingImages: readonly { readonly image: RegExp; readonly group: MetricsGroup; readonly unless?: string }[] = [
  { image: /custom-metrics-stackdriver-adapter/, group: 'custom.metrics.k8s.io', unless: '--enable-custom-metrics-api=false' },
  { image: /custom-metrics-stackdriver-adapter/, group: 'external.metrics.k8s.io', unless: '--enable-external-metrics-api=false' },
  { image: /keda-metrics-apiserver/, group: 'external.metrics.k8s.io' },
  { image: /metrics-server/, group: 'metrics.k8s.io' },
];

export const metricsApiOwners = check({
  id: 'autoscaling/metrics-api-owners',
  title: 'a metrics API has one owner',
  why: 'The API server sends every request to one owner for each version; a second one takes the API over, and autoscalers that rely on the first stop.',
  find: (manifests) =>
    metricsGroups.flatMap((group) => {
      const claims = [...(group === gke.group ? [gke] : []), ...claimsOf(manifests, group)];
      const owners = [...new Set(claims.map(({ owner }) => owner))];
      if (owners.length < 2) return [];
      return claims.flatMap(({ object, owner }) => {
        if (object === undefined) return [];
        return [
          {
            subject: object,
            problem: `${group} is claimed for ${owner}, and the owners are ${owners.join(' and ')}`,
            fix: "leave one owner: metrics.k8s.io is the cluster's own; for the Stackdriver adapter state --enable-custom-metrics-api=false",
          },
        ];
      });
    }),
});

function claimsOf(manifests: Manifests, group: MetricsGroup): readonly Claim[] {
  const registered = registrations(manifests, group).map(({ object, service, servers }) => {
    const [server] = servers;
    return { group, object, owner: server === undefined ? `Service ${service ?? '(none)'}` : nameOf(server.object) };
  });
  const configured = adapterConfigurations(manifests).flatMap(({ workload, rules, externalRules, servesResources }) => {
    const serves: Readonly<Record<MetricsGroup, boolean>> = {
      'metrics.k8s.io': servesResources,
      'custom.metrics.k8s.io': rules.length > 0,
      'external.metrics.k8s.io': externalRules.length > 0,
    };
    return serves[group] ? [claim(workload, group)] : [];
  });
  const shipped = workloads(manifests)
    .filter((workload) => claimsByImage(workload, group))
    .map((workload) => claim(workload, group));
  return [...registered, ...configured, ...shipped];
}

function claim({ object }: Workload, group: MetricsGroup): Claim {
  return { group, object, owner: nameOf(object) };
}

function claimsByImage({ pod }: Workload, group: MetricsGroup): boolean {
  return allContainers(pod).some(({ image, args, command }) =>
    claimingImages.some(
      (candidate) =>
        candidate.group === group && candidate.image.test(image ?? '') && (candidate.unless === undefined || ![...args, ...command].includes(candidate.unless)),
    ),
  );
}
