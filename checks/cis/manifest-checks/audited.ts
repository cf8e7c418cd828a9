/** Checks of manifests in the audit. They run in every synthesis, and here they also give evidence. `secretVariables` runs only here. */
import { auditedCheck, podKinds } from '../audited-check';
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
import { secretVariables, statedVariables } from './secret-variables';
import { defaultAccount, tokenMounts } from './service-accounts';
import { volumeEncryption } from './volume-encryption';

const bindingKinds = ['ClusterRoleBinding', 'RoleBinding'];
const roleKinds = ['ClusterRole', 'Role'];
const ofBindings = { property: 'subjects, roleRef', kinds: bindingKinds };
const ofRoles = { property: 'rules', kinds: roleKinds };
const everything = { property: 'metadata.namespace', kinds: [] };

export const noClusterAdmin = auditedCheck(administrators, { property: 'roleRef.name', kinds: bindingKinds });
export const noSecretAccess = auditedCheck(secretAccess, { property: 'rules, roleRef', kinds: [...roleKinds, ...bindingKinds] });
export const noWildcards = auditedCheck(wildcardRights, ofRoles);
export const noClimbing = auditedCheck(climbingRights, ofRoles);
export const noDefaultAccount = auditedCheck(defaultAccount, { property: 'serviceAccountName, subjects', kinds: [...podKinds, ...bindingKinds] });
export const neededTokens = auditedCheck(tokenMounts, { property: 'automountServiceAccountToken', kinds: [...podKinds, 'ServiceAccount'] });
export const noMasters = auditedCheck(mastersGroup, ofBindings);
export const noAnonymous = auditedCheck(anonymousUser, ofBindings);
export const noUnauthenticated = auditedCheck(unauthenticatedGroup, ofBindings);
export const noAuthenticated = auditedCheck(authenticatedGroup, ofBindings);
export const enforcedStandard = auditedCheck(podSecurity, { property: 'metadata.labels pod-security.kubernetes.io/enforce', kinds: ['Namespace'] });
export const deniedByDefault = auditedCheck(defaultDeny, { property: 'spec.policyTypes', kinds: ['Namespace', 'NetworkPolicy'] });
export const secretFiles = auditedCheck(secretVariables, { property: 'env[].valueFrom, envFrom', kinds: podKinds, manual: statedVariables });
export const noPlaintext = auditedCheck(plaintextSecret, { property: 'data, env, args', kinds: ['Secret', 'ConfigMap', ...podKinds] });
export const declaredNamespaces = auditedCheck(namespace, everything);
export const noDefaultNamespace = auditedCheck(defaultNamespace, everything);
export const restrictedContainers = auditedCheck(restrictedContainer, { property: 'securityContext', kinds: podKinds });
export const restrictedPods = auditedCheck(restrictedPod, { property: 'hostNetwork, hostPID, hostIPC, volumes, securityContext', kinds: podKinds });
export const managedEntries = auditedCheck(publicEntries, {
  property: 'spec.type, listeners, metadata.annotations',
  kinds: ['Gateway', 'Ingress', 'Service'],
  manual: foreignEntries,
});
export const noDashboard = auditedCheck(dashboard, { property: 'containers[].image', kinds: podKinds });
export const encryptedVolumes = auditedCheck(volumeEncryption, {
  property: 'storageClassName, disk-encryption-kms-key',
  kinds: ['StatefulSet', 'PersistentVolumeClaim', 'StorageClass'],
});
