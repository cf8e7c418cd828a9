/** Certificates of the aggregated APIs that a release serves. */
import type { ManifestObject } from '../../checks/manifest';
import { components, namespaces } from '../../config/names';
import { servingSecretOf } from '../../config/serving-certificate';
import { ensureServingCertificate, type AggregatedServer } from '../serving-certificate';
import type { Cluster } from './place';

/**
 * Before the first apply the Secret lets the pods start; after it the APIService exists and gets the CA bundle. An APIService that got it before the apply does not
 * get it again in the same run: the manifests do not state a CA bundle.
 */
export function certifier(now: () => Date): (cluster: Cluster, objects: readonly ManifestObject[]) => readonly string[] {
  const settled = new Set<string>();
  return (cluster, objects) =>
    aggregatedServers(objects)
      .filter(({ secret }) => !settled.has(secret))
      .map((server) => {
        const { certificate, isTrusted } = ensureServingCertificate(cluster, server, now());
        if (isTrusted) settled.add(server.secret);
        return `certificate of ${server.namespace}/${server.name}: ${certificate}`;
      });
}

function aggregatedServers(objects: readonly ManifestObject[]): readonly AggregatedServer[] {
  const groups = [
    { name: components.prometheusAdapter, group: 'custom.metrics.k8s.io' },
    { name: components.stackdriverAdapter, group: 'external.metrics.k8s.io' },
  ];
  return groups.flatMap(({ name, group }) => {
    const apis = objects.filter((object) => object.kind === 'APIService' && object.name.endsWith(`.${group}`)).map((object) => object.name);
    return apis.length === 0 ? [] : [{ namespace: namespaces.observability, name, secret: servingSecretOf(name), apis }];
  });
}
