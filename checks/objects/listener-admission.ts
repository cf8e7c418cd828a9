/** Namespaces from which a listener of a Gateway accepts routes. */
import type { ManifestObject, Manifests } from '../manifest';
import type { Listener } from './routing';
import { selects } from './selector';

/** @param namespace name; Kubernetes sets a label with it on each namespace */
export function admitsRoutesOf(manifests: Manifests, { allowedRoutes }: Listener, gateway: ManifestObject, namespace: string | undefined): boolean {
  const { from, selector } = allowedRoutes?.namespaces ?? {};
  switch (from ?? 'Same') {
    case 'All':
      return true;
    case 'Selector': {
      const declared = manifests.objects.find(({ kind, name }) => kind === 'Namespace' && name === namespace);
      return selector !== undefined && selector !== null && selects(selector, { ...declared?.labels, 'kubernetes.io/metadata.name': namespace ?? '' });
    }
    default:
      return gateway.namespace === namespace;
  }
}
