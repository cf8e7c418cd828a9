import { planTypes } from '../../../../checks/plan-types';
import { breaking, property, unstated, type PlanMutant } from '../plan-mutant';

const { cluster, subnet, network, nat, router, firewall, certificate, securityPolicy } = planTypes;
const letsIn = 'control-plane-to-aggregated-apis';
const rules = 'inputs.rules.0.action';

/** Mutants of the network and of the edge. */
export const networkMutants: readonly PlanMutant[] = [
  ...breaking('cis/flow-logs', [
    unstated(subnet, 'logConfig'),
    ['a second subnet without', (draft) => draft.copy(subnet).remove('inputs.logConfig')],
    ['no subnet', (draft) => draft.drop(subnet)],
  ]),
  ...breaking('cis/intranode-visibility', [...property(cluster, 'enableIntranodeVisibility', false), unstated(cluster, 'enableIntranodeVisibility')]),
  ...breaking('cis/vpc-native', [
    ...property(cluster, 'networkingMode', 'ROUTES'),
    unstated(cluster, 'ipAllocationPolicy'),
    unstated(cluster, 'ipAllocationPolicy.servicesSecondaryRangeName'),
  ]),
  ...breaking('cis/network-policy-support', [...property(cluster, 'datapathProvider', 'LEGACY_DATAPATH'), unstated(cluster, 'datapathProvider')]),
  ...breaking('hardening/service-external-ips', [
    ...property(cluster, 'serviceExternalIpsConfig.enabled', true),
    unstated(cluster, 'serviceExternalIpsConfig'),
  ]),
  ...breaking('hardening/own-network', [...property(network, 'autoCreateSubnetworks', true), unstated(network, 'autoCreateSubnetworks')]),
  ...breaking('hardening/private-google-access', [
    ...property(subnet, 'privateIpGoogleAccess', false),
    ['the subnet is in a network of others', (draft) => draft.edit(subnet).set('inputs.network', 'default')],
  ]),
  ...breaking('cis/firewalls', [
    ['a rule for the whole internet', (draft) => draft.edit(firewall, letsIn).set('inputs.sourceRanges', ['0.0.0.0/0'])],
    ['the whole internet of IPv6 beside a range', (draft) => draft.edit(firewall, letsIn).append('inputs.sourceRanges', '::/0')],
    ['a rule without sources', (draft) => draft.edit(firewall, letsIn).remove('inputs.sourceRanges')],
    ['a rule for all machines', (draft) => draft.edit(firewall, letsIn).remove('inputs.targetServiceAccounts')],
    [
      'SSH from everywhere',
      (draft) =>
        draft.add(firewall, 'ssh', {
          network: '${Network.lyo-prod.id}',
          allows: [{ protocol: 'tcp', ports: ['22'] }],
          sourceRanges: ['0.0.0.0/0'],
          targetTags: ['node'],
        }),
    ],
  ]),
  ...breaking('hardening/cloud-nat', [
    ['no NAT', (draft) => draft.drop(nat)],
    ['no router', (draft) => draft.drop(router)],
    ['NAT for one subnet only', (draft) => draft.edit(nat).set('inputs.sourceSubnetworkIpRangesToNat', 'LIST_OF_SUBNETWORKS')],
    ['the router is in another network', (draft) => draft.edit(router).set('inputs.network', '${Network.other.id}')],
    ['NAT on a router of others', (draft) => draft.edit(nat).set('inputs.router', 'default')],
  ]),
  ...breaking('hardening/nat-logs', [...property(nat, 'logConfig.enable', false), unstated(nat, 'logConfig')]),
  ...breaking('cis/managed-certificate', [
    unstated(certificate, 'managed'),
    ['the certificate is ours to renew', (draft) => draft.edit(certificate).set('inputs.selfManaged', { pemCertificate: 'x', pemPrivateKey: 'y' })],
    ['a managed certificate for nothing', (draft) => draft.edit(certificate).set('inputs.managed.domains', [])],
    ['a public address and no certificate', (draft) => draft.drop(certificate)],
  ]),
  ...breaking('hardening/rate-limit', [
    ['the limit became an allowance', (draft) => draft.edit(securityPolicy).set(rules, 'allow')],
    ['the limit is only tried out', (draft) => draft.edit(securityPolicy).set('inputs.rules.0.preview', true)],
    ['a policy without rules', (draft) => draft.edit(securityPolicy).remove('inputs.rules')],
    ['a public address and no policy', (draft) => draft.drop(securityPolicy)],
  ]),
];
