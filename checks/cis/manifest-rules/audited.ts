/** Rules over manifests as the audit shows them. Those from other folders check every synthesis; here they are evidence as well. */
import { manifestRule, podKinds } from '../manifest-rule';
import { namespace } from '../../references/namespace';
import { defaultDeny } from '../../workloads/default-deny';
import { plaintextSecret } from '../../workloads/plaintext-secret';
import { podSecurity } from '../../workloads/pod-security';
import { restrictedContainer } from '../../workloads/restricted-container';
import { restrictedPod } from '../../workloads/restricted-pod';
import { administrators, anonymousUser, authenticatedGroup, mastersGroup, unauthenticatedGroup } from './bound-subjects';
import { defaultNamespace } from './namespaces';
import { dashboard, foreignEntries, publicEntries } from './public-entries';
import { climbingRights, secretAccess, wildcardRights } from './rights';
import { secretVariables } from './secret-variables';
import { defaultAccount, tokenMounts } from './service-accounts';
import { volumeEncryption } from './volume-encryption';

const bindingKinds = ['ClusterRoleBinding', 'RoleBinding'];
const roleKinds = ['ClusterRole', 'Role'];
const ofBindings = { property: 'subjects, roleRef', kinds: bindingKinds };
const ofRoles = { property: 'rules', kinds: roleKinds };
const everything = { property: 'metadata.namespace', kinds: [] };

export const noClusterAdmin = manifestRule(administrators, { property: 'roleRef.name', kinds: bindingKinds });
export const noSecretAccess = manifestRule(secretAccess, { property: 'rules, roleRef', kinds: [...roleKinds, ...bindingKinds] });
export const noWildcards = manifestRule(wildcardRights, ofRoles);
export const noClimbing = manifestRule(climbingRights, ofRoles);
export const noDefaultAccount = manifestRule(defaultAccount, { property: 'serviceAccountName, subjects', kinds: [...podKinds, ...bindingKinds] });
export const neededTokens = manifestRule(tokenMounts, { property: 'automountServiceAccountToken', kinds: [...podKinds, 'ServiceAccount'] });
export const noMasters = manifestRule(mastersGroup, ofBindings);
export const noAnonymous = manifestRule(anonymousUser, ofBindings);
export const noUnauthenticated = manifestRule(unauthenticatedGroup, ofBindings);
export const noAuthenticated = manifestRule(authenticatedGroup, ofBindings);
export const enforcedStandard = manifestRule(podSecurity, { property: 'metadata.labels pod-security.kubernetes.io/enforce', kinds: ['Namespace'] });
export const deniedByDefault = manifestRule(defaultDeny, { property: 'spec.policyTypes', kinds: ['Namespace', 'NetworkPolicy'] });
export const secretFiles = manifestRule(secretVariables, { property: 'env[].valueFrom, envFrom', kinds: podKinds });
export const noPlaintext = manifestRule(plaintextSecret, { property: 'data, env, args', kinds: ['Secret', 'ConfigMap', ...podKinds] });
export const declaredNamespaces = manifestRule(namespace, everything);
export const noDefaultNamespace = manifestRule(defaultNamespace, everything);
export const restrictedContainers = manifestRule(restrictedContainer, { property: 'securityContext', kinds: podKinds });
export const restrictedPods = manifestRule(restrictedPod, { property: 'hostNetwork, hostPID, hostIPC, volumes, securityContext', kinds: podKinds });
export const managedEntries = manifestRule(publicEntries, {
  property: 'spec.type, listeners, metadata.annotations',
  kinds: ['Gateway', 'Ingress', 'Service'],
  manual: foreignEntries,
});
export const noDashboard = manifestRule(dashboard, { property: 'containers[].image', kinds: podKinds });
export const encryptedVolumes = manifestRule(volumeEncryption, {
  property: 'storageClassName, disk-encryption-kms-key',
  kinds: ['StatefulSet', 'PersistentVolumeClaim', 'StorageClass'],
});
