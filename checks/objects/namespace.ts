/** Namespaces, their network policies and their quotas. */
import { z } from 'zod';
import { view } from '../view';
import { isEmpty, labelSelector } from './selector';
import { amounts, integerOrText, listOf, texts } from './shape';

export const namespaces = view({ group: '', kinds: ['Namespace'] }, z.object({}));

const ports = listOf(z.object({ protocol: z.string().nullish(), port: integerOrText.nullish(), endPort: z.int().nullish() }));
const peer = z.object({
  ipBlock: z.object({ cidr: z.string() }).nullish(),
  namespaceSelector: labelSelector.nullish(),
  podSelector: labelSelector.nullish(),
});
const ingressRule = z.object({ from: listOf(peer), ports });
const egressRule = z.object({ to: listOf(peer), ports });
type Peer = z.infer<typeof peer>;

const networkPolicySpec = z.object({ podSelector: labelSelector, policyTypes: texts, ingress: listOf(ingressRule), egress: listOf(egressRule) });
export type NetworkPolicySpec = z.infer<typeof networkPolicySpec>;

export const networkPolicies = view({ group: 'networking.k8s.io', kinds: ['NetworkPolicy'] }, z.object({ spec: networkPolicySpec }));

const nameRule = z.object({ matches: listOf(z.object({ name: z.string().nullish(), pattern: z.string().nullish() })), ports });

/** GKE's FQDN network policies, which allow pods to connect to host names outside the cluster. */
export const namePolicies = view(
  { group: 'networking.gke.io', kinds: ['FQDNNetworkPolicy'] },
  z.object({ spec: z.object({ podSelector: labelSelector, egress: listOf(nameRule) }) }),
);

export const quotas = view({ group: '', kinds: ['ResourceQuota'] }, z.object({ spec: z.object({ hard: amounts }) }));

/** Whether a rule with these peers and ports allows every connection: it has no peers or one that matches everything, and no ports. */
export function letsEveryoneThrough(peers: readonly Peer[], allowedPorts: readonly unknown[]): boolean {
  if (peers.length === 0) return true;
  return allowedPorts.length === 0 && peers.some(isEveryone);
}

function isEveryone({ ipBlock, namespaceSelector, podSelector }: Peer): boolean {
  if (ipBlock) return ipBlock.cidr.endsWith('/0');
  return namespaceSelector !== undefined && namespaceSelector !== null && isEmpty(namespaceSelector) && !podSelector;
}
