/** Secrets that the configuration states for a workload: its ServiceAccount lists their names, or a SecretSync creates them for it. */
import type { Manifests } from '../manifest';
import { serviceAccounts } from './access';
import type { PodSpec } from './pod';
import { secretSyncs } from './secret-sync';

export function grantedSecrets(manifests: Manifests, namespace: string | undefined, { serviceAccountName }: PodSpec): readonly string[] {
  const account = serviceAccountName ?? 'default';
  const own = serviceAccounts.of(manifests).find(({ object }) => object.namespace === namespace && object.name === account);
  const kept = secretSyncs.of(manifests).filter(({ object, value }) => object.namespace === namespace && value.spec.serviceAccountName === account);
  return [...(own?.value.secrets ?? []).map(({ name }) => name), ...kept.map(({ object }) => object.name)];
}
