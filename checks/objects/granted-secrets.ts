/** Secrets that the configuration states for a workload: their names stand at its ServiceAccount, whoever makes them. */
import type { Manifests } from '../manifest';
import { serviceAccounts } from './access';
import type { PodSpec } from './pod';

export function grantedSecrets(manifests: Manifests, namespace: string | undefined, { serviceAccountName }: PodSpec): readonly string[] {
  const own = serviceAccounts.of(manifests).find(({ object }) => object.namespace === namespace && object.name === (serviceAccountName ?? 'default'));
  return (own?.value.secrets ?? []).map(({ name }) => name);
}
