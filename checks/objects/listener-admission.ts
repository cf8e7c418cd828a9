/** Which namespaces a listener of a Gateway takes routes from. */
import type { ManifestObject, Manifests } from '../manifest';
import type { Listener } from './routing';
import { selects } from './selector';

/** @param namespace by name; Kubernetes gives each a label with it */
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
