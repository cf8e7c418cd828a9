/** Checks of the network of nodes and pods. */
import { planTypes } from '../../plan-types';
import { resourcesOf, type Plan, type PlanResource } from '../../plan';
import { itemsAt, shown, textsAt } from '../../plan-value';
import { be, beLeftOut, beStated, mean } from '../expectation';
import { absent, observed, type Verdict, type Observation } from '../verdict';
import { planCheck, propertyCheck, required, whenPublic } from '../plan-check';

export const flowLogs = propertyCheck({
  id: 'cis/flow-logs',
  title: 'every subnet writes flow logs',
  why: 'After an incident nobody can say what a pod talked to.',
  of: planTypes.subnet,
  requires: [{ property: 'logConfig', must: beStated }],
});

export const intranodeVisibility = propertyCheck({
  id: 'cis/intranode-visibility',
  title: 'traffic between pods of one node passes through the network, so that logs and policies see it',
  why: 'Two pods on one node otherwise talk unseen.',
  of: planTypes.cluster,
  requires: [{ property: 'enableIntranodeVisibility', must: be(true) }],
});

export const vpcNative = propertyCheck({
  id: 'cis/vpc-native',
  title: 'pods and services have addresses of their own in named ranges of the subnet',
  why: 'Routes made for each node hide pods from firewalls, and their number is limited.',
  of: planTypes.cluster,
  requires: [
    { property: 'networkingMode', must: be('VPC_NATIVE') },
    { property: 'ipAllocationPolicy.clusterSecondaryRangeName', must: beStated },
    { property: 'ipAllocationPolicy.servicesSecondaryRangeName', must: beStated },
  ],
});

export const networkPolicySupport = propertyCheck({
  id: 'cis/network-policy-support',
  title: 'the data path enforces network policies (Dataplane V2)',
  why: 'On a data path without them every NetworkPolicy is accepted and does nothing.',
  of: planTypes.cluster,
  requires: [{ property: 'datapathProvider', must: be('ADVANCED_DATAPATH') }],
});

export const serviceAddresses = propertyCheck({
  id: 'hardening/service-external-ips',
  title: 'no Service may claim an external address of its own choice',
  why: 'Whoever may write a Service could take over the traffic to any address of the cluster.',
  of: planTypes.cluster,
  requires: [{ property: 'serviceExternalIpsConfig.enabled', must: be(false) }],
});

export const ownNetwork = propertyCheck({
  id: 'hardening/own-network',
  title: 'the network has no subnets that Google makes by itself',
  why: 'Automatic subnets in every region overlap with everything and come with firewall rules that nobody chose.',
  of: planTypes.network,
  requires: [{ property: 'autoCreateSubnetworks', must: be(false) }],
});

export const privateGoogleAccess = propertyCheck({
  id: 'hardening/private-google-access',
  title: 'nodes reach Google APIs without a public address, from a subnet of the plan',
  why: 'Private nodes without it pull images and send logs through NAT, or not at all.',
  of: planTypes.subnet,
  requires: [
    { property: 'privateIpGoogleAccess', must: be(true) },
    { property: 'network', must: mean(planTypes.network) },
  ],
});

export const firewalls = planCheck({
  id: 'cis/firewalls',
  title: 'no firewall rule lets the whole internet in, and each that lets in names its sources and its targets',
  why: 'One rule for 0.0.0.0/0 opens every node that it applies to, whatever the other rules say.',
  check: (plan) => {
    const rules = resourcesOf(plan, planTypes.firewall).filter(letsIn);
    if (rules.length === 0) return [absent(plan, 'Firewall that lets traffic in')];
    return rules.flatMap((rule) => firewallFindings(plan, rule));
  },
});

function letsIn({ inputs }: PlanResource): boolean {
  return inputs['direction'] !== 'EGRESS' && itemsAt(inputs, 'allows').length > 0 && inputs['disabled'] !== true;
}

function firewallFindings(plan: Plan, rule: PlanResource): readonly Verdict[] {
  const ranges = textsAt(rule.inputs, 'sourceRanges');
  const sources = [...ranges, ...textsAt(rule.inputs, 'sourceTags'), ...textsAt(rule.inputs, 'sourceServiceAccounts')];
  const targets = [...textsAt(rule.inputs, 'targetTags'), ...textsAt(rule.inputs, 'targetServiceAccounts')];
  const open = ranges.filter((range) => range.endsWith('/0'));
  const observations: readonly Observation[] = [
    {
      property: 'sourceRanges',
      value: sources,
      problem: open.length === 0 && sources.length > 0 ? undefined : `sources must be named and must not be everybody, and are ${shown(sources)}`,
      fix: 'name the ranges that need it, such as the control plane or the health checks (stacks/)',
    },
    {
      property: 'targetTags',
      value: targets,
      problem: targets.length > 0 ? undefined : 'targets must be named, and are all machines of the network',
      fix: 'name the tag or the service account of the nodes (stacks/)',
    },
  ];
  return observations.map((observation) => observed(plan, rule, observation));
}

export const managedCertificate = planCheck({
  id: 'cis/managed-certificate',
  title: 'the certificate of the public address is made and renewed by Google',
  why: 'A certificate that people renew runs out on a holiday, and its key passes through their hands.',
  check: (plan) =>
    whenPublic(plan, planTypes.certificate, (certificate) => [
      required(plan, certificate, { property: 'managed.domains', must: beStated }),
      required(plan, certificate, { property: 'selfManaged', must: beLeftOut }),
    ]),
});
