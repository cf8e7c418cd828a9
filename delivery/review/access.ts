/** Changes of access: of rights, and of who can connect to whom. */
import type { ReviewedEnvironment } from './review-schema';

const kinds =
  /^(Role|RoleBinding|ClusterRole|ClusterRoleBinding|ServiceAccount|NetworkPolicy|FQDNNetworkPolicy|Ingress|Gateway|HTTPRoute|GCPBackendPolicy|GCPGatewayPolicy|APIService|ValidatingAdmissionPolicy|ValidatingAdmissionPolicyBinding)$/;
const workloads = /^(Deployment|StatefulSet|DaemonSet|Job|CronJob)$/;
const ofPods = /\bspec\.(serviceAccountName|hostNetwork|hostPID|hostIPC|automountServiceAccountToken|(.*\.)?securityContext)\b|hostPath/;
const ofServices = /^spec\.(type|ports|selector|externalIPs|loadBalancer)|cloud\.google\.com/;
const ofNamespaces = /pod-security/;

/** @param path - @default the whole object, which is added or removed */
export function isAccessField(kind: string, path: string | undefined): boolean {
  if (kinds.test(kind)) return true;
  if (path === undefined) return false;
  if (workloads.test(kind)) return ofPods.test(path);
  return (kind === 'Service' && ofServices.test(path)) || (kind === 'Namespace' && ofNamespaces.test(path));
}

/** Types of infrastructure that give rights, open connections, or decrypt data. */
const types = /iam|firewall|securitypolicy|kms|workloadidentity|binaryauthorization|serviceaccount|router|network/i;

export function isAccessType(type: string): boolean {
  return types.test(type);
}

export function isAccess({ why }: ReviewedEnvironment['infrastructure'][number]): boolean {
  return why === accessWhy;
}

export const accessWhy = 'rights or connections change';
