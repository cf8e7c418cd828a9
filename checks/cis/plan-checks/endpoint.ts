/** Checks of the control plane's endpoints and of the networks that may reach them. */
import { valueAt } from '../../../config/record';
import { planTypes } from '../../plan-types';
import { resourceName, type Plan, type PlanResource } from '../../plan';
import { itemsAt, textAt } from '../../plan-value';
import { be, beOff } from '../expectation';
import { observed, type Verdict, type Observation } from '../verdict';
import { everyResource, planCheck, propertyCheck } from '../plan-check';

const ipEndpoint = 'controlPlaneEndpointsConfig.ipEndpointsConfig.enabled';
const dnsEndpoint = 'controlPlaneEndpointsConfig.dnsEndpointConfig';
const networks = 'masterAuthorizedNetworksConfig';

export const authorizedNetworks = planCheck({
  id: 'cis/authorized-networks',
  title: 'no network may connect to the control plane by IP unless it is listed, and no list is the whole internet',
  why: 'Whoever can connect can try stolen tokens and unpatched holes; a leaked kubeconfig works from everywhere.',
  check: (plan) => everyResource(plan, planTypes.cluster, (cluster) => networkFindings(plan, cluster)),
});

export const privateEndpoint = planCheck({
  id: 'cis/private-endpoint',
  title: 'the control plane has no public IP address',
  why: 'A public address is scanned from the first minute, and one wrong list of networks opens it to everybody.',
  check: (plan) =>
    everyResource(plan, planTypes.cluster, (cluster) => {
      const closed = hasNoIpEndpoint(cluster);
      const property = closed ? ipEndpoint : 'privateClusterConfig.enablePrivateEndpoint';
      const value = valueAt(cluster.inputs, property);
      const problem = closed || value === true ? undefined : `${ipEndpoint} must be false, or ${property} true`;
      return [observed(plan, cluster, { property, value, problem, fix: `let ${ipEndpoint} be false: the DNS endpoint needs none (stacks/)` })];
    }),
});

export const dnsEndpointOnly = propertyCheck({
  id: 'hardening/dns-endpoint',
  title: 'people and pipelines reach the control plane by its DNS endpoint, which asks IAM first, and with nothing but IAM',
  why: 'Without it a pipeline needs an address in the network, or the address of the control plane must be public. Kubernetes tokens and certificates through it would pass by IAM.',
  of: planTypes.cluster,
  requires: [
    { property: `${dnsEndpoint}.allowExternalTraffic`, must: be(true) },
    { property: `${dnsEndpoint}.enableK8sTokensViaDns`, must: beOff },
    { property: `${dnsEndpoint}.enableK8sCertsViaDns`, must: beOff },
  ],
});

function hasNoIpEndpoint({ inputs }: PlanResource): boolean {
  return valueAt(inputs, ipEndpoint) === false;
}

/** Verdicts on authorized networks. They are examined even without an IP endpoint, because they take effect as soon as one is enabled. */
function networkFindings(plan: Plan, cluster: PlanResource): readonly Verdict[] {
  const blocks = itemsAt(cluster.inputs, `${networks}.cidrBlocks`).map((block) => textAt(block, 'cidrBlock') ?? '');
  const open = blocks.filter((block) => block.endsWith('/0') || block === '');
  const listed: Observation = {
    property: `${networks}.cidrBlocks`,
    value: blocks,
    problem:
      open.length === 0
        ? undefined
        : `${networks} of ${resourceName(cluster)} must not hold every address, and holds ${open.join(', ') || 'a block without one'}`,
    fix: 'list the ranges of offices and runners, or none (stacks/)',
  };
  const isRestricted = hasNoIpEndpoint(cluster) || valueAt(cluster.inputs, networks) !== undefined;
  const restricted: Observation = {
    property: ipEndpoint,
    value: valueAt(cluster.inputs, ipEndpoint),
    problem: isRestricted ? undefined : `${ipEndpoint} must be false, or ${networks} stated: without either every address may connect`,
    fix: `let ${ipEndpoint} be false (stacks/)`,
  };
  const cloud: Observation = {
    property: `${networks}.gcpPublicCidrsAccessEnabled`,
    value: valueAt(cluster.inputs, `${networks}.gcpPublicCidrsAccessEnabled`),
    problem:
      valueAt(cluster.inputs, `${networks}.gcpPublicCidrsAccessEnabled`) === true
        ? 'addresses of all customers of Google Cloud must not be authorized'
        : undefined,
    fix: `let ${networks}.gcpPublicCidrsAccessEnabled be false (stacks/)`,
  };
  return [restricted, listed, cloud].map((observation) => observed(plan, cluster, observation));
}
