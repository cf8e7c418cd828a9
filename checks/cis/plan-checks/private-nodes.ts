/** Checks that nodes have no public address, and that Cloud NAT gives them access to the internet. */
import { valueAt } from '../../../config/record';
import { resourcesOf, type Plan, type PlanResource } from '../../plan';
import { planTypes } from '../../plan-types';
import { referredTo } from '../../plan-reference';
import { be } from '../expectation';
import { missing, observed, type Verdict } from '../verdict';
import { everyResource, planCheck, required } from '../plan-check';

export const privateNodes = planCheck({
  id: 'cis/private-nodes',
  title: 'no node has a public address',
  why: 'A node with a public address is one open port away from the internet.',
  check: (plan) => [
    ...everyResource(plan, planTypes.cluster, (cluster) => [required(plan, cluster, { property: 'privateClusterConfig.enablePrivateNodes', must: be(true) })]),
    ...everyResource(plan, planTypes.nodePool, (pool) => [required(plan, pool, { property: 'networkConfig.enablePrivateNodes', must: be(true) })]),
  ],
});

export const cloudNat = planCheck({
  id: 'hardening/cloud-nat',
  title: 'private nodes have a way out: a NAT for all ranges, on a router of the network of the cluster',
  why: 'Without it nodes start, and no image that is not Google’s can be pulled.',
  check: (plan) => [
    ...everyResource(plan, planTypes.nat, (nat) => [
      required(plan, nat, { property: 'sourceSubnetworkIpRangesToNat', must: be('ALL_SUBNETWORKS_ALL_IP_RANGES') }),
      required(plan, nat, { property: 'natIpAllocateOption', must: be('AUTO_ONLY', 'MANUAL_ONLY') }),
    ]),
    ...resourcesOf(plan, planTypes.cluster).map((cluster) => wayOut(plan, cluster)),
  ],
});

export const natLogs = planCheck({
  id: 'hardening/nat-logs',
  title: 'connections that the NAT makes or refuses are logged',
  why: 'It is the only place that knows which address outside a node talked to.',
  check: (plan) => everyResource(plan, planTypes.nat, (nat) => [required(plan, nat, { property: 'logConfig.enable', must: be(true) })]),
});

/** Verdict on Cloud NAT: NAT, router and cluster must be in one network. */
function wayOut(plan: Plan, cluster: PlanResource): Verdict {
  const networks = referredTo(plan, valueAt(cluster.inputs, 'network'), planTypes.network);
  const routers = resourcesOf(plan, planTypes.nat).flatMap((nat) => referredTo(plan, valueAt(nat.inputs, 'router'), planTypes.router));
  const router = routers.find(({ inputs }) => referredTo(plan, valueAt(inputs, 'network'), planTypes.network).some((network) => networks.includes(network)));
  if (router === undefined)
    return missing(plan, `a RouterNat on a Router in the network of Cluster ${cluster.name}`, 'let nat, router and cluster name one network (stacks/)');
  return observed(plan, router, { property: 'network', value: router.inputs['network'], fix: '' });
}
